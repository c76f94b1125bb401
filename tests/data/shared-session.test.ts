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

describe("a query runner that requests share (TypeORM)", () => {
  const Loan = new EntitySchema<{ id: number; book: string }>({
    name: "loan",
    columns: { id: { type: Number, primary: true }, book: { type: String } },
  });
  let dataSource: DataSource;
  beforeAll(async () => {
    dataSource = await new DataSource({ type: "postgres", url: postgres.url, entities: [Loan] }).initialize();
  });
  afterAll(() => dataSource.destroy());

  /** One request lends and fails, another lends in between. */
  async function lendAndFail(failing: QueryRunner, other: QueryRunner): Promise<void> {
    await failing.startTransaction();
    await failing.manager.insert(Loan, { id: 1, book: "Emma" });
    const meanwhile = other.manager.insert(Loan, { id: 2, book: "Persuasion" });
    await new Promise((done) => setTimeout(done, 50));
    await failing.rollbackTransaction();
    await meanwhile;
  }

  it("flagged: the loan of the other request is rolled back too", async () => {
    const shared = dataSource.createQueryRunner();
    await lendAndFail(shared, shared);
    await shared.release();
    expect(await booksLent()).toEqual([]);
  });

  it("fine: with a runner for each, it stays", async () => {
    const runners = [dataSource.createQueryRunner(), dataSource.createQueryRunner()] as const;
    await lendAndFail(...runners);
    for (const runner of runners) await runner.release();
    expect(await booksLent()).toEqual(["Persuasion"]);
  });

  /** A task that fails, and one that has two things to do. */
  function tasksOn(runner: QueryRunner): readonly (() => Promise<unknown>)[] {
    return [
      () => runner.query("SELECT no_such_function()"),
      async () => {
        await new Promise((done) => setTimeout(done, 50));
        await runner.query("INSERT INTO loan VALUES (2, 'Persuasion')");
      },
    ];
  }

  async function inTransaction(work: (tasks: readonly (() => Promise<unknown>)[]) => Promise<unknown>): Promise<void> {
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    const started: Promise<unknown>[] = [];
    const tasks = tasksOn(runner).map((task) => () => {
      const promise = task();
      started.push(promise);
      return promise;
    });
    await work(tasks).catch(() => runner.rollbackTransaction());
    await Promise.allSettled(started);
    await runner.release();
  }

  it("flagged: of tasks that run at once, one goes on after the rollback and its loan stays", async () => {
    await inTransaction((tasks) => Promise.all(tasks.map((task) => task())));
    expect(await booksLent()).toEqual(["Persuasion"]);
  });

  it("fine: tasks in turn stop at the first that fails", async () => {
    await inTransaction(async (tasks) => {
      for (const task of tasks) await task();
    });
    expect(await booksLent()).toEqual([]);
  });
});

describe("a unit of work that requests share (MikroORM)", () => {
  class Loan {
    id!: number;
    book!: string;
  }
  let orm: MikroORM;
  beforeAll(async () => {
    const schema = new MikroEntity({ class: Loan, tableName: "loan", properties: { id: { type: "number", primary: true }, book: { type: "string" } } });
    orm = await MikroORM.init({ clientUrl: postgres.url, entities: [schema], discovery: { warnWhenNoEntities: false } });
  });
  afterAll(() => orm.close());

  it("flagged: the global one refuses to work without a context", async () => {
    await expect(orm.em.find(Loan, {})).rejects.toThrow(/global EntityManager/);
  });

  it("fine: a fork works, and so does the global one inside a request context", async () => {
    expect(await orm.em.fork().find(Loan, {})).toEqual([]);
    expect(await RequestContext.create(orm.em, () => orm.em.find(Loan, {}))).toEqual([]);
  });

  /** One request changes a loan and thinks better of it; the other one only stores its own. */
  async function changeAndStore(changing: typeof orm.em, storing: typeof orm.em): Promise<unknown[]> {
    await postgres.sql("insert into loan values (1, 'Emma')");
    const loan = await changing.findOneOrFail(Loan, 1);
    loan.book = "Sanditon";
    storing.persist(storing.create(Loan, { id: 2, book: "Persuasion" }));
    await storing.flush();
    return booksLent();
  }

  it("flagged: on a shared fork one request's flush writes the other one's changes", async () => {
    const shared = orm.em.fork();
    expect(await changeAndStore(shared, shared)).toEqual(["Sanditon", "Persuasion"]);
  });

  it("fine: a fork for each writes its own", async () => {
    expect(await changeAndStore(orm.em.fork(), orm.em.fork())).toEqual(["Emma", "Persuasion"]);
  });

  /** Two tasks at a time; the second one's book is no text, so its flush has to fail. */
  async function storeAtOnce(manager: () => typeof orm.em): Promise<string[]> {
    const tasks = ["Emma", null].map(async (book, index) => {
      const em = manager();
      await Promise.resolve();
      em.persist(em.create(Loan, { id: index + 1, book: book as string }));
      await em.flush();
    });
    const outcomes = tasks.map(async (task) => {
      const late = new Promise<string>((done) => setTimeout(() => done("still waiting"), 1_000));
      return Promise.race([
        task.then(
          () => "stored",
          () => "failed",
        ),
        late,
      ]);
    });
    return Promise.all(outcomes);
  }

  it("flagged: of tasks that flush one unit of work at once, none stores: one fails for the other's change, one waits forever", async () => {
    const shared = orm.em.fork();
    expect(await storeAtOnce(() => shared)).toEqual(["failed", "still waiting"]);
    expect(await booksLent()).toEqual([]);
  });

  it("fine: with a fork for each task only the wrong one fails", async () => {
    expect(await storeAtOnce(() => orm.em.fork())).toEqual(["stored", "failed"]);
    expect(await booksLent()).toEqual(["Emma"]);
  });
});

describe("a client for each request (pg)", () => {
  it("flagged: each request opens and closes a connection; fine: a pool keeps one", async () => {
    const before = postgres.connections();
    for (let request = 0; request < 3; request++) {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      await client.query("SELECT 1");
      await client.end();
    }
    expect(postgres.connections() - before).toBe(3);
    const pool = new pg.Pool({ connectionString: postgres.url });
    for (let request = 0; request < 3; request++) await pool.query("SELECT 1");
    await pool.end();
    expect(postgres.connections() - before).toBe(4);
  });

  it("flagged: a pool that is closed after one request refuses the next", async () => {
    const pool = new pg.Pool({ connectionString: postgres.url });
    const handle = async (): Promise<void> => {
      await pool.query("SELECT 1");
      await pool.end();
    };
    await handle();
    await expect(handle()).rejects.toThrow(/after calling end/);
  });
});
