import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as typescriptParser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { rules } from "#rules/index";
import * as root from "../src/index.ts";
import plugin from "../src/plugin.ts";
import { createFolder } from "./cli/stage.ts";

const loans = 'import { Pool } from "pg";\nconst pool = new Pool();\nexport const find = (id: string) => pool.query(`select * from loans where id = ${id}`);\n';
const manifest = '{"name":"lending","type":"module","dependencies":{"pg":"*"}}';

const opened: { readonly close: () => void }[] = [];
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = createFolder({ "package.json": manifest, ...files });
  opened.push(folder);
  return folder.path;
}
afterAll(() => {
  for (const folder of opened) folder.close();
});

describe("the plugin object", () => {
  it("says who it is", () => {
    expect(plugin.meta).toEqual({ name: "oma-lint", version: expect.any(String), namespace: "oma" });
    expect(root.default).toBe(plugin);
    expect(root.lint).toBeTypeOf("function");
    expect(root.defineConfig).toBeTypeOf("function");
  });

  it("has every rule, documented", () => {
    expect(Object.keys(plugin.rules)).toEqual(Object.keys(rules));
    for (const [id, rule] of Object.entries(rules)) {
      expect(rule.meta.docs.url, id).toMatch(new RegExp(`^https://.*/rules/${id}/README\\.md$`));
      expect(rule.meta.schema, id).toBeDefined();
      expect(rule.meta["languages" as keyof typeof rule.meta], id).toEqual(["js/js"]);
    }
  });

  it.each(["recommended", "strict", "security", "architecture"] as const)("preset %s has the rules whose documentation says so", (preset) => {
    const [config, ...others] = plugin.configs[preset];
    expect(others).toEqual([]);
    expect(config?.name).toBe(`oma/${preset}`);
    expect(config?.plugins?.["oma"]).toBe(plugin);
    const expected = Object.entries(rules).flatMap(([id, { meta }]) => {
      const level = meta.docs.severity === "error" ? "error" : "warn";
      const options = meta.presetOptions?.[preset];
      return meta.docs.presets.includes(preset) ? [[`oma/${id}`, options ? [level, options] : level]] : [];
    });
    expect(config?.rules).toEqual(Object.fromEntries(expected));
    if (preset === "strict") expect(config?.rules["oma/require-bounded-query"]).toEqual(["warn", { strict: true, projectFields: true }]);
  });

  it("presets all and off have every rule", () => {
    const ids = Object.keys(rules).map((id) => `oma/${id}`);
    expect(Object.keys(plugin.configs.all[0]?.rules ?? {})).toEqual(ids);
    expect(plugin.configs.off[0]?.rules).toEqual(Object.fromEntries(ids.map((id) => [id, "off"])));
  });
});

/** Lints with the rules themselves, as an editor does: one process, one file after the other. */
function messagesIn(cwd: string, file: string, text = readFileSync(path.join(cwd, file), "utf8")): readonly string[] {
  const linter = new Linter({ cwd });
  const config: Linter.Config = { files: ["**/*"], plugins: { oma: plugin }, rules: { "oma/no-raw-sql-interpolation": "error" } };
  const typed: Linter.Config = { files: ["**/*.{ts,mts,cts}", "**/<*"], languageOptions: { parser: typescriptParser as Linter.Parser } };
  return linter
    .verify(text, [{ files: ["**/*.{js,ts}", "**/<*"] }, config, typed], { filename: file.startsWith("<") ? file : path.join(cwd, file) })
    .map((message) => `${message.line} ${message.ruleId ?? message.message}`);
}

describe("the project's configuration", () => {
  const ignoring = '{ ignores: ["src/loans.ts"] }';
  it.each([
    ["oma-lint.config.ts", `import { defineConfig } from "oma-lint";\nexport default defineConfig(${ignoring} satisfies object);`],
    ["oma-lint.config.mts", `export default ${ignoring};`],
    ["oma-lint.config.cts", `module.exports = ${ignoring};`],
    ["oma-lint.config.js", `export default ${ignoring};`],
    ["oma-lint.config.mjs", `import { defineConfig } from "oma-lint";\nexport default defineConfig(${ignoring});`],
    ["oma-lint.config.cjs", `module.exports = ${ignoring};`],
    ["oma-lint.config.json", '{ "ignores": ["src/loans.ts"] }'],
    ["oma-lint.config.jsonc", '{ // comment\n "ignores": ["src/loans.ts",], }'],
    ["package.json", '{ "name": "lending", "dependencies": { "pg": "*" }, "oma-lint": { "ignores": ["src/loans.ts"] } }'],
  ])("is read from %s", (name, content) => {
    const cwd = folderWith({ "src/loans.ts": loans, "src/other.ts": loans, [name]: content });
    expect(messagesIn(cwd, "src/other.ts")).toEqual(["3 oma/no-raw-sql-interpolation"]);
    expect(messagesIn(cwd, "src/loans.ts")).toEqual([]);
  });

  it.each(["oma-lint.config.js", "oma-lint.config.ts"])("is read again when %s changes", (name) => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const cwd = folderWith({ "src/loans.ts": loans, [name]: "export default {};" });
    expect(messagesIn(cwd, "src/loans.ts")).toHaveLength(1);
    writeFileSync(path.join(cwd, name), `export default ${ignoring};`);
    vi.setSystemTime(Date.now() + 3100);
    expect(messagesIn(cwd, "src/loans.ts")).toEqual([]);
    vi.useRealTimers();
  });

  it.each([
    ["broken", "export default {", "could not be loaded"],
    ["wrong", "export default { preset: 'strictest' };", "preset"],
    ["late", "export default Promise.resolve({});", "promise"],
    ["empty", "export const a = 1;", "no default export"],
  ])("is gone without when it is %s, and that is said once", (_name, content, said) => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    const cwd = folderWith({ "src/loans.ts": loans, "src/other.ts": loans, "oma-lint.config.mjs": content });
    expect(messagesIn(cwd, "src/loans.ts")).toHaveLength(1);
    expect(messagesIn(cwd, "src/other.ts")).toHaveLength(1);
    expect(warn).toHaveBeenCalledOnce();
    expect(String(warn.mock.calls[0]?.[0])).toContain(said);
    warn.mockRestore();
  });
});

describe("files that are not quite files", () => {
  it.each(["<input>", "<text>", "src/never-saved.ts", "README.md/0.ts", "README.md/deep/1_block.ts"])("%s is analysed", (file) => {
    const cwd = folderWith({ "README.md": "# Books" });
    expect(messagesIn(cwd, file, loans)).toEqual(["3 oma/no-raw-sql-interpolation"]);
  });

  it.each(["C:\\work\\src\\loans.ts", "src\\loans.ts", "", "loans", "page.vue", "../outside.ts", "/nowhere/loans.ts", "/loans.ts"])(
    "%j never throws",
    (filename) => {
      const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
      const cwd = folderWith({});
      const text = loans.replace(": string", "");
      const config = { files: [() => true], plugins: { oma: plugin }, rules: plugin.configs.all[0]?.rules } as unknown as Linter.Config;
      expect(() => new Linter({ cwd }).verify(text, [config], { filename })).not.toThrow();
      expect(warn).not.toHaveBeenCalled();
      warn.mockRestore();
    },
  );
});

/** A project with this package installed in it, and everything it needs beside it. */
function install(eslint: string, files: Readonly<Record<string, string>>): string {
  const cwd = folderWith(files);
  const modules = path.join(cwd, "node_modules");
  mkdirSync(modules);
  for (const name of readdirSync("node_modules"))
    if (!name.startsWith(".") && name !== "eslint") symlinkSync(path.resolve("node_modules", name), path.join(modules, name));
  symlinkSync(realpathSync(eslint), path.join(modules, "eslint"));
  cpSync(built, path.join(modules, "oma-lint/dist"), { recursive: true });
  cpSync("package.json", path.join(modules, "oma-lint/package.json"));
  return realpathSync(cwd);
}

const built = path.resolve("node_modules/.cache/oma-lint/plugin");
beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, ["tools/build.mjs", "--out", built], { encoding: "utf8" });
  expect(status, stderr).toBe(0);
});

const versions = [
  { name: "ESLint 10", folder: "node_modules/eslint" },
  { name: "ESLint 9", folder: "node_modules/eslint9" },
].filter(({ folder }) => existsSync(folder));

describe.each(versions)("under $name", ({ folder }) => {
  const readme = existsSync("README.md") ? readFileSync("README.md", "utf8") : "";
  const example =
    [...readme.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "").find((text) => text.includes("oma-lint/eslint-plugin")) ?? "";

  function run(
    config: string,
    files: Readonly<Record<string, string>>,
    ...words: string[]
  ): { readonly status: number | null; readonly lines: readonly string[]; readonly stderr: string } {
    const cwd = install(folder, { ...files, "eslint.config.js": config });
    const { status, stdout, stderr } = spawnSync(process.execPath, ["node_modules/eslint/bin/eslint.js", "--format", "json", ...words, "."], {
      cwd,
      encoding: "utf8",
    });
    const results = (stdout === "" ? [] : JSON.parse(stdout)) as {
      filePath: string;
      messages: { line: number; severity: number; ruleId: string | null; message: string }[];
    }[];
    const lines = results.flatMap(({ filePath, messages }) =>
      messages.map((item) => `${path.relative(cwd, filePath)}:${item.line} ${item.severity} ${item.ruleId ?? item.message}`),
    );
    return { status, lines, stderr };
  }

  it("the README's configuration runs", () => {
    expect(example).not.toBe("");
    expect(run(example, { "src/loans.ts": loans })).toEqual({ status: 1, lines: ["src/loans.ts:3 2 oma/no-raw-sql-interpolation"], stderr: "" });
  });

  it("presets can be spread, from the root of the package too, in CommonJS, and cached", () => {
    const config =
      'const { default: oma } = require("oma-lint");\nmodule.exports = [...oma.configs.strict, { files: ["**/quiet.js"], ...oma.configs.off[0] }];';
    const plain = loans.replace(": string", "");
    const { lines, stderr } = run(
      'export { default } from "./eslint.config.cjs";',
      { "eslint.config.cjs": config, "loans.mjs": plain, "quiet.js": plain },
      "--cache",
    );
    expect({ lines, stderr }).toEqual({ lines: ["loans.mjs:3 2 oma/no-raw-sql-interpolation"], stderr: "" });
  });

  it("type information does no harm", () => {
    const config =
      'import oma from "oma-lint/eslint-plugin";\nimport parser from "@typescript-eslint/parser";\nexport default [{ files: ["src/*.ts"], languageOptions: { parser, parserOptions: { projectService: true } }, plugins: { oma }, rules: oma.configs.all[0].rules }];';
    expect(run(config, { "src/loans.ts": loans, "tsconfig.json": '{"include":["src"]}' }).lines).toContain("src/loans.ts:3 2 oma/no-raw-sql-interpolation");
  });
});

describe("loading the plugin", () => {
  it("brings in only what it needs", () => {
    const cwd = install("node_modules/eslint", {});
    const logger = pathToFileURL(path.resolve("tests/cli/log-imports.mjs")).href;
    const script =
      'await import("oma-lint/eslint-plugin"); const { createRequire } = await import("node:module"); console.log(JSON.stringify(Object.keys(createRequire(import.meta.url).cache)));';
    const { stdout, stderr, status } = spawnSync(process.execPath, ["--import", logger, "--input-type=module", "--eval", script], { cwd, encoding: "utf8" });
    expect(status, stderr).toBe(0);
    const urls = [...stderr.matchAll(/^import (\S+)$/gm)].map((match) => match[1] ?? "");
    const packages = new Set([...urls, ...(JSON.parse(stdout) as string[])].flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []));
    expect([...packages].filter((name) => name !== "oma-lint").sort()).toEqual(["ignore", "picomatch"]);
  });
});
