import { describe, expect, it } from "vitest";
import { services } from "#catalog/services";
import { openProject } from "#project/open";
import { expectPromised, fixtureFolder } from "../fixtures.ts";

const rule = "no-hardcoded-backing-service";

describe(rule, () => {
  it("reports where fixtures promise, and nowhere else", () => expectPromised(fixtureFolder("rules", rule), rule));

  it("has a fixture for every API the catalogue knows", () => {
    const { project, names } = openProject(fixtureFolder("rules", rule));
    const met = new Set<string>();
    for (const code of project.productCodes()) {
      for (const id of code.summary.calls) {
        const call = code.expr(id);
        if (call.k === "call" || call.k === "new") for (const api of names.apisOf(code, call.c)) met.add(api);
      }
    }
    const all = services.flatMap((facts) => (facts.services ?? []).map(({ api }) => `${facts.packages[0] ?? ""}#${api}`));
    expect(all.filter((api) => !met.has(api))).toEqual([]);
  });
});
