import { PGlite } from "@electric-sql/pglite";
import initSqlJs from "sql.js";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataLibraries } from "#catalog/data";
import type { ProjectPath } from "#finding";
import type { Analysis } from "#project/analysis";
import type { Code } from "#project/code";
import { openProject } from "#project/open";
import { readCode } from "#project/project";
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
  readonly isFragment: boolean;
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
  run(handed: Handed, typed: boolean): Promise<Outcome>;
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

/** Values that stand in the first row, by the last name of what is written into the text. */
const harmless: Readonly<Record<string, string>> = { id: "1", loan: "1", title: "Emma", author: "Austen", isbn: "978-1", shelf: "A1", from: "A1", to: "A9", branch: "north", member: "ann", book: "b1", email: "ann@example.org", term: "emma", name: "Ann", username: "Ann", password: "s3", table: "b1" };

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
  it.each(cases)("$name: returns what the original returns", async (item) => {
    const given = (name: string): string => harmless[name] ?? "zzz";
    expect(await outcomeOf(item, "after", given)).toEqual(await outcomeOf(item, "before", given));
  });

  it.each(cases)("$name: takes an injection as a value", async (item) => {
    const injection = isBare(item) ? "0 OR 1=1 --" : "' OR 1=1 --";
    const nobody = await outcomeOf(item, "after", () => "zzz");
    // Whatever the text "zzz" does, the text of the injection does, and nothing else.
    const bound = await outcomeOf(item, "after", () => injection);
    expect(JSON.stringify(bound)).toBe(JSON.stringify(nobody).replaceAll("zzz", injection));
    const written = await outcomeOf(item, "before", () => injection).catch((error: unknown) => error);
    expect(JSON.stringify(written)).not.toBe(JSON.stringify(bound));
    if (!/^\W*\w*\W*select/i.test(textOf(item, "before"))) return;
    expect(bound.rows).toEqual([]);
    expect(written instanceof Error ? [] : (written as Outcome).rows).toHaveLength(rows.length);
  });

  it("is there for every library that has a form with bound values", () => {
    const expected = dataLibraries.filter((facts) => facts.sql?.sinks?.some((sink) => sink.safeForm)).map((facts) => facts.packages[0] ?? "");
    expect(expected.filter((library) => !cases.some((item) => item.library === library))).toEqual([]);
    expect(cases.length).toBeGreaterThan(100);
  });

  it("is really needed: the originals differ", async () => {
    const item = cases[0];
    if (!item) throw new Error("no case");
    const normal = await outcomeOf(item, "before", (name) => harmless[name] ?? "zzz");
    expect(normal.rows).toHaveLength(1);
  });
});

describe("no rewrite", () => {
  const analysis = openProject(fixtureFolder("rules", rule));
  it.each([
    ["a list in one text", "pool.query(`SELECT * FROM books WHERE id IN (${ids.join(\",\")})`)"],
    ["a quoted list in one text", "pool.query(`SELECT * FROM books WHERE id IN ('${ids.join(\"','\")}')`)"],
    ["a single bare value of a list", "pool.query(`SELECT * FROM books WHERE id IN (${title})`)"],
    ["a value that brings its own quotes", "pool.query(`SELECT * FROM books WHERE title = ${\"'\" + title + \"'\"}`)"],
    ["part of a longer literal", "pool.query(`SELECT * FROM books WHERE title LIKE '%${title}%'`)"],
    ["a table", "pool.query(`SELECT * FROM ${title}`)"],
    ["a column", "pool.query(`SELECT * FROM books ORDER BY ${title}`)"],
    ["a condition", "pool.query(`SELECT * FROM books WHERE ${title}`)"],
    ["a statement without parameters", "pool.query(`SET application_name = '${title}'`)"],
    ["an identifier in quotes", "pool.query(`SELECT * FROM books WHERE \"${title}\" = 1`)"],
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
    ["keeps what is bounded", "pool.query(`SELECT * FROM ${TABLE} WHERE title = '${title}' AND id = ${Number(title)}`)", "pool.query(`SELECT * FROM ${TABLE} WHERE title = $1 AND id = ${Number(title)}`, [title])"],
    ["keeps what is escaped", "pool.query(`SELECT * FROM books WHERE title = ${escapeLiteral(title)} AND author = '${title}'`)", "pool.query(`SELECT * FROM books WHERE title = ${escapeLiteral(title)} AND author = $1`, [title])"],
    ["puts values before a callback", "pool.query(`SELECT * FROM books WHERE title = '${title}'`, () => 1)", 'pool.query("SELECT * FROM books WHERE title = $1", [title], () => 1)'],
    ["knows rows of values", "pool.query(`INSERT INTO books (id, title) VALUES ('1', '${title}'), ('2', '${title}')`)", `pool.query("INSERT INTO books (id, title) VALUES ('1', $1), ('2', $2)", [title, title])`],
    ["knows a cast", "pool.query(`SELECT * FROM books WHERE id = '${title}'::uuid`)", 'pool.query("SELECT * FROM books WHERE id = $1::uuid", [title])'],
    ["keeps lines", "pool.query(`SELECT *\n  FROM books\n  WHERE title = '${title}'`)", "pool.query(`SELECT *\n  FROM books\n  WHERE title = $1`, [title])"],
    ["keeps backticks", "mysql.createPool({}).query(`SELECT \\`id\\` FROM books WHERE title = '${title}'`)", 'mysql.createPool({}).query("SELECT `id` FROM books WHERE title = ?", [title])'],
  ])("is not the answer, it %s", (_what, call, rewritten) => {
    const [problem] = problemsOf(analysis, call);
    const rewrite = problem && parameterised(analysis.names, problem);
    expect(problem && rewrite && callText(problem, rewrite)).toBe(rewritten);
  });
});

function problemsOf(analysis: Analysis, call: string): readonly SqlProblem[] {
  const text = `import { escapeLiteral, Pool } from "pg"; import { PrismaClient } from "@prisma/client"; import mysql from "mysql2";
const pool = new Pool(); const prisma = new PrismaClient(); const TABLE = "books";
export function run(title: string, ids: string[]) { const text = "SELECT * FROM books WHERE title = '" + title + "'"; return ${call}; }`;
  return analysis.sql.problemsIn(codeOf(analysis, text));
}

function codeOf(analysis: Analysis, text: string): Code {
  const path = "snippet.ts" as ProjectPath;
  const code = readCode({ path, absolute: `${analysis.project.root}/${path}`, role: "product" }, text);
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
      before: code.text.slice(call.s, call.e),
      after: callText(problem, rewrite),
      isFragment: (problem.facts?.position ?? "statement") !== "statement",
    },
  ];
}

/** The library whose fact it is: neon's pool has the facts of pg. */
function libraryOf({ facts }: SqlProblem): string {
  return dataLibraries.find((library) => library.sql?.sinks?.some((sink) => sink === facts))?.packages[0] ?? "";
}

function callText({ code, call }: SqlProblem, rewrite: Rewrite): string {
  const { s, e } = code.expr(call);
  let text = code.text;
  for (const edit of [...rewrite.edits].sort((a, b) => b.span.s - a.span.s)) text = text.slice(0, edit.span.s) + edit.text + text.slice(edit.span.e);
  return text.slice(s, e + text.length - code.text.length);
}

function isBare(item: Case): boolean {
  return !textOf(item, "before", () => "§").includes("'§'");
}

function textOf(item: Case, form: "before" | "after", given: (name: string) => string = () => "x"): string {
  return handedOver(item[form], given).text;
}

async function outcomeOf(item: Case, form: "before" | "after", given: (name: string) => string): Promise<Outcome> {
  const handed = handedOver(item[form], given);
  const whole = item.isFragment ? { ...handed, text: `SELECT * FROM books AS b WHERE ${handed.text}` } : handed;
  const isTyped = item.library === "@prisma/client";
  const onPostgres = item.library === "typeorm" || isTyped || /\$1/.test(textOf(item, "after")) ;
  return (onPostgres ? postgres : sqlite).run(whole, isTyped);
}

/** Runs a call on stand-ins and says what its outermost function was handed. */
function handedOver(call: string, given: (name: string) => string): Handed {
  const { outputText } = ts.transpileModule(`_ = (${call.replaceAll("this.#", "this.")});`, { compilerOptions: { target: ts.ScriptTarget.ES2022 } });
  let last: readonly unknown[] = [];
  const standIn = (path: string): unknown =>
    new Proxy(function () {}, {
      get: (_target, key) => (key === Symbol.toPrimitive ? () => (path.endsWith(".length") ? "1" : given(path.slice(path.lastIndexOf(".") + 1))) : typeof key === "symbol" ? undefined : standIn(`${path}.${key}`)),
      apply: (_target, _self, args) => ((last = args), standIn(`${path}.${String(args[0])}`)),
      construct: (_target, args) => ((last = args), standIn(path) as object),
    });
  const scope = new Proxy({}, { has: (_target, key) => key !== "String" && key !== "Number", get: (_target, key) => (typeof key === "symbol" ? undefined : standIn(key)), set: () => true });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the code is our own fixtures
  new Function("scope", `with (scope) { ${outputText.replace(/^"use strict";/, "")} }`).call(standIn("this"), scope);
  const [first, second] = last;
  if (Array.isArray(first)) return { text: (first as string[]).map((piece, index) => (index === 0 ? piece : `$${String(index)}${piece}`)).join(""), values: last.slice(1).map(String), tagged: true };
  return { text: String(first), values: Array.isArray(second) ? second.map(String) : [], tagged: false };
}

async function openPostgres(): Promise<Database> {
  const db = await PGlite.create();
  for (const table of tables) {
    await db.exec(`CREATE TABLE ${table} (${columns.map((column) => `${column} text`).join(", ")}, lent boolean)`);
    for (const row of rows) await db.query(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map((_, i) => `$${String(i + 1)}`).join(", ")})`, row);
  }
  return {
    async run({ text, values }, typed) {
      await db.exec("BEGIN");
      try {
        const result = await db.query(text, [...values], typed ? { paramTypes: values.map(() => 25) } : {});
        const after: Record<string, readonly unknown[]> = {};
        for (const table of changed(text)) after[table] = (await db.query(`SELECT * FROM ${table} ORDER BY 1, 2, 3`)).rows;
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
    run({ text, values, tagged }) {
      db.run("BEGIN");
      try {
        const own = tagged ? text.replace(/\$(\d+)/g, "?$1") : text.replace(/:(\d+)/g, "?$1");
        const result = all(own, values);
        return Promise.resolve({ rows: result, tables: Object.fromEntries(changed(text).map((table) => [table, all(`SELECT * FROM ${table} ORDER BY 1, 2, 3`)])) });
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
