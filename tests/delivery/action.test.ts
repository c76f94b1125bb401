import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { bad, createRepo, environment, good, loans, type Repo } from "../git/scene.ts";

const action = readFileSync("action.yml", "utf8");

/** The shell steps of the action, in order, as GitHub would hand them to bash. */
const scripts = [...action.matchAll(/^ {6}run: \|\n((?: {8}.*\n|\n)+)/gm)].map((match) => (match[1] ?? "").replace(/^ {8}/gm, ""));

const opened: Repo[] = [];
afterEach(() => {
  for (const repo of opened.splice(0)) repo.close();
});

interface Step {
  readonly status: number | null;
  readonly stdout: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

function open(files: Readonly<Record<string, string>>): Repo {
  const repo = createRepo(files);
  opened.push(repo);
  mkdirSync(path.join(repo.path, "node_modules/.bin"), { recursive: true });
  symlinkSync(path.resolve("."), path.join(repo.path, "node_modules/oma-lint"));
  symlinkSync(path.resolve("dist/cli.js"), path.join(repo.path, "node_modules/.bin/oma-lint"));
  return repo;
}

/** Runs the check step the way GitHub runs it, with the inputs in the environment the action gives them. */
function check(repo: Repo, inputs: Readonly<Record<string, string>> = {}, folder = "."): Step {
  const [output, summary] = [path.join(repo.path, "output.txt"), path.join(repo.path, "summary.md")];
  for (const file of [output, summary]) writeFileSync(file, "");
  const given = { OMA_ARGS: "", OMA_VERSION: "none", OMA_FAIL_ON: "error", OMA_SARIF: "oma-lint.sarif", OMA_FOLDER: folder, ...inputs };
  const env = { ...environment(), ...given, GITHUB_ACTIONS: "true", CI: "true", GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary };
  const words = ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", scripts[0] ?? ""];
  const { status, stdout } = spawnSync("bash", words, { cwd: path.join(repo.path, folder), env, encoding: "utf8" });
  const lines = readFileSync(output, "utf8").split("\n").filter(Boolean);
  return {
    status,
    stdout,
    outputs: Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string])),
    summary: readFileSync(summary, "utf8"),
  };
}

const last = (code: string): number | null => spawnSync("bash", ["-e", "-c", scripts.at(-1) ?? ""], { env: { ...environment(), OMA_CODE: code } }).status;

describe("the GitHub action", () => {
  test("annotates, writes the summary and SARIF, and fails only in its last step", () => {
    const repo = open({ "src/a.ts": loans(bad) });
    const step = check(repo);
    expect(step.status).toBe(0);
    expect(step.outputs).toEqual({ "exit-code": "1", findings: "1", "sarif-file": "./oma-lint.sarif" });
    expect(step.stdout).toMatch(/^::error file=src\/a\.ts,line=3/m);
    expect(step.summary).toContain("**1 finding** in 1 file");
    const log = JSON.parse(readFileSync(path.join(repo.path, "oma-lint.sarif"), "utf8")) as { runs: { results: unknown[] }[] };
    expect(log.runs[0]?.results).toHaveLength(1);
    expect([last("1"), last("0"), last("2"), last("")]).toEqual([1, 0, 2, 2]);
  });

  test("writes SARIF without findings too: an upload of nothing closes the alerts", () => {
    const repo = open({ "src/a.ts": loans(good) });
    const step = check(repo);
    expect(step.outputs).toMatchObject({ "exit-code": "0", findings: "0", "sarif-file": "./oma-lint.sarif" });
    expect(existsSync(path.join(repo.path, "oma-lint.sarif"))).toBe(true);
    expect(step.summary).toContain("No findings in 1 file.");
  });

  test("in a sub-folder names files from the repository's root", () => {
    const repo = open({ "packages/api/package.json": "{}", "packages/api/src/a.ts": loans(bad) });
    const step = check(repo, {}, "packages/api");
    expect(step.outputs["sarif-file"]).toBe("packages/api/oma-lint.sarif");
    expect(step.stdout).toContain("file=packages/api/src/a.ts");
    expect(step.summary).toContain("packages/api/src/a.ts:3");
  });

  test("hands arguments on, and never runs them", () => {
    const repo = open({ "src/a.ts": loans(bad), "src/b.ts": loans(bad) });
    expect(check(repo, { OMA_ARGS: "--preset security src/b.ts", OMA_FAIL_ON: "never" }).outputs).toMatchObject({ "exit-code": "0", findings: "1" });
    const step = check(repo, { OMA_ARGS: "$(touch taken) `touch taken` ; touch taken" });
    expect(step.outputs["exit-code"]).toBe("2");
    expect(step.outputs["sarif-file"]).toBeUndefined();
    expect(existsSync(path.join(repo.path, "taken"))).toBe(false);
  });

  test("uses no expression inside of a script, and actions pinned by commit", () => {
    expect(scripts).toHaveLength(2);
    for (const script of scripts) expect(script).not.toContain("${{");
    for (const [, used = ""] of action.matchAll(/uses: (\S+)/g)) expect(used).toMatch(/@[0-9a-f]{40}$/);
  });

  test("uploads nothing from forks and Dependabot", () => {
    expect(action).toMatch(/if: .*github\.actor != 'dependabot\[bot\]'.*head\.repo\.full_name == github\.repository/);
  });
});
