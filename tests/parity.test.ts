import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as typescriptParser from "@typescript-eslint/parser";
import { ESLint, type Linter } from "eslint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configNames } from "#config/find";
import { resolveConfig } from "#config/resolve";
import { lint } from "#engine/lint";
import { severitiesOf } from "#engine/severities";
import { rules } from "#rules/index";
import plugin from "../src/plugin.ts";

/** Every fixture folder that is a project of its own. */
const folders = ["rules", "projects"].flatMap((parent) => {
  const absolute = fileURLToPath(new URL(`../fixtures/${parent}`, import.meta.url));
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute)
    .map((name) => ({ name: `${parent}/${name}`, absolute: path.join(absolute, name) }))
    .filter((folder) => existsSync(path.join(folder.absolute, "package.json")));
});

const source = { javascript: ["**/*.{js,mjs,cjs,jsx}"], typescript: ["**/*.{ts,mts,cts,tsx}"] };

/** Every rule, with the options the project's own configuration gives it. */
async function configsFor(cwd: string): Promise<Linter.Config[]> {
  const config = await resolveConfig({ cwd, config: configOf(cwd), preset: "all", knownRules: rules });
  const levels = Object.keys(severitiesOf(config)).map((id): [string, Linter.RuleEntry] => {
    const setting = config.rules[id];
    return [id, typeof setting === "object" ? ["error", setting[1]] : "error"];
  });
  const shared = { plugins: { oma: plugin }, rules: Object.fromEntries(levels) };
  return [
    { files: source.javascript, ...shared, languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } },
    { files: source.typescript, ...shared, languageOptions: { parser: typescriptParser as Linter.Parser } },
  ];
}

function configOf(cwd: string): false | undefined {
  return configNames.some((name) => existsSync(path.join(cwd, name))) ? undefined : false;
}

/** What both engines must agree on, one line each. */
function spell(file: string, message: Linter.LintMessage): string {
  const suggestions = (message.suggestions ?? []).map(({ desc, fix }) => `\n    ${desc} [${fix.range.join("-")}] ${fix.text}`);
  return `${file}:${message.line}:${message.column}-${message.endLine}:${message.endColumn} ${message.ruleId}/${message.messageId} ${message.message}${suggestions.join("")}`;
}

async function byCommandLine(cwd: string): Promise<string[]> {
  const config = configOf(cwd);
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
    reported: named
      .flatMap(({ file, result }) => result.messages.filter((message) => message.ruleId?.startsWith("oma/")).map((message) => spell(file, message)))
      .sort(),
  };
}

function without(lines: readonly string[], files: ReadonlySet<string>): string[] {
  return lines.filter((line) => !files.has(line.slice(0, line.indexOf(":"))));
}

describe.each(folders)("$name", ({ name, absolute }) => {
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

  async function createEslint(): Promise<ESLint> {
    return new ESLint({ cwd, overrideConfigFile: true, overrideConfig: await configsFor(cwd), errorOnUnmatchedPattern: false });
  }

  it("gives the same verdict under ESLint, file by file", async () => {
    const run = toRun(cwd, await (await createEslint()).lintFiles(["."]));
    expect(run.reported).toEqual(without(expected, run.broken));
    if (name.startsWith("rules/")) expect(run.reported).not.toEqual([]);
  });

  it("gives the same verdict for text that is not saved", async () => {
    const eslint = await createEslint();
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
