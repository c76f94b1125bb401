import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as typescriptParser from "@typescript-eslint/parser";
import { type Linter, RuleTester, type Rule } from "eslint";
import { afterAll, describe, expect, it } from "vitest";
import { rules } from "#rules/index";
import { differencesOf, expectPromised, fixtureFolder, fixtureFolders, promisesOf, runFixtures } from "../fixtures.ts";

const rule = "no-raw-sql-interpolation";

describe("fixtures", () => {
  it("report where they promise, and nowhere else", () => expectPromised(fixtureFolder("rules", rule), rule, 351));

  it.each(fixtureFolders("projects", "sql-"))("project %s reports where it promises, and nowhere else", async (name) => {
    expect(differencesOf(await runFixtures(fixtureFolder("projects", name), rule))).toEqual({ missing: [], unexpected: [] });
  });

  it("show the way of an input through the files", async () => {
    const { findings } = await runFixtures(fixtureFolder("projects", "sql-nest"), rule);
    const finding = findings.find((item) => item.message.includes("member"));
    expect(finding?.route.map((step) => `${path.basename(step.place.file)}:${String(step.place.line)} ${step.message}`)).toMatchInlineSnapshot(`
      [
        "loans.controller.ts:9 untrusted input member (@Query())",
        "loans.controller.ts:10 passed to list()",
        "loans.service.ts:10 passed to findAll()",
        "typeorm-loan.repository.ts:11 stored in member",
        "typeorm-loan.repository.ts:13 runs as SQL in DataSource.query()",
      ]
    `);
  });
});

describe("promises", () => {
  it("count: one too many and one too few are both told", () => {
    const run = { findings: [], expected: ["a.ts:1 one", "a.ts:1 one", "a.ts:2 two"], reported: ["a.ts:1 one", "a.ts:3 three"] };
    expect(differencesOf(run)).toEqual({ missing: ["a.ts:1 one", "a.ts:2 two"], unexpected: ["a.ts:3 three"] });
  });

  it("are read from the end of a line, from the line above, with or without a rule", () => {
    const text = [
      "a(); // expect: one",
      "// expect: two",
      "b();",
      "c(); // expect: other-rule three",
      "d(); // expect: one, one",
      "{/* expect: four */}",
      "<e />",
    ].join("\n");
    expect(promisesOf(text, rule)).toEqual([
      { line: 1, messageId: "one" },
      { line: 3, messageId: "two" },
      { line: 5, messageId: "one" },
      { line: 5, messageId: "one" },
      { line: 7, messageId: "four" },
    ]);
    expect(promisesOf(text, "other-rule")).toContainEqual({ line: 4, messageId: "three" });
  });
});

RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;
Object.assign(RuleTester, { afterAll });

/** A copy outside of this repository, whose own configuration leaves fixtures out. */
const folder = copyAway(fixtureFolder("projects", "sql-corners"));

/** In JavaScript and in TypeScript: the code after an import, and what it becomes (`undefined`: no suggestion). */
const fine: readonly string[] = [
  "pool.query(...args);",
  "pool.query();",
  "pool.query(`SELECT 1`);",
  "pool.query(`SELECT ${1} FROM books LIMIT ${10 * 2}`);",
  "pool?.query('SELECT * FROM books WHERE title = $1', [title]);",
  "other.query(`SELECT * FROM books WHERE title = '${title}'`);",
  "{ const pool = { query(text) { return text; } }; pool.query(`SELECT * FROM books WHERE title = '${title}'`); }",
  "pool.query(`SELECT * FROM books WHERE active = ${!title}`);",
  "pool.query(`SELECT '${typeof title}' FROM books`);",
  "pool.query(`SELECT * FROM books WHERE id IN (${[1, 2, 3]})`);",
  "label: for (const table of ['books', 'loans']) { pool.query(`SELECT * FROM ${table}`); continue label; }",
  "let text; text ??= 'SELECT 1'; pool.query(text);",
  "class Book { static #table = 'books'; static { pool.query(`SELECT * FROM ${Book.#table}`); } }",
  "pool.query(`SELECT * FROM books`, function done() { return `SELECT '${title}'`; });",
  "prisma.$queryRaw`SELECT * FROM books WHERE title = ${title} AND author = ${`${title}%`}`;",
  "pool.query(title);",
  "pool.query(`/* ${new Date().getFullYear()} */ SELECT * FROM books`);",
];

const flagged: readonly (readonly [code: string, rewritten?: string])[] = [
  ["pool?.query?.(`SELECT * FROM books WHERE title = '${title}'`);", 'pool?.query?.("SELECT * FROM books WHERE title = $1", [title]);'],
  ["(pool).query(`SELECT * FROM books WHERE title = '${title}'`);", '(pool).query("SELECT * FROM books WHERE title = $1", [title]);'],
  ["pool.query((`SELECT * FROM books WHERE title = '${title}'`));"],
  ["pool.query(/* all */ `SELECT * FROM books WHERE title = '${title}'`,);", 'pool.query(/* all */ "SELECT * FROM books WHERE title = $1", [title],);'],
  ["pool['query'](`SELECT * FROM books WHERE title = '${title}'`);", `pool['query']("SELECT * FROM books WHERE title = $1", [title]);`],
  ["pool[`query`](`SELECT * FROM books WHERE title = '${title}'`);", 'pool[`query`]("SELECT * FROM books WHERE title = $1", [title]);'],
  ["const [text] = [`SELECT * FROM books WHERE title = '${title}'`]; pool.query(text);"],
  ["const { text = `SELECT * FROM books WHERE title = '${title}'` } = {}; pool.query(text);"],
  ["let text; text ??= `SELECT * FROM books WHERE title = '${title}'`; pool.query(text);"],
  ["let text = ''; text = text || `SELECT * FROM books WHERE title = '${title}'`; pool.query(text);"],
  ["pool.query(`SELECT * FROM books WHERE ${`title = '${title}'`}`);", 'pool.query("SELECT * FROM books WHERE title = $1", [title]);'],
  ["pool.query('SELECT * FROM books WHERE title = \\'' + title + '\\'');", 'pool.query("SELECT * FROM books WHERE title = $1", [title]);'],
  ["pool.query(('SELECT * FROM books ' + \"WHERE title = '\") + (title + \"'\"));", 'pool.query("SELECT * FROM books WHERE title = $1", [title]);'],
  ["pool.query(`SELECT 'é💡' FROM books WHERE title = '${title}'`);", "pool.query(\"SELECT 'é💡' FROM books WHERE title = $1\", [title]);"],
  ["pool.query(`SELECT '\\\\' FROM books WHERE title = '${title}'`);", "pool.query(\"SELECT '\\\\' FROM books WHERE title = $1\", [title]);"],
  [
    "new (class { async *read() { yield* await pool.query(`SELECT * FROM books WHERE title = '${title}'`); } })();",
    'new (class { async *read() { yield* await pool.query("SELECT * FROM books WHERE title = $1", [title]); } })();',
  ],
  [
    "switch (title) { case `${pool.query(`SELECT * FROM books WHERE author = '${author}'`)}`: }",
    'switch (title) { case `${pool.query("SELECT * FROM books WHERE author = $1", [author])}`: }',
  ],
  ["prisma.$queryRawUnsafe(`SELECT * FROM books WHERE title = '${title}'`);", "prisma.$queryRaw`SELECT * FROM books WHERE title = ${title}`;"],
  ["prisma?.$queryRawUnsafe(`SELECT * FROM books WHERE title = '${title}'`);"],
  [
    "prisma.$queryRawUnsafe('SELECT `${1}` FROM books WHERE title = \\'' + title + '\\'');",
    "prisma.$queryRaw`SELECT \\`\\${1}\\` FROM books WHERE title = ${title}`;",
  ],
  [
    "const { query } = pool; query(`SELECT * FROM books WHERE title = '${title}'`);",
    'const { query } = pool; query("SELECT * FROM books WHERE title = $1", [title]);',
  ],
  [
    "for await (const row of pool.query(`SELECT * FROM books WHERE title = '${title}'`)) void row;",
    'for await (const row of pool.query("SELECT * FROM books WHERE title = $1", [title])) void row;',
  ],
];

const typed: readonly (readonly [code: string, rewritten?: string])[] = [
  ["pool!.query(`SELECT * FROM books WHERE title = '${title!}'`);", 'pool!.query("SELECT * FROM books WHERE title = $1", [title]);'],
  ["pool.query<Row>(`SELECT * FROM books WHERE title = '${title as string}'`);", 'pool.query<Row>("SELECT * FROM books WHERE title = $1", [title]);'],
  ["pool.query(`SELECT * FROM books WHERE title = '${title}'` as string);"],
  [
    "(pool satisfies unknown).query(<string>`SELECT * FROM books WHERE title = '${title}'`);",
    '(pool satisfies unknown).query(<string>"SELECT * FROM books WHERE title = $1", [title]);',
  ],
  ["prisma.$queryRawUnsafe<Row[]>(`SELECT * FROM books WHERE title = '${title}'`);", "prisma.$queryRaw<Row[]>`SELECT * FROM books WHERE title = ${title}`;"],
  [
    "namespace Books { export const all = pool.query(`SELECT * FROM books WHERE title = '${title}'`); }",
    'namespace Books { export const all = pool.query("SELECT * FROM books WHERE title = $1", [title]); }',
  ],
];

const head = "import { PrismaClient } from '@prisma/client'; import { pool } from './db'; const prisma = new PrismaClient();\n";

function inFunction(code: string, parameters: string): string {
  return `${head}export async function run(${parameters}) { ${code} }`;
}

function casesFor(extension: "js" | "ts"): { valid: RuleTester.ValidTestCase[]; invalid: RuleTester.InvalidTestCase[] } {
  const parameters = extension === "ts" ? "title: string, author: string, args: unknown[], other: unknown" : "title, author, args, other";
  const filename = (kind: string, index: number): string => path.join(folder, "src", `${kind}-${String(index)}.${extension}`);
  return {
    valid: fine.map((code, index) => ({ name: code, code: inFunction(code, parameters), filename: filename("fine", index) })),
    invalid: [...flagged, ...(extension === "ts" ? typed : [])].map(([code, rewritten], index) => ({
      name: code,
      code: inFunction(code, parameters),
      filename: filename("flagged", index),
      errors: [
        {
          messageId: "interpolatedSql",
          ...(rewritten !== undefined && { suggestions: [{ messageId: "bindParameter", output: inFunction(rewritten, parameters) }] }),
        },
      ],
    })),
  };
}

const tested = rules[rule] as unknown as Rule.RuleModule;
new RuleTester({ languageOptions: { parser: typescriptParser as Linter.Parser } }).run(`${rule} on typescript-eslint's tree`, tested, casesFor("ts"));
new RuleTester({ languageOptions: { ecmaVersion: "latest", sourceType: "module" } }).run(`${rule} on espree's tree`, tested, casesFor("js"));

function copyAway(from: string): string {
  const to = realpathSync(mkdtempSync(path.join(tmpdir(), "oma-corners-")));
  cpSync(from, to, { recursive: true });
  afterAll(() => rmSync(to, { recursive: true, force: true }));
  return to;
}
