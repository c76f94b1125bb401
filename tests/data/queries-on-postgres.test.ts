import { PGlite } from "@electric-sql/pglite";
import { MikroORM } from "@mikro-orm/postgresql";
import { drizzle } from "drizzle-orm/pglite";
import knexOf, { type Knex } from "knex";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Model } from "objection";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type * as drizzled from "../../fixtures/data/queries-per-element/drizzle.ts";
import type * as knexed from "../../fixtures/data/queries-per-element/knex.ts";
import { titlesAtOnce, titlesOneByOne } from "../../fixtures/data/queries-per-element/knex.ts";
import { desks, desksAtOnce, desksOneByOne, rooms } from "../../fixtures/data/queries-per-element/mikro-orm.ts";
import { namesAtOnce, namesForgotten, namesOneByOne } from "../../fixtures/data/queries-per-element/objection.ts";
import type * as sequelized from "../../fixtures/data/queries-per-element/sequelize.ts";
import { connect } from "../../fixtures/data/queries-per-element/sequelize.ts";
import { applySuggestions, differencesOf, fixtureFolder, runFixtures } from "../fixtures.ts";
import { type Postgres, startPostgres } from "./postgres.ts";

/** What `no-query-in-loop` and `no-implicit-relation-loading` flag, in statements of a real PostgreSQL, beside what they leave alone. */
const few = [1, 2, 3];
const many = Array.from({ length: 12 }, (_, index) => index + 1);
let postgres: Postgres;

beforeAll(async () => {
  postgres = await startPostgres();
  const rows = "FROM generate_series(1, 12) AS id";
  await postgres.sql(`CREATE TABLE books AS SELECT id, 'Volume ' || id AS title ${rows}`);
  await postgres.sql(`CREATE TABLE readers AS SELECT id, 'Reader ' || id AS name ${rows}`);
  await postgres.sql(`CREATE TABLE visits AS SELECT id, id AS "readerId" ${rows}`);
  await postgres.sql(`CREATE TABLE rooms AS SELECT id ${rows}`);
  await postgres.sql(`CREATE TABLE desks AS SELECT id, id AS room_id ${rows}`);
  await postgres.sql(`CREATE TABLE members AS SELECT id, 'Member ' || id AS name ${rows}`);
  await postgres.sql(`CREATE TABLE loans AS SELECT id, id AS member_id ${rows}`);
});

afterAll(() => postgres.close());

/** How many queries run; what a connection asks when it opens, and transactions, aside. */
async function queriesOf(run: () => Promise<unknown>): Promise<number> {
  postgres.statements();
  await run();
  return postgres.statements().filter((text) => /^\s*select\b.*\bfrom "?(?:books|readers|visits|rooms|desks|members|loans)"?/is.test(text)).length;
}

it("flags the slow half of the code that runs here, and only that", async () => {
  const run = await runFixtures(fixtureFolder("data", "queries-per-element"), "no-query-in-loop");
  expect(run.expected.map((place) => place.split(":")[0])).toEqual(expect.arrayContaining(["knex.ts", "mikro-orm.ts", "objection.ts", "sequelize.ts"]));
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});

describe("with Knex and Objection", () => {
  let knex: Knex;
  beforeAll(() => {
    knex = knexOf({ client: "pg", connection: postgres.url, pool: { min: 0, max: 1 } });
    Model.knex(knex);
  });
  afterAll(() => knex.destroy());

  it("Knex asks once per book, or once", async () => {
    expect(await queriesOf(() => titlesOneByOne(knex, few))).toBe(3);
    expect(await queriesOf(() => titlesOneByOne(knex, many))).toBe(12);
    expect(await queriesOf(() => titlesAtOnce(knex, many))).toBe(1);
    expect((await titlesAtOnce(knex, many)).sort()).toEqual((await titlesOneByOne(knex, many)).sort());
  });

  it("Objection asks once per loan, or twice", async () => {
    expect(await queriesOf(() => namesOneByOne(3))).toBe(1 + 3);
    expect(await queriesOf(() => namesOneByOne(12))).toBe(1 + 12);
    expect(await queriesOf(() => namesAtOnce(12))).toBe(2);
    expect(await namesAtOnce(12)).toEqual(await namesOneByOne(12));
  });

  it("Objection leaves out what no query loaded: flagged as relationNotLoaded", async () => {
    await expect(namesForgotten(3)).rejects.toThrow(TypeError);
    const run = await runFixtures(fixtureFolder("data", "queries-per-element"), "no-implicit-relation-loading");
    expect(run.findings.flatMap(({ place, messageId }) => (messageId === "relationNotLoaded" ? [place.file] : []))).toEqual(["objection.ts"]);
  });
});

it("Sequelize asks once per visit, or once with a join", async () => {
  const { sequelize, namesAtOnce: joined, namesOneByOne: each } = connect(postgres.url, () => undefined);
  expect(await queriesOf(() => each(3))).toBe(1 + 3);
  expect(await queriesOf(() => each(12))).toBe(1 + 12);
  expect(await queriesOf(() => joined(12))).toBe(1);
  expect(await joined(12)).toEqual(await each(12));
  await sequelize.close();
});

it("MikroORM asks once per room, or twice", async () => {
  const orm = await MikroORM.init({ clientUrl: postgres.url, entities: [rooms, desks] });
  expect(await queriesOf(() => desksOneByOne(orm.em.fork(), 3))).toBe(1 + 3);
  expect(await queriesOf(() => desksOneByOne(orm.em.fork(), 12))).toBe(1 + 12);
  expect(await queriesOf(() => desksAtOnce(orm.em.fork(), 12))).toBe(2);
  await orm.close();
});

describe("what the suggestions make of it", () => {
  const copy = mkdtempSync(path.join(tmpdir(), "loop-built-"));
  const files = new Set(["knex.ts", "sequelize.ts", "drizzle.ts"]);
  const read = async <Module>(file: string): Promise<Module> => (await import(path.join(copy, file))) as Module;

  beforeAll(async () => {
    cpSync(fixtureFolder("data", "queries-per-element"), copy, { recursive: true });
    symlinkSync(path.resolve("node_modules"), path.join(copy, "node_modules"));
    const { findings } = await runFixtures(copy, "no-query-in-loop");
    const reads = findings.filter((item) => files.has(item.place.file) && item.messageId === "readPerElement");
    expect(new Set(reads.map((item) => item.place.file))).toEqual(files);
    expect(applySuggestions(copy, reads)).toBe(files.size);
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  /** In another order than the table's, one twice, one that is not there. */
  const asked = [7, 99, 3, 7];

  it("Knex asks once, and gives the same", async () => {
    const knex = knexOf({ client: "pg", connection: postgres.url, pool: { min: 0, max: 1 } });
    const rewritten = await read<typeof knexed>("knex.ts");
    expect(await rewritten.titlesOneByOne(knex, asked)).toEqual(await titlesOneByOne(knex, asked));
    expect(await rewritten.titlesOneByOne(knex, [])).toEqual([]);
    expect(await queriesOf(() => titlesOneByOne(knex, many))).toBe(12);
    expect(await queriesOf(() => rewritten.titlesOneByOne(knex, many))).toBe(1);
    await knex.destroy();
  });

  it("Sequelize asks once, with what it includes", async () => {
    const before = connect(postgres.url, () => undefined);
    const after = (await read<typeof sequelized>("sequelize.ts")).connect(postgres.url, () => undefined);
    expect(await after.namesOneByOne(12)).toEqual(await before.namesOneByOne(12));
    expect(await queriesOf(() => after.namesOneByOne(12))).toBe(1);
    await before.sequelize.close();
    await after.sequelize.close();
  });

  it("Drizzle asks once, and not at all for nothing", async () => {
    const slow = (await import("../../fixtures/data/queries-per-element/drizzle.ts")) as typeof drizzled;
    const rewritten = await read<typeof drizzled>("drizzle.ts");
    const statements: string[] = [];
    const db = drizzle(new PGlite(), { logger: { logQuery: (text) => statements.push(text) } });
    await db.execute("CREATE TABLE books AS SELECT id, 'Volume ' || id AS title FROM generate_series(1, 12) AS id");
    const countOf = async (run: () => Promise<unknown>): Promise<number> => {
      statements.length = 0;
      await run();
      return statements.length;
    };
    expect(await rewritten.titlesOneByOne(db, asked)).toEqual(await slow.titlesOneByOne(db, asked));
    expect(await countOf(() => slow.titlesOneByOne(db, many))).toBe(12);
    expect(await countOf(() => rewritten.titlesOneByOne(db, many))).toBe(1);
    expect(await countOf(() => rewritten.titlesOneByOne(db, []))).toBe(0);
  });
});
