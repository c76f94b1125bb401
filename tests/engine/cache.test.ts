import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LintOptions, LintResult } from "#engine/options";
import { chance, type Files, lendingNetwork, randomEdit } from "./lending-network.ts";

/** The built `lint`: running from sources nothing is remembered, because sources change. */
let lint: (options: LintOptions) => Promise<LintResult>;
const made: string[] = [];

beforeAll(async () => {
  const file = path.resolve("dist/index.js");
  if (!existsSync(file)) throw new Error("dist/index.js is missing: run `npm run build` first.");
  ({ lint } = (await import(pathToFileURL(file).href)) as { lint: typeof lint });
});
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function folder(files: Files = {}): string {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "oma-cache-")));
  made.push(root);
  write(root, files);
  return root;
}

function write(root: string, files: Readonly<Record<string, string | undefined>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, name);
    if (text === undefined) rmSync(file, { force: true });
    else {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
}

/** All a run says, as one text; code as reports would show it. */
function said({ findings, notices, suppressed, project }: LintResult, withCacheNotices = false): string {
  const shown = [...new Set(findings.map(({ place }) => place.file))].map((file) => [file, project.readText(file)]);
  const kept = withCacheNotices ? notices : notices.filter(({ kind }) => kind !== "cache");
  return JSON.stringify({ findings, notices: kept, suppressed, paths: project.paths, rules: project.rules, shown }, undefined, 1);
}

/** Where the time went tells whether anything was linted. */
function filesIn(location: string): string[] {
  return existsSync(location) ? readdirSync(location, { recursive: true, encoding: "utf8" }).sort() : [];
}

const base = { threads: 1, errorOnUnmatched: false, preset: "all" } as const;

describe("what is remembered", () => {
  test("never changes what is said: random edits, files linted alone and together", async () => {
    const count = 16;
    const edits = Number(process.env["OMA_EDITS"] ?? 60);
    const pick = chance(Number(process.env["OMA_SEED"] ?? 20));
    const files = lendingNetwork(count);
    const root = folder(files);
    const cache = folder();
    let differed = 0;
    let before = "";
    for (let step = 0; step < edits; step += 1) {
      const edit = randomEdit(files, count, pick);
      write(root, edit);
      for (const [name, text] of Object.entries(edit)) {
        if (text === undefined) Reflect.deleteProperty(files, name);
        else files[name] = text;
      }
      const sources = Object.keys(files).filter((name) => name.endsWith(".ts"));
      const paths = pick(3) === 0 ? Array.from({ length: 1 + pick(3) }, () => sources[pick(sources.length)] ?? "src") : [];
      const options = { ...base, cwd: root, paths };
      const plain = said(await lint(options));
      const remembered = said(await lint({ ...options, cache }), true);
      expect(remembered, `step ${step}: ${Object.keys(edit).join(", ")}`).toBe(plain);
      if (plain !== before) differed += 1;
      before = plain;
    }
    expect(differed).toBeGreaterThan(edits / 2);
    expect(before).toContain("oma/");
  }, 600_000);

  test("is used: a second run parses nothing and asks no rule", async () => {
    const root = folder(lendingNetwork(8));
    const cache = folder();
    const first = await lint({ ...base, cwd: root, cache });
    const written = filesIn(cache);
    expect(written.filter((name) => /results-/.test(name))).toHaveLength(1);
    const second = await lint({ ...base, cwd: root, cache });
    expect(said(second, true)).toBe(said(first, true));
    expect(filesIn(cache)).toEqual(written);
    expect(phase(second, "parse") + phase(second, "rules")).toBeLessThan((phase(first, "parse") + phase(first, "rules")) / 3);
  });

  test("of a whole run answers for one file", async () => {
    const root = folder(lendingNetwork(8));
    const cache = folder();
    await lint({ ...base, cwd: root, cache });
    const written = filesIn(cache);
    const one = { ...base, cwd: root, paths: ["src/repositories/loan0.repository.ts"] };
    expect(said(await lint({ ...one, cache }))).toBe(said(await lint(one)));
    expect(filesIn(cache)).toEqual(written);
  });

  test("of some files is not taken for what a whole run says, nor the other way round", async () => {
    // Most imports of this project lead nowhere, and a rule stands in it that only dependency-cruiser can judge.
    const root = folder({
      ...lendingNetwork(2),
      "src/open.ts": Array.from({ length: 9 }, (_, n) => `import "./gone${n}.js";\n`).join(""),
      ".dependency-cruiser.json":
        '{ "forbidden": [{ "name": "no-model", "severity": "error", "from": { "path": "^src/tokens" }, "to": { "moreThanOneDependencyType": false, "path": "jsonwebtoken" } }] }',
    });
    const whole = { ...base, cwd: root };
    const some = { ...base, cwd: root, paths: ["src/tokens.ts", "src/open.ts"] };
    const plain = { whole: said(await lint(whole)), some: said(await lint(some)) };
    expect(plain.whole).toContain("lead nowhere");
    expect(plain.some).not.toContain("lead nowhere");
    for (const order of [
      [whole, some, whole, some],
      [some, whole, some, whole],
    ]) {
      const cache = folder();
      for (const options of order) expect(said(await lint({ ...options, cache }))).toBe(options === whole ? plain.whole : plain.some);
    }
  });

  test("moves with the project", async () => {
    const files = lendingNetwork(6);
    const here = folder(files);
    const cache = folder();
    const first = await lint({ ...base, cwd: here, cache });
    const there = folder(files);
    const moved = folder();
    cpSync(cache, moved, { recursive: true });
    const results = (location: string): string[] => filesIn(location).filter((name) => /results-|summaries-/.test(name));
    const second = await lint({ ...base, cwd: there, cache: moved });
    expect(second.findings).toEqual(first.findings);
    expect(results(moved)).toEqual(results(cache));
    expect(readFileSync(path.join(moved, results(moved)[0] ?? ""), "latin1")).not.toContain(here);
  });

  test("keeps secrets out of reports, and out of itself", async () => {
    const secret = "Zk4pQ9vB2nX7mL1sD8fG";
    const root = folder({
      "package.json": '{ "dependencies": { "jsonwebtoken": "9" } }',
      "src/tokens.ts": `import jwt from "jsonwebtoken";\nexport const read = (token: string) => jwt.verify(token, "${secret}");\n`,
    });
    const cache = folder();
    const options = { ...base, cwd: root, cache };
    const first = said(await lint(options));
    expect(first).toContain("src/tokens.ts");
    expect(first).not.toContain(secret);
    expect(said(await lint(options))).toBe(first);
    const results = filesIn(cache).find((name) => name.includes("results-")) ?? "";
    expect(readFileSync(path.join(cache, results), "utf8")).not.toContain(secret);
  });

  test("with other settings is not used", async () => {
    const root = folder(lendingNetwork(4));
    const cache = folder();
    await lint({ ...base, cwd: root, cache });
    for (const options of [{ preset: "security" }, { rules: { "no-raw-sql-interpolation": "note" } }, { requireReason: false }] as const) {
      const asked = { ...base, ...options, cwd: root };
      expect(said(await lint({ ...asked, cache }))).toBe(said(await lint(asked)));
    }
  });

  test("answers for what another version of a file says", async () => {
    const files = lendingNetwork(4);
    const root = folder(files);
    const cache = folder();
    await lint({ ...base, cwd: root, cache });
    const file = path.join(root, "src/data/pool.ts");
    const versions = {
      contents: new Map([[file, Buffer.from('export { pool } from "../fake/pool.js";\n')]]),
      absent: new Set([path.join(root, "src/tokens.ts")]),
    };
    const asked = { ...base, cwd: root, versions };
    const plain = said(await lint(asked));
    expect(said(await lint({ ...asked, cache }))).toBe(plain);
    expect(said(await lint({ ...asked, cache }))).toBe(plain);
    expect(plain).not.toBe(said(await lint({ ...base, cwd: root, cache })));
    // Staged and on disk the same: one state.
    const same = { contents: new Map([[file, Buffer.from(files["src/data/pool.ts"] ?? "")]]), absent: new Set<string>() };
    const written = filesIn(cache);
    await lint({ ...base, cwd: root, cache, versions: same });
    expect(filesIn(cache)).toEqual(written);
  });
});

describe("files beside the code", () => {
  const schema = (column: string): string => `model Shelf {\n  id Int @id\n  ${column}\n}\n`;
  const files = {
    "package.json": '{ "name": "lending", "type": "module", "dependencies": { "express": "5", "@prisma/client": "6" } }',
    "src/shelves.ts": [
      'import { PrismaClient } from "@prisma/client";',
      'import express from "express";',
      "const prisma = new PrismaClient();",
      "const app = express();",
      'app.get("/shelves", async (_request, response) => { response.json(await prisma.shelf.findMany()); });',
      "",
    ].join("\n"),
    "prisma/schema.prisma": schema("label String"),
  };
  const unbounded = ({ findings }: LintResult): number => findings.filter(({ ruleId }) => ruleId === "oma/require-bounded-query").length;

  test("are part of what results rest on", async () => {
    const root = folder(files);
    const cache = folder();
    const lines = async (): Promise<number> => unbounded(await lint({ ...base, cwd: root, cache }));
    expect(await lines()).toBe(0);
    write(root, { "prisma/schema.prisma": schema("memberId Int") });
    expect(await lines()).toBe(1);
    write(root, { "prisma/schema.prisma": schema("label String") });
    expect(await lines()).toBe(0);
  });

  test("are read in the version that is asked for", async () => {
    const root = folder(files);
    const file = path.join(root, "prisma/schema.prisma");
    const versions = { contents: new Map([[file, Buffer.from(schema("memberId Int"))]]), absent: new Set<string>() };
    expect(unbounded(await lint({ ...base, cwd: root, versions }))).toBe(1);
    expect(unbounded(await lint({ ...base, cwd: root, versions: { contents: new Map(), absent: new Set([file]) } }))).toBe(0);
    rmSync(file);
    expect(unbounded(await lint({ ...base, cwd: root, versions }))).toBe(1);
  });
});

describe("a cache that is not as it should be", () => {
  test("damaged files are told, ignored and written anew", async () => {
    const root = folder(lendingNetwork(6));
    const cache = folder();
    const options = { ...base, cwd: root, cache };
    const plain = said(await lint({ ...base, cwd: root }));
    await lint(options);
    const files = (): string[] =>
      filesIn(cache)
        .filter((name) => /(?:json|pack|bin)$/.test(name))
        .map((name) => path.join(cache, name));
    const damages: readonly ((file: string) => void)[] = [
      (file) => truncateSync(file, 40),
      (file) => truncateSync(file, 0),
      (file) => writeFileSync(file, Buffer.alloc(5000, 7)),
      (file) =>
        writeFileSync(
          file,
          readFileSync(file).map((byte, index) => (index > 200 && index % 97 === 0 ? byte ^ 1 : byte)),
        ),
    ];
    for (const damage of damages) {
      for (const file of files()) damage(file);
      const result = await lint(options);
      expect(said(result)).toBe(plain);
      expect(
        result.notices
          .filter(({ kind }) => kind === "cache")
          .map(({ message }) => message)
          .join("\n"),
      ).toMatch(/is damaged or not ours; it is ignored/);
      expect(said(await lint(options), true)).toBe(plain);
    }
  });

  test("a folder that cannot be written costs a notice, nothing else", async () => {
    const root = folder(lendingNetwork(3));
    writeFileSync(path.join(root, "taken"), "a file");
    const result = await lint({ ...base, cwd: root, cache: path.join(root, "taken") });
    expect(said(result)).toBe(said(await lint({ ...base, cwd: root })));
    expect(result.notices).toContainEqual(expect.objectContaining({ kind: "cache", message: expect.stringMatching(/cannot be written \(\w+\)/) as string }));
  });

  test("killed and concurrent runs leave nothing behind that others trip over", async () => {
    const { spawn } = await import("node:child_process");
    const root = folder(lendingNetwork(30));
    const cache = folder();
    const plain = said(await lint({ cwd: root, threads: 1 }));
    const start = () =>
      spawn(process.execPath, [path.resolve("dist/cli.js"), "--cache-location", cache, "-f", "json"], { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
    for (const delay of [60, 120, 250, 400, 600]) {
      const child = start();
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill("SIGKILL");
      expect(said(await lint({ cwd: root, threads: 1, cache }), true)).toBe(plain);
      rmSync(path.join(cache), { recursive: true, force: true });
    }
    const outputs = await Promise.all(
      [1, 2, 3].map(
        () =>
          new Promise<string>((resolve) => {
            let text = "";
            const child = start();
            child.stdout.setEncoding("utf8").on("data", (piece: string) => (text += piece));
            child.on("close", () => {
              resolve(text);
            });
          }),
      ),
    );
    expect(new Set(outputs).size).toBe(1);
    expect(said(await lint({ cwd: root, threads: 1, cache }), true)).toBe(plain);
    expect(filesIn(cache).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});

function phase({ timing }: LintResult, name: string): number {
  return timing.find((entry) => entry.phase === name)?.milliseconds ?? 0;
}
