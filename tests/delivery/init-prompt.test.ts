import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { environment } from "../git/scene.ts";
import { makeTree, removeTrees } from "../project/tree.ts";

afterAll(removeTrees);

const cli = path.resolve("dist/cli.js");
const manifest = { name: "lending", type: "module", dependencies: { pg: "8" }, devDependencies: { "oma-lint": "0" } };
const bad = 'import { Pool } from "pg";\nconst pool = new Pool();\nexport const find = (id: string) => pool.query("SELECT * FROM loans WHERE id = " + id);\n';
const project = (files: Readonly<Record<string, string | object>> = {}): string =>
  makeTree({
    "package.json": manifest,
    "package-lock.json": "",
    ".git/HEAD": "ref: refs/heads/main\n",
    ".git/hooks/": "",
    ".github/CODEOWNERS": "",
    "src/a.ts": bad,
    ...files,
  });
const namesIn = (root: string): string[] => readdirSync(root, { recursive: true, encoding: "utf8" }).sort();

/** A terminal of its own, by util-linux. */
const hasTerminal = spawnSync("script", ["--version"]).status === 0;

/** Runs `oma-lint init` at a terminal, and types an answer when it asks. */
function initAtTerminal(cwd: string, answer: string): Promise<{ code: number | null; screen: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("script", ["-qefc", `"${process.execPath}" "${cli}" init`, "/dev/null"], {
      cwd,
      env: { ...environment(), NO_COLOR: "1", TERM: "xterm" },
    });
    let screen = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (!screen.includes("[y/N]") && (screen + text).includes("[y/N]")) child.stdin.write(answer);
      screen += text;
    });
    child.on("error", reject).on("close", (code) => {
      resolve({ code, screen });
    });
  });
}

describe.skipIf(!hasTerminal)("oma-lint init at a terminal", () => {
  test("shows every file, asks once, and writes after a yes; then there is nothing to ask", async () => {
    const root = project();
    const { code, screen } = await initAtTerminal(root, "y\n");
    expect(code).toBe(0);
    const [shown = "", after = ""] = screen.split("Write 3 files?");
    for (const file of ["oma-lint.config.js", ".git/hooks/pre-commit", ".github/workflows/oma-lint.yml"]) {
      expect(shown).toContain(`${file} (new file)`);
      for (const line of readFileSync(path.join(root, file), "utf8").split("\n")) expect(shown).toContain(line);
    }
    expect(after).toContain("Wrote 3 files.");
    const again = await initAtTerminal(root, "y\n");
    expect(again.screen).toContain("There already: configuration (oma-lint.config.js)");
    expect(again.screen).not.toContain("[y/N]");
  });

  test.each([
    ["n", "n\n", 0],
    ["Enter alone", "\n", 0],
    ["Ctrl-D", "\u0004", 0],
    ["Ctrl-C", "\u0003", 130],
  ])("%s writes nothing, and is no crash", async (_name, answer, expected) => {
    const root = project();
    const before = namesIn(root);
    const { code, screen } = await initAtTerminal(root, answer);
    expect(code).toBe(expected);
    expect(screen).not.toMatch(/crashed|Wrote/);
    expect(screen.includes("Nothing was written.")).toBe(expected === 0);
    expect(namesIn(root)).toEqual(before);
  });
});

describe("the workflow that init writes", () => {
  const workflowOf = (root: string): string => {
    spawnSync(process.execPath, [cli, "init", "--yes"], { cwd: root, env: environment() });
    return readFileSync(path.join(root, ".github/workflows/oma-lint.yml"), "utf8");
  };

  test("runs the project's own oma-lint: annotations, summary, SARIF, and fails", () => {
    const root = project({ "node_modules/.bin/": "" });
    symlinkSync(path.resolve("."), path.join(root, "node_modules/oma-lint"));
    symlinkSync(cli, path.join(root, "node_modules/.bin/oma-lint"));
    chmodSync(cli, 0o755);
    const line = /- run: (.*oma-lint .*)/.exec(workflowOf(root))?.[1] ?? "";
    const summary = path.join(root, "summary.md");
    writeFileSync(summary, "");
    const env = { ...environment(), GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary };
    const { status, stdout } = spawnSync("bash", ["-e", "-c", line], { cwd: root, env, encoding: "utf8" });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error file=src\/a\.ts,line=3/m);
    expect(readFileSync(summary, "utf8")).toContain("**1 finding** in");
    expect(JSON.parse(readFileSync(path.join(root, "oma-lint.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
  });

  test("names only actions that README.md and action.yml name, pinned by commit", () => {
    const known = readFileSync("README.md", "utf8") + readFileSync("action.yml", "utf8");
    const used = [...workflowOf(project()).matchAll(/uses: (.*)/g)].map(([, action = ""]) => action);
    expect(used).toHaveLength(3);
    for (const action of used) {
      expect(action).toMatch(/@[0-9a-f]{40} # v\d/);
      expect(known).toContain(action);
    }
  });

  test("takes oma-lint from the registry where the project has none, in this version", () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(workflowOf(project({ "package.json": { name: "lending" } }))).toContain(`npx --yes oma-lint@${version} --output sarif:`);
  });

  test("of a project in a sub-folder runs there", () => {
    const root = project({ "api/package.json": manifest, "api/package-lock.json": "", "api/src/a.ts": bad });
    mkdirSync(path.join(root, "api/node_modules"));
    spawnSync(process.execPath, [cli, "init", "--yes", "--cwd", "api"], { cwd: root, env: environment() });
    const text = readFileSync(path.join(root, ".github/workflows/oma-lint.yml"), "utf8");
    expect(text).toContain('working-directory: "api"');
    expect(text).toContain("sarif_file: api/oma-lint.sarif");
    expect(text).toContain("hashFiles('api/oma-lint.sarif')");
  });
});
