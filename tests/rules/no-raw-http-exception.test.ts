import path from "node:path";
import { describe, expect, it } from "vitest";
import { openProject } from "#project/open";
import { callsIn } from "#project/call-sites";
import { differencesOf, expectPromised, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";

const rule = "no-raw-http-exception";

describe(rule, () => {
  it("reports where fixtures promise, and nowhere else", () => expectPromised(fixtureFolder("rules", rule), rule));

  it("only notes it where the project has no central place for errors", async () => {
    const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
    expect(new Set(findings.map(({ severity }) => severity))).toEqual(new Set(["note"]));
  });

  it.each(fixtureFolders("projects", "errors-"))("project %s reports where it promises, and nowhere else", async (name) => {
    expect(differencesOf(await runFixtures(fixtureFolder("projects", name), rule))).toEqual({ missing: [], unexpected: [] });
  });

  it("looks at routers and takes packages that are allowed, as its options say", async () => {
    expect(differencesOf(await runFixtures(fixtureFolder("options", "no-raw-http-exception-strict"), rule))).toEqual({ missing: [], unexpected: [] });
  });

  it("names the central place", async () => {
    const nest = await runFixtures(fixtureFolder("projects", "errors-nest"), rule);
    expect(nest.findings.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      "warning `ConflictException` (@nestjs/common) brings HTTP into this service. Throw an error of your own and let the handler in src/problem.filter.ts answer it.",
    ]);
    const express = await runFixtures(fixtureFolder("projects", "errors-express"), rule);
    expect(express.findings.map(({ message }) => message)).toEqual([expect.stringContaining("as in src/errors/lending-errors.js.")]);
  });

  it("finds the central handler of every framework, package by package", async () => {
    const { findings } = await runFixtures(fixtureFolder("projects", "errors-central"), rule);
    const severityOf = new Map(findings.map(({ place, severity }) => [path.dirname(place.file).replace("packages/", ""), severity]));
    expect([...severityOf].filter(([, severity]) => severity !== "warning")).toEqual([["none", "note"]]);
    expect(severityOf.size).toBe(16);
  });

  it("has no exception in the catalogue that no fixture makes", () => {
    const met = new Set<string>();
    const [main, strict] = [openProject(fixtureFolder("rules", rule)), openProject(fixtureFolder("options", "no-raw-http-exception-strict"))];
    for (const { names, project } of [main, strict])
      for (const code of project.productCodes()) for (const { api } of callsIn(names, code, project.catalog.errors.exceptionMethods)) met.add(api);
    const { catalog } = main.project;
    const bases = new Set([...met].filter((api) => catalog.isIn(catalog.errors.exceptions, api)));
    // A name may be spelt by a type that extends the one in the catalogue.
    const isMet = (api: string) => bases.has(api) || [...bases].some((name) => catalog.isIn(new Set([api]), name));
    expect([...catalog.errors.exceptions].filter((api) => !isMet(api))).toEqual([]);
  });
});
