import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runFile } from "../cli/stage.ts";
import { makeTree, removeTrees } from "../project/tree.ts";

afterAll(removeTrees);

const cli = path.resolve("dist/cli.js");
const manifest = { name: "lending", type: "module", dependencies: { pg: "8" } };
const bad = 'import { Pool } from "pg";\nconst pool = new Pool();\nexport const find = (id: string) => pool.query("SELECT * FROM loans WHERE id = " + id);\n';
const project = (files: Readonly<Record<string, string>> = {}) => makeTree({ "package.json": manifest, "src/loans.ts": bad, ...files });
const inShell = (cwd: string, line: string) =>
  spawnSync("bash", ["-c", line], { cwd, encoding: "utf8", env: { ...process.env, OMA: `${process.execPath} ${cli}` } });

/** In mounts of its own, which end with the process; not everywhere allowed. */
const mayMount = spawnSync("unshare", ["-rm", "true"]).status === 0;
const withDisk = (cwd: string, options: string, line: string) => {
  mkdirSync(path.join(cwd, "disk"));
  return spawnSync("unshare", ["-rm", "sh", "-c", `mount -t tmpfs -o ${options} tmpfs disk && ${line}`], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, OMA: `${process.execPath} ${cli}` },
  });
};

describe("a full disk", () => {
  test.skipIf(!existsSync("/dev/full"))("under stdout: said, and the run has failed", () => {
    const { status, stderr } = inShell(project(), "$OMA > /dev/full");
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "✖ The report could not be written to standard output: no space is left on the device (ENOSPC).\n",
    });
  });

  test.skipIf(!existsSync("/dev/full"))("under stderr: the verdict stays", () => {
    const { status, stdout } = inShell(project(), "$OMA --debug 2> /dev/full");
    expect(status).toBe(1);
    expect(stdout).toContain("oma/no-raw-sql-interpolation");
  });

  test.skipIf(!mayMount)("under a report: the old one stays, the other reports are written, nothing is left behind", () => {
    const root = project();
    const line = "echo old > disk/report.sarif; $OMA --no-cache -o sarif:disk/report.sarif -o json:report.json; echo $?; cat disk/report.sarif; ls -A disk";
    const { stdout, stderr } = withDisk(root, "size=16k", line);
    expect(stdout).toContain("oma/no-raw-sql-interpolation");
    expect(stdout.trim().split("\n").slice(-3)).toEqual(["2", "old", "report.sarif"]);
    expect(stderr).toMatch(/^✖ The report disk\/report\.sarif could not be written: no space is left on the device \(ENOSPC\)\.$/m);
    expect(JSON.parse(readFileSync(path.join(root, "report.json"), "utf8"))).toMatchObject({ schemaVersion: 1 });
  });

  test.skipIf(!mayMount).each(["size=16k", "ro"])("under the cache (%s): a notice, nothing else", (options) => {
    const root = project({ "src/long.ts": "export const shelf = 1;\n".repeat(3000).replaceAll("shelf", () => `shelf${Math.random().toString(36).slice(2)}`) });
    const { stdout, stderr } = withDisk(root, options, "$OMA --cache-location disk/cache; echo $?; find disk -name '*.tmp'");
    expect(stdout.trim().split("\n").at(-1)).toBe("1");
    expect(stderr).toMatch(/^▲ The cache cannot be written/);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

describe("what cannot be read", () => {
  /** The one file that root cannot read either. */
  const unreadable = "/proc/self/mem";

  test.skipIf(!existsSync(unreadable))("a source: the rest is checked, and the run does not pass", async () => {
    const root = makeTree({ "package.json": manifest, "src/loans.ts": bad.replace('" + id', '$1", [id]') });
    expect((await runFile(cli, [], { cwd: root })).code).toBe(0);
    symlinkSync(unreadable, path.join(root, "src/locked.ts"));
    const { code, stderr, stdout } = await runFile(cli, [], { cwd: root });
    expect(stdout).toContain("No findings");
    expect(stderr).toBe("▲ src/locked.ts cannot be read (EIO); it is not checked. (unreadable-file)\n▲ 1 file could not be read: the check is not complete.\n");
    expect(code).toBe(2);
    expect((await runFile(cli, ["--exit-zero"], { cwd: root })).code).toBe(0);
  });

  test.skipIf(!existsSync(unreadable)).each(["oma-lint.config.json", "oma-lint-baseline.json", "eslint-suppressions.json"])(
    "%s: told, not taken for our bug",
    async (name) => {
      const root = project();
      symlinkSync(unreadable, path.join(root, name));
      const { code, stderr } = await runFile(cli, [], { cwd: root });
      expect(code).toBe(2);
      expect(stderr).toMatch(/^✖ .*cannot be used: the device does not answer as it should \(EIO\)\.$/m);
      expect(stderr).not.toMatch(/crashed|\n {4}at /);
    },
  );
});

describe("a run that is disturbed", () => {
  test("killed at any moment it leaves a whole report, the old one or the new one", async () => {
    const root = project(Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`src/loans${at}.ts`, bad])));
    const report = path.join(root, "report.json");
    expect((await runFile(cli, ["-o", "json:report.json"], { cwd: root })).code).toBe(1);
    for (const delay of [50, 120, 190, 260, 330, 400, 500]) {
      const child = spawn(process.execPath, [cli, "-o", "json:report.json", "--no-cache"], { cwd: root, stdio: "ignore" });
      const ended = new Promise((resolve) => child.on("close", resolve));
      setTimeout(() => child.kill("SIGKILL"), delay);
      await ended;
      expect((JSON.parse(readFileSync(report, "utf8")) as { findings: unknown[] }).findings).toHaveLength(61);
    }
  }, 30_000);

  test("several at once write one report: it is whole, and nothing is left behind", async () => {
    const root = project(Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`src/loans${at}.ts`, bad])));
    const runs = await Promise.all([1, 2, 3, 4].map(() => runFile(cli, ["-o", "json:out/report.json", "--cache-location", "cache"], { cwd: root })));
    expect(runs.map(({ code, stderr }) => `${code} ${stderr}`)).toEqual(["1 ", "1 ", "1 ", "1 "]);
    expect((JSON.parse(readFileSync(path.join(root, "out/report.json"), "utf8")) as { findings: unknown[] }).findings).toHaveLength(41);
    expect(readdirSync(path.join(root, "out"))).toEqual(["report.json"]);
  }, 30_000);

  test("files that come, go and change meanwhile", async () => {
    const names = Array.from({ length: 300 }, (_, at) => `src/part${at % 10}/loans${at}.ts`);
    const text = (at: number): string =>
      bad.replace("const pool", `import { find as other } from "../part${(at + 1) % 10}/loans${(at + 1) % 300}.js";\nvoid other;\nconst pool`);
    const root = project(Object.fromEntries(names.map((name, at) => [name, text(at)])));
    let round = 0;
    const disturb = setInterval(() => {
      round += 1;
      const at = (round * 37) % 300;
      const file = path.join(root, names[at] ?? "");
      if (round % 3 === 0) rmSync(file, { force: true });
      else if (round % 7 === 0) rmSync(path.dirname(file), { recursive: true, force: true });
      else {
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, round % 2 === 0 ? text(at) : "export const half = (");
      }
    }, 1);
    try {
      for (let run = 0; run < 6; run += 1) {
        const { code, stderr } = await runFile(cli, ["-f", "json", "--cache-location", "cache"], { cwd: root });
        expect(stderr).not.toMatch(/crashed|✖/);
        expect(code).toBe(1);
      }
    } finally {
      clearInterval(disturb);
    }
  }, 60_000);
});

test("10,000 files in one folder, each importing the next", async () => {
  const loan = (at: number): string => `import { shelf${at + 1} } from "./loan${at + 1}.js";\nexport const shelf${at} = () => shelf${at + 1}();\n`;
  const files = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`src/loan${at}.ts`, loan(at)]));
  const root = project({ ...files, "src/loan10000.ts": "export const shelf10000 = () => 1;\n" });
  const { code, stdout, stderr } = await runFile(cli, ["-f", "json", "--no-cache", "--debug"], { cwd: root });
  expect(code).toBe(1);
  expect(stderr).toMatch(/files +10002$/m);
  const report = JSON.parse(stdout) as { findings: { file: string }[] };
  expect(report.findings.map(({ file }) => file)).toEqual(["src/loans.ts"]);
}, 120_000);

test("without a git program everything but git's own options works", async () => {
  const root = project();
  execFileSync("git", ["init", "-q"], { cwd: root });
  const { code, stderr } = await runFile(cli, [], { cwd: root, env: { PATH: "/nowhere" } });
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  expect((await runFile(cli, ["doctor"], { cwd: root, env: { PATH: "/nowhere" } })).stdout).toMatch(/git/i);
});

test("a file that is written anew keeps its permissions", async () => {
  const root = project();
  execFileSync("chmod", ["755", "src/loans.ts"], { cwd: root });
  await runFile(cli, ["--fix-suggestions"], { cwd: root });
  expect(readFileSync(path.join(root, "src/loans.ts"), "utf8")).toContain("$1");
  expect(statSync(path.join(root, "src/loans.ts")).mode & 0o777).toBe(0o755);
});
