import { EntitySchema as MikroEntity, MikroORM, RequestContext } from "@mikro-orm/postgresql";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import pg from "pg";
import { DataSource, EntitySchema, type QueryRunner } from "typeorm";
import { type Postgres, startPostgres } from "./postgres.ts";

/**
 * Why `no-shared-orm-session` and `no-client-per-request` report: each construct they flag runs here beside its fine twin, two requests
 * at a time, and the loans that are left show the difference.
 */
let postgres: Postgres;

beforeAll(async () => {
  postgres = await startPostgres();
  await postgres.sql("create table loan (id int primary key, book text not null)");
});

afterAll(() => postgres.close());

beforeEach(async () => {
  await postgres.sql("delete from loan");
  postgres.statements();
});

async function booksLent(): Promise<unknown[]> {
  return (await postgres.sql("select book from loan order by id")).map((row) => row["book"]);
}

/** Lets every request take a step in turn. */
function turns(): { readonly wait: (turn: number) => Promise<void>; readonly done: (turn: number) => void } {
  const gates = new Map<number, { promise: Promise<void>; open: () => void }>();
  const gate = (turn: number): { promise: Promise<void>; open: () => void } => {
    let known = gates.get(turn);
    if (!known) {
      let open = (): void => undefined;
      const promise = new Promise<void>((resolve) => (open = resolve));
      gates.set(turn, (known = { promise, open }));
    }
    return known;
  };
  return { wait: (turn) => gate(turn).promise, done: (turn) => gate(turn).open() };
}

describe("BEGIN on a pool (pg)", () => {
  let pool: pg.Pool;
  beforeAll(() => {
    pool = new pg.Pool({ connectionString: postgres.url, max: 2 });
  });
  afterAll(() => pool.end());

  it("flagged: another request's loan is rolled back with it", async () => {
    await pool.query("BEGIN");
    await pool.query("INSERT INTO loan VALUES (1, 'Emma')");
    await pool.query("INSERT INTO loan VALUES (2, 'Persuasion')"); // another request
    await pool.query("ROLLBACK");
    expect(await booksLent()).toEqual([]);
  });

  it("flagged: under load the statements of one transaction go to different connections", async () => {
    const other = await pool.connect(); // taken by another request, idle first when it comes back
    await pool.query("BEGIN");
    other.release();
    const answers = await Promise.all([pool.query("SELECT pg_backend_pid()"), pool.query("SELECT 1 AS one")]).then(() => "ran", String);
    expect(answers).toBe("ran");
  }, 10_000);

  it("fine: a checked-out connection keeps to itself", async () => {
    const client = await pool.connect();
    await client.query("BEGIN");
    await client.query("INSERT INTO loan VALUES (1, 'Emma')");
    const elsewhere = pool.query("INSERT INTO loan VALUES (2, 'Persuasion')");
    await client.query("ROLLBACK");
    client.release();
    await elsewhere;
    expect(await booksLent()).toEqual(["Persuasion"]);
  });
});

void [MikroEntity, MikroORM, RequestContext, DataSource, EntitySchema, turns];
export type { QueryRunner };
