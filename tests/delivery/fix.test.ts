import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { runFile } from "../cli/stage.ts";
import { createRepo, environment, type Repo } from "../git/scene.ts";

const opened: Repo[] = [];
afterEach(() => {
  for (const repo of opened.splice(0)) repo.close();
});

/** A query whose suggestion is a placeholder. */
const bad = 'export const find = (id: string) => pool.query("SELECT * FROM loans WHERE id = " + id);\n';
const head = 'import { Pool } from "pg";\nconst pool = new Pool();\n';
const good = /WHERE id = \$1", \[id\]\)/;

function open(files: Readonly<Record<string, string>>): Repo {
  const repo = createRepo(files);
  opened.push(repo);
  return repo;
}
const read = (repo: Repo, name = "src/a.ts"): string => readFileSync(path.join(repo.path, name), "utf8");

describe("--fix-suggestions", () => {
  test("applies suggestions, then reports what is left", async () => {
    const repo = open({ "src/a.ts": head + bad, "src/b.ts": `${head}${bad.replace('" + id', '" + id + " ORDER BY " + sort(id)')}` });
    const before = await repo.lint([]);
    expect(before.places).toContain("src/a.ts:3");
    const verdict = await repo.lint(["--fix-suggestions"]);
    expect(read(repo)).toMatch(good);
    expect(verdict.places).not.toContain("src/a.ts:3");
    expect(verdict.stderr).toMatch(/1 of \d findings? were changed by their suggestion in 1 file\./);
  });

  test("--dry-run writes nothing and prints a diff that git applies", async () => {
    const repo = open({ "src/a.ts": `\ufeff${head}${bad}`.replaceAll("\n", "\r\n").replace("\ufeff", ""), "src/b.ts": head + bad });
    const texts = [read(repo), read(repo, "src/b.ts")];
    const { stdout, code } = await runFile(path.resolve("dist/cli.js"), ["--fix-suggestions", "--dry-run"], { cwd: repo.path });
    expect([read(repo), read(repo, "src/b.ts")]).toEqual(texts);
    expect(code).toBe(1);
    writeFileSync(path.join(repo.path, "fix.diff"), stdout);
    execFileSync("git", ["apply", "fix.diff"], { cwd: repo.path, env: environment() });
    expect(read(repo)).toMatch(good);
    expect(read(repo, "src/b.ts")).toMatch(good);
    expect((await repo.lint([])).places).toEqual([]);
  });

  test("--dry-run paints the diff where there are colours", async () => {
    const repo = open({ "src/a.ts": head + bad });
    const { stdout } = await runFile(path.resolve("dist/cli.js"), ["--fix-suggestions", "--dry-run", "--color"], { cwd: repo.path });
    expect(stdout).toMatch(/\u001b\[31m-export const find/);
    expect(stdout).toMatch(/\u001b\[32m\+export const find/);
  });

  test("keeps a byte order mark and the ends of lines", async () => {
    const repo = open({ "src/a.ts": `\ufeff${(head + bad).replaceAll("\n", "\r\n")}` });
    await repo.lint(["--fix-suggestions"]);
    expect(read(repo)).toMatch(good);
    expect(read(repo).startsWith("\ufeff")).toBe(true);
    expect(read(repo).replaceAll("\r\n", "")).not.toContain("\n");
  });

  test("never touches a partly staged file", async () => {
    const repo = open({ "src/a.ts": head + bad, "src/b.ts": head + bad });
    repo.git("add", ".");
    repo.write({ "src/a.ts": `// not staged\n${head}${bad}` });
    const verdict = await repo.lint(["--staged", "--fix-suggestions"]);
    expect(read(repo)).toBe(`// not staged\n${head}${bad}`);
    expect(read(repo, "src/b.ts")).toMatch(good);
    expect(verdict.stderr).toContain("src/a.ts: has changes that are not staged; its suggestions were not applied.");
    expect(verdict.stderr).toContain("stage them again");
    expect(verdict.places).toEqual(["src/a.ts:3", "src/b.ts:3"]);
  });

  test("leaves accepted findings and files that are not UTF-8 alone", async () => {
    const repo = open({ "src/a.ts": head + bad });
    await runFile(path.resolve("dist/cli.js"), ["baseline"], { cwd: repo.path });
    await repo.lint(["--fix-suggestions"]);
    expect(read(repo)).toBe(head + bad);
    writeFileSync(path.join(repo.path, "src/b.ts"), Buffer.from(`// caf\u00e9\n${head}${bad}`, "latin1"));
    const verdict = await repo.lint(["--fix-suggestions"]);
    expect(readFileSync(path.join(repo.path, "src/b.ts"), "latin1")).toBe(`// caf\u00e9\n${head}${bad}`);
    expect(verdict.stderr).toContain("src/b.ts: is not on disk what was checked; its suggestions were not applied.");
  });

  test("--dry-run alone is refused", async () => {
    expect((await open({ "src/a.ts": head }).lint(["--dry-run"])).stderr).toContain("--dry-run shows what --fix-suggestions would change: give both.");
  });
});
