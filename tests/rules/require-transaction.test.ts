import { expect, it } from "vitest";
import { differencesOf, expectPromised, fixtureFolder, runFixtures } from "../fixtures.ts";

const rule = "require-transaction";

it("reports where the fixtures promise, and nowhere else", () => expectPromised(fixtureFolder("rules", rule), rule));

it("knows sessions of MongoDB that the connection of a model opens", async () => {
  const run = await runFixtures(fixtureFolder("projects", "transactions-mongoose"), rule);
  expect(run.expected).toEqual(["src/archive.ts:24 separateWrites"]);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});
