import { expect, it } from "vitest";
import { differencesOf, expectPromised, fixtureFolder, runFixtures } from "../fixtures.ts";

const rule = "no-shared-orm-session";

it("reports where the fixtures promise, and nowhere else", () => expectPromised(fixtureFolder("rules", rule), rule));

it("reports an option that allows the global unit of work where a server has no other", async () => {
  const run = await runFixtures(fixtureFolder("projects", "context-allowed"), rule);
  expect(run.expected).toHaveLength(2);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});

it("lets the option pass where requests work on forks", async () => {
  expect((await runFixtures(fixtureFolder("projects", "context-forked"), rule)).reported).toEqual([]);
});
