import { describe, expect, it } from "vitest";
import { blockingCalls } from "#project/blocking-calls";
import { callsIn } from "#project/call-sites";
import { openProject } from "#project/open";
import { fixtureFolder } from "./fixtures.ts";

const { names, project } = openProject(fixtureFolder("rules", "no-blocking-io-in-request"));
const { catalog } = project;

/** API names a fixture calls where that is reported. */
const met = new Set<string>();
for (const code of project.productCodes()) {
  const reported = new Set(blockingCalls(names, code).map(({ call }) => call));
  for (const { call, api } of callsIn(names, code, catalog.effects.blocking.methods)) if (reported.has(call)) met.add(api);
}

describe.each(catalog.libraries.filter(({ blocking }) => blocking).map((facts) => [facts.packages[0] ?? "", facts] as const))("%s", (id, facts) => {
  it("has no blocking call that no fixture meets", () => {
    const apis = (facts.blocking ?? []).flatMap((fact) => fact.apis);
    expect(apis.filter((api) => !met.has(`${id}#${api}`))).toEqual([]);
    expect(facts.docs).toMatch(/^https:\/\//);
  });
});
