import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { DataSource } from "typeorm";
import { describe, expect, it } from "vitest";
import { addAtOnce, addOneByOne, titlesAtOnce, titlesOneByOne } from "../../fixtures/data/queries-per-element/drizzle.ts";
import { Copy, Loan, membersAtOnce, membersOneByOne, Shelf, shelvesAtOnce, shelvesOneByOne } from "../../fixtures/data/queries-per-element/typeorm.ts";
import { differencesOf, fixtureFolder, runFixtures } from "../fixtures.ts";

const rule = "no-query-in-loop";
const few = [1, 2, 3];
const many = Array.from({ length: 12 }, (_, index) => index + 1);

it("flags the slow half of the code that runs below, and only that", async () => {
  const run = await runFixtures(fixtureFolder("data", "queries-per-element"), rule);
  expect(run.expected).toHaveLength(8);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});

describe("what it costs, in statements", () => {
  it("Drizzle", async () => {
    const statements: string[] = [];
    const client = new PGlite();
    await client.exec("CREATE TABLE books (id integer PRIMARY KEY, title text NOT NULL)");
    const db = drizzle(client, { logger: { logQuery: (text) => statements.push(text) } });
    const count = async (run: () => Promise<unknown>): Promise<number> => {
      statements.length = 0;
      await run();
      return statements.length;
    };
    const rows = many.map((id) => ({ id, title: `Volume ${String(id)}` }));
    expect(await count(() => addOneByOne(db, rows))).toBe(12);
    await client.exec("DELETE FROM books");
    expect(await count(() => addAtOnce(db, rows))).toBe(1);

    expect(await count(() => titlesOneByOne(db, few))).toBe(3);
    expect(await count(() => titlesOneByOne(db, many))).toBe(12);
    expect(await count(() => titlesAtOnce(db, few))).toBe(1);
    expect(await count(() => titlesAtOnce(db, many))).toBe(1);
    expect((await titlesAtOnce(db, many)).sort()).toEqual((await titlesOneByOne(db, many)).sort());
    await client.close();
  });

  it("TypeORM, through a helper", async () => {
    const statements: string[] = [];
    const logger = {
      logQuery: (text: string) => statements.push(text),
      logQueryError() {},
      logQuerySlow() {},
      logSchemaBuild() {},
      logMigration() {},
      log() {},
    };
    const source = await new DataSource({ type: "sqljs", entities: [Loan, Copy, Shelf], synchronize: true, logger, logging: true }).initialize();
    const loans = source.getRepository(Loan);
    await loans.insert(many.map((id) => ({ id, member: `Member ${String(id)}` })));
    const count = async (run: () => Promise<unknown>): Promise<number> => {
      statements.length = 0;
      await run();
      return statements.length;
    };
    expect(await count(() => membersOneByOne(source, few))).toBe(3);
    expect(await count(() => membersOneByOne(source, many))).toBe(12);
    expect(await count(() => membersAtOnce(source, few))).toBe(1);
    expect(await count(() => membersAtOnce(source, many))).toBe(1);
    expect((await membersAtOnce(source, many)).sort()).toEqual((await membersOneByOne(source, many)).sort());

    // A lazy relation is a query where it is read, unless the rows were asked for with it.
    await source.getRepository(Shelf).insert(many.map((id) => ({ id, name: `Shelf ${String(id)}` })));
    await source.getRepository(Copy).insert(many.map((id) => ({ id, shelf: { id } as never })));
    expect(await count(() => shelvesOneByOne(source, 3))).toBe(1 + 3);
    expect(await count(() => shelvesOneByOne(source, 12))).toBe(1 + 12);
    const constant = await count(() => shelvesAtOnce(source, 12));
    expect(await count(() => shelvesAtOnce(source, 3))).toBe(constant);
    expect(await shelvesAtOnce(source, 12)).toEqual(await shelvesOneByOne(source, 12));
    await source.destroy();
  });
});
