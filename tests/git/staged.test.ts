import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, realpathSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { bad, createRepo, environment, good, loans, manifest, type Repo } from "./scene.ts";

const opened: Repo[] = [];
afterEach(() => {
  for (const repo of opened.splice(0)) repo.close();
});

function open(files?: Readonly<Record<string, string>>): Repo {
  const repo = createRepo(files);
  opened.push(repo);
  return repo;
}

describe("--staged", () => {
  test("looks at what is staged, and at nothing else", async () => {
    const repo = open({ "src/old.ts": loans(bad), "src/new.ts": loans(good) });
    repo.commit("first");
    repo.write({ "src/new.ts": loans(bad) });
    expect(await repo.lint(["--staged"])).toMatchObject({ code: 0, places: [], stderr: "" });
    repo.git("add", ".");
    expect(await repo.lint(["--staged"])).toMatchObject({ code: 1, places: ["src/new.ts:3"], stderr: "" });
  });

  test("of a partly staged file it reads the staged text, and touches neither worktree nor index", async () => {
    const repo = open({ "src/a.ts": loans(good), "src/b.ts": loans(good) });
    repo.commit("first");
    repo.write({ "src/a.ts": `\n\n${loans(bad)}`, "src/b.ts": loans(bad) });
    repo.git("add", ".");
    repo.write({ "src/a.ts": loans(good), "src/b.ts": `// more\n${loans(bad)}` });
    const [index, status] = [readFileSync(path.join(repo.path, ".git/index")), repo.git("status", "--porcelain")];
    const verdict = await repo.lint(["--staged"]);
    expect(verdict.places).toEqual(["src/a.ts:5", "src/b.ts:3"]);
    expect(verdict.stdout).not.toContain("more");
    expect(readFileSync(path.join(repo.path, ".git/index"))).toEqual(index);
    expect(repo.git("status", "--porcelain")).toBe(status);
    expect(repo.git("stash", "list")).toBe("");
    expect(readFileSync(path.join(repo.path, "src/a.ts"), "utf8")).toBe(loans(good));
  });

  test("shows staged code in the report, not the code on disk", async () => {
    const repo = open({ "src/a.ts": loans(bad) });
    repo.git("add", ".");
    repo.write({ "src/a.ts": loans(good).replace("loans", "books") });
    expect((await repo.lint(["--staged", "-o", "stylish:report.txt"])).code).toBe(1);
    expect(readFileSync(path.join(repo.path, "report.txt"), "utf8")).toContain("SELECT * FROM loans");
  });

  describe("other files are as they are in the index", () => {
    const user = (from: string): string => `import { pool } from "${from}";\nexport const find = async (reader: string) => { ${bad} };\n`;
    const pool = 'import { Pool } from "pg";\nexport const pool = new Pool();\n';
    const noPool = "export const pool = { query: async (text: string) => text };\n";

    test("changed on disk only", async () => {
      const repo = open({ "src/pool.ts": pool, "src/user.ts": user("./pool.js") });
      repo.git("add", ".");
      repo.write({ "src/pool.ts": noPool });
      expect((await repo.lint(["--staged"])).places).toEqual(["src/user.ts:2"]);
      repo.git("add", "src/pool.ts");
      repo.write({ "src/pool.ts": pool });
      expect((await repo.lint(["--staged"])).places).toEqual([]);
    });

    test("deleted on disk only, found by every spelling of the import", async () => {
      const repo = open({ "src/pool.ts": pool, "src/db/index.ts": pool, "src/a.ts": user("./pool"), "src/b.ts": user("./pool.js"), "src/c.ts": user("./db") });
      repo.git("add", ".");
      repo.remove("src/pool.ts");
      repo.remove("src/db");
      expect((await repo.lint(["--staged"])).places).toEqual(["src/a.ts:2", "src/b.ts:2", "src/c.ts:2"]);
    });

    test("a staged file that is gone from disk is still looked at", async () => {
      const repo = open({ "src/a.ts": loans(bad) });
      repo.git("add", ".");
      repo.remove("src/a.ts");
      expect((await repo.lint(["--staged"])).places).toEqual(["src/a.ts:3"]);
      expect((await repo.lint(["--staged", "--no-error-on-unmatched-pattern", "src"])).places).toEqual(["src/a.ts:3"]);
    });

    test("a file git does not know is not part of what is committed", async () => {
      const repo = open({ "src/user.ts": user("./pool") });
      repo.git("add", ".");
      repo.write({ "src/pool.ts": pool });
      expect((await repo.lint(["--staged"])).places).toEqual([]);
      expect((await repo.lint([])).places).toEqual(["src/user.ts:2"]);
    });

    test("a file git ignores is there: the build made it", async () => {
      const repo = open({ ".gitignore": "src/pool.ts\n", "src/user.ts": user("./pool") });
      repo.git("add", ".");
      repo.write({ "src/pool.ts": pool });
      const whole = (await repo.lint([])).places;
      expect((await repo.lint(["--staged"])).places).toEqual(whole);
    });

    test("tsconfig.json and package.json count as staged too", async () => {
      const tsconfig = (folder: string): string => `{ "compilerOptions": { "paths": { "@db/*": ["./src/${folder}/*"] } } }`;
      const repo = open({ "tsconfig.json": tsconfig("real"), "src/real/pool.ts": pool, "src/fake/pool.ts": noPool, "src/user.ts": user("@db/pool") });
      repo.git("add", ".");
      repo.write({ "tsconfig.json": tsconfig("fake") });
      expect((await repo.lint(["--staged"])).places).toEqual(["src/user.ts:2"]);
      repo.git("add", ".");
      repo.write({ "tsconfig.json": tsconfig("real") });
      expect((await repo.lint(["--staged"])).places).toEqual([]);
    });
  });

  test("renames, deletions, links, submodules, odd names", async () => {
    const library = open({ "src/inner.ts": loans(bad) });
    library.commit("library");
    const repo = open({ "src/away.ts": loans(bad), "src/before.ts": loans(bad), "src/plain.ts": loans(good) });
    repo.commit("first");
    repo.git("mv", "src/before.ts", "src/after.ts");
    repo.git("rm", "-q", "src/away.ts");
    repo.git("submodule", "add", "-q", library.path, "libs/inner");
    repo.write({
      "src/ein Leihgabe-ü.ts": loans(bad),
      "src/日本\t語.ts": loans(bad),
      "src/[id].ts": loans(bad),
      "src/--odd.ts": loans(bad),
      'src/"q".ts': loans(bad),
    });
    symlinkSync("after.ts", path.join(repo.path, "src/link.ts"));
    repo.git("add", ".");
    const { places, code } = await repo.lint(["--staged"]);
    expect(code).toBe(1);
    expect(places).toEqual(['src/"q".ts:3', "src/--odd.ts:3", "src/[id].ts:3", "src/after.ts:3", "src/ein Leihgabe-ü.ts:3", "src/日本\t語.ts:3"]);
  });

  test("core.autocrlf: lines end one way on disk and another in the index", async () => {
    const repo = open({ "src/before.ts": loans(bad) });
    repo.git("config", "core.autocrlf", "true");
    repo.commit("first");
    const crlf = (text: string): string => text.replaceAll("\n", "\r\n");
    repo.write({ "src/before.ts": crlf(loans(bad)), "src/a.ts": crlf(loans(bad)), "src/part.ts": crlf(loans(bad)) });
    repo.git("add", ".");
    expect(repo.git("show", ":src/a.ts")).toBe(loans(bad));
    expect((await repo.lint(["--staged"])).places).toEqual(["src/a.ts:3", "src/part.ts:3"]);
    repo.write({ "src/part.ts": crlf(`// more\n${loans(bad)}`) });
    const { places, stderr } = await repo.lint(["--staged", "--fix-suggestions"]);
    expect(places).toEqual(["src/a.ts:3", "src/part.ts:3"]);
    expect(readFileSync(path.join(repo.path, "src/a.ts"), "utf8")).toContain("$1");
    expect(stderr).toContain("src/part.ts: has changes that are not staged");
    expect(readFileSync(path.join(repo.path, "src/a.ts"), "utf8").replaceAll("\r\n", "")).not.toContain("\n");
    expect((await repo.lint(["--changed", "--new-only"])).places).toEqual(["src/part.ts:4"]);
  });

  test("a repository without a commit, and an empty one", async () => {
    const repo = open({ "src/a.ts": loans(bad) });
    expect(await repo.lint(["--staged"])).toMatchObject({ code: 0, places: [] });
    repo.git("add", ".");
    expect(await repo.lint(["--staged"])).toMatchObject({ code: 1, places: ["src/a.ts:3"] });
    repo.git("rm", "-q", "--cached", "-r", ".");
    expect(await repo.lint(["--staged"])).toMatchObject({ code: 0 });
  });

  test("paths and a folder to run in narrow it down", async () => {
    const repo = open({ "src/a.ts": loans(bad), "lib/package.json": manifest, "lib/b.ts": loans(bad) });
    repo.git("add", ".");
    expect((await repo.lint(["--staged", "src"])).places).toEqual(["src/a.ts:3"]);
    expect((await repo.lint(["--staged", "--cwd", "lib"])).places).toEqual([expect.stringMatching(/b\.ts:3$/)]);
    expect((await repo.lint(["--staged", "lib/b.ts"])).places).toEqual(["lib/b.ts:3"]);
  });

  test("what a whole run leaves out stays out", async () => {
    const repo = open({
      "oma-lint.config.json": '{ "ignores": ["legacy"] }',
      "legacy/a.ts": loans(bad),
      "src/api.generated.ts": loans(bad),
      "dist/a.js": loans(bad).replace(": string", ""),
      "src/a.ts": loans(bad),
      "notes.md": "text",
    });
    repo.git("add", ".");
    expect((await repo.lint(["--staged"])).places).toEqual(["src/a.ts:3"]);
  });

  test("a merge with a conflict: told, the rest is checked", async () => {
    const repo = open({ "src/a.ts": loans(good), "src/b.ts": loans(good) });
    repo.commit("first");
    repo.git("checkout", "-q", "-b", "other");
    repo.write({ "src/a.ts": loans(good, "byOther"), "src/b.ts": loans(bad) });
    repo.commit("other");
    repo.git("checkout", "-q", "main");
    repo.write({ "src/a.ts": loans(good, "byMain") });
    repo.commit("main");
    expect(() => repo.git("merge", "other")).toThrow();
    const verdict = await repo.lint(["--staged"]);
    expect(verdict).toMatchObject({ code: 1, places: ["src/b.ts:3"] });
    expect(verdict.stderr).toContain("src/a.ts: has merge conflicts; it is skipped.");
  });

  test("settings on disk that are not staged are told", async () => {
    const repo = open({ "oma-lint.config.json": "{}", "src/a.ts": loans(bad) });
    repo.git("add", ".");
    repo.write({ "oma-lint.config.json": '{ "rules": { "no-raw-sql-interpolation": "off" } }' });
    const verdict = await repo.lint(["--staged"]);
    expect(verdict.code).toBe(0);
    expect(verdict.stderr).toContain("oma-lint.config.json has changes that are not staged; they count.");
  });
});

describe("inside a real hook", () => {
  function hook(repo: Repo, command: string): void {
    const file = path.join(repo.path, ".git/hooks/pre-commit");
    writeFileSync(file, `#!/bin/sh\n${command}\n`);
    chmodSync(file, 0o755);
  }
  const cli = `"${process.execPath}" "${path.resolve("dist/cli.js")}"`;

  test("refuses a bad commit and lets a good one pass", () => {
    const repo = open({ "src/a.ts": loans(bad) });
    hook(repo, `exec ${cli} --staged`);
    repo.git("add", ".");
    expect(() => repo.git("commit", "-q", "-m", "bad")).toThrow(/no-raw-sql-interpolation|Command failed/);
    repo.write({ "src/a.ts": loans(good) });
    repo.git("add", ".");
    repo.git("commit", "-q", "-m", "good");
    expect(repo.git("log", "--oneline")).toContain("good");
  });

  test("`git commit -a` and `git commit <path>` have an index of their own (GIT_INDEX_FILE)", () => {
    const repo = open({ "src/a.ts": loans(good), "src/b.ts": loans(good) });
    repo.commit("first");
    hook(repo, `exec ${cli} --staged`);
    repo.write({ "src/a.ts": loans(bad), "src/b.ts": loans(good, "other") });
    expect(() => repo.git("commit", "-q", "-a", "-m", "bad")).toThrow();
    expect(() => repo.git("commit", "-q", "-m", "bad", "src/a.ts")).toThrow();
    repo.git("commit", "-q", "-m", "only b", "src/b.ts");
    expect(repo.git("log", "--oneline")).toContain("only b");
  });

  test("from a sub-folder, with what git sets in a hook", () => {
    const repo = open({ "src/a.ts": loans(good), "packages/api/package.json": manifest, "packages/api/src/b.ts": loans(good) });
    repo.commit("first");
    hook(repo, `cd packages/api && exec ${cli} --staged`);
    repo.write({ "src/a.ts": loans(bad) });
    repo.git("commit", "-q", "-a", "-m", "outside");
    repo.write({ "packages/api/src/b.ts": loans(bad) });
    expect(() => repo.git("commit", "-q", "-a", "-m", "inside")).toThrow();
  });

  test("in a submodule", () => {
    const library = open({ "src/inner.ts": loans(good) });
    library.commit("library");
    const repo = open({ "src/a.ts": loans(bad) });
    repo.git("submodule", "add", "-q", library.path, "libs/inner");
    const inner = path.join(repo.path, "libs/inner");
    const git = (...words: string[]): string => execFileSync("git", words, { cwd: inner, encoding: "utf8", stdio: "pipe", env: environment() });
    const file = path.join(git("rev-parse", "--absolute-git-dir").trim(), "hooks/pre-commit");
    writeFileSync(file, `#!/bin/sh\nexec ${cli} --staged\n`);
    chmodSync(file, 0o755);
    writeFileSync(path.join(inner, "src/inner.ts"), loans(bad));
    expect(() => git("commit", "-q", "-a", "-m", "bad")).toThrow(/inner\.ts|Command failed/);
    writeFileSync(path.join(inner, "src/inner.ts"), loans(good, "again"));
    git("commit", "-q", "-a", "-m", "good");
    expect(git("log", "--oneline")).toContain("good");
  });

  test("with the git folder elsewhere (GIT_DIR and GIT_WORK_TREE)", async () => {
    const repo = open({ "src/a.ts": loans(good) });
    repo.commit("first");
    const elsewhere = path.join(realpathSync(mkdtempSync(path.join(tmpdir(), "oma-git-"))), "kept");
    renameSync(path.join(repo.path, ".git"), elsewhere);
    const env = { GIT_DIR: elsewhere, GIT_WORK_TREE: repo.path };
    repo.write({ "src/a.ts": loans(bad) });
    execFileSync("git", ["add", "."], { cwd: repo.path, env: { ...environment(), ...env } });
    expect((await repo.lint(["--staged"], { env })).places).toEqual(["src/a.ts:3"]);
    expect((await repo.lint(["--changed", "--new-only"], { env })).places).toEqual(["src/a.ts:3"]);
  });

  test("in a linked worktree (GIT_DIR)", () => {
    const repo = open({ "src/a.ts": loans(good) });
    repo.commit("first");
    hook(repo, `exec ${cli} --staged`);
    const tree = path.join(realpathSync(mkdtempSync(path.join(tmpdir(), "oma-tree-"))), "linked");
    repo.git("worktree", "add", "-q", tree);
    const git = (...words: string[]): string => execFileSync("git", words, { cwd: tree, encoding: "utf8", stdio: "pipe", env: environment() });
    writeFileSync(path.join(tree, "src/a.ts"), loans(bad));
    expect(() => git("commit", "-q", "-a", "-m", "bad")).toThrow();
    writeFileSync(path.join(tree, "src/a.ts"), loans(good, "again"));
    git("commit", "-q", "-a", "-m", "good");
    expect(git("log", "--oneline")).toContain("good");
  });
});

describe("--changed and --since", () => {
  test("--changed: what is not committed, new files too", async () => {
    const repo = open({ "src/old.ts": loans(bad), "src/a.ts": loans(good) });
    repo.commit("first");
    repo.write({ "src/a.ts": loans(bad), "src/new.ts": loans(bad), "src/staged.ts": loans(bad) });
    repo.git("add", "src/staged.ts");
    expect((await repo.lint(["--changed"])).places).toEqual(["src/a.ts:3", "src/new.ts:3", "src/staged.ts:3"]);
  });

  test("--changed <branch> compares with where this branch left it, --since with the commit itself", async () => {
    const repo = open({ "src/a.ts": loans(good), "src/b.ts": loans(bad) });
    repo.commit("first");
    repo.git("checkout", "-q", "-b", "feature");
    repo.write({ "src/a.ts": loans(bad) });
    repo.commit("feature");
    repo.git("checkout", "-q", "main");
    repo.write({ "src/b.ts": loans(bad, "renamed") });
    repo.commit("main");
    repo.git("checkout", "-q", "feature");
    expect((await repo.lint(["--changed", "main"])).places).toEqual(["src/a.ts:3"]);
    expect((await repo.lint(["--since", "main"])).places).toEqual(["src/a.ts:3", "src/b.ts:3"]);
    expect((await repo.lint(["--since=HEAD"])).places).toEqual([]);
  });

  test("--new-only leaves out what was there before, however it moved", async () => {
    const old = loans(bad);
    const repo = open({ "src/a.ts": old, "src/b.ts": old });
    repo.commit("first");
    repo.write({
      "src/a.ts": `// moved down\n\n${old}export const more = async (reader: string) => { await pool.query("DELETE FROM loans WHERE id = " + reader); };\n`,
    });
    repo.git("mv", "src/b.ts", "src/renamed.ts");
    repo.git("add", ".");
    expect((await repo.lint(["--staged"])).places).toEqual(["src/a.ts:5", "src/a.ts:6", "src/renamed.ts:3"]);
    expect((await repo.lint(["--staged", "--new-only"])).places).toEqual(["src/a.ts:6"]);
    expect((await repo.lint(["--changed", "--new-only"])).places).toEqual(["src/a.ts:6"]);
  });

  test("--new-only sees what became wrong through another file", async () => {
    const repo = open({
      "src/pool.ts": "export const pool = { query: async (text: string) => text };\n",
      "src/user.ts": `import { pool } from "./pool";\nexport const find = async (reader: string) => { ${bad} };\n`,
    });
    repo.commit("first");
    repo.write({
      "src/pool.ts": 'import { Pool } from "pg";\nexport const pool = new Pool();\n',
      "src/user.ts": readFileSync(path.join(repo.path, "src/user.ts"), "utf8") + "\n",
    });
    repo.git("add", ".");
    expect((await repo.lint(["--staged", "--new-only"])).places).toEqual(["src/user.ts:2"]);
  });
});

describe("what cannot run ends with 2, a message and a hint", () => {
  test.each<[string, string[], RegExp]>([
    ["an unknown ref", ["--changed", "src"], /Git does not know "src"\.\n {2}hint: To check a path, write it before the option/],
    ["a ref that looks like an option", ["--since=--output=x"], /Git does not know "--output=x"\./],
    ["two of them", ["--staged", "--since", "main"], /cannot be used with/i],
    ["nothing to compare with", ["--new-only"], /--new-only needs something to compare with/],
  ])("%s", async (_name, words, message) => {
    const repo = open({ "src/a.ts": loans(good) });
    repo.commit("first");
    const outcome = await repo.lint(words);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toMatch(message);
    expect(outcome.stderr).not.toMatch(/\n {4}at |crashed/);
  });

  test("no git program", async () => {
    const repo = open({ "src/a.ts": loans(good) });
    const outcome = await repo.lint(["--staged"], { env: { PATH: "/nowhere" } });
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toMatch(/Git is needed for this, but there is no `git` program on the PATH\.\n {2}hint: Install git/);
  });

  test("no repository", async () => {
    const repo = open({ "src/a.ts": loans(good) });
    repo.remove(".git");
    const outcome = await repo.lint(["--staged"], { env: { GIT_CEILING_DIRECTORIES: path.dirname(repo.path) } });
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toMatch(/Git has no worktree here: not a git repository/);
  });

  test("unrelated histories, and a shallow clone", async () => {
    const repo = open({ "src/a.ts": loans(good) });
    repo.commit("first");
    repo.git("checkout", "-q", "--orphan", "island");
    repo.git("commit", "-q", "-m", "island");
    expect((await repo.lint(["--changed", "main"])).stderr).toMatch(/"main" and HEAD have no commit in common/);
    const clone = open();
    clone.remove(".git");
    execFileSync("git", ["clone", "-q", "--depth", "1", `file://${repo.path}`, "clone"], { cwd: clone.path, env: environment() });
    expect((await clone.lint(["--changed", "v1"], { cwd: path.join(clone.path, "clone") })).stderr).toMatch(/This clone is shallow/);
  });
});
