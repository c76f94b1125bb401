import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFolder, runFile, type Outcome, type Scene } from "./cli/stage.ts";

/** The command line as it is installed; `npm run build` makes it. What needs no engine is tested in tests/cli/. */
const file = path.resolve("dist/cli.js");
let project: ReturnType<typeof createFolder>;

beforeAll(() => {
  if (!existsSync(file)) throw new Error("dist/cli.js is missing: run `npm run build` first.");
  project = createFolder({
    ".git/HEAD": "",
    "package.json": '{ "name": "lending", "type": "module", "dependencies": { "express": "5", "pg": "8" } }',
    "src/loans.ts": [
      'import express from "express";',
      'import { Pool } from "pg";',
      "const pool = new Pool();",
      'express().get("/loans", async (request, response) => {',
      "  const { rows } = await pool.query(`SELECT * FROM loans WHERE reader = '${request.query.reader}'`);",
      "  response.json(rows);",
      "});",
      "",
    ].join("\n"),
    "src/books.ts": "export const shelves = 3;\n",
    "broken/half.ts": "export const = ;\n",
  });
});

afterAll(() => {
  project.close();
});

function run(words: readonly string[], scene: Scene = {}): Promise<Outcome> {
  return runFile(file, words, { cwd: project.path, ...scene });
}

interface JsonReport {
  readonly findings: readonly { readonly ruleId: string; readonly file: string; readonly line: number }[];
}

describe("check", () => {
  test("a finding: exit code 1, on stdout where and what, nothing on stderr", async () => {
    const outcome = await run(["src"]);
    expect(outcome).toMatchObject({ code: 1, stderr: "" });
    expect(outcome.stdout).toMatch(/src\/loans\.ts[\s\S]*oma\/no-raw-sql-interpolation · error[\s\S]*SELECT \* FROM loans/);
  });

  test("no finding: exit code 0", async () => {
    expect(await run(["src/books.ts"])).toEqual({ code: 0, stdout: "✔ No findings in 1 file.\n", stderr: "" });
  });

  test("a rule switched off on the command line or in a configuration is silent", async () => {
    expect((await run(["src", "--rule", "no-raw-sql-interpolation:off"])).code).toBe(0);
    const configured = createFolder({
      "package.json": "{}",
      "oma-lint.config.ts": 'import { defineConfig } from "oma-lint";\nexport default defineConfig({ rules: { "no-raw-sql-interpolation": "off" } });\n',
      "src/loans.ts": readFileSync(path.join(project.path, "src/loans.ts"), "utf8"),
    });
    expect(await run([], { cwd: configured.path })).toMatchObject({ code: 0, stderr: "" });
    expect((await run(["--no-config-lookup"], { cwd: configured.path })).code).toBe(1);
    configured.close();
  });

  test("files: JSON and SARIF beside the report, the same every time", async () => {
    await run(["src", "-o", "json:out/a.json", "-o", "sarif:out/a.sarif"]);
    await run(["src", "-o", "json:out/b.json", "-o", "sarif:out/b.sarif", "--threads", "2"]);
    const read = (name: string): string => readFileSync(path.join(project.path, "out", name), "utf8");
    const { findings } = JSON.parse(read("a.json")) as JsonReport;
    expect(findings).toContainEqual(expect.objectContaining({ ruleId: "oma/no-raw-sql-interpolation", file: "src/loans.ts", line: 5 }));
    expect(read("b.json")).toBe(read("a.json"));
    expect(read("b.sarif")).toBe(read("a.sarif"));
    expect(read("a.sarif")).not.toContain(project.path);
  });

  test("code that does not parse is a finding", async () => {
    const outcome = await run(["broken", "-f", "json"]);
    expect(outcome.code).toBe(1);
    expect((JSON.parse(outcome.stdout) as JsonReport).findings).toMatchObject([{ ruleId: "oma/parse-error", file: "broken/half.ts", line: 1 }]);
  });
});

describe("what cannot run ends with 2, a message and a hint, and no report", () => {
  test.each<[string, string[], RegExp]>([
    ["a path that does not exist", ["src/none.ts"], /src\/none\.ts/],
    ["a glob without files", ["src/**/*.vue"], /src\/\*\*\/\*\.vue/],
    ["an unknown option", ["--formt", "json"], /Unknown option '--formt'\. Did you mean --format\?\n {2}hint: /],
    ["an unknown rule", ["--rule", "no-raw-sql:off"], /There is no rule "no-raw-sql"\. Did you mean "oma\/no-raw-sql-interpolation"\?/],
    ["a config that does not exist", ["--config", "none.json"], /The config file none\.json does not exist\./],
  ])("%s", async (_name, words, message) => {
    const outcome = await run(words);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toMatch(message);
    expect(outcome.stderr).not.toMatch(/\n {4}at |crashed/);
  });

  test("every mistake in a configuration at once", async () => {
    const wrong = createFolder({ "oma-lint.config.json": '{ "preste": "strict", "rules": { "no-raw-sql": "warn" } }', "a.ts": "" });
    const { code, stderr } = await run([], { cwd: wrong.path });
    wrong.close();
    expect(code).toBe(2);
    expect(stderr).toMatch(/preste is not a known setting\. Did you mean "preset"\?/);
    expect(stderr).toMatch(/rules\["no-raw-sql"\] is not a known rule\. Did you mean "no-raw-sql-interpolation"\?/);
  });
});

describe("the other commands", () => {
  test("rules", async () => {
    const { code, stdout } = await run(["rules", "--format", "json"]);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { rules: { id: string }[] }).rules.map(({ id }) => id)).toContain("oma/no-raw-sql-interpolation");
  });

  test("explain shows the README of the rule", async () => {
    const { code, stdout } = await run(["explain", "no-raw-sql-interpolation"]);
    expect(code).toBe(0);
    expect(stdout.length).toBeGreaterThan(500);
    expect(stdout).toMatch(/\nseverity {3}error\n/);
  });

  test("stack", async () => {
    expect((await run(["stack"])).stdout).toContain("pg");
  });
});

describe("the start is quick", () => {
  test.each([["--version"], ["--help"], ["--formt"]])("%s loads neither eslint nor oxc", async (word) => {
    const logger = pathToFileURL(path.resolve("tests/cli/log-imports.mjs")).href;
    const { stderr } = await run([word], { env: { NODE_OPTIONS: `--import ${logger}` } });
    expect(stderr).toContain("import file://");
    expect(stderr).not.toMatch(/import .*node_modules\/(?:@?eslint|@?oxc|@typescript-eslint|typescript|jiti)/);
  });
});

describe("graph and init", () => {
  const lending = {
    ".git/HEAD": "",
    "package.json": '{ "name": "lending", "type": "module" }',
    "src/services/loan.service.ts": 'import { findLoans } from "../repositories/loan.repository";\nexport const loans = findLoans;\n',
    "src/repositories/loan.repository.ts":
      'import { Pool } from "pg";\nconst pool = new Pool();\nexport const findLoans = () => pool.query("select id from loans");\n',
    "oma-lint.config.json": '{ "architecture": { "laws": [{ "name": "no-pg", "reason": "it was sold", "forbid": { "package": "pg" } }] } }',
  };

  test("a drawing goes to stdout or into a file, and a breach does not make it fail", async () => {
    const folder = createFolder(lending);
    expect(await run(["graph"], { cwd: folder.path })).toEqual({
      code: 0,
      stdout: "src/services/loan.service.ts → src/repositories/loan.repository.ts\n",
      stderr: "",
    });
    expect(await run(["graph", "-f", "svg", "-o", "out/graph.svg"], { cwd: folder.path })).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(path.join(folder.path, "out/graph.svg"), "utf8")).toContain("loan.service.ts");
    folder.close();
  });

  test("laws are shown kept or broken, and proposed", async () => {
    const folder = createFolder(lending);
    expect((await run(["graph", "--laws"], { cwd: folder.path })).stdout).toContain("✗ no-pg  broken 1 ×  it was sold");
    expect((await run(["init", "--architecture"], { cwd: folder.path })).stdout).toContain('layers: [\n    "service",\n    "repository"\n  ]');
    folder.close();
  });

  test("what was asked for and is not there is an error, not an empty drawing", async () => {
    const outcome = await run(["graph", "--focus", "nowhere/**"]);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toContain("Nothing is left to draw.");
    expect((await run(["graph", "-f", "dependency-cruiser"])).stderr).toContain("Add --laws.");
  });
});
