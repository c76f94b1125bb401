import { execFile, execFileSync, spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildCli, createFolder, runFile, type Outcome, type Scene } from "./stage.ts";

let file: string;
let folder: ReturnType<typeof createFolder>;

beforeAll(async () => {
  file = await buildCli();
  folder = createFolder({ "loans.ts": "const loans = 1;\n", ".git/HEAD": "", "service/package.json": "{}", "service/loans.ts": "const loans = 1;\n" });
});

afterAll(() => {
  folder.close();
});

function run(words: readonly string[], play: unknown = {}, scene: Scene = {}): Promise<Outcome> {
  return runFile(file, words, { cwd: folder.path, ...scene, env: { STUB: JSON.stringify(play), ...scene.env } });
}

/** What the stubbed engine was asked to do. */
function asked({ stderr }: Outcome): unknown {
  return JSON.parse(/asked (\{.*\})/.exec(stderr)?.[1] ?? "null");
}

describe("the exit code", () => {
  test.each<[string, string[], number]>([
    ["", [], 0],
    ["--fail-on=note", [], 0],
    ["", ["error"], 1],
    ["", ["warning", "note"], 0],
    ["--fail-on warning", ["warning"], 1],
    ["--fail-on warning", ["note"], 0],
    ["--fail-on note", ["note"], 1],
    ["--fail-on never", ["error"], 0],
    ["--exit-zero", ["error"], 0],
    ["--exit-zero --max-warnings 0", ["warning"], 0],
    ["--max-warnings 1", ["warning", "note"], 0],
    ["--max-warnings 1", ["warning", "warning"], 1],
    ["--max-warnings -1", ["warning", "warning"], 0],
    ["--max-warnings 0 --fail-on never", ["warning"], 1],
    ["--quiet --max-warnings 0", ["warning"], 1],
    ["--quiet --fail-on warning", ["warning"], 1],
  ])("%j with %j is %i", async (words, findings, code) => {
    expect((await run(words.split(" ").filter(Boolean), { findings })).code).toBe(code);
  });

  test("a failure that the report does not show is explained on stderr", async () => {
    const findings = ["warning", "warning"];
    expect((await run(["--max-warnings", "1"], { findings })).stderr).toContain("2 warnings, but --max-warnings allows 1.");
    const quiet = await run(["--quiet", "--fail-on", "warning"], { findings });
    expect(quiet.stderr).toContain("2 findings reach --fail-on warning, but --quiet hides them.");
    expect(quiet.stdout).toBe("✔ No findings in 2 files.\n");
  });
});

describe("what the engine is asked", () => {
  test("nothing: the whole project", async () => {
    expect(asked(await run([]))).toEqual({ cwd: folder.path, paths: [], rules: {}, threads: "auto", errorOnUnmatched: true });
  });

  test("everything", async () => {
    const words =
      "check src lib/*.ts --config lint.json --preset strict --rule no-cycle-of-loans:note --rule=oma/b:off --threads 4 --no-error-on-unmatched-pattern --cwd service";
    expect(asked(await run(words.split(" ")))).toEqual({
      cwd: path.join(folder.path, "service"),
      paths: ["src", "lib/*.ts"],
      config: "lint.json",
      preset: "strict",
      rules: { "no-cycle-of-loans": "note", "oma/b": "off" },
      threads: 4,
      errorOnUnmatched: false,
    });
  });

  test("options before, between and after; -- ends them", async () => {
    const words = ["--no-config-lookup", "loans.ts", "--color", "--", "--strange.ts"];
    expect(asked(await run(words))).toMatchObject({ config: false, paths: ["loans.ts", "--strange.ts"] });
  });
});

describe("the report", () => {
  test("stdout carries the report, stderr everything else", async () => {
    const outcome = await run(["--format", "json", "--timing", "--debug"], { findings: ["error"] });
    expect(JSON.parse(outcome.stdout)).toMatchObject({ schemaVersion: 1, tool: { name: "oma-lint", version: "1.2.3" } });
    expect(outcome.stderr).toMatch(/^Run\n {2}oma-lint {2}1\.2\.3\n/);
    expect(outcome.stderr).toMatch(/\nTime\n {2}parse {8}1\.3 ms\n {2}lint {8}20\.0 ms\n/);
  });

  test("--quiet leaves only errors", async () => {
    const { stdout } = await run(["--quiet", "-f", "json"], { findings: ["warning", "error", "note"] });
    expect((JSON.parse(stdout) as { findings: { severity: string }[] }).findings.map(({ severity }) => severity)).toEqual(["error"]);
  });

  test("on GitHub Actions stylish and annotations, unless a format is asked for", async () => {
    const env = { GITHUB_ACTIONS: "true" };
    const both = await run([], { findings: ["error"] }, { env });
    expect(both.stdout).toMatch(/What to do first[\s\S]*\n::error file=loans\.ts,line=1/);
    expect((await run(["-f", "stylish"], { findings: ["error"] }, { env })).stdout).not.toContain("::error");
    expect((await run([], { findings: ["error"] })).stdout).not.toContain("::error");
  });

  test("paths for GitHub start at the repository, not at the project", async () => {
    const { stdout } = await run(["-f", "github"], { findings: ["error"] }, { cwd: path.join(folder.path, "service") });
    expect(stdout).toMatch(/^::error file=service\/loans\.ts,/);
  });

  test("colour: flag, then NO_COLOR, then FORCE_COLOR, then the terminal", async () => {
    const colored = async (words: readonly string[], env: Readonly<Record<string, string>>): Promise<boolean> =>
      (await run(words, {}, { env })).stdout.includes("\u001b[");
    expect(await colored([], {})).toBe(false);
    expect(await colored([], { FORCE_COLOR: "1" })).toBe(true);
    expect(await colored([], { FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false);
    expect(await colored(["--color"], { NO_COLOR: "1" })).toBe(true);
    expect(await colored(["--no-color"], { FORCE_COLOR: "3" })).toBe(false);
  });
});

describe("report files", () => {
  test("several, in folders that do not exist yet, without colour, nothing left behind", async () => {
    const outcome = await run(["-o", "json:out/a/report.json", "--output=sarif:out/report.sarif", "-o", "stylish:out/report.txt", "--color"], {
      findings: ["error"],
    });
    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toContain("What to do first");
    const read = (name: string): string => readFileSync(path.join(folder.path, "out", name), "utf8");
    expect(JSON.parse(read("a/report.json"))).toMatchObject({ schemaVersion: 1 });
    expect(JSON.parse(read("report.sarif"))).toMatchObject({ version: "2.1.0" });
    expect(read("report.txt")).not.toContain("\u001b[");
    expect(readdirSync(path.join(folder.path, "out"))).toEqual(["a", "report.sarif", "report.txt"]);
  });

  test("a file is replaced, a link is followed, a pipe is written to", async () => {
    const target = path.join(folder.path, "old.json");
    writeFileSync(target, "old".repeat(10_000));
    symlinkSync("old.json", path.join(folder.path, "link.json"));
    execFileSync("mkfifo", ["pipe"], { cwd: folder.path });
    const reader = promisify(execFile)("cat", ["pipe"], { cwd: folder.path });
    await run(["-o", "json:link.json", "-o", "github:pipe"], { findings: ["error"] });
    expect(JSON.parse(readFileSync(target, "utf8"))).toMatchObject({ schemaVersion: 1 });
    expect(lstatSync(path.join(folder.path, "link.json")).isSymbolicLink()).toBe(true);
    expect((await reader).stdout).toContain("::error file=loans.ts");
    expect(lstatSync(path.join(folder.path, "pipe")).isFIFO()).toBe(true);
  });

  test("one that cannot be written makes the run fail, and costs no other report", async () => {
    mkdirSync(path.join(folder.path, "taken"));
    const outcome = await run(["-o", "json:taken", "-o", "json:free.json", "-f", "json"]);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain("✖ The report taken could not be written: it is a folder (EISDIR).\n");
    expect(existsSync(path.join(folder.path, "taken"))).toBe(true);
    for (const text of [outcome.stdout, readFileSync(path.join(folder.path, "free.json"), "utf8")])
      expect(JSON.parse(text)).toMatchObject({ schemaVersion: 1 });
  });
});

describe("what goes wrong", () => {
  test("the user's mistake: message and hint, no stack", async () => {
    const outcome = await run([], { fail: "user" });
    expect(outcome).toEqual({ code: 2, stdout: "", stderr: "✖ No file matches src/none.\n  hint: Check the path.\n" });
    expect((await run(["--debug"], { fail: "user" })).stderr).toMatch(/\n {4}at /);
  });

  test.each(["bug", "late-bug"])("our mistake (%s): stack and where to report", async (fail) => {
    const outcome = await run([], { fail });
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toMatch(/^✖ oma-lint crashed\. This is a bug in oma-lint[\s\S]*\n {4}at [\s\S]*Please report it[\s\S]*oma-lint 1\.2\.3 · Node v/);
  });

  test("Ctrl-C", async () => {
    const outcome = await run([], { hang: true }, { onStderr: (text, kill) => text.includes("hanging") && kill("SIGINT") });
    expect(outcome).toEqual({ code: 130, stdout: "", stderr: "hanging\n" });
  });

  test("a reader that leaves early costs neither the verdict nor the files", () => {
    const shell = `"$0" "$@" | head -c 10; exit \${PIPESTATUS[0]}`;
    const piped = spawnSync("bash", ["-c", shell, process.execPath, file, "-f", "json", "-o", "json:piped.json"], {
      cwd: folder.path,
      env: { ...process.env, STUB: JSON.stringify({ many: 20_000 }) },
      encoding: "utf8",
    });
    expect(piped.status).toBe(1);
    expect(piped.stderr).not.toMatch(/EPIPE|crashed/);
    expect(existsSync(path.join(folder.path, "piped.json"))).toBe(true);
  });
});
