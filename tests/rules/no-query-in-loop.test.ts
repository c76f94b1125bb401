import path from "node:path";
import { describe, expect, it } from "vitest";
import { differencesOf, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";

const rule = "no-query-in-loop";

describe(rule, () => {
  it("reports where the fixtures promise, and nowhere else", async () => {
    const run = await runFixtures(fixtureFolder("rules", rule), rule);
    expect(run.expected).not.toEqual([]);
    expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
  });

  it.each(fixtureFolders("projects", "loop-"))("project %s reports where it promises, and nowhere else", async (name) => {
    const run = await runFixtures(fixtureFolder("projects", name), rule);
    expect(run.expected).not.toEqual([]);
    expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
  });

  it("shows the way from the loop to the query", async () => {
    const { findings } = await runFixtures(fixtureFolder("projects", "loop-helpers"), rule);
    const finding = findings.find((item) => item.place.file === "src/loans.service.js");
    expect(finding?.route.map((step) => `${path.basename(step.place.file)}:${String(step.place.line)} ${step.message}`)).toEqual([
      "loans.service.js:5 runs once for each turn of this loop",
      "loans.service.js:6 calls describe()",
      "books.service.js:6 calls findById()",
      "books.repository.js:5 queries the database: first()",
    ]);
  });

  it("only notes writes on one transaction and updates with values of their own", async () => {
    const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
    const notes = findings.filter((item) => item.severity === "note").map((item) => item.message.split(" ", 1)[0]);
    expect(notes).toEqual(["`create()`", "`update()`"]);
    expect(new Set(findings.map((item) => item.severity))).toEqual(new Set(["note", "warning"]));
  });

  it("names the library's own way to do it at once", async () => {
    const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
    const hints = findings.filter((item) => item.place.file === "libraries.ts").map((item) => /: `([^`]+)`\.$/.exec(item.message)?.[1] ?? "");
    for (const hint of ["inArray", "whereIn", "$in", "where: { id: ids }", "insert(rows)"]) expect(hints.some((text) => text.includes(hint))).toBe(true);
  });
});
