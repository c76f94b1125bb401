import { expect, it } from "vitest";
import { lint } from "#engine/lint";
import { differencesOf, fixtureFolder, runFixtures } from "../fixtures.ts";

const rule = "require-bounded-query";

it("reports where the fixtures promise, and nowhere else", async () => {
  const run = await runFixtures(fixtureFolder("rules", rule), rule);
  expect(run.expected).not.toEqual([]);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});

it("only notes, and shows the way from the handler", async () => {
  const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
  expect(new Set(findings.map((item) => item.severity))).toEqual(new Set(["note"]));
  expect(findings[0]?.route.map((step) => step.message)).toEqual(["request handler", "reads every row"]);
});

it("runs in the preset recommended", async () => {
  const { findings } = await lint({ cwd: fixtureFolder("rules", rule), config: false, preset: "recommended" });
  expect(findings.filter((item) => item.ruleId === `oma/${rule}`)).not.toEqual([]);
});
