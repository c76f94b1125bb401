/** Evidence for layers: who talks to a database, who defines a model. */
export interface DataFacts {
  /** Type paths that are a data client or session (`Pool`, `PrismaClient`, `EntityManager`). */
  readonly clients?: readonly string[];
  /** Type paths that are a repository by construction (`Repository` of TypeORM, `EntityRepository`). */
  readonly repositories?: readonly string[];
  /** Decorators (API paths) that define an entity or table. */
  readonly entityDecorators?: readonly string[];
  /** Base classes of entities (`Model` of Sequelize, Objection). */
  readonly entityBases?: readonly string[];
  /** Calls that define a model or table (`pgTable`, `mongoose.model`, `Sequelize.define`). */
  readonly modelFactories?: readonly string[];
  /** Calls that store records. */
  readonly recordWrites?: readonly RecordWrite[];
  /** Methods of clients, repositories and entities that ask the database nothing: `Repository.create`, `Model.build`. */
  readonly local?: readonly string[];
  /** Calls that make a client which does not find a transaction in its context → the option that makes it do so: `em.fork()`. */
  readonly forks?: Readonly<Record<string, string>>;
  /** What reads and writes. One chain of calls is one operation: the call in it that does most counts. */
  readonly operations?: readonly OperationFact[];
  readonly transactions?: readonly TransactionFact[];
  /** Calls that hand out a connection which must be given back. */
  readonly checkouts?: readonly CheckoutFact[];
  /** Rows are objects that write themselves (`loan.save()`), and know nothing of the transaction they were read in. */
  readonly detached?: true;
  /** Entities only describe: a call on one, or one that is given one, asks the database nothing; only the client does. */
  readonly passive?: true;
  /** The database runs inside the program, and each call is answered on the spot: many small queries cost no round trips. https://www.sqlite.org/np1queryprob.html */
  readonly inProcess?: true;
  /** The client is called with the name of a table to begin a chain: `knex("loans")`. */
  readonly tableFirst?: true;
  /** Properties of a value in a record that write other rows with it, or tie it to them, one record at a time: `{ copies: { create: … } }`. */
  readonly nested?: readonly string[];
  /** Functions that make a part of a query of the columns they are given: `eq(books.id, id)`. */
  readonly conditions?: readonly string[];
  /** Entry points of the package (`drizzle-orm/pg-core` is none): those whose clients hold a connection, and those that send each statement by itself and have no interactive transactions. */
  readonly entries?: { readonly drivers: readonly string[]; readonly sentAtOnce: readonly string[] };
  /** A transaction is begun, ended and undone by statements on one connection: `BEGIN`. */
  readonly beginsByText?: true;
  /** Library whose client this one is built on, so that a transaction of one holds for the other. */
  readonly over?: string;
  /** How many rows are read and written at once, as a reader would type it. */
  readonly batch?: Readonly<Record<"read" | "write", string>>;
  /** APIs whose use anywhere makes the calls inside a transaction join it by themselves (`Sequelize.useCLS`, `Transactional`). */
  readonly ambient?: readonly string[];
}

/** A call that takes a record as an object, or an array of them. */
export interface RecordWrite {
  /** API path; `PrismaClient.*.create` stands for every model. */
  readonly api: string;
  /** Which argument; default 0. */
  readonly argument?: number;
  /** Properties of it that hold the record; without them it is the argument itself. */
  readonly properties?: readonly string[];
}

/** A place in a call: an argument path (`1.transaction`; `0` is the argument itself), or, with `()`, the first argument of a method of the same chain (`transacting()`). */
export type CallPath = string;

export interface OperationFact {
  /** Type paths that have the methods; `*` is any one name: `PrismaClient.*`. Without it `apis` are whole paths. */
  readonly on?: readonly string[];
  /** Methods of the types in `on`, or API paths of calls. `Knex` is that type called as a function, or as a tag. */
  readonly apis: readonly string[];
  /** `statement`: its text decides (SQL, or the text of a tag). `flush`: writes everything that was marked before, at once. */
  readonly does: "read" | "write" | "statement" | "flush";
  /** Of a read: one row, a number, a yes; or a list (the default). */
  readonly rows?: "one" | "many";
  /** Where a transaction may be handed over, where it is not the receiver that decides. */
  readonly handle?: readonly CallPath[];
  /** Several statements which nothing holds together: `insertGraph`, `insertMany` of MongoDB. */
  readonly several?: true;
  /** Of a delete of one row: an error where there is no such row. */
  readonly mustExist?: true;
  /** Calls of one tick are sent as one query. */
  readonly sameTick?: true;
  /** Rows that each get values of their own take a statement each, `update`: where the values stand, `set()` in a call of the chain. */
  readonly perRow?: readonly CallPath[];
  /** A builder: it runs where the chain is awaited; inside another operation it is a part of that (a subquery). */
  readonly lazy?: true;
  /** Argument that names what it works on: `insert(loans)`. */
  readonly table?: number;
  /** Properties of the argument that hold the text of a `statement`. */
  readonly properties?: readonly string[];
}

export interface TransactionFact {
  readonly apis: readonly string[];
  /**
   * `callback`: runs its callback inside. `begin`: until commit or rollback. `batch`: an array of operations in one go.
   * `decorator`: the decorated method runs inside. `wrapper`: hands back a function that runs inside.
   */
  readonly form: "callback" | "begin" | "batch" | "decorator" | "wrapper";
  /** `callback`, `wrapper`: which argument (-1 = last); `batch`: which argument. Default 0. */
  readonly argument?: number;
  /** Parameter of the callback that is the handle. Without it calls of the client join by themselves. */
  readonly handle?: number;
  /** `begin`: whether the call's result or its receiver is the handle. */
  readonly on?: "result" | "receiver";
  /** `begin`: methods that end it. */
  readonly commit?: readonly string[];
  readonly rollback?: readonly string[];
  /** Calls of the client join by themselves all the same, but not those of its `forks`. */
  readonly contextual?: true;
  /** The driver cannot run several operations of one transaction at once. */
  readonly serial?: true;
}

export interface CheckoutFact {
  readonly apis: readonly string[];
  /** Methods that take the connection: when one of them fails, nothing was taken. */
  readonly obtain?: readonly string[];
  /** Methods that give it back. */
  readonly release: readonly string[];
}
