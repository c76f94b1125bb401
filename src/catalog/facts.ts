import type { CacheFacts } from "./facts/caches.ts";
import type { ContainerFacts } from "./facts/containers.ts";
import type { DataFacts } from "./facts/data.ts";
import type { BlockingFact, EffectFact } from "./facts/effects.ts";
import type { EntityFacts } from "./facts/entities.ts";
import type { HttpFacts } from "./facts/http.ts";
import type { LifetimeFacts } from "./facts/lifetimes.ts";
import type { HasherFact, SecretSink } from "./facts/secrets.ts";
import type { SqlFacts } from "./facts/sql.ts";
import type { ServiceFact, StateFacts } from "./facts/state.ts";
import type { TokenFacts } from "./facts/tokens.ts";

/**
 * The shape of everything we know about libraries. Only literals live in `catalog/`; a field that no rule asks for does not exist.
 *
 * An **API path** is what a reader would type after the import, without `new`, `await`, `()`: `Pool.query`, `PrismaClient.$queryRawUnsafe`.
 * `default` stands for the default export or the whole CommonJS module once it was *called* (`knex(cfg).raw` is `default.raw`);
 * a plain member of the default export is the named export (`pg.Pool` is `Pool`). Paths are normalised through `returns`,
 * so `new Pool().connect().query` becomes `PoolClient.query`, and through `extends`, so it also is `Client.query`.
 */
export interface LibraryFacts {
  /** npm names (and subpaths) that share these facts, most common first: `["mysql2", "mysql2/promise", "mysql"]`. `drizzle-orm/*` covers every subpath. */
  readonly packages: readonly string[];
  /** Where the facts can be checked. */
  readonly docs: string;
  /** What calling (or `new`-ing, or awaiting) an API yields: API path → type path, or `pkg#Type` of another library. `Router.*` = every other method of that type. */
  readonly returns?: Readonly<Record<string, string>>;
  /** What a property or tag-less member holds when it is a known type: `{ "DataSource.manager": "EntityManager" }`. `Implementer.*` = every other property. */
  readonly members?: Readonly<Record<string, string>>;
  /** Type path → type path whose members it shares: `{ PoolClient: "Client" }`. `pkg#Type` names another library's type. */
  readonly extends?: Readonly<Record<string, string>>;
  /** Calls that hand back their first argument, or a function that does the same: `util.promisify`. */
  readonly passes?: readonly string[];
  /**
   * What a module of ours gives that is loaded by a computed path and called with a type of this library: type path → type path. The
   * usual registry of models: `require(file)(sequelize, DataTypes)`.
   */
  readonly loaded?: Readonly<Record<string, string>>;
  /** Parameters of callbacks: API path → which argument is the callback and what its parameters are. */
  readonly callbacks?: Readonly<Record<string, readonly CallbackFact[]>>;
  /**
   * Parameters of functions annotated with a type (or `satisfies` it): `{ RequestHandler: { 0: "Request" } }`; `Plugin.register` is that
   * property of an object annotated with `Plugin`. A function type one of whose parameters has untrusted members is a request handler's.
   */
  readonly functionTypes?: Readonly<Record<string, Readonly<Record<number, string>>>>;
  /** API paths that are globals where the library is in use, no import needed (Nitro's auto-imports, `Request`, `Bun.serve`). A local declaration wins. */
  readonly globals?: readonly string[];
  /** Its globals are part of the runtime: no package needs to be in use. */
  readonly builtIn?: true;
  /** Decorators that inject a value of a type: `{ "InjectDataSource": "typeorm#DataSource" }` (API path of the decorator → type). */
  readonly injects?: Readonly<Record<string, string>>;
  /**
   * Prisma-like generated clients: these export names, imported from any module whose specifier includes one of the words;
   * `distinctive`: from any module of the project that is not there, because it is yet to be generated. `named`: export names that say
   * nothing without one of the words, `{ prisma } from "@library/prisma-client"`.
   */
  readonly generated?: {
    readonly exports: readonly string[];
    readonly named?: readonly string[];
    readonly specifierIncludes: readonly string[];
    readonly distinctive?: true;
  };
  /** Calls that hand back what they are called on, with the members of their first argument added: `Repository.extend` of TypeORM. In those, `this` is it. */
  readonly adds?: readonly string[];
  /** Property names that conventionally hold a client of this library; evidence only where the receiver is untyped and unresolved and the text is SQL. */
  readonly conventionalMembers?: Readonly<Record<string, string>>;

  readonly sql?: SqlFacts;
  readonly data?: DataFacts;
  readonly entities?: EntityFacts;
  readonly lifetimes?: LifetimeFacts;
  readonly http?: HttpFacts;
  readonly state?: StateFacts;
  readonly services?: readonly ServiceFact[];
  readonly containers?: ContainerFacts;
  readonly tokens?: TokenFacts;
  /** Where a library takes a secret. */
  readonly secrets?: readonly SecretSink[];
  readonly hashers?: readonly HasherFact[];
  /** Calls that hold the whole process until their work is done. */
  readonly blocking?: readonly BlockingFact[];
  readonly caches?: CacheFacts;
  /** Calls that do something in the world besides storing data. */
  readonly effects?: readonly EffectFact[];
}

export interface CallbackFact {
  /** Argument index of the callback; -1 = last argument. */
  readonly argument: number;
  /** Property of that argument, an object, which holds the callback: Pothos `queryType({ fields: (t) => … })`. */
  readonly property?: string;
  /** Only when the first argument is this constant: `wss.on("connection", …)`. */
  readonly event?: string;
  /** Parameter index → type path (own library, or `pkg#Type`). */
  readonly parameters: Readonly<Record<number, string>>;
  /** What `this` is inside a `function` callback: `where(function () { this.whereRaw(…) })` of knex. */
  readonly this?: string;
}
