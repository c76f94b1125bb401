import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeTree, removeTrees } from "../project/tree.ts";

afterAll(removeTrees);

const script = "oma-lint --output sarif:oma-lint.sarif";
const settings = /## Turborepo[\s\S]*?```json\n([\s\S]*?)```/.exec(readFileSync("docs/monorepos.md", "utf8"))?.[1] ?? "";

/** The set-up of docs/monorepos.md with the real program from the registry. */
test("Turborepo takes the second run from its cache, and runs a changed package and its dependants again", () => {
  const root = makeTree({
    "package.json": { name: "lending", private: true, packageManager: "npm@11.0.0", workspaces: ["packages/*"] },
    "turbo.json": settings,
    ".gitignore": "node_modules\n.turbo\noma-lint.sarif\n",
    "packages/data/package.json": { name: "@lending/data", version: "1.0.0", scripts: { "lint:oma": script } },
    "packages/data/src/a.ts": "export const a = 1;\n",
    "packages/loans/package.json": { name: "@lending/loans", version: "1.0.0", scripts: { "lint:oma": script }, dependencies: { "@lending/data": "*" } },
    "packages/loans/src/b.ts": "export const b = 1;\n",
  });
  const run = (program: string, ...words: string[]): string => execFileSync(program, words, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  run("npm", "install", "--save-dev", "--no-audit", "--no-fund", "--ignore-scripts", "turbo@2");
  mkdirSync(path.join(root, "node_modules/.bin"), { recursive: true });
  symlinkSync(path.resolve("."), path.join(root, "node_modules/oma-lint"));
  symlinkSync(path.resolve("dist/cli.js"), path.join(root, "node_modules/.bin/oma-lint"));
  run("git", "init", "-q");
  run("git", "add", "-A");
  const turbo = (): string[] => {
    const { stdout, status } = spawnSync("node_modules/.bin/turbo", ["run", "lint:oma", "--no-color"], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", CI: "" },
    });
    expect(status, stdout).toBe(0);
    return [...stdout.matchAll(/@lending\/(\w+):lint:oma: cache (hit|miss)/g)].map(([, name, how]) => `${name} ${how}`).sort();
  };
  expect(turbo()).toEqual(["data miss", "loans miss"]);
  expect(existsSync(path.join(root, "packages/loans/oma-lint.sarif"))).toBe(true);
  expect(turbo()).toEqual(["data hit", "loans hit"]);
  writeFileSync(path.join(root, "packages/loans/src/b.ts"), "export const b = 2;\n");
  expect(turbo()).toEqual(["data hit", "loans miss"]);
  writeFileSync(path.join(root, "packages/data/src/a.ts"), "export const a = 2;\n");
  expect(turbo()).toEqual(["data miss", "loans miss"]);
  writeFileSync(path.join(root, "oma-lint.config.json"), '{ "preset": "strict" }');
  expect(turbo()).toEqual(["data miss", "loans miss"]);
}, 180_000);
