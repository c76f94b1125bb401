import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Place, Suggestion } from "#finding";
import { differencesOf, expectPromised, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";

const rule = "no-transaction-escape";
const ambient = fixtureFolders("projects", "escape-").filter((name) => name !== "escape-layers" && !name.startsWith("escape-mikro"));

describe(rule, () => {
  it("reports where the fixtures promise, and nowhere else", () => expectPromised(fixtureFolder("rules", rule), rule));

  it("follows calls through stores and functions of other files", async () => {
    const run = await runFixtures(fixtureFolder("projects", "escape-layers"), rule);
    expect(run.expected).not.toEqual([]);
    expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
  });

  it("knows every driver and mapper of the catalogue that has transactions", async () => {
    const run = await runFixtures(fixtureFolder("projects", "transactions-drivers"), rule);
    expect(run.expected).not.toEqual([]);
    expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
  });

  it("sees what a held query, or its options, are given later", async () => {
    const run = await runFixtures(fixtureFolder("projects", "transactions-held-queries"), rule);
    expect(run.expected).not.toEqual([]);
    expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
  });

  it("is silent for managers that find the transaction themselves", async () => {
    expect((await runFixtures(fixtureFolder("projects", "escape-mikro"), rule)).reported).toEqual([]);
  });

  it("reports forks of such managers, which do not", async () => {
    const run = await runFixtures(fixtureFolder("projects", "escape-mikro-forks"), rule);
    expect(run.expected).not.toEqual([]);
    expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
  });

  it("shows the way out of the transaction", async () => {
    const { findings } = await runFixtures(fixtureFolder("projects", "escape-layers"), rule);
    const finding = findings.find((item) => item.message.includes("`shelve`"));
    expect(finding?.route.map((step) => `${path.basename(step.place.file)} ${step.message}`)).toEqual([
      "lending.ts opens the transaction",
      "lending.ts calls shelve()",
      "books.ts calls countLoan()",
      "books.ts writes outside of it",
    ]);
  });

  it.each(ambient)("%s is silent because its transactions travel by themselves", async (name) => {
    const folder = fixtureFolder("projects", name);
    expect((await runFixtures(folder, rule)).findings).toEqual([]);
    const copy = mkdtempSync(path.join(tmpdir(), "escape-"));
    try {
      cpSync(folder, copy, { recursive: true });
      rmSync(path.join(copy, "src/context.ts"));
      expect((await runFixtures(copy, rule)).findings).not.toEqual([]);
    } finally {
      rmSync(copy, { recursive: true });
    }
  });

  it("suggests the handle where the callee takes one, and is content with what it suggested", async () => {
    const folder = fixtureFolder("projects", "escape-layers");
    const { findings } = await runFixtures(folder, rule);
    const suggested = findings.flatMap(({ place, suggestions }) => suggestions.map((suggestion) => ({ place, suggestion })));
    expect(suggested.map(({ suggestion }) => suggestion.message)).toEqual(["Pass `trx`."]);
    const copy = mkdtempSync(path.join(tmpdir(), "escape-"));
    try {
      cpSync(folder, copy, { recursive: true });
      apply(copy, suggested);
      expect(readFileSync(path.join(copy, "src/lending.ts"), "utf8")).toContain("await lendBook(bookId, trx); // expect: outerCallee");
      const after = await runFixtures(copy, rule);
      expect(after.findings.length).toBe(findings.length - 1);
    } finally {
      rmSync(copy, { recursive: true });
    }
  });

  it("suggests the handle in place of the outer client where both are of one type, and is content with what it suggested", async () => {
    const folder = fixtureFolder("rules", rule);
    const { findings } = await runFixtures(folder, rule);
    const suggested = findings.flatMap(({ place, suggestions }) =>
      suggestions.filter(({ message }) => message.startsWith("Use")).map((suggestion) => ({ place, suggestion })),
    );
    expect(suggested.length).toBeGreaterThan(5);
    const copy = mkdtempSync(path.join(tmpdir(), "escape-"));
    try {
      cpSync(folder, copy, { recursive: true });
      apply(copy, suggested.toSorted((a, b) => (a.suggestion.edits[0]?.start ?? 0) - (b.suggestion.edits[0]?.start ?? 0)).reverse());
      const after = await runFixtures(copy, rule);
      expect(after.findings.length).toBe(findings.length - suggested.length);
    } finally {
      rmSync(copy, { recursive: true });
    }
  });
});

/** Writes suggestions into the files they are about, from the end backwards. */
function apply(folder: string, suggested: readonly { readonly place: Place; readonly suggestion: Suggestion }[]): void {
  for (const { place, suggestion } of suggested) {
    const file = path.join(folder, place.file);
    let text = readFileSync(file, "utf8");
    for (const edit of suggestion.edits.toReversed()) text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    writeFileSync(file, text);
  }
}
