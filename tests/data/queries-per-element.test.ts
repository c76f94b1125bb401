import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DataSource, type EntitySchema } from "typeorm";
import { afterAll, describe, expect, it } from "vitest";
import { addAtOnce, addOneByOne, titlesAtOnce, titlesOneByOne } from "../../fixtures/data/queries-per-element/drizzle.ts";
import * as slow from "../../fixtures/data/queries-per-element/typeorm.ts";
import { applySuggestions, differencesOf, fixtureFolder, runFixtures } from "../fixtures.ts";

const rule = "no-query-in-loop";
const { Copy, Loan, membersAtOnce, membersOneByOne, Shelf, shelvesAtOnce, shelvesOneByOne } = slow;
const few = [1, 2, 3];
const many = Array.from({ length: 12 }, (_, index) => index + 1);

it("flags the slow half of the code that runs below, and only that", async () => {
  const run = await runFixtures(fixtureFolder("data", "queries-per-element"), rule);
  expect(run.expected).toHaveLength(11);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});

describe("what a suggestion saves", () => {
  const copy = mkdtempSync(path.join(tmpdir(), "loop-batches-"));
  afterAll(() => rmSync(copy, { recursive: true }));

  it("TypeORM: the rewritten code gives the same and asks a constant number of times", async () => {
    cpSync(fixtureFolder("data", "queries-per-element"), copy, { recursive: true });
    symlinkSync(path.resolve("node_modules"), path.join(copy, "node_modules"));
    // One after the other: each of them adds the import it needs.
    for (let left = 4; left > 0; left--) {
      const { findings } = await runFixtures(copy, rule);
      const inFile = findings.filter((item) => item.place.file === "typeorm.ts" && item.suggestions.length > 0);
      expect(inFile).toHaveLength(left);
      applySuggestions(copy, inFile.slice(0, 1));
    }
    const rewritten = (await import(path.join(copy, "typeorm.ts"))) as typeof slow;
    const statements: string[] = [];
    const source = await openSource(statements, [rewritten.Loan, rewritten.Copy, rewritten.Shelf]);
    const count = async (run: () => Promise<unknown>): Promise<number> => {
      statements.length = 0;
      await run();
      return statements.length;
    };
    const rows = many.map((id) => ({ id, member: `Member ${String(id)}` }));
    expect(await count(() => rewritten.lend(source, rows))).toBe(1);
    expect(await count(() => rewritten.lend(source, []))).toBe(0);
    const asked = [3, 99, 1, 3];
    expect(await rewritten.membersInOrder(source, asked)).toEqual(["Member 3", "nobody", "Member 1", "Member 3"]);
    expect(await rewritten.membersInOrder(source, asked)).toEqual(await slow.membersInOrder(source, asked));
    expect(await rewritten.membersTogether(source, asked)).toEqual(await slow.membersTogether(source, asked));
    expect(await count(() => slow.membersInOrder(source, many))).toBe(12);
    expect(await count(() => rewritten.membersInOrder(source, many))).toBe(1);
    expect(await count(() => rewritten.membersTogether(source, many))).toBe(1);
    await source.getRepository(rewritten.Shelf).insert(many.map((id) => ({ id, name: `Shelf ${String(id)}` })));
    await source.getRepository(rewritten.Copy).insert(many.map((id) => ({ id, shelf: { id } as never })));
    expect(await count(() => rewritten.shelvesOneByOne(source, 12))).toBe(await count(() => rewritten.shelvesOneByOne(source, 3)));
    await source.destroy();
  });
});

/** A database in the process, and every statement it is sent. */
function openSource(statements: string[], entities: EntitySchema[]): Promise<DataSource> {
  const logger = {
    logQuery: (text: string) => statements.push(text),
    logQueryError() {},
    logQuerySlow() {},
    logSchemaBuild() {},
    logMigration() {},
    log() {},
  };
  return new DataSource({ type: "sqljs", entities, synchronize: true, logger, logging: true }).initialize();
}

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
    const source = await openSource(statements, [Loan, Copy, Shelf]);
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
