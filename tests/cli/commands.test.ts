import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildCli, createFolder, runFile, type Outcome } from "./stage.ts";

let file: string;
let folder: ReturnType<typeof createFolder>;

beforeAll(async () => {
  file = await buildCli();
  folder = createFolder({ "oma-lint.config.json": '{ "ignores": ["archive/**"] }' });
});

afterAll(() => {
  folder.close();
});

function run(...words: string[]): Promise<Outcome> {
  return runFile(file, words, { cwd: folder.path });
}

test.each([["--version"], ["-v"], ["--version", "--no-color"]])("%s %s", async (...words) => {
  expect(await run(...words)).toEqual({ code: 0, stdout: "1.2.3\n", stderr: "" });
});

test("--help is no mistake and goes to stdout", async () => {
  const outcome = await run("--help");
  expect(outcome).toMatchObject({ code: 0, stderr: "" });
  expect(outcome.stdout).toMatch(/^oma-lint\n/);
});

describe("rules", () => {
  test("as a table", async () => {
    expect(await run("rules")).toEqual({
      code: 0,
      stdout:
        "oma/no-cycle-of-loans  error    A loan must not lead back to its lender.\n" +
        "                                recommended, strict\n" +
        "\n1 rule. `oma-lint explain <rule>` says more.\n",
      stderr: "",
    });
  });

  test("as JSON", async () => {
    const { stdout } = await run("rules", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      rules: [{ id: "oma/no-cycle-of-loans", severity: "error", presets: ["recommended", "strict"], cwe: [1047], options: [] }],
    });
  });
});

describe("explain", () => {
  test.each(["no-cycle-of-loans", "oma/no-cycle-of-loans"])("%s", async (rule) => {
    const { code, stdout } = await run("explain", rule);
    expect(code).toBe(0);
    expect(stdout).toContain("A loan must not lead back to its lender.");
    expect(stdout).toMatch(/\nseverity {3}error\npresets {4}recommended, strict, all\nprecision {2}high\nCWE {8}CWE-1047\ndocs {7}https:/);
  });

  test("a broken file is explained too", async () => {
    expect((await run("explain", "parse-error")).stdout).toContain("A file that does not parse cannot be checked");
  });

  test("a typo gets a suggestion", async () => {
    expect(await run("explain", "no-cicle-of-loan")).toEqual({
      code: 2,
      stdout: "",
      stderr: '✖ There is no rule "no-cicle-of-loan". Did you mean "oma/no-cycle-of-loans"?\n  hint: `oma-lint rules` lists every rule.\n',
    });
  });
});

test("stack: with the configuration's globs, notices on stderr", async () => {
  expect(await run("stack")).toEqual({ code: 0, stdout: "pg on 100 columns\n", stderr: "▲ a.ts: too large (skipped-file)\n" });
  expect(JSON.parse((await run("stack", "-f", "json")).stdout)).toMatchObject({ libraries: ["pg"], ignores: ["archive/**"] });
  expect(JSON.parse((await run("stack", "-f", "json", "--no-config-lookup")).stdout)).toMatchObject({ ignores: [] });
});

test("a mistyped command", async () => {
  const outcome = await run("explian", "no-cycle-of-loans");
  expect(outcome).toMatchObject({ code: 2, stdout: "" });
  expect(outcome.stderr).toMatch(/^✖ "explian" is neither a command nor a path\. Did you mean "oma-lint explain"\?/);
});

test("a folder to run in that does not exist", async () => {
  expect((await run("--cwd", "none")).stderr).toMatch(/^✖ There is no folder none\./);
});
