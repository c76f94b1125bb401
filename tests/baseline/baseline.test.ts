import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { baselineOf, readBaseline, sizeOf, writeBaseline } from "#baseline/baseline";
import { compareWithBaseline, prune, type Scope } from "#baseline/compare";
import { readEslintSuppressions, splitBySuppressions } from "#baseline/eslint-suppressions";
import type { Finding, ProjectPath } from "#finding";

function finding(file: string, ruleId: string, fingerprint: string): Finding {
  const place = { file: file as ProjectPath, line: 7, column: 1, endLine: 7, endColumn: 2 };
  return { ruleId, messageId: "m", severity: "error", confidence: "high", message: "Loan. Return it.", place, route: [], suggestions: [], fingerprint };
}

const scope = (files: readonly string[], whole = true): Scope => ({ files: new Set(files), whole, rules: new Set(["oma/a", "oma/b"]) });
const prints = (findings: readonly { readonly fingerprint: string }[]): string[] => findings.map(({ fingerprint }) => fingerprint);

describe("the file", () => {
  test("is sorted, has no line numbers, and is the same whatever the order", () => {
    const findings = [
      finding("src/b.ts", "oma/b", "2"),
      finding("src/a.ts", "oma/b", "3"),
      finding("src/b.ts", "oma/a", "1"),
      finding("src/b.ts", "oma/b", "1"),
    ];
    const text = writeBaseline(baselineOf(findings));
    expect(text).toBe(writeBaseline(baselineOf(findings.toReversed())));
    expect(JSON.parse(text)).toEqual({ schemaVersion: 1, findings: { "src/a.ts": { "oma/b": ["3"] }, "src/b.ts": { "oma/a": ["1"], "oma/b": ["1", "2"] } } });
    expect(text.split("\n").filter((line) => /^\s+"\d"/.test(line))).toHaveLength(4);
    expect(writeBaseline(readBaseline(text, "x"))).toBe(text);
    expect(sizeOf(readBaseline(text, "x"))).toBe(4);
  });

  test("of two branches merges in git", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "oma-merge-"));
    const common = ["b", "f", "k"].map((name) => finding(`src/${name}.ts`, "oma/a", `${name}1`));
    const write = (name: string, findings: readonly Finding[]): string => {
      writeFileSync(path.join(folder, name), writeBaseline(baselineOf(findings)));
      return name;
    };
    const names = [
      write("ours", [...common, finding("src/c.ts", "oma/a", "c1")]),
      write("base", common),
      write("theirs", [...common, finding("src/g.ts", "oma/a", "g1"), finding("src/k.ts", "oma/a", "k0")]),
    ];
    const merged = execFileSync("git", ["merge-file", "-p", ...names], { cwd: folder, encoding: "utf8" });
    expect([...readBaseline(merged, "x").keys()]).toEqual(["src/b.ts", "src/c.ts", "src/f.ts", "src/g.ts", "src/k.ts"]);
    expect(readFileSync(path.join(folder, "base"), "utf8")).not.toBe(merged);
  });

  test.each([
    ["<<<<<<< HEAD\n{}", /is not valid JSON/],
    ['{ "schemaVersion": 2, "findings": {} }', /has schemaVersion 2; this oma-lint knows 1/],
    ['{ "schemaVersion": 1, "findings": [] }', /has not the shape of a baseline/],
    ['{ "schemaVersion": 1, "findings": { "a.ts": { "oma/a": [7] } } }', /has no list of fingerprints for oma\/a in a\.ts/],
    ["null", /has schemaVersion undefined/],
  ])("that is something else is refused: %s", (text, message) => {
    expect(() => readBaseline(text, "oma-lint-baseline.json")).toThrow(message);
  });

  test("names of files cannot reach the prototype", () => {
    const text = writeBaseline(baselineOf([finding("__proto__", "constructor", "1")]));
    expect(readBaseline(text, "x").get("__proto__")?.get("constructor")?.has("1")).toBe(true);
  });
});

describe("comparison", () => {
  const baseline = baselineOf([finding("src/a.ts", "oma/a", "1"), finding("src/a.ts", "oma/b", "2"), finding("src/gone.ts", "oma/a", "3")]);

  test("accepted findings become notes, new ones stay what they are", () => {
    const { fresh, known } = compareWithBaseline([finding("src/a.ts", "oma/a", "1"), finding("src/a.ts", "oma/a", "9")], baseline, scope(["src/a.ts"]));
    expect(prints(fresh)).toEqual(["9"]);
    expect(fresh[0]?.severity).toBe("error");
    expect(known).toMatchObject([{ fingerprint: "1", severity: "note" }]);
  });

  test("an entry is stale only when the run looked", () => {
    const stale = (looked: Scope): string[] => prints(compareWithBaseline([], baseline, looked).stale);
    expect(stale(scope(["src/a.ts"]))).toEqual(["1", "2", "3"]);
    expect(stale(scope(["src/a.ts"], false))).toEqual(["1", "2"]);
    expect(stale(scope([], false))).toEqual([]);
    expect(stale({ ...scope(["src/a.ts"]), rules: new Set(["oma/b"]) })).toEqual(["2", "3"]);
  });

  test("prune drops what is stale and nothing else", () => {
    const { stale } = compareWithBaseline([finding("src/a.ts", "oma/b", "2")], baseline, scope(["src/a.ts"]));
    expect(JSON.parse(writeBaseline(prune(baseline, stale)))).toMatchObject({ findings: { "src/a.ts": { "oma/b": ["2"] } } });
    expect(sizeOf(prune(baseline, stale))).toBe(1);
  });
});

describe("ESLint's suppressions", () => {
  const text = '{ "src/a.ts": { "oma/a": { "count": 2 }, "no-undef": { "count": 9 } }, "./src\\\\b.ts": { "oma/a": { "count": 1 } } }';

  test("accept as many as they count, and none when there are more", () => {
    const two = [finding("src/a.ts", "oma/a", "1"), finding("src/a.ts", "oma/a", "2")];
    const split = (findings: readonly Finding[]) => splitBySuppressions(findings, readEslintSuppressions(text));
    expect(prints(split(two).known)).toEqual(["1", "2"]);
    expect(prints(split([...two, finding("src/a.ts", "oma/a", "3")]).fresh)).toEqual(["1", "2", "3"]);
    expect(prints(split([finding("src/b.ts", "oma/a", "1")]).known)).toEqual(["1"]);
    expect(prints(split([finding("src/c.ts", "oma/a", "1")]).fresh)).toEqual(["1"]);
  });

  test("that cannot be read are refused", () => {
    expect(() => readEslintSuppressions("[")).toThrow(/eslint-suppressions\.json cannot be read/);
  });
});
