import { expect, it } from "vitest";
import { differencesOf, expectPromised, fixtureFolder, runFixtures } from "../fixtures.ts";

const rule = "require-transaction";

it("reports where the fixtures promise, and nowhere else", () => expectPromised(fixtureFolder("rules", rule), rule));

it("knows sessions of MongoDB that the connection of a model opens", async () => {
  const run = await runFixtures(fixtureFolder("projects", "transactions-mongoose"), rule);
  expect(run.expected).toEqual(["src/archive.ts:24 repeatableWrites", "src/archive.ts:30 repeatableWrites", "src/archive.ts:35 separateWrites"]);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});

it("leaves rows alone that the database deletes with their parent anyhow", async () => {
  const run = await runFixtures(fixtureFolder("projects", "transactions-cascade"), rule);
  expect(run.expected).toEqual(["src/desk.ts:14 repeatableWrites", "src/desk.ts:37 separateWrites", "src/desk.ts:48 repeatableWrites"]);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});

it("asks nothing of drivers that send each statement by itself", async () => {
  expect((await runFixtures(fixtureFolder("projects", "transactions-d1"), rule)).findings).toEqual([]);
  await expectPromised(fixtureFolder("projects", "transactions-d1-and-sqlite"), rule);
});

it("names the tables of two calls that are the same, and the write that is missed", async () => {
  const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
  const told = findings.filter(({ place }) => place.file.endsWith("told.ts"));
  expect(told[0]?.message).toContain("`db.delete(shelfBooks)` and `db.delete(shelves)`");
  const [made] = told.filter(({ message }) => message.includes("replaceCard"));
  expect(made?.route.map(({ place }) => place.line)).toEqual([22, 23, 28]);
});
