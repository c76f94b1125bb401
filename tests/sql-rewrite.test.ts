import { PGlite } from "@electric-sql/pglite";
import initSqlJs from "sql.js";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataLibraries } from "#catalog/data";
import type { SqlSink } from "#catalog/facts/sql";
import type { ProjectPath } from "#finding";
import type { Analysis } from "#project/analysis";
import type { Code } from "#project/code";
import { openProject } from "#project/open";
import { readCode } from "#project/sources";
import { parameterised, type Rewrite } from "#project/sql-rewrite";
import type { SqlProblem } from "#project/sql";
import { fixtureFolder, fixtureFolders } from "./fixtures.ts";

/**
 * Every suggestion of every fixture is carried out on a real database: the call as it stands and the rewritten call, both with harmless
 * values and with an injection. The receivers are stand-ins that note what the library would be handed (its call shape); the text and
 * the values they note run on PostgreSQL (`$n`) or SQLite (`?`, `:n`).
 */
interface Case {
  readonly name: string;
  readonly library: string;
  readonly before: string;
  readonly after: string;
  readonly sink: SqlSink | undefined;
  readonly isFragment: boolean;
  /** Findings in the whole file, as it is and with the call rewritten. */
  readonly reportsBefore: number;
  readonly reportsAfter: number;
}

/** What a library was handed. */
interface Handed {
  readonly text: string;
  readonly values: readonly string[];
  readonly tagged: boolean;
}

/** What a statement did: the rows it returned, or the tables as they are afterwards. */
type Outcome = { readonly rows: readonly unknown[]; readonly tables: Readonly<Record<string, readonly unknown[]>> };

interface Database {
  run(handed: Handed, how: { readonly isTyped: boolean; readonly ids: "numbers" | "texts"; readonly watch: readonly string[] }): Promise<Outcome>;
  close(): Promise<void>;
}

const rule = "no-raw-sql-interpolation";
const tables = ["books", "book", "loans", "loan", "members", "member_loans", "fines", "reservations", "audit", "archive", "shelves", "visits"];
const columns = ["id", "title", "subtitle", "author", "isbn", "shelf", "branch", "member", "book", "email", "name", "secret", "due", "returned_at"];
const rows = [
  ["1", "Emma", "sub", "Austen", "978-1", "A1", "north", "ann", "b1", "ann@example.org", "Ann", "s3", "2026-01-01", ""],
  ["2", "Ulysses", "sub", "Joyce", "978-2", "A2", "south", "bob", "b2", "bob@example.org", "Bob", "s4", "2026-02-01", ""],
  ["3", "O'Neill's plays", "sub", "O'Neill", "978-3", "A3", "east", "cyd", "b3", "cyd@example.org", "Cyd", "s5", "2026-03-01", ""],
];

const cases = collect();
let postgres: Database;
let sqlite: Database;

beforeAll(async () => {
  postgres = await openPostgres();
  sqlite = await openSqlite();
});

afterAll(async () => {
  await postgres.close();
  await sqlite.close();
});

describe("a suggested rewrite", () => {
  it.each(cases)("$name: does what the original does", async (item) => {
    const given = harmlessFor(item);
    const done = await outcomeOf(item, "before", given);
    expect(await outcomeOf(item, "after", given)).toEqual(done);
    // Something must have been found or changed, or the comparison says nothing.
    expect(done.rows.length > 0 || canonical(done) !== canonical(await outcomeOf(item, "none", given))).toBe(true);
  });

  it.each(cases)("$name: is no finding any more", ({ reportsBefore, reportsAfter }) => {
    expect(reportsAfter).toBe(reportsBefore - 1);
  });

  it.each(cases)("$name: takes an injection as a value", async (item) => {
    const [injection, stranger] = isBare(item) ? ["0 OR 1=1 --", "77"] : ["' OR 1=1 --", "zzz"];
    const nobody = await outcomeOf(item, "after", () => stranger);
    const bound = await outcomeOf(item, "after", () => injection).catch((error: unknown) => error as Error);
    // Whatever a stranger's name does, the injection does as a name; or it is refused because it is no number.
    if (bound instanceof Error) expect(bound.message).toMatch(/invalid input syntax for type integer/);
    else expect(canonical(bound)).toBe(canonical(nobody, (text) => text.replaceAll(stranger, injection)));
    const written = await outcomeOf(item, "before", () => injection).catch((error: unknown) => error as Error);
    // `SET shelf = '' OR 1=1`, `VALUES ('' OR 1=1`: broken text, where the bound value is just stored.
    if (written instanceof Error) expect(textOf(item, "before")).toMatch(/\b(?:set|values)\b/i);
    else if (!(bound instanceof Error)) expect(canonical(written)).not.toBe(canonical(bound));
    if (!isSelect(item)) return;
    expect(bound instanceof Error ? [] : bound.rows).toEqual([]);
    expect(written instanceof Error ? [] : written.rows).toHaveLength(rows.length);
  });

  it("is there for every sink that has a form with bound values", () => {
    const sinks = dataLibraries.flatMap((facts) =>
      (facts.sql?.sinks ?? []).filter((sink) => sink.safeForm).map((sink) => ({ sink, name: `${facts.packages[0] ?? ""}#${sink.api}` })),
    );
    expect(sinks.filter(({ sink }) => !cases.some((item) => item.sink === sink)).map(({ name }) => name)).toEqual([]);
    expect(cases.length).toBeGreaterThan(100);
  });

  it("is really needed: the originals differ", async () => {
    const item = cases.find((other) => other.name.startsWith("pg.ts"));
    if (!item) throw new Error("no case");
    expect((await outcomeOf(item, "before", () => "Emma")).rows).toHaveLength(1);
    expect((await outcomeOf(item, "before", () => "' OR 1=1 --")).rows).toHaveLength(3);
    expect((await outcomeOf(item, "after", () => "' OR 1=1 --")).rows).toHaveLength(0);
  });
});

describe("no rewrite", () => {
  const analysis = openProject(fixtureFolder("rules", rule));
  it.each([
    ["a list in one text", 'pool.query(`SELECT * FROM books WHERE id IN (${ids.join(",")})`)'],
    ["a quoted list in one text", "pool.query(`SELECT * FROM books WHERE id IN ('${ids.join(\"','\")}')`)"],
    ["a single bare value of a list", "pool.query(`SELECT * FROM books WHERE id IN (${title})`)"],
    ["a value that brings its own quotes", "pool.query(`SELECT * FROM books WHERE title = ${quote(title)}`)"],
    ["part of a longer literal", "pool.query(`SELECT * FROM books WHERE title LIKE '%${title}%'`)"],
    ["a table", "pool.query(`SELECT * FROM ${title}`)"],
    ["a column", "pool.query(`SELECT * FROM books ORDER BY ${title}`)"],
    ["a condition", "pool.query(`SELECT * FROM books WHERE ${title}`)"],
    ["a statement without parameters", "pool.query(`SET application_name = '${title}'`)"],
    ["an identifier in quotes", 'pool.query(`SELECT * FROM books WHERE "${title}" = 1`)'],
    ["a typed literal", "pool.query(`SELECT * FROM books WHERE due > DATE '${title}'`)"],
    ["a call that binds already", "pool.query(`SELECT * FROM books WHERE title = $1 AND author = '${title}'`, [title])"],
    ["text built elsewhere", "pool.query(text)"],
    ["a bare value for Prisma", "prisma.$queryRawUnsafe(`SELECT * FROM books WHERE id = ${title}`)"],
    ["a bounded identifier inside a tag", "prisma.$queryRawUnsafe(`SELECT * FROM ${TABLE} WHERE title = '${title}'`)"],
    ["a limit where text does not fit", "mysql.createPool({}).query(`SELECT * FROM books LIMIT ${title}`)"],
  ])("for %s", (_what, call) => {
    const [problem] = problemsOf(analysis, call);
    expect(problem).toBeDefined();
    expect(problem && parameterised(analysis.names, problem)).toBeUndefined();
  });

  it.each([
    [
      "keeps what is bounded",
      "pool.query(`SELECT * FROM ${TABLE} WHERE title = '${title}' AND id = ${Number(title)}`)",
      "pool.query(`SELECT * FROM ${TABLE} WHERE title = $1 AND id = ${Number(title)}`, [title])",
    ],
    [
      "keeps what is escaped",
      "pool.query(`SELECT * FROM books WHERE title = ${escapeLiteral(title)} AND author = '${title}'`)",
      "pool.query(`SELECT * FROM books WHERE title = ${escapeLiteral(title)} AND author = $1`, [title])",
    ],
    [
      "puts values before a callback",
      "pool.query(`SELECT * FROM books WHERE title = '${title}'`, () => 1)",
      'pool.query("SELECT * FROM books WHERE title = $1", [title], () => 1)',
    ],
    [
      "knows rows of values",
      "pool.query(`INSERT INTO books (id, title) VALUES ('1', '${title}'), ('2', '${title}')`)",
      `pool.query("INSERT INTO books (id, title) VALUES ('1', $1), ('2', $2)", [title, title])`,
    ],
    [
      "looks into values that bring their quotes",
      'pool.query(`SELECT * FROM books WHERE title = ${"\'" + title + "\'"}`)',
      'pool.query("SELECT * FROM books WHERE title = $1", [title])',
    ],
    ["knows a cast", "pool.query(`SELECT * FROM books WHERE id = '${title}'::uuid`)", 'pool.query("SELECT * FROM books WHERE id = $1::uuid", [title])'],
    ["keeps lines", "pool.query(`SELECT *\n  FROM books\n  WHERE title = '${title}'`)", "pool.query(`SELECT *\n  FROM books\n  WHERE title = $1`, [title])"],
    [
      "keeps backticks",
      "mysql.createPool({}).query(`SELECT \\`id\\` FROM books WHERE title = '${title}'`)",
      'mysql.createPool({}).query("SELECT `id` FROM books WHERE title = ?", [title])',
    ],
  ])("is not the answer, it %s", (_what, call, rewritten) => {
    const [problem] = problemsOf(analysis, call);
    const rewrite = problem && parameterised(analysis.names, problem);
    expect(problem && rewrite && callText(problem, rewrite)).toBe(rewritten);
  });
});

function problemsOf(analysis: Analysis, call: string): readonly SqlProblem[] {
  const text = `import { escapeLiteral, Pool } from "pg"; import { PrismaClient } from "@prisma/client"; import mysql from "mysql2";
const quote = (value: string) => "'" + value + "'";
const pool = new Pool(); const prisma = new PrismaClient(); const TABLE = "books";
export function run(title: string, ids: string[]) { const text = "SELECT * FROM books WHERE title = '" + title + "'"; return ${call}; }`;
  return analysis.sql.problemsIn(codeOf(analysis, text));
}

function codeOf(analysis: Analysis, text: string): Code {
  const path = "snippet.ts" as ProjectPath;
  const code = readCode({ path, absolute: `${analysis.project.root}/${path}`, role: "product" }, text)!;
  analysis.project.overlay(code);
  return code;
}

function collect(): Case[] {
  const folders = [fixtureFolder("rules", rule), ...fixtureFolders("projects", "sql-").map((name) => fixtureFolder("projects", name))];
  return folders.flatMap((folder) => {
    const analysis = openProject(folder);
    return [...analysis.project.productCodes()].flatMap((code) => analysis.sql.problemsIn(code).flatMap((problem) => caseOf(analysis, problem)));
  });
}

function caseOf(analysis: Analysis, problem: SqlProblem): Case[] {
  const rewrite = parameterised(analysis.names, problem);
  if (!rewrite) return [];
  const { code } = problem;
  const call = code.expr(problem.call);
  const line = code.position(call.s).line;
  return [
    {
      name: `${code.path}:${String(line)} ${problem.sink.slice(problem.sink.lastIndexOf(".") + 1)}`,
      library: libraryOf(problem),
      sink: problem.facts,
      before: code.text.slice(call.s, call.e),
      after: callText(problem, rewrite),
      isFragment: (problem.facts?.position ?? "statement") !== "statement",
      reportsBefore: analysis.sql.problemsIn(code).length,
      reportsAfter: reportsWith(analysis, problem, rewrite),
    },
  ];
}

function reportsWith(analysis: Analysis, { code }: SqlProblem, rewrite: Rewrite): number {
  const rewritten = readCode(code, rewrittenText(code, rewrite))!;
  // Small projects are opened anew: what other files say about the old text must not be remembered.
  const fresh = analysis.project.paths.length < 20 ? openProject(analysis.project.root) : analysis;
  fresh.project.overlay(rewritten);
  const { length } = fresh.sql.problemsIn(rewritten);
  fresh.project.overlay(code);
  return length;
}

function rewrittenText(code: Code, rewrite: Rewrite): string {
  let { text } = code;
  for (const edit of [...rewrite.edits].sort((a, b) => b.span.s - a.span.s)) text = text.slice(0, edit.span.s) + edit.text + text.slice(edit.span.e);
  return text;
}

/** The library whose fact it is: neon's pool has the facts of pg. */
function libraryOf({ facts }: SqlProblem): string {
  return dataLibraries.find((library) => library.sql?.sinks?.some((sink) => sink === facts))?.packages[0] ?? "";
}

function callText({ code, call }: SqlProblem, rewrite: Rewrite): string {
  const { s, e } = code.expr(call);
  const text = rewrittenText(code, rewrite);
  return text.slice(s, e + text.length - code.text.length);
}

/** Values that the first row has in the columns they are compared with; new ones where a column is set. */
function harmlessFor(item: Case): (name: string) => string {
  const first = Object.fromEntries(columns.map((column, index) => [column, rows[0]?.[index] ?? ""]));
  const values = new Map<string, string>();
  for (const [, set, lower, column = "", name = ""] of textOf(item, "before", (path) => `§${path}§`).matchAll(
    /(set\s+)?(lower\()?(\w+)\)?\s*=\s*'?§([^§]+)§/gi,
  )) {
    const value = set === undefined ? (first[column] ?? "") : "changed";
    values.set(name, lower === undefined ? value : value.toLowerCase());
  }
  return (name) => values.get(name) ?? "Emma";
}

/** An outcome as a text that does not depend on the order of rows. */
function canonical({ rows: found, tables: after }: Outcome, change: (text: string) => string = (text) => text): string {
  const sorted = (list: readonly unknown[]): string =>
    list
      .map((row) => change(JSON.stringify(row)))
      .sort()
      .join("\n");
  return [sorted(found), ...Object.entries(after).map(([table, list]) => `${table}\n${sorted(list)}`)].join("\n");
}

function isSelect(item: Case): boolean {
  const text = textOf(item, "before");
  return (item.isFragment || /^\s*select/i.test(text)) && !/count\(/i.test(text);
}

function isBare(item: Case): boolean {
  return !textOf(item, "before", () => "§").includes("'§'");
}

function textOf(item: Case, form: "before" | "after", given: (name: string) => string = () => "x"): string {
  return handedOver(item[form], given).text;
}

/** @param form `none`: nothing runs, the tables are as they were. */
async function outcomeOf(item: Case, form: "before" | "after" | "none", given: (name: string) => string): Promise<Outcome> {
  const handed = handedOver(item[form === "none" ? "before" : form], given);
  const around = /having/i.test(item.name) ? "SELECT b.title FROM books AS b GROUP BY b.title HAVING" : "SELECT * FROM books AS b WHERE";
  const whole = item.isFragment ? { ...handed, text: `${around} ${handed.text}` } : handed;
  const isTyped = item.library === "@prisma/client";
  const onPostgres = item.library !== "mssql" && /\$1/.test(textOf(item, "after"));
  return (onPostgres ? postgres : sqlite).run(form === "none" ? { ...whole, text: "SELECT 1 WHERE 1 = 0", values: [] } : whole, {
    isTyped,
    ids: isBare(item) ? "numbers" : "texts",
    watch: changed(whole.text),
  });
}

/** Runs a call on stand-ins and says what its outermost function was handed. */
function handedOver(call: string, given: (name: string) => string): Handed {
  const { outputText } = ts.transpileModule(`_ = (${call.replaceAll("this.#", "this.")});`, { compilerOptions: { target: ts.ScriptTarget.ES2022 } });
  let last: readonly unknown[] = [];
  const standIn = (path: string): unknown =>
    new Proxy(function () {}, {
      get: (_target, key) =>
        key === Symbol.toPrimitive
          ? () => (path.endsWith(".length") ? "1" : given(path.slice(path.lastIndexOf(".") + 1)))
          : typeof key === "symbol"
            ? undefined
            : standIn(`${path}.${key}`),
      apply: (_target, _self, args) => ((last = args), standIn(`${path}()`)),
      construct: (_target, args) => ((last = args), standIn(path) as object),
    });
  const scope = new Proxy(
    {},
    {
      has: (_target, key) => key !== "String" && key !== "Number",
      get: (_target, key) => (typeof key === "symbol" ? undefined : standIn(key)),
      set: () => true,
    },
  );
  new Function("scope", `with (scope) { ${outputText.replace(/^"use strict";/, "")} }`).call(standIn("this"), scope);
  const [first, second] = last;
  if (Array.isArray(first))
    return {
      text: (first as string[]).map((piece, index) => (index === 0 ? piece : `$${String(index)}${piece}`)).join(""),
      values: last.slice(1).map(String),
      tagged: true,
    };
  return { text: String(first), values: Array.isArray(second) ? second.map(String) : [], tagged: false };
}

async function openPostgres(): Promise<Database> {
  const db = await PGlite.create();
  for (const schema of ["texts", "numbers"]) {
    await db.exec(`CREATE SCHEMA ${schema}; SET search_path TO ${schema}`);
    for (const table of tables) {
      await db.exec(
        `CREATE TABLE ${table} (${columns.map((column) => `${column} ${column === "id" && schema === "numbers" ? "integer" : "text"}`).join(", ")}, lent boolean)`,
      );
      for (const row of rows)
        await db.query(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map((_, i) => `$${String(i + 1)}`).join(", ")})`, row);
    }
  }
  return {
    async run({ text, values }, { isTyped, ids, watch }) {
      await db.exec(`BEGIN; SET LOCAL search_path TO ${ids}`);
      try {
        const result = await db.query(text, [...values], isTyped ? { paramTypes: values.map(() => 25) } : {});
        const after: Record<string, readonly unknown[]> = {};
        for (const table of watch) after[table] = (await db.query(`SELECT * FROM ${table} ORDER BY 1, 2, 3`)).rows;
        return { rows: result.rows, tables: after };
      } finally {
        await db.exec("ROLLBACK");
      }
    },
    close: () => db.close(),
  };
}

async function openSqlite(): Promise<Database> {
  const { Database } = await initSqlJs();
  const db = new Database();
  for (const table of tables) {
    db.run(`CREATE TABLE ${table} (${columns.map((column) => `${column} text`).join(", ")}, lent boolean)`);
    for (const row of rows) db.run(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`, row);
  }
  const all = (text: string, values: readonly string[] = []): unknown[] => db.exec(text, [...values])[0]?.values ?? [];
  return {
    run({ text, values, tagged }, { watch }) {
      db.run("BEGIN");
      try {
        const own = tagged ? text.replace(/\$(\d+)/g, "?$1") : text.replace(/:(\d+)/g, "?$1");
        const result = all(own, values);
        return Promise.resolve({ rows: result, tables: Object.fromEntries(watch.map((table) => [table, all(`SELECT * FROM ${table} ORDER BY 1, 2, 3`)])) });
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      } finally {
        db.run("ROLLBACK");
      }
    },
    close: () => Promise.resolve(db.close()),
  };
}

function changed(text: string): string[] {
  const table = /^\s*(?:insert\s+into|update|delete\s+from)\s+(\w+)/i.exec(text)?.[1];
  return table === undefined ? [] : [table];
}
