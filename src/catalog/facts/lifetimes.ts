/**
 * How long the objects of a data library live, and who may share them. In every list, a call that is handed a function makes nothing
 * that outlives it: `pool.connect((error, client) => …)`.
 */
export interface LifetimeFacts {
  /** Calls that make an object for one unit of work; nobody else may use it meanwhile. */
  readonly sessions?: Readonly<Record<string, SessionKind>>;
  /** Calls that wrap a connection given as an argument (or as a property of one) and stand for it from then on: `drizzle(client)`. */
  readonly wrappers?: readonly string[];
  /** Calls that make what a process needs once: a pool, a client, a data source. */
  readonly clients?: readonly string[];
  /** Calls that make such a client of an address, and wrap one where they are given it: `drizzle(process.env.DATABASE_URL)`. */
  readonly connecting?: readonly string[];
  /** Calls that close such a client for everybody. */
  readonly closers?: readonly string[];
  /** Calls that define a model at the client → least number of arguments with which they do. */
  readonly definers?: Readonly<Record<string, number>>;
  /** Calls and tags that run a statement on whichever connection is free. */
  readonly pooled?: readonly string[];
  /** Calls that run a statement some time later on the one connection there is: statements of other requests come between those of a transaction. */
  readonly single?: readonly string[];
  /** Members that hold one unit of work for the whole process → its methods that need a context around them: `MikroORM.em`. */
  readonly globalSessions?: Readonly<Record<string, readonly string[]>>;
  /** Options that let such a member be used without a context: `allowGlobalContext`. */
  readonly unguarded?: readonly string[];
  /** Calls that put such a context around what they run, and decorators that do. */
  readonly contexts?: readonly string[];
  /** Calls that must not run twice at a time on one object (`EntityManager.flush`), and types none of whose calls may. */
  readonly serial?: readonly string[];
}

/** What a session is, in words of a message. */
export type SessionKind = "database connection" | "transaction" | "query runner" | "unit of work" | "client session";
