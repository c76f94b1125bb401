import { afterAll, describe, expect, it } from "vitest";
import { lint } from "#engine/lint";
import { createFolder } from "../cli/stage.ts";

const opened: { readonly close: () => void }[] = [];
afterAll(() => {
  for (const folder of opened) folder.close();
});

const bad = "await pool.query(`select * from loans where id = ${id}`);";

interface Verdict {
  /** `line severity` of each finding. */
  readonly findings: readonly string[];
  readonly notices: readonly string[];
}

/** Lints one file that has a pool and a bad query wherever `BAD` stands. */
async function verdictOn(text: string, options: { readonly file?: string; readonly rules?: Record<string, "off" | "error"> } = {}): Promise<Verdict> {
  const { file = "src/loans.ts", rules = {} } = options;
  const head = 'import { Pool } from "pg"; const pool = new Pool(); export const find = async (id: string) => {';
  const typed = /\.[cm]?ts$/.test(file);
  const content = text.replace("HEAD", typed ? head : head.replace(": string", "")).replaceAll("BAD", bad);
  const folder = createFolder({ "package.json": '{"name":"lending","type":"module","dependencies":{"pg":"*"}}', [file]: content });
  opened.push(folder);
  const result = await lint({ cwd: folder.path, config: false, preset: "security", rules });
  return {
    findings: result.findings.map((finding) => `${finding.place.line} ${finding.severity}`),
    notices: result.notices.map((notice) => `${notice.kind}: ${notice.message}`),
  };
}

describe("directive comments suppress as in ESLint", () => {
  const silent: Verdict = { findings: [], notices: [] };

  it.each([
    ["next line", "HEAD\n// eslint-disable-next-line oma/no-raw-sql-interpolation -- ids are numbers\nBAD\n};"],
    ["next line, block comment", "HEAD\n/* eslint-disable-next-line oma/no-raw-sql-interpolation */\nBAD\n};"],
    ["next line, block comment over several lines", "HEAD\n/* eslint-disable-next-line\n  oma/no-raw-sql-interpolation\n  -- ids are numbers */\nBAD\n};"],
    ["same line", "HEAD\nBAD // eslint-disable-line oma/no-raw-sql-interpolation\n};"],
    ["whole file", "/* eslint-disable oma/no-raw-sql-interpolation -- legacy */\nHEAD\nBAD\n};"],
    ["whole file, all rules", "/* eslint-disable */\nHEAD\nBAD\n};"],
    ["region", "HEAD\n/* eslint-disable oma/no-raw-sql-interpolation */\nBAD\n/* eslint-enable oma/no-raw-sql-interpolation */\n};"],
    ["configured off", "/* eslint oma/no-raw-sql-interpolation: off */\nHEAD\nBAD\n};"],
    ["configured off in JSON, by number", '/* eslint "oma/no-raw-sql-interpolation": 0 */\nHEAD\nBAD\n};'],
    ["after a hashbang", "#!/usr/bin/env node\n/* eslint-disable oma/no-raw-sql-interpolation */\nHEAD\nBAD\n};"],
    ["with Windows line ends", "HEAD\r\n// eslint-disable-next-line oma/no-raw-sql-interpolation\r\nBAD\r\n};"],
    ["with line separators", "HEAD\u2028// eslint-disable-next-line oma/no-raw-sql-interpolation\u2028BAD\n};"],
    ["with a byte order mark", "\uFEFFHEAD\n// eslint-disable-next-line oma/no-raw-sql-interpolation\nBAD\n};"],
    ["together with other rules", "HEAD\n// eslint-disable-next-line no-console, oma/no-raw-sql-interpolation, import/order\nBAD\n};"],
  ])("%s", async (_name, text) => {
    expect(await verdictOn(text)).toEqual(silent);
  });

  it("only what they name, and only from where they stand", async () => {
    expect((await verdictOn("HEAD\n// eslint-disable-next-line no-console\nBAD\n};")).findings).toEqual(["3 error"]);
    expect((await verdictOn("HEAD\nBAD\n/* eslint-disable oma/no-raw-sql-interpolation */\nBAD\n};")).findings).toEqual(["2 error"]);
    expect((await verdictOn("HEAD\n// eslint-disable oma/no-raw-sql-interpolation\nBAD\n};")).findings).toEqual(["3 error"]);
    expect((await verdictOn('HEAD\nconst text = "eslint-disable-line oma/no-raw-sql-interpolation"; BAD\n};')).findings).toEqual(["2 error"]);
  });

  it("in CommonJS and JSX files", async () => {
    const text = "HEAD\n// eslint-disable-next-line oma/no-raw-sql-interpolation\nBAD\n};";
    expect(await verdictOn(text, { file: "src/loans.mjs" })).toEqual(silent);
    expect(
      await verdictOn(`const page = <p>{/* eslint-disable oma/no-raw-sql-interpolation */}</p>;\n${text.replace(/\/\/.*\n/, "")}`, { file: "src/loans.jsx" }),
    ).toEqual(silent);
  });
});

describe("severity comments", () => {
  it("change the severity in the file", async () => {
    expect((await verdictOn('/* eslint oma/no-raw-sql-interpolation: "warn" */\nHEAD\nBAD\n};')).findings).toEqual(["3 warning"]);
  });
  it("switch a rule on", async () => {
    const rules = { "no-raw-sql-interpolation": "off" } as const;
    expect((await verdictOn("HEAD\nBAD\n};", { rules })).findings).toEqual([]);
    expect((await verdictOn('/* eslint oma/no-raw-sql-interpolation: "error" */\nHEAD\nBAD\n};', { rules })).findings).toEqual(["3 error"]);
  });
});

describe("unused suppressions", () => {
  it("of our rules are told, with file and line", async () => {
    const { notices } = await verdictOn("HEAD\n// eslint-disable-next-line oma/no-raw-sql-interpolation -- why\nuse(pool);\n};");
    expect(notices).toEqual(["unused-suppression: src/loans.ts:2 suppresses oma/no-raw-sql-interpolation, which reports nothing there."]);
  });
  it("of others are not", async () => {
    expect(
      (await verdictOn("HEAD\n// eslint-disable-next-line no-console, other/rule -- oma/ is named in the reason only\nuse(pool);\n/* eslint-disable */\n};"))
        .notices,
    ).toEqual([]);
  });
  it("of rules that are off are not", async () => {
    const rules = { "no-raw-sql-interpolation": "off" } as const;
    expect((await verdictOn("HEAD\n// eslint-disable-next-line oma/no-raw-sql-interpolation\nuse(pool);\n};", { rules })).notices).toEqual([]);
  });
  it("one unused rule among used ones is told", async () => {
    const { findings, notices } = await verdictOn(
      "HEAD\n/* eslint-disable oma/no-raw-sql-interpolation */\nBAD\n// eslint-disable-next-line oma/no-raw-sql-interpolation, no-console\nuse(pool);\n};",
    );
    expect(findings).toEqual([]);
    expect(notices).toEqual(["unused-suppression: src/loans.ts:4 suppresses oma/no-raw-sql-interpolation, which reports nothing there."]);
  });
});

describe("comments that belong to the user's own ESLint", () => {
  it.each([
    ["an unknown rule", "/* eslint no-such-rule: 2 */"],
    ["a rule of another plugin", "/* eslint import/order: [2, { alphabetize: true }] */"],
    ["a core rule, which is not run", '/* eslint quotes: ["error", "single"], indent: 2, no-undef: 2, no-unused-vars: 2 */'],
    ["broken JSON", "/* eslint no-undef: { */"],
    ["eslint-env", "/* eslint-env node, mocha */"],
    ["bad globals", "/* global a: sometimes, b: writable */"],
    ["exported", "/* exported find */"],
    ["a directive over two lines", "/* eslint-disable-line\n no-console */"],
  ])("%s", async (_name, comment) => {
    const { findings, notices } = await verdictOn(`${comment} /* oma/ */\nHEAD\nBAD\n};`);
    expect(findings).toEqual([`${comment.split("\n").length + 2} error`]);
    expect(notices).toEqual([]);
  });
  it("a rule of ours that does not exist is told", async () => {
    const { notices } = await verdictOn("HEAD\n// eslint-disable-next-line oma/no-raw-sql\nBAD\n};");
    expect(notices).toEqual([expect.stringMatching(/^config: src\/loans\.ts:2 Definition for rule 'oma\/no-raw-sql'/)]);
  });
});

describe("files that do not parse", () => {
  it.each([
    ["ends too early", "HEAD\nBAD\nif (id) {", ["2 error"]],
    ["has an odd class", "HEAD\nBAD\n};\nclass A { constructor(private ) {} get set static x( }", undefined],
    ["declares twice", "HEAD\nBAD\n};\nconst find = 1; let find = 2; class find {}", undefined],
  ])("%s", async (_name, text, expected) => {
    const { findings } = await verdictOn(text);
    if (expected) expect(findings).toEqual(expect.arrayContaining(expected));
  });
});
