import { drizzle } from "drizzle-orm/node-postgres";
import { pgTable, serial, text } from "drizzle-orm/pg-core";
import knex from "knex";
import { EntitySchema, MikroORM } from "@mikro-orm/postgresql";
import pg from "pg";
import { DataTypes, Sequelize } from "sequelize";
import { DataSource, type EntityManager } from "typeorm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Postgres, startPostgres } from "./postgres.ts";

/** What the two transaction rules say goes wrong does go wrong, and their fine twins keep it from going wrong. */
let server: Postgres;

beforeAll(async () => {
  server = await startPostgres();
  await server.sql("CREATE TABLE members (id serial PRIMARY KEY, name text)");
  await server.sql("CREATE TABLE cards (id serial PRIMARY KEY, member_name text CHECK (member_name <> 'refused'))");
}, 60_000);

beforeEach(async () => {
  await server.sql("DELETE FROM members");
  await server.sql("DELETE FROM cards");
});

afterAll(async () => {
  await server.close();
});

async function membersLeft(): Promise<number> {
  return (await server.sql("SELECT id FROM members")).length;
}

const failure = new Error("the shelf is full");
/** One connection of the test server waits for the end of another one's transaction, so an escaped write is awaited afterwards. */
let escaped: PromiseLike<unknown> | undefined;

/** One library: a write on its outer client, the same on a handle, and a failing second write. */
interface Library {
  readonly name: string;
  readonly register: () => Promise<unknown>;
  readonly registerTogether: () => Promise<unknown>;
  readonly escape: () => Promise<unknown>;
  readonly stay: () => Promise<unknown>;
  readonly close: () => Promise<unknown>;
}

const makers: Readonly<Record<string, (url: string) => Library>> = {
  pg: withPg,
  drizzle: withDrizzle,
  knex: withKnex,
  "mikro-orm": withMikroOrm,
  sequelize: withSequelize,
  typeorm: withTypeorm,
};

describe.each(Object.keys(makers))("%s", (name) => {
  let library: Library;

  beforeAll(() => {
    const make = makers[name];
    if (!make) throw new Error(name);
    library = make(server.url);
  });

  afterAll(async () => {
    await library.close();
  });

  it("leaves the first write behind when the second fails, and nothing when both are in a transaction", async () => {
    await expect(library.register()).rejects.toThrow();
    expect(await membersLeft()).toBe(1);
    await server.sql("DELETE FROM members");
    await expect(library.registerTogether()).rejects.toThrow();
    expect(await membersLeft()).toBe(0);
  });

  it("keeps what the outer client wrote when the transaction is rolled back, and nothing of what the handle wrote", async () => {
    await expect(library.escape()).rejects.toBe(failure);
    await escaped;
    expect(await membersLeft()).toBe(1);
    await server.sql("DELETE FROM members");
    await expect(library.stay()).rejects.toBe(failure);
    expect(await membersLeft()).toBe(0);
  });
});

function withPg(url: string): Library {
  const pool = new pg.Pool({ connectionString: url });
  const inTransaction = async (work: (client: pg.PoolClient) => Promise<void>): Promise<void> => {
    const client = await pool.connect();
    try {
      await client.query("BEGIN");
      await work(client);
      await client.query("COMMIT");
    } catch (error) {
      await client.query("ROLLBACK");
      throw error;
    } finally {
      client.release();
    }
  };
  const both = async (client: Pick<pg.Pool, "query">): Promise<void> => {
    await client.query("INSERT INTO members (name) VALUES ($1)", ["Ada"]);
    await client.query("INSERT INTO cards (member_name) VALUES ($1)", ["refused"]);
  };
  return {
    name: "pg",
    register: () => both(pool),
    registerTogether: () => inTransaction((client) => both(client as unknown as pg.Pool)),
    escape: () =>
      inTransaction(async (client) => {
        await client.query("SELECT 1");
        escaped = pool.query("INSERT INTO members (name) VALUES ($1)", ["Ada"]);
        throw failure;
      }),
    stay: () =>
      inTransaction(async (client) => {
        await client.query("INSERT INTO members (name) VALUES ($1)", ["Ada"]);
        throw failure;
      }),
    close: () => pool.end(),
  };
}

function withDrizzle(url: string): Library {
  const members = pgTable("members", { id: serial("id").primaryKey(), name: text("name") });
  const cards = pgTable("cards", { id: serial("id").primaryKey(), memberName: text("member_name") });
  const pool = new pg.Pool({ connectionString: url });
  const db = drizzle(pool);
  const both = async (client: Pick<typeof db, "insert">): Promise<void> => {
    await client.insert(members).values({ name: "Ada" });
    await client.insert(cards).values({ memberName: "refused" });
  };
  return {
    name: "drizzle",
    register: () => both(db),
    registerTogether: () => db.transaction(both),
    escape: () =>
      db.transaction(async (tx) => {
        await tx.select().from(members);
        escaped = db.insert(members).values({ name: "Ada" }).execute();
        throw failure;
      }),
    stay: () =>
      db.transaction(async (tx) => {
        await tx.insert(members).values({ name: "Ada" });
        throw failure;
      }),
    close: () => pool.end(),
  };
}

function withKnex(url: string): Library {
  const lending = knex({ client: "pg", connection: url });
  const both = async (client: typeof lending): Promise<void> => {
    await client("members").insert({ name: "Ada" });
    await client("cards").insert({ member_name: "refused" });
  };
  return {
    name: "knex",
    register: () => both(lending),
    registerTogether: () => lending.transaction((trx) => both(trx)),
    escape: () =>
      lending.transaction(async (trx) => {
        await trx("members").select();
        escaped = lending("members").insert({ name: "Ada" }).then();
        throw failure;
      }),
    stay: () =>
      lending.transaction(async (trx) => {
        await trx("members").insert({ name: "Ada" });
        throw failure;
      }),
    close: () => lending.destroy(),
  };
}

/** One flush is one transaction of its own; a second one, or a fork from outside, is another. */
function withMikroOrm(url: string): Library {
  class Member {
    id!: number;
    name!: string;
  }
  class Card {
    id!: number;
    memberName!: string;
  }
  const entities = [
    new EntitySchema({ class: Member, tableName: "members", properties: { id: { type: "number", primary: true }, name: { type: "text" } } }),
    new EntitySchema({ class: Card, tableName: "cards", properties: { id: { type: "number", primary: true }, memberName: { type: "text" } } }),
  ];
  const ready = MikroORM.init({ clientUrl: url, entities, discovery: { warnWhenNoEntities: false } });
  type Manager = Awaited<typeof ready>["em"];
  const fork = async (): Promise<Manager> => (await ready).em.fork();
  const both = async (em: Manager): Promise<void> => {
    await em.persist(em.create(Member, { name: "Ada" } as Member)).flush();
    await em.persist(em.create(Card, { memberName: "refused" } as Card)).flush();
  };
  return {
    name: "mikro-orm",
    register: async () => both(await fork()),
    registerTogether: async () => (await fork()).transactional((em) => both(em as Manager)),
    escape: async () => {
      const outer = await fork();
      await (
        await fork()
      ).transactional(async (em) => {
        await em.count(Member);
        escaped = outer.persist(outer.create(Member, { name: "Ada" } as Member)).flush();
        throw failure;
      });
    },
    // The handle, and the manager all share: that one finds the transaction in its context.
    stay: async () =>
      (await fork()).transactional(async (em) => {
        await em.persist(em.create(Member, { name: "Ada" } as Member)).flush();
        const { em: shared } = await ready;
        await shared.persist(shared.create(Member, { name: "Grace" } as Member)).flush();
        throw failure;
      }),
    close: async () => (await ready).close(),
  };
}

function withSequelize(url: string): Library {
  const sequelize = new Sequelize(url, { logging: false });
  const Member = sequelize.define("Member", { name: DataTypes.TEXT }, { tableName: "members", timestamps: false });
  const Card = sequelize.define("Card", { member_name: DataTypes.TEXT }, { tableName: "cards", timestamps: false });
  return {
    name: "sequelize",
    register: async () => {
      await Member.create({ name: "Ada" });
      await Card.create({ member_name: "refused" });
    },
    registerTogether: () =>
      sequelize.transaction(async (transaction) => {
        await Member.create({ name: "Ada" }, { transaction });
        await Card.create({ member_name: "refused" }, { transaction });
      }),
    escape: () =>
      sequelize.transaction(async (transaction) => {
        await Member.findAll({ transaction });
        escaped = Member.create({ name: "Ada" });
        throw failure;
      }),
    stay: () =>
      sequelize.transaction(async (transaction) => {
        await Member.create({ name: "Ada" }, { transaction });
        throw failure;
      }),
    close: () => sequelize.close(),
  };
}

function withTypeorm(url: string): Library {
  const source = new DataSource({ type: "postgres", url });
  const ready = source.initialize();
  const both = async (manager: EntityManager): Promise<void> => {
    await manager.query("INSERT INTO members (name) VALUES ($1)", ["Ada"]);
    await manager.query("INSERT INTO cards (member_name) VALUES ($1)", ["refused"]);
  };
  return {
    name: "typeorm",
    register: async () => both((await ready).manager),
    registerTogether: async () => (await ready).transaction((manager) => both(manager)),
    escape: async () =>
      (await ready).transaction(async (manager) => {
        await manager.query("SELECT 1");
        escaped = source.query("INSERT INTO members (name) VALUES ($1)", ["Ada"]);
        throw failure;
      }),
    stay: async () =>
      (await ready).transaction(async (manager) => {
        await manager.query("INSERT INTO members (name) VALUES ($1)", ["Ada"]);
        throw failure;
      }),
    close: () => source.destroy(),
  };
}
