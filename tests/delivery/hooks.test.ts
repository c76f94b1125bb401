import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { bad, createRepo, environment, good, loans, manifest, type Repo } from "../git/scene.ts";

/** Each set-up of docs/hooks.md, in a real repository with the real tool from the registry. */
const opened: Repo[] = [];
afterAll(() => {
  for (const repo of opened.splice(0)) repo.close();
});

const document = readFileSync("docs/hooks.md", "utf8");

/** The first code block of a section of docs/hooks.md. */
function documented(section: string): string {
  const body = document.split(`\n## ${section}\n`)[1] ?? "";
  const block = /```\w+\n([\s\S]*?)```/.exec(body)?.[1];
  if (block === undefined) throw new Error(`docs/hooks.md has no code block under ${section}`);
  return block;
}

/** A repository in which this build of oma-lint and some tools are installed. */
function open(...tools: string[]): Repo {
  const repo = createRepo({ ".gitignore": "node_modules\n", "src/a.ts": loans(good) });
  opened.push(repo);
  if (tools.length > 0) run(repo, "npm", "install", "--save-dev", "--no-audit", "--no-fund", "--ignore-scripts", ...tools);
  mkdirSync(path.join(repo.path, "node_modules/.bin"), { recursive: true });
  symlinkSync(path.resolve("."), path.join(repo.path, "node_modules/oma-lint"));
  symlinkSync(path.resolve("dist/cli.js"), path.join(repo.path, "node_modules/.bin/oma-lint"));
  return repo;
}

function run(repo: Repo, program: string, ...words: string[]): string {
  return execFileSync(program, words, { cwd: repo.path, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: environment() });
}

function addToManifest(repo: Repo, part: string): void {
  const file = path.join(repo.path, "package.json");
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, "utf8")) as object), ...(JSON.parse(part) as object) }));
}

/** A bad change is refused, a good one passes; what is not staged has no say, and survives. */
function expectToGuard(repo: Repo): void {
  repo.git("add", "-A");
  repo.git("commit", "-q", "-m", "set-up");
  const messages = (): string => repo.git("log", "--format=%s");
  repo.write({ "src/a.ts": loans(bad) });
  repo.git("add", "-A");
  const refused = spawnSync("git", ["commit", "-m", "bad"], { cwd: repo.path, encoding: "utf8", env: environment() });
  expect(refused.status).not.toBe(0);
  expect(refused.stdout + refused.stderr).toContain("oma/no-raw-sql-interpolation");
  expect(messages()).not.toContain("bad");
  repo.write({ "src/a.ts": loans(good, "mended") });
  repo.git("add", "-A");
  repo.write({ "src/a.ts": `${loans(good, "mended")}// Work in progress.\n` });
  repo.git("commit", "-q", "-m", "mended");
  expect(messages()).toContain("mended");
  expect(readFileSync(path.join(repo.path, "src/a.ts"), "utf8")).toContain("Work in progress.");
}

describe("a commit hook as documented, with", () => {
  test("plain git", () => {
    const repo = open();
    const file = path.join(repo.path, ".git/hooks/pre-commit");
    writeFileSync(file, documented("Plain git"));
    chmodSync(file, 0o755);
    expectToGuard(repo);
  });

  test("husky", () => {
    const repo = open("husky@9");
    run(repo, "npx", "--no-install", "husky", "init");
    writeFileSync(path.join(repo.path, ".husky/pre-commit"), documented("husky"));
    expectToGuard(repo);
  });

  test("lefthook", () => {
    const repo = open("lefthook@2");
    writeFileSync(path.join(repo.path, "lefthook.yml"), documented("lefthook"));
    run(repo, "npx", "--no-install", "lefthook", "install");
    expectToGuard(repo);
  });

  test("simple-git-hooks", () => {
    const repo = open("simple-git-hooks@2");
    addToManifest(repo, documented("simple-git-hooks"));
    run(repo, "npx", "--no-install", "simple-git-hooks");
    expectToGuard(repo);
  });

  test("lint-staged", () => {
    const repo = open("lint-staged@16");
    addToManifest(repo, documented("lint-staged"));
    const file = path.join(repo.path, ".git/hooks/pre-commit");
    writeFileSync(file, "#!/bin/sh\nexec npx --no-install lint-staged\n");
    chmodSync(file, 0o755);
    expectToGuard(repo);
  });
});

const hasPreCommit = spawnSync("pre-commit", ["--version"]).status === 0;

describe.skipIf(!hasPreCommit)("with pre-commit (Debian: apt install pre-commit)", () => {
  test("from the hooks this repository offers", () => {
    const source = createRepo({ ".pre-commit-hooks.yaml": readFileSync(".pre-commit-hooks.yaml", "utf8"), "package.json": manifest });
    opened.push(source);
    source.commit("hooks");
    source.git("tag", "v0.1.0");
    const repo = open();
    repo.write({ ".pre-commit-config.yaml": documented("pre-commit").replace("https://github.com/oma-lint/oma-lint", source.path) });
    run(repo, "pre-commit", "install");
    expectToGuard(repo);
  });
});
