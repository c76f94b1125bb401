import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { chance, lendingNetwork, randomEdit } from "../engine/lending-network.ts";

const cli = path.resolve("dist/cli.js");
if (!existsSync(cli)) throw new Error("dist/cli.js is missing: run `npm run build` first.");

const bad = "export const read = (id: string) => pool.query(`SELECT * FROM loans WHERE id = ${id}`);\n";
const good = 'export const read = (id: string) => pool.query("SELECT * FROM loans WHERE id = $1", [id]);\n';
const loans = (query: string): string => `import { Pool } from "pg";\nconst pool = new Pool();\n${query}`;

/** A folder the server's socket lies in, so that no server but the test's own answers. */
let temporary: string;
/** A project with a `node_modules`, where the cache goes. */
let root: string;

beforeEach(() => {
  temporary = realpathSync(mkdtempSync(path.join(tmpdir(), "oma-door-")));
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "oma-served-")));
  mkdirSync(path.join(root, "node_modules"));
});
afterEach(() => {
  oma("server", "stop");
  for (const folder of [temporary, root]) rmSync(folder, { recursive: true, force: true });
});

interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Without what the surrounding terminal, or the git of a hook that runs the tests, may have set. */
function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:GIT_.*|FORCE_COLOR|NO_COLOR)$/.test(name));
  return { ...Object.fromEntries(kept), TMPDIR: temporary, ...more };
}

function oma(...words: readonly string[]): Said {
  return omaWith({}, ...words);
}

function omaWith(env: Readonly<Record<string, string>>, ...words: readonly string[]): Said {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...words], { cwd: root, env: environment(env), encoding: "utf8" });
  return { status, stdout, stderr };
}

function git(...words: readonly string[]): void {
  const { status, stderr } = spawnSync("git", ["-c", "user.email=a@example.org", "-c", "user.name=A", ...words], {
    cwd: root,
    env: environment(),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
}

function write(files: Readonly<Record<string, string | undefined>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    if (text === undefined) rmSync(file, { force: true });
    else writeFileSync(file, text);
  }
}

/** How many runs the server has carried out; `undefined` where there is none. */
function runs(): number | undefined {
  const count = / (\d+) runs?,/.exec(oma("server").stdout)?.[1];
  return count === undefined ? undefined : Number(count);
}

/** The socket, without which no server can be asked. */
function door(): string {
  const folder = path.join(temporary, readdirSync(temporary)[0] ?? "");
  return path.join(folder, readdirSync(folder).find((name) => name.endsWith(".sock")) ?? "");
}

/** A server that has something else to do hands the run back; asked until it has not. */
function served(...words: readonly string[]): Said {
  for (let tries = 0; tries < 50; tries += 1) {
    const before = runs() ?? 0;
    const said = oma("--use-server", ...words);
    if ((runs() ?? 0) > before) return said;
  }
  throw new Error("The server never answered.");
}

describe.skipIf(process.platform === "win32")("--use-server", () => {
  test("says what a process of its own says, whatever was edited in between", () => {
    const count = 6;
    const pick = chance(11);
    const files = lendingNetwork(count);
    write({ ...files, "package.json": files["package.json"] });
    expect(oma("server", "start").status).toBe(0);
    let differed = 0;
    let before = "";
    for (let step = 0; step < 12; step += 1) {
      const edit = randomEdit(files, count, pick);
      write(edit);
      for (const [name, text] of Object.entries(edit)) {
        if (text === undefined) Reflect.deleteProperty(files, name);
        else files[name] = text;
      }
      const words = ["--preset", "all", "-f", "json", "--threads", "1"];
      const alone = oma(...words, "--no-cache");
      expect(served(...words), `step ${String(step)}: ${Object.keys(edit).join(", ")}`).toEqual(alone);
      if (alone.stdout !== before) differed += 1;
      before = alone.stdout;
    }
    expect(differed).toBeGreaterThan(4);
    expect(before).toContain("oma/");
  }, 120_000);

  test("reads the index the commit is made of", () => {
    write({ "package.json": "{}", "src/a.ts": loans(good), "src/b.ts": loans(good) });
    git("init", "-q");
    git("add", "package.json", "src");
    git("commit", "-qm", "first");
    oma("server", "start");
    expect(served("--staged").status).toBe(0);
    write({ "src/a.ts": loans(bad) });
    expect(served("--staged").status).toBe(0);
    git("add", "src/a.ts");
    write({ "src/a.ts": loans(good) });
    expect(served("--staged")).toMatchObject({ status: 1, stdout: expect.stringContaining("SELECT * FROM loans WHERE id = ${id}") as string });
    // `git commit -a` writes another index for the hook.
    const other = path.join(root, ".git/other-index");
    spawnSync("git", ["read-tree", "HEAD"], { cwd: root, env: environment({ GIT_INDEX_FILE: other }) });
    const before = runs() ?? 0;
    expect(omaWith({ GIT_INDEX_FILE: other }, "--staged", "--use-server").status).toBe(0);
    expect(runs()).toBe(before + 1);
    expect(served("--staged").status).toBe(1);
  }, 60_000);

  test("paints and wraps for the terminal of who asks", () => {
    write({ "package.json": "{}", "src/a.ts": loans(bad) });
    oma("server", "start");
    served();
    const colored = omaWith({ FORCE_COLOR: "3" }, "--use-server");
    expect(colored.stdout).toContain("\u001b[");
    expect(colored).toEqual(omaWith({ FORCE_COLOR: "3" }));
    expect(oma("--use-server").stdout).not.toContain("\u001b[");
  }, 60_000);

  test("without a server the run is done here, and one is started for the next", async () => {
    write({ "package.json": "{}", "src/a.ts": loans(bad) });
    expect(runs()).toBeUndefined();
    expect(oma("--use-server")).toEqual(oma());
    await expect.poll(runs, { timeout: 10_000 }).toBe(0);
    expect(served()).toEqual(oma());
    expect(oma("server", "stop").stdout).toMatch(/^Ended the server/);
    await expect.poll(runs, { timeout: 10_000 }).toBeUndefined();
    expect(oma("server", "stop").stdout).toBe("No server is running.\n");
  }, 60_000);

  test("a server that was killed leaves nothing behind that the next one trips over", async () => {
    write({ "package.json": "{}", "src/a.ts": loans(bad) });
    oma("server", "start");
    const pid = Number(/process (\d+)/.exec(oma("server").stdout)?.[1]);
    process.kill(pid, "SIGKILL");
    await expect.poll(runs, { timeout: 10_000 }).toBeUndefined();
    expect(existsSync(door())).toBe(true);
    expect(oma("--use-server").status).toBe(1);
    await expect.poll(runs, { timeout: 10_000 }).toBe(0);
  }, 60_000);

  test("a server somebody else could have put there is not asked", () => {
    write({ "package.json": "{}", "src/a.ts": loans(bad) });
    oma("server", "start");
    const folder = path.dirname(door());
    chmodSync(folder, 0o777);
    expect(runs()).toBeUndefined();
    expect(oma("--use-server").status).toBe(1);
    expect(oma("server", "start")).toMatchObject({ status: 1, stdout: "The server did not start.\n" });
    chmodSync(folder, 0o700);
    expect(runs()).toBe(0);
  }, 60_000);

  test("what a server cannot carry out is told by the process that was asked", () => {
    write({ "package.json": "{}", "src/a.ts": loans(good) });
    oma("server", "start");
    expect(oma("--use-server", "--preset", "none")).toEqual(oma("--preset", "none"));
    expect(oma("--use-server", "nowhere.ts")).toEqual(oma("nowhere.ts"));
    expect(oma("--use-server", "nowhere.ts").status).toBe(2);
  }, 60_000);

  test("a run nobody waits for any more is not carried out", async () => {
    write({ "package.json": "{}", "src/a.ts": loans(bad) });
    oma("server", "start");
    const env = Object.fromEntries(Object.entries(environment()).filter(([, value]) => value !== undefined));
    const stream = { isTTY: false, depth: 1 };
    const words = ["--use-server", "-o", "json:late.json"];
    await new Promise<void>((resolve) => {
      const socket = connect(door(), () => {
        socket.write(`${JSON.stringify({ ask: "run", words, cwd: root, env, stdout: stream, stderr: stream })}\n`, () => socket.destroy());
      });
      socket.on("close", () => {
        resolve();
      });
    });
    expect(runs()).toBe(0);
    expect(existsSync(path.join(root, "late.json"))).toBe(false);
    served("-o", "json:late.json");
    expect(existsSync(path.join(root, "late.json"))).toBe(true);
  }, 60_000);

  test("nothing is said twice, and nothing is lost, when the server dies over a run", async () => {
    write({ ...lendingNetwork(60) });
    oma("server", "start");
    const pid = Number(/process (\d+)/.exec(oma("server").stdout)?.[1]);
    const asking = spawn(process.execPath, [cli, "--use-server", "-f", "json"], { cwd: root, env: environment() });
    let out = "";
    asking.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    const ended = new Promise<number | null>((resolve) => asking.on("close", resolve));
    setTimeout(() => {
      process.kill(pid, "SIGKILL");
    }, 250);
    expect(await ended).toBe(1);
    expect(out).toBe(oma("-f", "json").stdout);
  }, 60_000);
});
