import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { resolveConfig } from "#config/resolve";
import { lint } from "#engine/lint";
import type { Finding } from "#finding";
import { rules } from "#rules/index";
import { parseArguments } from "../src/cli/arguments.ts";
import { openTerminal } from "../src/cli/terminal.ts";
import { createFolder } from "./cli/stage.ts";

/** A fenced code block: its language, the words after it, its text and the line it starts on. */
interface Block {
  readonly language: string;
  readonly words: readonly string[];
  readonly text: string;
  readonly line: number;
}

function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1] ?? "",
    words: (match[2] ?? "").trim().split(/\s+/).filter(Boolean),
    text: match[3] ?? "",
    line: markdown.slice(0, match.index).split("\n").length,
  }));
}

function read(file: string): string {
  return readFileSync(file, "utf8");
}

/** Files of a block: divided by `// file: path` lines, or the block as one file. */
function filesOf({ language, text }: Block): Readonly<Record<string, string>> {
  const parts = text.split(/^\/\/ file: (\S+)[^\n]*\n/m);
  const [before = "", ...named] = parts;
  if (named.length === 0) return { [`src/catalogue.${language}`]: text };
  expect(before.trim(), "code before the first `// file:` line").toBe("");
  const files: Record<string, string> = {};
  for (let index = 0; index < named.length; index += 2) files[named[index] ?? ""] = named[index + 1] ?? "";
  return files;
}

/** A project has what its code imports; some facts count only where the package is a dependency. */
function manifestFor(texts: readonly string[]): string {
  const specifiers = texts.flatMap((text) => [...text.matchAll(/(?:from|require\(|import\(|import) ?["']([^."'#][^"']*)["']/g)].map((match) => match[1] ?? ""));
  const names = specifiers.filter((name) => !name.startsWith("node:")).map((name) => name.split("/", name.startsWith("@") ? 2 : 1).join("/"));
  return JSON.stringify({ name: "lending", type: "module", dependencies: Object.fromEntries(names.map((name) => [name, "*"])) });
}

/** Lints files as a project of their own: with every rule, or with the configuration among them. */
async function lintFiles(files: Readonly<Record<string, string>>): Promise<readonly Finding[]> {
  const folder = createFolder({ "package.json": manifestFor(Object.values(files)), ...files });
  try {
    const { findings } = await lint({ cwd: folder.path, ...(files["oma-lint.config.ts"] === undefined && { config: false, preset: "all" }) });
    return findings;
  } finally {
    folder.close();
  }
}

describe("the README of a rule", () => {
  const names = readdirSync("rules", { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`rules/${entry.name}/rule.ts`))
    .map(({ name }) => name);

  test.each(names)("rules/%s has one, with code that is flagged and code that is fine", (name) => {
    const blocks = blocksOf(read(`rules/${name}/README.md`));
    expect(blocks.some(({ words }) => words.includes("flagged"))).toBe(true);
    expect(blocks.some(({ words }) => words.includes("fine"))).toBe(true);
  });

  const examples = names.flatMap((name) => {
    const file = `rules/${name}/README.md`;
    const blocks = existsSync(file) ? blocksOf(read(file)) : [];
    return blocks.flatMap((block) => {
      const promise = block.words.find((word) => word === "flagged" || word === "fine");
      return promise === undefined ? [] : [[`${file}:${block.line} is ${promise}`, { name, block, promise }] as const];
    });
  });

  test.each(examples)("%s", async (_title, { name, block, promise }) => {
    const findings = await lintFiles(filesOf(block));
    expect(findings.filter(({ ruleId }) => ruleId === "oma/parse-error")).toEqual([]);
    const own = findings.filter(({ ruleId }) => ruleId === `oma/${name}`).map(({ place, message }) => `${place.file}:${place.line} ${message}`);
    if (promise === "fine") expect(own).toEqual([]);
    else expect(own).not.toEqual([]);
  });
});

describe("README.md", () => {
  const readme = read("README.md");
  const blocks = blocksOf(readme);
  const blockWith = (...texts: readonly string[]): Block => {
    const found = blocks.filter(({ text }) => texts.every((part) => text.includes(part)));
    expect(found, `code blocks with ${texts.join(" and ")}`).toHaveLength(1);
    return found[0] as Block;
  };
  const config = () => blockWith('from "oma-lint"', "defineConfig(", "knows:").text;
  const wrapper = () => blockWith('from "@city/sql"').text;

  test("its configuration loads and is valid", async () => {
    const folder = createFolder({ "package.json": "{}", "oma-lint.config.ts": config() });
    try {
      const resolved = await resolveConfig({ cwd: folder.path, knownRules: rules });
      expect(resolved.knows.map(({ packages }) => packages)).toEqual([["@city/sql"]]);
    } finally {
      folder.close();
    }
  });

  test("its architecture is valid", async () => {
    const folder = createFolder({ "package.json": "{}", "oma-lint.config.ts": blockWith("defineConfig(", "architecture:").text });
    try {
      const resolved = await resolveConfig({ cwd: folder.path, knownRules: rules });
      expect(resolved.architecture.laws?.map(({ name }) => name)).toEqual(["modules-apart", "queries"]);
    } finally {
      folder.close();
    }
  });

  test("its configuration teaches the wrapper: reported is what it says is reported", async () => {
    const marked = wrapper()
      .split("\n")
      .flatMap((line, index) => (line.endsWith("// reported") ? [index + 1] : []));
    const taught = await lintFiles({ "src/books.ts": wrapper(), "oma-lint.config.ts": config() });
    expect(taught.map(({ place, ruleId }) => `${ruleId} ${place.line}`)).toEqual(marked.map((line) => `oma/no-raw-sql-interpolation ${line}`));
    expect(await lintFiles({ "src/books.ts": wrapper() })).toEqual([]);
  });

  test("its flat config is the one of the example, which tests run", () => {
    expect(blockWith('import oma from "oma-lint/eslint-plugin"').text).toBe(read("examples/lending-library/eslint.config.js"));
  });

  test("its program runs", () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "--eval", blockWith("await lint(").text], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^src\/catalogue\/catalogue\.repository\.ts:\d+:\d+ error oma\/no-raw-sql-interpolation /m);
  });

  test("its suppressing comment suppresses", async () => {
    const { text } = blockWith("eslint-disable-next-line");
    const around = (body: string) => `import { Pool } from "pg";\nconst pool = new Pool();\nexport async function refresh(view: string) {\n${body}}\n`;
    expect(await lintFiles({ "src/views.ts": around(text) })).toEqual([]);
    expect(await lintFiles({ "src/views.ts": around(text.replace(/^\/\/.*\n/m, "")) })).toHaveLength(1);
  });

  test("its flags are known to --help", () => {
    const terminal = openTerminal({ env: {}, cwd: () => process.cwd(), stdout: process.stdout, stderr: process.stderr }, ["--no-color"]);
    const help = [[], ["endpoints"], ["graph"], ["init"], ["baseline"], ["merge"], ["inputs"], ["doctor"], ["completion"]]
      .map((words) => [...words, "--help"])
      .map((words) => parseArguments(words, terminal))
      .map((request) => (request.command === "print" ? request.text : ""))
      .join("\n");
    const commands = blocks
      .filter(({ language }) => language === "sh" || language === "yaml")
      .flatMap(({ text }) => text.split("\n").filter((line) => line.includes("oma-lint")));
    const flags = [...`${readme.replace(/^```[\s\S]*?^```$/gm, "")}\n${commands.join("\n")}`.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([flag]) => flag);
    expect(flags.length).toBeGreaterThan(10);
    expect([...new Set(flags)].filter((flag) => flag !== "--save-dev" && !help.includes(flag))).toEqual([]);
  });

  test("its commands are the ones of --help", () => {
    const named = [...readme.matchAll(/^\| `oma-lint \[?([a-z]+)/gm)].map((match) => match[1]);
    for (const name of ["check", "rules", "explain", "stack", "endpoints"]) expect(named).toContain(name);
  });

  test("its picture shows what oma-lint prints today", () => {
    const { status, stderr } = spawnSync(process.execPath, ["tools/picture.mjs", "--check"], { encoding: "utf8" });
    expect(status, stderr).toBe(0);
  });
});

describe.each(["README.md", "CONTRIBUTING.md", "docs/architecture.md", "examples/lending-library/README.md"])("%s", (file) => {
  test("its npm scripts exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = [...read(file).matchAll(/npm run ([\w:-]+)|npm (test)\b/g)].map(([, script, short]) => script ?? short ?? "");
    expect([...new Set(named)].filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test("its links lead somewhere", () => {
    const targets = [...read(file).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map((match) => match[1] ?? "").filter((target) => !/^[a-z]+:/.test(target));
    expect(targets.filter((target) => !existsSync(path.join(path.dirname(file), target)))).toEqual([]);
  });
});

test("docs/architecture.md gives a reason for every dependency, and for no other", () => {
  const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<"dependencies" | "devDependencies", Record<string, string>>;
  const [, section = ""] = read("docs/architecture.md").split("## Dependencies");
  const named = section
    .split("\n")
    .filter((line) => line.startsWith("- "))
    .flatMap((line) => [...line.slice(0, line.indexOf(":")).matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ""));
  const all = [...Object.keys(dependencies), ...Object.keys(devDependencies)];
  const covers = (entry: string, name: string) => entry === name || (entry.endsWith("/*") && name.startsWith(entry.slice(0, -1)));
  expect(all.filter((name) => !named.some((entry) => covers(entry, name)))).toEqual([]);
  expect(named.filter((entry) => !all.some((name) => covers(entry, name)))).toEqual([]);
});
