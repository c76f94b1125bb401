import { typeorm } from "#catalog/typeorm";
import { expect, it } from "vitest";
import { differencesOf, expectPromised, fixtureFolder, runFixtures } from "../fixtures.ts";

const rule = "no-implicit-relation-loading";

it("reports where the fixtures promise, and nowhere else", () => expectPromised(fixtureFolder("rules", rule), rule));

it("follows rows across files to the relation that no query loaded", async () => {
  const run = await runFixtures(fixtureFolder("projects", "loading-use"), rule);
  expect(run.expected.length).toBeGreaterThan(7);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});

it("knows the libraries of packages in folders that are no workspaces", async () => {
  const run = await runFixtures(fixtureFolder("projects", "loading-nested-package"), rule);
  expect(run.expected).toHaveLength(2);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});

it("follows rows from every way TypeORM has to read them", async () => {
  const { expected } = await runFixtures(fixtureFolder("projects", "loading-use"), rule);
  const { one, many, counted } = typeorm.entities?.rows ?? {};
  expect(expected.filter((place) => place.startsWith("typeorm/reads.ts"))).toHaveLength(Object.keys({ ...one, ...many, ...counted }).length);
});
