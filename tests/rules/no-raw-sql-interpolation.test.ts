import { describe, expect, it } from "vitest";
import { differencesOf, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";

const rule = "no-raw-sql-interpolation";

describe("fixtures", () => {
  it("report where they promise, and nowhere else", async () => {
    const run = await runFixtures(fixtureFolder("rules", rule), rule);
    expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
    expect(run.expected.length).toBeGreaterThan(250);
  });
});
