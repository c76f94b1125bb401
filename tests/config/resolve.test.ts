import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { rolldown } from "rolldown";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { defineConfig } from "#config/define";
import { configNames, findConfig, findProjectRoot } from "#config/find";
import { parseJsonc } from "#config/jsonc";
import type * as resolving from "#config/resolve";
import type { UserError } from "#finding";

let root: string;
let resolveConfig: typeof resolving.resolveConfig;

/** Vitest replaces `import()` in what it transforms; built and under node_modules, the loader meets Node's own. */
beforeAll(async () => {
  const built = path.resolve("node_modules/.cache/oma-lint/config-resolve.mjs");
  const bundle = await rolldown({
    input: "src/config/resolve.ts",
    platform: "node",
    external: ["jiti"],
    resolve: { conditionNames: ["source", "import", "node", "default"] },
  });
  await bundle.write({ file: built, format: "esm" });
  ({ resolveConfig } = (await import(built)) as typeof resolving);
});

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "oma-config-")));
  mkdirSync(path.join(root, ".git"));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

async function failure(promise: Promise<unknown>): Promise<UserError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error && error.name === "UserError")) throw new Error(`expected a UserError, got ${String(error)}`);
  return error as UserError;
}

const inRoot = () => resolveConfig({ cwd: root });

describe("finding", () => {
  test("the nearest file upwards wins, whatever its kind", () => {
    const outer = write("oma-lint.config.ts", "");
    const inner = write("services/lending/oma-lint.config.json", "{}");
    expect(findConfig(path.join(root, "services/lending/src"))).toBe(inner);
    expect(findConfig(path.join(root, "services"))).toBe(outer);
  });

  test("in one folder the names have an order, package.json comes last", () => {
    write("package.json", '{"oma-lint":{}}');
    for (const name of configNames.toReversed()) {
      const file = write(name, "{}");
      expect(findConfig(root)).toBe(file);
    }
  });

  test("a package.json without the key, or with oma-lint only as a dependency, is not a configuration", () => {
    write("package.json", '{"devDependencies":{"oma-lint":"1"}}');
    expect(findConfig(root)).toBeUndefined();
    const manifest = write("package.json", '{"oma-lint":{"preset":"all"}}');
    expect(findConfig(root)).toBe(manifest);
  });

  test("the search ends at the git root", () => {
    write("oma-lint.config.json", "{}");
    mkdirSync(path.join(root, "nested/src"), { recursive: true });
    expect(findConfig(path.join(root, "nested/src"))).toBeDefined();
    write("nested/.git", "gitdir: elsewhere");
    expect(findConfig(path.join(root, "nested/src"))).toBeUndefined();
  });

  test("the project root is the nearest package or repository", () => {
    write("packages/lending/package.json", "{}");
    expect(findProjectRoot(path.join(root, "packages/lending/src"))).toBe(path.join(root, "packages/lending"));
    expect(findProjectRoot(path.join(root, "packages"))).toBe(root);
  });
});

describe("loading", () => {
  test.each<[string, string]>([
    [
      "oma-lint.config.ts",
      'import { defineConfig } from "oma-lint";\nconst preset = "strict" as const;\nexport default defineConfig({ preset } satisfies object);',
    ],
    ["oma-lint.config.mts", 'const preset: string = "strict"; export default { preset };'],
    ["oma-lint.config.cts", 'const preset: string = "strict"; module.exports = { preset };'],
    ["oma-lint.config.js", 'export default { preset: "strict" };'],
    ["oma-lint.config.mjs", 'import { defineConfig } from "oma-lint"; export default defineConfig({ preset: "strict" });'],
    ["oma-lint.config.cjs", 'module.exports = { preset: "strict" };'],
    ["oma-lint.config.json", '\uFEFF{ "preset": "strict" /* all of it */, }'],
    ["oma-lint.config.jsonc", '// ours\n{ "preset": "strict", }'],
    ["package.json", '{ "name": "lending", "oma-lint": { "preset": "strict" } }'],
  ])("%s", async (name, text) => {
    const file = write(name, text);
    expect(await inRoot()).toEqual({ file, root, preset: "strict", rules: {}, ignores: [], tests: [], layers: {}, knows: [], architecture: {} });
  });

  test("a TypeScript file with an extensionless import of a neighbour", async () => {
    write("lint/presets.ts", 'export enum Chosen { preset = "security" }');
    write("oma-lint.config.ts", 'import { Chosen } from "./lint/presets";\nexport default { preset: Chosen.preset };');
    expect((await inRoot()).preset).toBe("security");
  });

  test("a promise, and TypeScript's CommonJS output", async () => {
    write("oma-lint.config.mjs", 'export default Promise.resolve({ preset: "all" });');
    expect((await inRoot()).preset).toBe("all");
    rmSync(path.join(root, "oma-lint.config.mjs"));
    write("oma-lint.config.cjs", 'Object.defineProperty(exports, "__esModule", { value: true });\nexports.default = { preset: "all" };');
    expect((await inRoot()).preset).toBe("all");
  });

  test("a file that changes is read again", async () => {
    const file = write("oma-lint.config.mjs", 'export default { preset: "all" };');
    expect((await inRoot()).preset).toBe("all");
    writeFileSync(file, 'export default { preset: "strict" };');
    execFileSync("touch", ["-d", "2030-01-01", file]);
    expect((await inRoot()).preset).toBe("strict");
  });

  test.each<[string, string, string | RegExp, string | RegExp | undefined]>([
    ["oma-lint.config.mjs", "export const preset = 1;", "oma-lint.config.mjs has no default export.", /export default/],
    ["oma-lint.config.mjs", '\nthrow new Error("no licence");', "oma-lint.config.mjs could not be loaded: no licence", "It fails at oma-lint.config.mjs:2:7."],
    [
      "oma-lint.config.ts",
      '\n\nthrow new Error("no licence" as string);',
      "oma-lint.config.ts could not be loaded: no licence",
      "It fails at oma-lint.config.ts:3:7.",
    ],
    ["oma-lint.config.ts", "export default {;", /^oma-lint\.config\.ts could not be loaded: /, undefined],
    [
      "oma-lint.config.ts",
      'import "./missing.ts";\nexport default {};',
      /^oma-lint\.config\.ts could not be loaded: Cannot find module '\.\/missing\.ts'/,
      undefined,
    ],
    ["oma-lint.config.mjs", "export default () => ({});", /the configuration must be an object, not a function/, /configuration_schema/],
    ["oma-lint.config.json", '{\n  "preset": \n}', /^oma-lint\.config\.json is not valid JSON at line 3, column 1: /, undefined],
    ["oma-lint.config.json", "", /^oma-lint\.config\.json is not valid JSON/, undefined],
    ["package.json", '{ "oma-lint": { "preset": 1 } }', /^package\.json#oma-lint is not valid \(1 problem\)/, undefined],
    ["package.json", '{ "oma-lint": ', /package\.json is not valid JSON/, undefined],
    ["oma-lint.config.json", '{ "rules": { "oma/x": "off", "x": "off" } }', 'oma-lint.config.json sets "x" twice: with and without "oma/".', undefined],
  ])("%s: %j", async (name, text, message, hint) => {
    write(name, text);
    const error = await failure(inRoot());
    expect(error.message).toMatch(message);
    if (hint !== undefined) expect(error.hint).toMatch(hint);
  });
});

describe("resolving", () => {
  const knownRules = ["oma/no-god-file", "oma/layer-direction"];

  test("without a file: the defaults", async () => {
    expect(await inRoot()).toEqual({ root, preset: "recommended", rules: {}, ignores: [], tests: [], layers: {}, knows: [], architecture: {} });
  });

  test("the caller may know better what the project is, unless a found file marks it", async () => {
    const findRoot = (cwd: string): string => path.dirname(cwd);
    const lending = path.join(root, "lending");
    mkdirSync(lending);
    expect((await resolveConfig({ cwd: lending, findRoot })).root).toBe(root);
    write("lending/oma-lint.config.json", "{}");
    expect((await resolveConfig({ cwd: lending, findRoot })).root).toBe(lending);
  });

  test("`false` looks for none", async () => {
    write("oma-lint.config.json", '{ "preset": "all" }');
    expect((await resolveConfig({ cwd: root, config: false })).preset).toBe("recommended");
  });

  test("an explicit file may live anywhere; globs then belong to the project around the folder", async () => {
    const file = write("shared/lint.json", '{ "preset": "all" }');
    write("lending/package.json", "{}");
    const lending = path.join(root, "lending");
    expect(await resolveConfig({ cwd: lending, config: "../shared/lint.json" })).toMatchObject({ file, root: lending, preset: "all" });
    expect((await resolveConfig({ cwd: path.join(root, "shared"), config: "lint.json" })).root).toBe(path.join(root, "shared"));
  });

  test("an explicit file that is not there", async () => {
    expect((await failure(resolveConfig({ cwd: root, config: "none.json" }))).message).toBe("The config file none.json does not exist.");
    expect((await failure(resolveConfig({ cwd: root, config: "." }))).message).toBe("The config file . is a folder.");
    write("lint.yaml", "");
    expect((await failure(resolveConfig({ cwd: root, config: "lint.yaml" }))).message).toMatch(/not a kind of file/);
    write("package.json", "{}");
    expect((await failure(resolveConfig({ cwd: root, config: "package.json" }))).message).toBe("package.json#oma-lint does not exist.");
  });

  test("the command line wins and keeps a rule's options", async () => {
    write("oma-lint.config.json", '{ "preset": "all", "rules": { "no-god-file": ["error", { "lines": 400 }], "oma/layer-direction": "off" } }');
    const config = await resolveConfig({ cwd: root, knownRules, preset: "strict", rules: { "oma/no-god-file": "note", "layer-direction": "error" } });
    expect(config.preset).toBe("strict");
    expect(config.rules).toEqual({ "oma/no-god-file": ["note", { lines: 400 }], "oma/layer-direction": "error" });
  });

  test("an unknown rule on the command line", async () => {
    const error = await failure(resolveConfig({ cwd: root, knownRules, rules: { "god-file": "off" } }));
    expect(error.message).toBe('There is no rule "god-file". Did you mean "oma/no-god-file"?');
  });

  test("an unknown rule in the file", async () => {
    write("oma-lint.config.json", '{ "rules": { "layer-directions": "off" } }');
    const error = await failure(resolveConfig({ cwd: root, knownRules }));
    expect(error.message).toMatch('rules["layer-directions"] is not a known rule. Did you mean "layer-direction"?');
    expect(error.hint).toMatch("oma-lint rules");
  });
});

test("JSON with comments keeps what stands in strings", () => {
  expect(parseJsonc('{ "a": "// no", /* x " */ "b": ["/* no */", ",]",], // y\n}', "x")).toEqual({ a: "// no", b: ["/* no */", ",]"] });
});

test("defineConfig returns what it is given", () => {
  const config = { preset: "strict" } as const;
  expect(defineConfig(config)).toBe(config);
});
