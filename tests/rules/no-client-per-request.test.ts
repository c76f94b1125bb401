import { expect, it } from "vitest";
import { differencesOf, expectPromised, fixtureFolder, runFixtures } from "../fixtures.ts";

const rule = "no-client-per-request";

it("reports where the fixtures promise, and nowhere else", () => expectPromised(fixtureFolder("rules", rule), rule));

it("is silent on edge runtimes, package by package, and not beside them", async () => {
  const run = await runFixtures(fixtureFolder("projects", "clients-edge"), rule);
  expect(run.expected).toHaveLength(3);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});

it("leaves a single connection alone where the project has no client to share, if it is given back whatever happens", async () => {
  const run = await runFixtures(fixtureFolder("projects", "clients-alone"), rule);
  expect(run.expected).toHaveLength(1);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});

it("shows the way from a router that is mounted, where there is one", async () => {
  const run = await runFixtures(fixtureFolder("projects", "clients-mounted"), rule);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
  expect(run.findings.map(({ route }) => route[0]?.place.file)).toEqual(["src/routes/loans.ts", "src/routes/audits.ts"]);
});
