import { expect, it } from "vitest";
import { differencesOf, fixtureFolder, runFixtures } from "../fixtures.ts";

const rule = "no-secret-in-log";

it("fixtures report where they promise, and nowhere else", async () => {
  const run = await runFixtures(fixtureFolder("rules", rule), rule);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
  expect(run.expected.length).toBeGreaterThan(5);
});
