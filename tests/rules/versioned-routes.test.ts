import { describe, expect, it } from "vitest";
import { differencesOf, expectPromised, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";

const rule = "versioned-routes";

it("reports where the fixtures promise, and nowhere else", () => expectPromised(fixtureFolder("rules", rule), rule));

describe("across files:", () => {
  it.each(fixtureFolders("projects", "versions-"))("%s", async (name) => {
    expect(differencesOf(await runFixtures(fixtureFolder("projects", name), rule))).toEqual({ missing: [], unexpected: [] });
  });
});
