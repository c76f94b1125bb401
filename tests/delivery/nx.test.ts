import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createNodes, createNodesV2 } from "../../src/nx.ts";
import { makeTree, removeTrees } from "../project/tree.ts";

afterAll(removeTrees);

const document = readFileSync("docs/monorepos.md", "utf8").split("## Nx")[1] ?? "";
/** The code blocks of docs/monorepos.md: with the plugin, then without. */
const [withPlugin = "", byHand = ""] = [...document.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");

const packages = {
  "package.json": { name: "lending", private: true, workspaces: ["packages/*"] },
  ".gitignore": "node_modules\n.nx\noma-lint.sarif\n",
  "packages/data/package.json": { name: "@lending/data", version: "1.0.0" },
  "packages/data/src/a.ts": "export const a = 1;\n",
  "packages/desk/package.json": { name: "@lending/desk", version: "1.0.0" },
  "packages/desk/notes.md": "No source here.\n",
  "packages/loans/package.json": { name: "@lending/loans", version: "1.0.0", dependencies: { "@lending/data": "*" } },
  "packages/loans/src/b.ts": "export const b = 1;\n",
};

/** A workspace in which the real Nx is installed, and this build of oma-lint. */
function open(files: Readonly<Record<string, string | object>>): string {
  const root = makeTree(files);
  const run = (program: string, ...words: string[]): string => execFileSync(program, words, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  run("npm", "install", "--save-dev", "--no-audit", "--no-fund", "--ignore-scripts", "nx@22");
  mkdirSync(path.join(root, "node_modules/.bin"), { recursive: true });
  symlinkSync(path.resolve("."), path.join(root, "node_modules/oma-lint"));
  symlinkSync(path.resolve("dist/cli.js"), path.join(root, "node_modules/.bin/oma-lint"));
  run("git", "init", "-q");
  run("git", "add", "-A");
  return root;
}

const environment = {
  NX_DAEMON: "false",
  NX_TUI: "false",
  NX_INTERACTIVE: "false",
  NX_NO_CLOUD: "true",
  NX_REJECT_UNKNOWN_LOCAL_CACHE: "0",
  DO_NOT_TRACK: "1",
  CI: "",
  NO_COLOR: "1",
};

/** Runs a task in every project; `data hit`, `loans miss`. */
function nx(root: string, task: string): { tasks: string[]; status: number | null; stdout: string } {
  const words = ["node_modules/.bin/nx", "run-many", "-t", task, "--outputStyle=static"];
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8", env: { ...process.env, ...environment } });
  const lines = [...stdout.matchAll(/^.*> nx run @lending\/(\w+):\S+(.*)$/gm)];
  const tasks = lines.map(([, project, rest = ""]) => `${project} ${/cache/.test(rest) ? "hit" : "miss"}`).sort();
  return { tasks, status, stdout: stdout + stderr };
}

/** What every set-up has to do. */
function expectToCache(root: string, task: string, without: readonly string[]): void {
  const all = (how: string): string[] => ["data", "desk", "loans"].filter((project) => !without.includes(project)).map((project) => `${project} ${how}`);
  const run = (): string[] => {
    const { tasks, status, stdout } = nx(root, task);
    expect(status, stdout).toBe(0);
    return tasks;
  };
  expect(run()).toEqual(all("miss"));
  rmSync(path.join(root, "packages/loans/oma-lint.sarif"));
  expect(run()).toEqual(all("hit"));
  expect(existsSync(path.join(root, "packages/loans/oma-lint.sarif"))).toBe(true);
  const missed = (change: () => void): string[] => {
    change();
    return run().flatMap((entry) => (entry.endsWith(" miss") ? [entry.slice(0, -5)] : []));
  };
  const write = (name: string, text: string) => () => {
    writeFileSync(path.join(root, name), text);
  };
  expect(missed(write("packages/loans/src/b.ts", "export const b = 2;\n"))).toEqual(["loans"]);
  expect(missed(write("packages/data/src/a.ts", "export const a = 2;\n"))).toEqual(["data", "loans"]);
  expect(missed(write("oma-lint.config.json", '{ "preset": "strict" }'))).toEqual(all("").map((entry) => entry.trim()));
}

describe("Nx takes the second run from its cache, and runs a changed project and its dependants again", () => {
  test("with the plugin", () => {
    const root = open({ ...packages, "nx.json": withPlugin });
    expectToCache(root, "oma-lint", []);
    const bad =
      'import { Pool } from "pg";\nconst pool = new Pool();\nexport const find = (id: string) => pool.query("SELECT * FROM loans WHERE id = " + id);\n';
    writeFileSync(path.join(root, "packages/loans/src/b.ts"), bad);
    const { status, stdout } = nx(root, "oma-lint");
    expect(status).toBe(1);
    expect(stdout).toContain("oma/no-raw-sql-interpolation");
  }, 240_000);

  test("with a script of each package", () => {
    const script = /the script `("lint:oma": ".*?")`/.exec(readFileSync("docs/monorepos.md", "utf8"))?.[1] ?? "";
    const scripts = JSON.parse(`{ ${script} }`) as object;
    const scripted = ["data", "loans"].map((name) => [
      `packages/${name}/package.json`,
      { ...packages[`packages/${name}/package.json` as "package.json"], scripts },
    ]);
    expectToCache(open({ ...packages, ...Object.fromEntries(scripted), "nx.json": byHand }), "lint:oma", ["desk"]);
  }, 240_000);
});

describe("the plugin", () => {
  const [glob, create] = createNodesV2;
  const foldersOf = (files: Readonly<Record<string, object>>): string[] =>
    create(Object.keys(files), undefined, { workspaceRoot: makeTree(files) }).flatMap(([, { projects }]) => Object.keys(projects));

  test("is the same by either name", () => {
    expect(createNodes).toEqual(createNodesV2);
    expect(glob).toBe("**/{package,project}.json");
  });

  test("takes packages of the workspace and folders with project.json, not every package.json", () => {
    const files = {
      "package.json": { workspaces: ["packages/*"], nx: {} },
      "packages/loans/package.json": { name: "loans" },
      "packages/loans/fixtures/package.json": { name: "fixture" },
      "apps/desk/project.json": { name: "desk" },
    };
    expect(foldersOf(files)).toEqual(["packages/loans", "apps/desk"]);
  });

  test("takes the root where it is the only project", () => {
    expect(foldersOf({ "package.json": { name: "loans", nx: {} } })).toEqual(["."]);
    expect(foldersOf({ "package.json": { name: "loans" }, "project.json": { name: "loans" } })).toEqual([".", "."]);
    expect(foldersOf({ "package.json": { name: "loans" } })).toEqual([]);
  });

  test("names the task and hands arguments on; says what it does not know", () => {
    const workspaceRoot = makeTree({ "package.json": { nx: {} } });
    const [[, { projects } = { projects: {} }] = []] = create(["package.json"], { targetName: "lint:oma", args: "--preset strict" }, { workspaceRoot });
    expect(projects["."]?.targets["lint:oma"]?.command).toBe("oma-lint --no-error-on-unmatched-pattern --output sarif:oma-lint.sarif --preset strict");
    expect(() => create([], { target: "lint" } as object, { workspaceRoot })).toThrow('"target" is no option of the plugin');
  });
});
