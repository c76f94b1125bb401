import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { builtForms, keyedForms, recordForms } from "#catalog/batch-forms";
import type { Finding } from "#finding";
import { openProject } from "#project/open";
import { batchForm } from "#project/loop-rewrite";
import { loopQueries } from "#project/loop-queries";
import { parse } from "#syntax/parse";
import { applySuggestions, expectPromised, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";

const rule = "no-query-in-loop";

describe(rule, () => {
  it("reports where the fixtures promise, and nowhere else", () => expectPromised(fixtureFolder("rules", rule), rule));

  it.each(fixtureFolders("projects", "loop-"))("project %s reports where it promises, and nowhere else", (name) =>
    expectPromised(fixtureFolder("projects", name), rule),
  );

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

  it("only notes writes on one transaction", async () => {
    const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
    expect(notesOf(findings)).toEqual(["writePerElement `create()`"]);
    expect(new Set(findings.map((item) => item.severity))).toEqual(new Set(["note", "warning"]));
  });

  it("notes work for each element that a request waits for, on request", async () => {
    const { findings } = await runFixtures(fixtureFolder("projects", "loop-work"), rule);
    expect(notesOf(findings)).toEqual(["workPerElement `findFirst()`", "workPerElement `update()`", "workPerElement `update()`"]);
  });

  it("names a form for many rows where the call makes rows or looks for them, and none for the rest", async () => {
    const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
    const hintsIn = (file: string): unknown[] =>
      findings.filter((item) => item.place.file === file).map((item) => / with one \w+(.*)\.$/.exec(item.message)?.[1]);
    expect(hintsIn("short-lists.ts")).toContain(": `createMany({ data: rows })`");
    expect(hintsIn("connections.ts")).toEqual(["", ""]);
    expect(hintsIn("ways-out.ts")).toEqual(["", ""]);
  });

  it("tells of the query that hangs on the element, and names the column where it is one", async () => {
    const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
    const told = findings.filter((item) => item.place.file === "keys.ts");
    expect(told.map((item) => [item.message.split(" ", 1)[0], /: `([^`]+)`\.$/.exec(item.message)?.[1]])).toEqual([
      ["`findMany()`", "findMany({ where: { memberId: { in: ids } } })"],
      ["`findFirst()`", undefined],
      ["`findFirst()`", "findMany({ where: { number: { in: values } } })"],
      ["`findFirst()`", "findMany({ where: { bookId: { in: ids } } })"],
      ["`findMany()`", undefined],
      ["`findAll()`", undefined],
      ["The", undefined],
      ["The", 'whereIn("loan_id", ids)'],
      ["`findOne()`", "findAll({ where: { loanId: ids } })"],
    ]);
  });

  it("names the library's own way to do it at once", async () => {
    const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
    const hints = findings.filter((item) => item.place.file === "libraries.ts").map((item) => /: `([^`]+)`\.$/.exec(item.message)?.[1] ?? "");
    for (const hint of ["inArray", "whereIn", "$in", "where: { id: ids }", "insert(rows)"]) expect(hints.some((text) => text.includes(hint))).toBe(true);
  });

  it("suggests the batch form where it is mechanical, and is content with it", async () => {
    const copy = mkdtempSync(path.join(tmpdir(), "loop-batches-"));
    try {
      cpSync(fixtureFolder("projects", "loop-batches"), copy, { recursive: true });
      const before = (await runFixtures(copy, rule)).findings;
      const without = before.filter((item) => item.suggestions.length === 0);
      expect(new Set(without.map((item) => item.place.file))).toEqual(new Set(["src/no-batch.ts"]));
      // Two of one function would take the same name: one after the other.
      for (let round = 0, { findings } = await runFixtures(copy, rule); findings.length > without.length && round < 40; round++) {
        const first = new Map(findings.filter((item) => item.suggestions.length > 0).map((item) => [item.place.file, item]));
        expect(applySuggestions(copy, [...first.values()])).toBeGreaterThan(0);
        ({ findings } = await runFixtures(copy, rule));
      }
      expect((await runFixtures(copy, rule)).findings).toHaveLength(without.length);
      for (const file of ["read-ahead", "write-together", "load-with-rows"]) {
        const text = readFileSync(path.join(copy, "src", `${file}.ts`), "utf8");
        expect(parse(`${file}.ts`, text).errors).toEqual([]);
        await expect(text.replace(/ *\/\/ expect.*$/gm, "")).toMatchFileSnapshot(`../__snapshots__/loop-batches-${file}.txt`);
      }
    } finally {
      rmSync(copy, { recursive: true });
    }
  });

  it("meets every batch form the catalogue knows with a fixture", () => {
    const { names, project } = openProject(fixtureFolder("projects", "loop-batches"));
    const met = new Set<string>();
    for (const code of project.productCodes())
      for (const found of loopQueries(names, code)) if (batchForm(names, code, found)) met.add(withAnyModel(found.operation.api)).add(found.operation.api);
    const forms = [...Object.entries(keyedForms), ...Object.entries(recordForms)];
    const known = forms.flatMap(([library, list]) => list.flatMap((form) => form.apis.map((api) => `${library}#${api}`)));
    expect(known.filter((api) => !met.has(api))).toEqual([]);
    const built = Object.entries(builtForms).flatMap(([library, list]) => list.flatMap((form) => form.apis.map((api) => `${library}#${api}`)));
    expect(built.filter((api) => ![...met].some((name) => name === api || name.startsWith(`${api}.`)))).toEqual([]);
  });
});

function notesOf(findings: readonly Finding[]): string[] {
  return findings.flatMap((item) => (item.severity === "note" ? [`${item.messageId} ${item.message.split(" ", 1)[0] ?? ""}`] : [])).sort();
}

/** `PrismaClient.loan.create` is `PrismaClient.*.create`. */
function withAnyModel(api: string): string {
  const parts = api.split(".");
  return parts.length < 3 ? api : [...parts.slice(0, -2), "*", parts.at(-1)].join(".");
}
