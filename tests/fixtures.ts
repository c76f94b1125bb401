import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { Finding } from "#finding";
import { lint } from "#engine/lint";
import { configNames } from "#config/find";
import { rules } from "#rules/index";
import { isSourceName } from "#project/ignored";

/** Absolute path of a folder below `fixtures/`. */
export function fixtureFolder(...segments: string[]): string {
  return fileURLToPath(new URL(["..", "fixtures", ...segments].join("/"), import.meta.url));
}

/** Names of the folders in a folder below `fixtures/` that start with a word: the mini-projects of a rule. */
export function fixtureFolders(parent: string, prefix: string): string[] {
  return readdirSync(fixtureFolder(parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(prefix))
    .map((entry) => entry.name)
    .sort();
}

/** What a folder of fixtures promised and what the linter said. */
export interface FixtureRun {
  readonly findings: readonly Finding[];
  /** `file:line messageId`, one per report, sorted. */
  readonly expected: readonly string[];
  readonly reported: readonly string[];
}

/**
 * Lints a folder (its own project: it has a package.json) with one rule on, and reads what its files promise.
 *
 * A promise is a comment at the end of the line where the report starts, or alone on the line above:
 * `// expect: messageId`, `// expect: rule-id messageId`, several divided by commas. Every other line promises silence.
 * A promise that names another rule is none in this run.
 */
export async function runFixtures(folder: string, rule: string): Promise<FixtureRun> {
  if (!existsSync(path.join(folder, "package.json"))) throw new Error(`${folder} needs a package.json: it is a project of its own.`);
  const others = Object.keys(rules).filter((id) => id !== rule);
  const config = configNames.find((name) => existsSync(path.join(folder, name))) ?? false;
  const { findings } = await lint({ cwd: folder, config, preset: "all", rules: Object.fromEntries(others.map((id) => [id, "off" as const])) });
  return {
    findings,
    expected: promisesIn(folder, rule).sort(),
    reported: findings
      .map((finding) => spell(finding.place.file, finding.place.line, finding.ruleId === `oma/${rule}` ? finding.messageId : finding.ruleId))
      .sort(),
  };
}

/** Same, for one text: promises by line. */
export function promisesOf(text: string, rule: string): { readonly line: number; readonly messageId: string }[] {
  return text.split("\n").flatMap((content, index) => {
    const match = /^(.*?)(?:\/\/|\/\*) expect: ([\w\-, ]+?)\s*(?:\*\/\}?)?\s*$/.exec(content);
    if (!match) return [];
    const [, before = "", list = ""] = match;
    const line = /^[\s{]*$/.test(before) ? index + 2 : index + 1;
    return list.split(",").flatMap((item) => {
      const words = item.trim().split(" ");
      const [messageId = "", named = rule] = words.reverse();
      return named === rule ? [{ line, messageId }] : [];
    });
  });
}

function promisesIn(folder: string, rule: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isSourceName(entry.name) && !entry.parentPath.includes("node_modules"))
    .flatMap((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const name = path.relative(folder, file).replaceAll("\\", "/");
      return promisesOf(readFileSync(file, "utf8"), rule).map(({ line, messageId }) => spell(name, line, messageId));
    });
}

function spell(file: string, line: number, messageId: string): string {
  return `${file}:${line} ${messageId}`;
}

/** Promises not kept and reports nobody promised; both empty when all is well. */
export function differencesOf({ expected, reported }: FixtureRun): { readonly missing: string[]; readonly unexpected: string[] } {
  return { missing: without(expected, reported), unexpected: without(reported, expected) };
}

function without(all: readonly string[], taken: readonly string[]): string[] {
  const left = [...taken];
  return all.filter((item) => {
    const index = left.indexOf(item);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}

/** A rule reports in a folder where the fixtures promise and nowhere else; they promise something, or as much as is asked. */
export async function expectPromised(folder: string, rule: string, atLeast = 1): Promise<void> {
  const run = await runFixtures(folder, rule);
  expect(run.expected.length).toBeGreaterThanOrEqual(atLeast);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
}

/** Writes the first suggestion of each finding into a folder, from the end of each file backwards. @returns how many there were */
export function applySuggestions(folder: string, findings: readonly Finding[]): number {
  const suggested = findings.flatMap(({ place, suggestions: [first] }) => (first ? [{ file: place.file, edits: first.edits }] : []));
  for (const file of new Set(suggested.map((item) => item.file))) {
    const edits = suggested.filter((item) => item.file === file).flatMap((item) => item.edits);
    let text = readFileSync(path.join(folder, file), "utf8");
    for (const edit of edits.toSorted((a, b) => b.start - a.start)) text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    writeFileSync(path.join(folder, file), text);
  }
  return suggested.length;
}
