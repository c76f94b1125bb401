import { describe, expect, it } from "vitest";
import { differencesOf, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";

const rule = "require-route-auth";

it("reports where the fixtures promise, and nowhere else", async () => {
  const run = await runFixtures(fixtureFolder("rules", rule), rule);
  expect(run.expected).not.toEqual([]);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});

describe("across files:", () => {
  it.each(fixtureFolders("projects", "route-auth-"))("%s", async (name) => {
    expect(differencesOf(await runFixtures(fixtureFolder("projects", name), rule))).toEqual({ missing: [], unexpected: [] });
  });
});
