import { expect, it } from "vitest";
import { differencesOf, fixtureFolder, runFixtures } from "../fixtures.ts";

const rule = "require-signature-types";

it("reports where the fixtures promise, and nowhere else", async () => {
  const run = await runFixtures(fixtureFolder("rules", rule), rule);
  expect(run.expected).not.toEqual([]);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});
