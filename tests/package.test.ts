import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** Minutes are for a registry that is slow; from npm's cache it takes seconds. */
const timeout = 300_000;

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

interface Manifest {
  readonly version: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly files: readonly string[];
}

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;

/** Where the package is built and packed, and an empty project that installs it. */
let folder = "";
let consumer = "";
let packed: Packed;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "oma-package-")));
  const stage = path.join(folder, "stage");
  // Everything npm could pack by mistake is there, so that the list of files has something to leave out.
  for (const name of ["package.json", "README.md", "CHANGELOG.md", "LICENSE", "configuration_schema.json", "rules", "src", "tools", "docs"]) {
    cpSync(name, path.join(stage, name), { recursive: true });
  }
  execFileSync(process.execPath, ["tools/build.mjs", "--types", "--out", path.join(stage, "dist")], { stdio: "pipe" });
  packed = pack(stage);
  consumer = path.join(folder, "consumer");
  write({ "package.json": JSON.stringify({ name: "lending", private: true, type: "module" }) });
  npm(consumer, "install", path.join(stage, packed.filename), "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund");
}, timeout);

afterAll(() => {
  if (folder !== "") rmSync(folder, { recursive: true, force: true });
});

/** npm by the file it runs from: Windows starts no `npm.cmd` without a shell. */
function npm(cwd: string, ...words: readonly string[]): string {
  const cli = process.env["npm_execpath"];
  const [command, before] = cli === undefined ? ["npm", []] : [process.execPath, [cli]];
  return execFileSync(command, [...before, ...words], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, NODE_ENV: "" } });
}

/** npm 12 names the packages in an object, older ones list them. */
function pack(stage: string): Packed {
  const all = JSON.parse(npm(stage, "pack", "--json", "--ignore-scripts")) as readonly Packed[] | Readonly<Record<string, Packed>>;
  const [first] = Object.values(all);
  if (first === undefined) throw new Error("npm packed nothing.");
  return first;
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(consumer, name)), { recursive: true });
    writeFileSync(path.join(consumer, name), text);
  }
}

function node(...words: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: consumer, encoding: "utf8" });
  return { status, stdout, stderr };
}

/** The command as npm links it. */
function omaLint(...words: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return node(path.join("node_modules", "oma-lint", "dist", "cli.js"), ...words);
}

describe("the packed package", () => {
  test("has what package.json names, and nothing else", () => {
    const names = packed.files.map((file) => file.path).sort();
    const rules = readdirSync("rules", { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(names.filter((name) => !name.startsWith("dist/"))).toEqual(
      ["CHANGELOG.md", "LICENSE", "README.md", "configuration_schema.json", "package.json", ...rules.map(({ name }) => `rules/${name}/README.md`)].sort(),
    );
    expect(
      names.filter(
        (name) => name.startsWith("dist/") && !/^dist\/(?:(?:cli|index|nx|plugin|server|worker)\.js|chunks\/[\w.-]+\.js|types\/.+\.d\.ts)$/.test(name),
      ),
    ).toEqual([]);
    for (const name of ["dist/cli.js", "dist/index.js", "dist/nx.js", "dist/plugin.js", "dist/types/src/index.d.ts", "dist/types/src/plugin.d.ts"])
      expect(names).toContain(name);
  });

  test("runs nothing when it is installed", () => {
    const hooks = ["preinstall", "install", "postinstall", "prepublish", "preprepare", "prepare", "postprepare"];
    expect(hooks.filter((name) => manifest.scripts?.[name] !== undefined)).toEqual([]);
    expect(packed.files.map((file) => file.path)).not.toContain("binding.gyp");
  });

  test("names no path of the machine that built it", () => {
    const texts = packed.files.filter((file) => file.path.startsWith("dist/")).map((file) => readFileSync(path.join(folder, "stage", file.path), "utf8"));
    expect(texts.filter((text) => text.includes(process.cwd()) || text.includes(folder))).toEqual([]);
  });

  test("is small", () => {
    const size = packed.files.reduce((sum, file) => sum + file.size, 0);
    expect(size).toBeLessThan(3_500_000);
  });
});

describe("installed into an empty project", () => {
  const books =
    "import { Pool } from \"pg\";\nconst pool = new Pool();\nexport const find = (title: string) => pool.query(`SELECT * FROM books WHERE title = '${title}'`);\n";

  test(
    "npx finds the command, which knows its version",
    () => {
      const stdout = npm(consumer, "exec", "--offline", "--", "oma-lint", "--version");
      expect(stdout.trim()).toBe(manifest.version);
    },
    timeout,
  );

  test("it finds raw SQL and ends with 1", () => {
    write({ "src/books.ts": books });
    const { status, stdout, stderr } = omaLint("src", "--format", "json");
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    const { findings } = JSON.parse(stdout) as { findings: readonly { ruleId: string; file: string; line: number }[] };
    expect(findings.map(({ ruleId, file, line }) => `${file}:${line} ${ruleId}`)).toEqual(["src/books.ts:3 oma/no-raw-sql-interpolation"]);
  });

  test("it explains a rule from the README it brought", () => {
    const { status, stdout } = omaLint("explain", "no-raw-sql-interpolation");
    expect(status).toBe(0);
    expect(stdout).toContain(/^## Why\n\n(\S+ \S+ \S+)/m.exec(readFileSync("rules/no-raw-sql-interpolation/README.md", "utf8"))?.[1]);
  });

  test("a configuration in TypeScript loads", () => {
    write({
      "src/books.ts": books,
      "oma-lint.config.ts": 'import { defineConfig } from "oma-lint";\nexport default defineConfig({ rules: { "no-raw-sql-interpolation": "off" } });\n',
    });
    const { status, stderr } = omaLint("src");
    rmSync(path.join(consumer, "oma-lint.config.ts"));
    expect(status, stderr).toBe(0);
  });

  test("programs import it", () => {
    const program =
      'import oma, { lint, UserError, defineConfig } from "oma-lint"; console.log(typeof lint, typeof UserError, typeof defineConfig, oma.meta.name);';
    expect(node("--input-type=module", "--eval", program)).toEqual({ status: 0, stdout: "function function function oma-lint\n", stderr: "" });
  });

  test("CommonJS requires the plugin", () => {
    const program =
      'const plugin = require("oma-lint/eslint-plugin"); console.log(Object.keys((plugin.default ?? plugin).rules).includes("no-raw-sql-interpolation"));';
    const { status, stdout, stderr } = node("--input-type=commonjs", "--eval", program);
    expect({ status, stdout }, stderr).toEqual({ status: 0, stdout: "true\n" });
  });

  test("the schema of the configuration is there", () => {
    const program = 'console.log(require("oma-lint/configuration_schema.json").description, require("oma-lint/package.json").version);';
    expect(node("--input-type=commonjs", "--eval", program).stdout).toBe(`Configuration of oma-lint. ${manifest.version}\n`);
  });
});

describe("its declarations", () => {
  const program = `import { defineConfig, lint, UserError, type Finding, type LibraryFacts, type LintResult, type UserConfig } from "oma-lint";
import oma from "oma-lint/eslint-plugin";

export const config: UserConfig = defineConfig({ preset: "strict", layers: { service: ["src/use-cases/**"] } });
export const facts: LibraryFacts = { packages: ["@city/sql"], docs: "https://example.com", sql: { sinks: [{ api: "run" }] } };
export async function linesOf(cwd: string): Promise<readonly number[]> {
  const result: LintResult = await lint({ cwd });
  return result.findings.map((finding: Finding) => finding.place.line);
}
export const name: string = oma.meta.name;
export const hint = (error: unknown): string | undefined => (error instanceof UserError ? error.hint : undefined);
// @ts-expect-error -- the types are really there: this preset is not
export const wrong: UserConfig = { preset: "lenient" };
`;

  const check = (file: string, ...flags: readonly string[]): string => {
    write({ "consumer.ts": program, "consumer.cts": program });
    const tsc = path.resolve("node_modules/typescript/bin/tsc");
    return node(tsc, "--noEmit", "--strict", "--target", "es2022", ...flags, file).stdout;
  };

  test.each([
    ["nodenext", "consumer.ts", ["--module", "nodenext"]],
    ["nodenext from CommonJS", "consumer.cts", ["--module", "nodenext"]],
    ["bundler", "consumer.ts", ["--module", "esnext", "--moduleResolution", "bundler"]],
    ["a consumer with the condition `source`", "consumer.ts", ["--module", "nodenext", "--customConditions", "source"]],
  ] as const)(
    "resolve with %s",
    (_name, file, flags) => {
      expect(check(file, ...flags)).toBe("");
    },
    timeout,
  );
});
