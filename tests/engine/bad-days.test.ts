import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { lint } from "#engine/lint";
import { makeTree, removeTrees } from "../project/tree.ts";

afterAll(removeTrees);

const manifest = { "package.json": { name: "lending", dependencies: { pg: "8" } } };
const bad = 'import { Pool } from "pg";\nconst pool = new Pool();\nexport const find = (id: string) => pool.query("SELECT * FROM loans WHERE id = " + id);\n';
const options = { threads: 1, config: false } as const;

describe("code nested deeper than any walk can go is skipped aloud, and the rest is checked", () => {
  const n = 10_000;
  test.each([
    ["arrays", `export const a = ${"[".repeat(n)}${"]".repeat(n)};\n`],
    ["arrays that end the native parser", `export const a = ${"[".repeat(60_000)}${"]".repeat(60_000)};\n`],
    ["blocks", `function f() ${"{".repeat(n)}${"}".repeat(n)}\n`],
    ["a sum", `export const a = ${'"a" + '.repeat(n)}1;\n`],
    ["a chain of calls", `export const a = x${".y()".repeat(n)};\n`],
    ["else if", `export function g(a: number) { ${"if (a === 1) {} else ".repeat(n)}{} }\n`],
    ["unclosed brackets", `export const a = ${"(".repeat(n)}\n`],
  ])("%s", async (_name, text) => {
    const root = makeTree({ ...manifest, "src/deep.ts": text, "src/loans.ts": `import "./deep.js";\n${bad}` });
    const { findings, notices } = await lint({ cwd: root, ...options, rules: {} });
    expect(findings.map(({ ruleId, place }) => `${place.file} ${ruleId}`)).toEqual(["src/loans.ts oma/no-raw-sql-interpolation"]);
    expect(notices.map(({ message }) => message)).toContain("src/deep.ts is nested too deeply to be read; it is skipped.");
  });

  test("a sum of some hundred texts is none of it", async () => {
    const root = makeTree({ ...manifest, "src/loans.ts": bad.replace('"SELECT', `${'"" + '.repeat(400)}"SELECT`) });
    const { findings, notices } = await lint({ cwd: root, ...options });
    expect(findings.map(({ ruleId }) => ruleId)).toContain("oma/no-raw-sql-interpolation");
    expect(notices).toEqual([]);
  });
});

describe("odd trees", () => {
  test("links that lead back end", async () => {
    const root = makeTree({ ...manifest, "src/loans.ts": bad });
    symlinkSync(root, join(root, "src/back"));
    symlinkSync(join(root, "src/loop"), join(root, "src/loop"));
    const { project } = await lint({ cwd: root, ...options });
    expect(project.paths).toEqual(["src/loans.ts"]);
  });

  test("names of files that mean something in a pattern", async () => {
    const names = ["loans(1.ts", "[id].ts", "a+b.ts", "fines?.ts", "{desk.ts", "c$&.ts"];
    const orphans = Object.fromEntries(names.map((name) => [`src/${name}`, "export const shelf = 1;\n"]));
    const named = JSON.stringify(names.slice(2).map((name) => `./${name}`));
    const root = makeTree({
      "package.json": { ...manifest["package.json"], main: "src/index.ts", scripts: { tidy: "node 'loans(1.ts'" } },
      "src/index.ts": `${bad}export const workers = ${named};\nconsole.log("loans(1", "[id]x");\n`,
      ...orphans,
    });
    const { findings } = await lint({ cwd: root, ...options, preset: "strict" });
    expect(findings.flatMap(({ ruleId, place }) => (ruleId === "oma/no-orphan-module" ? [place.file] : []))).toEqual(["src/[id].ts"]);
  });

  test("5 MB in one line, and a file of 100,000 lines", async () => {
    const lines = Array.from({ length: 100_000 }, (_, n) => `x(${n});`).join("\n");
    const root = makeTree({
      ...manifest,
      "src/bundle.js": "a=1;".repeat(1_300_000),
      "src/long.ts": `declare function x(n: number): void;\n${lines}\n`,
      "src/loans.ts": bad,
    });
    const { findings, notices } = await lint({ cwd: root, ...options });
    expect(findings.map(({ place }) => place.file)).toContain("src/loans.ts");
    expect(notices.map(({ message }) => message).join("\n")).toContain("src/bundle.js is larger than 2 MB");
  }, 60_000);
});

describe("what the fuzzer found", () => {
  test("options for a rule that takes none", async () => {
    const root = makeTree({ ...manifest, "oma-lint.config.json": { rules: { "no-raw-sql-interpolation": ["error", {}] } }, "src/loans.ts": bad });
    const { findings } = await lint({ cwd: root, threads: 1 });
    expect(findings.map(({ ruleId }) => ruleId)).toContain("oma/no-raw-sql-interpolation");
  });

  test("broken code whose tree ESLint cannot walk", async () => {
    const root = makeTree({ ...manifest, "src/broken.ts": `${bad}export class Desk { lend() { try { throw new Error("closed"); } } }\n`, "src/loans.ts": bad });
    const { findings } = await lint({ cwd: root, ...options });
    const said = findings.map(({ ruleId, place }) => `${place.file} ${ruleId}`);
    expect(said).toContain("src/broken.ts oma/parse-error");
    expect(said).toContain("src/loans.ts oma/no-raw-sql-interpolation");
  });

  test.each<[string, string]>([
    ["pnpm-workspace.yaml", `packages:\n  - '${"[".repeat(100_000)}'\n`],
    ["pnpm-workspace.yaml", `packages:\n  - '${"**/".repeat(3000)}a'\n`],
    ["package.json", JSON.stringify({ ...manifest["package.json"], workspaces: [`packages/${"{a,".repeat(40_000)}`] })],
    [".gitignore", `${"**/".repeat(3000)}a.ts\n${"[".repeat(100_000)}\n`],
    ["tsconfig.json", `{ "compilerOptions": { "paths": ${"[".repeat(100_000)}${"]".repeat(100_000)} } }`],
  ])("%s that nobody would write", async (name, text) => {
    const root = makeTree({ ...manifest, "src/loans.ts": bad, [name]: text });
    const { findings } = await lint({ cwd: root, ...options });
    expect(findings.map(({ ruleId }) => ruleId)).toContain("oma/no-raw-sql-interpolation");
  });

  test("a glob of thousands of wildcards is refused, not run", async () => {
    const root = makeTree({ ...manifest, "oma-lint.config.json": { ignores: [`src/${"**/".repeat(3000)}a.ts`] }, "src/loans.ts": bad });
    await expect(lint({ cwd: root, threads: 1 })).rejects.toThrow("oma-lint.config.json has a glob of 9008 characters.");
  });
});
