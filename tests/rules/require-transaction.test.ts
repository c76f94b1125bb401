import { expect, it } from "vitest";
import { differencesOf, fixtureFolder, runFixtures } from "../fixtures.ts";

const rule = "require-transaction";

it("reports where the fixtures promise, and nowhere else", async () => {
  const run = await runFixtures(fixtureFolder("rules", rule), rule);
  expect(run.expected).not.toEqual([]);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});

it("knows sessions of MongoDB that the connection of a model opens", async () => {
  const run = await runFixtures(fixtureFolder("projects", "transactions-mongoose"), rule);
  expect(run.expected).toEqual(["src/archive.ts:24 separateWrites"]);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});
