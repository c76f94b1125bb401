import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as typescriptParser from "@typescript-eslint/parser";
import { ESLint, type Linter } from "eslint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configNames } from "#config/find";
import { lint } from "#engine/lint";
import plugin from "../src/plugin.ts";

/** Every fixture folder that is a project of its own. */
const folders = ["rules", "projects"].flatMap((parent) => {
  const absolute = fileURLToPath(new URL(`../fixtures/${parent}`, import.meta.url));
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute)
    .map((name) => ({ name: `${parent}/${name}`, absolute: path.join(absolute, name) }))
    .filter((folder) => existsSync(path.join(folder.absolute, "package.json")));
});

const everyRule = Object.fromEntries(Object.keys(plugin.rules).map((id): [string, Linter.RuleEntry] => [`oma/${id}`, "error"]));
const configs: Linter.Config[] = [
  { ignores: ["!**/node_modules/"] },
  { files: ["**/*.{js,mjs,cjs,jsx}"], plugins: { oma: plugin }, rules: everyRule, languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } },
  { files: ["**/*.{ts,mts,cts,tsx}"], plugins: { oma: plugin }, rules: everyRule, languageOptions: { parser: typescriptParser as Linter.Parser } },
];

/** What both engines must agree on, one line each. */
function spell(file: string, message: Linter.LintMessage): string {
  const suggestions = (message.suggestions ?? []).map(({ desc, fix }) => `\n    ${desc} [${fix.range.join("-")}] ${fix.text}`);
  return `${file}:${message.line}:${message.column}-${message.endLine}:${message.endColumn} ${message.ruleId}/${message.messageId} ${message.message}${suggestions.join("")}`;
}

async function byCommandLine(cwd: string): Promise<string[]> {
  const config = configNames.some((name) => existsSync(path.join(cwd, name))) ? undefined : (false as const);
  const { findings } = await lint({ cwd, preset: "all", ...(config === false && { config }) });
  return findings
    .filter((finding) => finding.ruleId !== "oma/parse-error")
    .map((finding) => {
      const suggestions = finding.suggestions.flatMap(({ message, edits }) => edits.map((edit) => `\n    ${message} [${edit.start}-${edit.end}] ${edit.text}`));
      const { file, line, column, endLine, endColumn } = finding.place;
      return `${file}:${line}:${column}-${endLine}:${endColumn} ${finding.ruleId}/${finding.messageId} ${finding.message}${suggestions.join("")}`;
    })
    .sort();
}

interface EslintRun {
  readonly reported: string[];
  readonly files: readonly string[];
  /** Files ESLint's parser refuses: then no rule runs. */
  readonly broken: ReadonlySet<string>;
}

function toRun(cwd: string, results: readonly ESLint.LintResult[]): EslintRun {
  const named = results.map((result) => ({ file: path.relative(cwd, result.filePath).replaceAll("\\", "/"), result }));
  return {
    files: named.map(({ file }) => file),
    broken: new Set(named.flatMap(({ file, result }) => (result.fatalErrorCount > 0 ? [file] : []))),
    reported: named.flatMap(({ file, result }) => result.messages.filter((message) => message.ruleId?.startsWith("oma/")).map((message) => spell(file, message))).sort(),
  };
}

function without(lines: readonly string[], files: ReadonlySet<string>): string[] {
  return lines.filter((line) => !files.has(line.slice(0, line.indexOf(":"))));
}

describe.each(folders)("$name", ({ absolute }) => {
  let cwd = "";
  let expected: string[] = [];

  beforeAll(async () => {
    // A copy outside of this repository: neither its configuration nor its folder names count there.
    cwd = realpathSync(mkdtempSync(path.join(tmpdir(), "oma-parity-")));
    cpSync(absolute, cwd, { recursive: true });
    expected = await byCommandLine(cwd);
  });
  afterAll(() => {
    rmSync(cwd, { recursive: true, force: true });
  });

  function createEslint(): ESLint {
    return new ESLint({ cwd, overrideConfigFile: true, overrideConfig: configs, errorOnUnmatchedPattern: false });
  }

  it("gives the same verdict under ESLint, file by file", async () => {
    const run = toRun(cwd, await createEslint().lintFiles(["."]));
    expect(run.reported).toEqual(without(expected, run.broken));
  });

  it("gives the same verdict for text that is not saved", async () => {
    const eslint = createEslint();
    const { files } = toRun(cwd, await eslint.lintFiles(["."]));
    const results: ESLint.LintResult[] = [];
    for (const file of files) results.push(...(await eslint.lintText(`${readFileSync(path.join(cwd, file), "utf8")}\n`, { filePath: path.join(cwd, file) })));
    const run = toRun(cwd, results);
    expect(run.reported).toEqual(without(expected, run.broken));
  });
});

it("finds fixtures to compare", () => {
  expect(folders.length).toBeGreaterThan(0);
});
