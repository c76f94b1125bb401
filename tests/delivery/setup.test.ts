import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { rules } from "../../rules/index.ts";
import { runFile } from "../cli/stage.ts";
import { createRepo } from "../git/scene.ts";
import { makeTree, removeTrees } from "../project/tree.ts";

afterAll(removeTrees);

const cli = path.resolve("dist/cli.js");
const run = (cwd: string, ...words: string[]) => runFile(cli, words, { cwd });
const loans = 'import { Pool } from "pg";\nconst pool = new Pool();\nexport const find = (id: string) => pool.query("SELECT * FROM loans WHERE id = " + id);\n';

describe("oma-lint init", () => {
  const project = () =>
    makeTree({
      "package.json": {
        name: "lending",
        type: "module",
        dependencies: { express: "5" },
        devDependencies: { husky: "9", eslint: "10", "oma-lint": "0", typescript: "6", "typescript-eslint": "8" },
      },
      "pnpm-lock.yaml": "",
      "tsconfig.json": "{}",
      ".git/HEAD": "ref: refs/heads/main\n",
      ".husky/pre-commit": "pnpm test",
      ".github/CODEOWNERS": "",
      "src/a.ts": loans,
    });
  const written = ["oma-lint.config.ts", "eslint.config.js", ".husky/pre-commit", ".github/workflows/oma-lint.yml"];

  test("shows every file, and writes none unasked", async () => {
    const root = project();
    const { code, stdout, stderr } = await run(root, "init");
    expect(code).toBe(0);
    for (const file of written) expect(stdout).toContain(file);
    expect(stderr).toContain("pnpm · TypeScript (ES modules) · express");
    expect(stderr).toContain("Nothing was written.");
    expect(existsSync(path.join(root, "oma-lint.config.ts"))).toBe(false);
  });

  test("--yes writes what was shown, once; what it writes is valid", async () => {
    const root = project();
    const shown = (await run(root, "init")).stdout;
    expect((await run(root, "init", "--yes")).stdout).toBe(shown);
    const texts = () => written.map((file) => readFileSync(path.join(root, file), "utf8"));
    const first = texts();
    expect(first[2]).toBe("pnpm test\npnpm exec oma-lint --staged\n");
    expect(first[3]).toContain("pnpm install --frozen-lockfile");
    const again = await run(root, "init", "--yes");
    expect(again.stdout.replaceAll("\n", " ")).toMatch(/^There already: .*oma-lint\.config\.ts.*eslint\.config\.js.*\.husky\/pre-commit.*oma-lint\.yml/);
    expect(again.stderr).not.toContain("Wrote");
    expect(texts()).toEqual(first);
    const checked = await run(root, "doctor");
    expect(checked.stdout).toMatch(/✓ Hook and CI +\.husky\/pre-commit; checked in CI/);
    expect(checked.stdout).toMatch(/✓ Editor +eslint\.config\.js has the plugin/);
  });

  test("--architecture --yes writes the proposal into the configuration, and it holds", async () => {
    const root = makeTree({
      "package.json": { name: "lending", type: "module", dependencies: { pg: "8", "oma-lint": "0" } },
      "src/loan.repository.ts": 'import { Pool } from "pg";\nexport const pool = new Pool();\n',
      "src/loan.service.ts": 'export { pool } from "./loan.repository.js";\n',
    });
    await run(root, "init", "--architecture", "--yes");
    expect(readFileSync(path.join(root, "oma-lint.config.js"), "utf8")).toContain('"repository"');
    const { code, stdout } = await run(root, "-f", "json");
    expect(code).toBe(0);
    expect(stdout).not.toContain("no-forbidden-dependency");
  });

  test.each([
    ["lefthook.yml", { "lefthook.yml": "pre-push:\n  commands: {}\n" }, "pre-push:\n  commands: {}\npre-commit:\n  commands:\n    oma-lint:"],
    [
      "package.json",
      { "package.json": { name: "lending", "simple-git-hooks": { "pre-push": "npm test" } } },
      '"pre-commit": "npx --no-install oma-lint --staged"',
    ],
    ["package.json", { "package.json": { name: "lending", "lint-staged": { "*.md": "prettier" } } }, '"oma-lint --no-error-on-unmatched-pattern"'],
    [".git/hooks/pre-commit", { "package.json": { name: "lending" } }, "#!/bin/sh\nexec npx --no-install oma-lint --staged\n"],
  ])("adds a hook to %s", async (file, files, text) => {
    const root = makeTree({ ".git/HEAD": "", ".git/hooks/": "", "package.json": { name: "lending" }, "src/a.ts": loans, ...files });
    await run(root, "init", "--yes");
    expect(readFileSync(path.join(root, file), "utf8")).toContain(text);
    if (file.startsWith(".git")) expect(statSync(path.join(root, file)).mode & 0o100).toBe(0o100);
    const before = readFileSync(path.join(root, file), "utf8");
    await run(root, "init", "--yes");
    expect(readFileSync(path.join(root, file), "utf8")).toBe(before);
  });
});

describe("oma-lint init finds the hooks folder of git", () => {
  const init = (cwd: string) => run(cwd, "init", "--yes");

  test("from a linked worktree, where .git is a file", async () => {
    const repo = createRepo({ "src/a.ts": loans });
    repo.commit("first");
    repo.git("worktree", "add", "-q", "tree");
    const tree = path.join(repo.path, "tree");
    await init(tree);
    const hook = path.join(repo.path, ".git/hooks/pre-commit");
    expect(readFileSync(hook, "utf8")).toContain("oma-lint --staged");
    expect((await init(tree)).stdout).toContain("commit hook (../.git/hooks/pre-commit)");
    expect((await run(tree, "doctor")).stdout).toContain("../.git/hooks/pre-commit");
    repo.close();
  });

  test("where core.hooksPath says", async () => {
    const repo = createRepo({ "src/a.ts": loans });
    repo.git("config", "core.hooksPath", "tools/hooks");
    await init(repo.path);
    expect(existsSync(path.join(repo.path, ".git/hooks/pre-commit"))).toBe(false);
    expect(statSync(path.join(repo.path, "tools/hooks/pre-commit")).mode & 0o100).toBe(0o100);
    repo.close();
  });
});

describe("oma-lint doctor", () => {
  test("names what is wrong and exits with 1", async () => {
    const root = makeTree({
      "package.json": { name: "lending", "oma-lint": {} },
      "oma-lint.config.json": '{ "rules": { "no-such-rule": "error" } }',
      "src/a.ts": 'import "./gone.js";\n',
    });
    const { code, stdout } = await run(root, "doctor");
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ Configuration +oma-lint\.config\.json and package\.json#oma-lint stand in one folder/);
    expect(stdout).toMatch(/✗ Configuration +oma-lint\.config\.json is not valid[^✓▲]*\n {17}.*no-such-rule/);
  });

  test("only advises where nothing is wrong", async () => {
    const root = makeTree({ "package.json": { name: "lending" }, "src/a.ts": 'import "./gone.js";\n' });
    const { code, stdout } = await run(root, "doctor");
    expect(code).toBe(0);
    expect(stdout).toMatch(/▲ Imports +1 of 1 of the project's own lead nowhere/);
  });
});

describe("oma-lint completion", () => {
  test("bash completes commands, flags, what follows them, and rules", async () => {
    const { stdout } = await run(".", "completion", "bash");
    const complete = (...words: string[]): string[] => {
      const script = `${stdout}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _oma_lint; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return spawnSync("bash", ["-c", script], { encoding: "utf8" }).stdout.trim().split("\n");
    };
    expect(complete("oma-lint", "exp")).toEqual(["explain"]);
    expect(complete("oma-lint", "--sta")).toEqual(["--staged"]);
    expect(complete("oma-lint", "src", "--format", "sa")).toEqual(["sarif"]);
    expect(complete("oma-lint", "--preset", "")).toContain("strict");
    expect(complete("oma-lint", "explain", "")).toEqual(Object.keys(rules));
    expect(complete("oma-lint", "graph", "--foc")).toEqual(["--focus"]);
  });

  test.each(["zsh", "fish"])("%s has every command and flag, and parses where the shell is here", async (shell) => {
    const { stdout } = await run(".", "completion", shell);
    for (const word of ["explain", "staged", "focus", "no-raw-sql-interpolation", "sarif"]) expect(stdout).toContain(word);
    const parsed = spawnSync(shell, ["-n"], { input: stdout, encoding: "utf8" });
    if (parsed.error === undefined) expect(parsed.stderr).toBe("");
  });
});

describe("--fix and --watch", () => {
  test("--fix says that there is nothing it may change; the day a rule has a fix, it has to apply it", async () => {
    const root = makeTree({ "package.json": { name: "lending", dependencies: { pg: "8" } }, "src/a.ts": loans });
    const { code, stderr } = await run(root, "--fix");
    expect(code).toBe(1);
    expect(stderr).toContain("--fix changed nothing");
    expect(readFileSync(path.join(root, "src/a.ts"), "utf8")).toBe(loans);
    expect(Object.values(rules).filter(({ meta }) => "fixable" in meta)).toEqual([]);
  });

  test("--watch does not wake itself by the report it writes, and ends when nobody reads", async () => {
    const root = makeTree({ "package.json": { name: "lending", dependencies: { pg: "8" } }, "src/a.ts": "export const a = 1;\n" });
    const child = spawn(process.execPath, [cli, "--watch", "-o", "json:src/report.json"], { cwd: root });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.stdout.resume();
    const watches = () => said.match(/Watching/g)?.length ?? 0;
    await expect.poll(watches, { timeout: 30_000 }).toBe(1);
    writeFileSync(path.join(root, "src/a.ts"), loans);
    await expect.poll(watches, { timeout: 30_000 }).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(watches()).toBe(2);
    child.stdout.destroy();
    const ended = new Promise((resolve) => child.on("close", resolve));
    writeFileSync(path.join(root, "src/a.ts"), "export const a = 3;\n");
    await ended;
  }, 90_000);

  test("--watch checks again when a file changes, comes or breaks; Ctrl-C exits with 130", async () => {
    const root = makeTree({ "package.json": { name: "lending", dependencies: { pg: "8" } }, "src/a.ts": "export const a = 1;\n" });
    const child = spawn(process.execPath, [cli, "--watch"], { cwd: root });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (said += text));
    const sees = (text: string | RegExp) => expect.poll(() => said, { timeout: 30_000 }).toMatch(text);
    await sees(/Watching 1 file/);
    said = "";
    writeFileSync(path.join(root, "src/a.ts"), loans);
    await sees(/oma\/no-raw-sql-interpolation[\s\S]*Watching/);
    said = "";
    writeFileSync(path.join(root, "src/b.ts"), "export const b = 2;\n");
    await sees(/Watching 2 files/);
    said = "";
    writeFileSync(path.join(root, "oma-lint.config.json"), "{ broken");
    await sees(/oma-lint\.config\.json/);
    said = "";
    writeFileSync(path.join(root, "oma-lint.config.json"), '{ "rules": { "no-raw-sql-interpolation": "off" } }');
    await sees(/No findings[\s\S]*Watching/);
    child.kill("SIGINT");
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(130);
  }, 90_000);
});
