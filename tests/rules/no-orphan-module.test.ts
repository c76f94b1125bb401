import { expect, it, test } from "vitest";
import { differencesOf, expectPromised, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";

const rule = "no-orphan-module";

it("reports where the fixtures promise, and nowhere else", () => expectPromised(fixtureFolder("rules", rule), rule));

test.each(fixtureFolders("projects", "orphans-"))("%s: reports where it promises, and nowhere else", async (name) => {
  const run = await runFixtures(fixtureFolder("projects", name), rule);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});

it("tells a dead group once, with what goes with it", async () => {
  const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
  expect(findings.find(({ place }) => place.file === "old-loans.ts")?.message).toContain("`old-fines.ts` is only reached from it.");
});
