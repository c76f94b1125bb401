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
  /** Parameters of callbacks: API path → which argument is the callback and what its parameters are. */
  readonly callbacks?: Readonly<Record<string, readonly CallbackFact[]>>;
  /**
   * Parameters of functions annotated with a type (or `satisfies` it): `{ RequestHandler: { 0: "Request" } }`; `Plugin.register` is that
   * property of an object annotated with `Plugin`. A function type one of whose parameters has untrusted members is a request handler's.
   */
  readonly functionTypes?: Readonly<Record<string, Readonly<Record<number, string>>>>;
  /** API paths that are globals where the library is in use, no import needed (Nitro's auto-imports, `Request`, `Bun.serve`). A local declaration wins. */
  readonly globals?: readonly string[];
  /** Decorators that inject a value of a type: `{ "InjectDataSource": "typeorm#DataSource" }` (API path of the decorator → type). */
  readonly injects?: Readonly<Record<string, string>>;
  /** Prisma-like generated clients: these export names, imported from any module whose specifier includes one of the words. */
  readonly generated?: { readonly exports: readonly string[]; readonly specifierIncludes: readonly string[] };
  /** Property names that conventionally hold a client of this library; evidence only where the receiver is untyped and unresolved and the text is SQL. */
  readonly conventionalMembers?: Readonly<Record<string, string>>;

  readonly sql?: SqlFacts;
  readonly data?: DataFacts;
  readonly http?: HttpFacts;
  readonly state?: StateFacts;
  readonly services?: readonly ServiceFact[];
  readonly tokens?: TokenFacts;
  /** Where a library takes a secret. */
  readonly secrets?: readonly SecretSink[];
  readonly hashers?: readonly HasherFact[];
  /** Calls that hold the whole process until their work is done. */
  readonly blocking?: readonly BlockingFact[];
}

export interface BlockingFact {
  /** API paths of the calls. */
  readonly apis: readonly string[];
  /** What is waited for. */
  readonly work: BlockingWork;
  /** API path that does the same without waiting; `*` is the name without `Sync`. */
  readonly twin?: string;
  /** The twin takes the same arguments and returns a promise, so that `await` may simply stand before it. */
  readonly awaitable?: true;
  /** Over in microseconds where the disk is a local one. */
  readonly brief?: true;
}

export type BlockingWork = "files" | "another process" | "hashing" | "key generation" | "compression" | "the network";

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

/** Everything about SQL text. */
export interface SqlFacts {
  readonly sinks?: readonly SqlSink[];
  /** API paths that, used as a template tag, bind their `${}`. A tag not listed here is unknown (quiet). Value: what the tag yields. */
  readonly tags?: readonly string[];
  /** Calls whose result is a safe piece of SQL of this library: `sql.identifier`, `Prisma.join`, `knex.ref`, `QueryBuilder.getQuery`. */
  readonly fragments?: readonly string[];
  /** Calls that escape a value or an identifier, making it safe inside SQL text: `escapeId`, `pg-format ident`. */
  readonly sanitizers?: readonly string[];
  /** Calls of a format function whose placeholders escape (`pg-format`): the result is safe except for raw placeholders. */
  readonly formatters?: readonly SqlFormatter[];
}

export interface SqlSink {
  /** API path of the function: `Client.query`. */
  readonly api: string;
  /** Which argument is SQL text; -1 = every argument (`select(...columns)`); default 0. */
  readonly argument?: number;
  /** Property of an object argument that holds the text (`{ text }`, `{ sql }`); the plain string form is checked too. */
  readonly properties?: readonly string[];
  /** `statement` = a whole SQL statement (default); `fragment` = a piece of SQL (`whereRaw`, `orderBy`); `marker` = a raw marker inside a safe tag (`sql.raw`); `name` = a function or type name spliced verbatim. */
  readonly position?: "statement" | "fragment" | "marker" | "name";
  /** The text may also be in elements of an array argument (`sql([text])`, `select([..])`, `batch([..])`). */
  readonly inArray?: boolean;
  /** Values of an object argument that are functions returning raw SQL (TypeORM `set({ c: () => sql })`), or keys that are raw. */
  readonly objectValues?: "functions" | "keys";
  /** `call` (default): only the call form is a sink. `new`: constructor. */
  readonly form?: "call" | "new";
  /** A callback argument that returns SQL text (`Raw(alias => text)`, TypeORM). */
  readonly callback?: boolean;
  /** How to say the same thing with bound values; drives the suggestion. */
  readonly safeForm?: SafeForm;
  /** Argument index that takes the bound values, if any (used by the suggestion and to tell values from text). */
  readonly values?: number;
}

/** The mechanical rewrite of `sink(text with ${x})`. */
export type SafeForm =
  /** Same callee, numbered placeholders and an array: `query("… $1", [x])`. */
  | { readonly kind: "placeholders"; readonly style: "$n" | "?" | "@pn" | ":n" }
  /** Another method used as a tag: `$queryRaw\`…${x}\``. */
  | {
      readonly kind: "tag";
      readonly method: string;
      /** Bound text stays text in the database (Prisma): a value that stands bare, so maybe a number, would not fit its column. */
      readonly quotedOnly?: true;
    };

export interface SqlFormatter {
  readonly api: string;
  /** Conversion characters that escape (`I`, `L`); any other conversion is raw. */
  readonly escaping: readonly string[];
}

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
}

/** Handlers and what in them is untrusted. */
export interface HttpFacts {
  /** Type paths that are a web framework's app or router, and are made by `returns`. */
  readonly routers?: readonly string[];
  /** Registrations whose callback is a request handler, or a middleware that may answer the request: API path (`Application.get`) → parameters of that callback. */
  readonly handlers?: readonly HandlerFact[];
  /** Untrusted members by parameter type: type path (`Request`) → member paths (`body`, `query`, `req.param()`); `*` = the whole value. */
  readonly untrusted?: Readonly<Record<string, readonly string[]>>;
  /**
   * Which input an untrusted member is, where its last name does not say so: `Type.member` as in `untrusted` (`Type.*` for a whole value) → name. Without an entry the name is the member's own (`body`).
   */
  readonly inputNames?: Readonly<Record<string, InputName>>;
  /** Untrusted members (`Type.member`) and input calls which the framework hands out only after a validator passed them. Still untrusted text for SQL. */
  readonly validated?: readonly string[];
  /** Decorators that make a class a controller / resolver / gateway (router layer). */
  readonly controllerDecorators?: readonly string[];
  /** Parameter decorators whose parameter is untrusted input (`Body`, `Query`, `Param`): API path → input name. */
  readonly inputDecorators?: Readonly<Record<string, InputName>>;
  /** Calls whose result is untrusted input wherever they stand (`readBody(event)`, `headers()`): API path → input name. */
  readonly inputCalls?: Readonly<Record<string, InputName>>;
  /** Files that export handlers by convention. */
  readonly fileHandlers?: readonly FileHandlerFact[];
  /** Types that mark transport objects: handing them to a service is `transportInService`. */
  readonly transportTypes?: readonly string[];
  /** Classes and functions that make (or throw) an error with an HTTP status. */
  readonly exceptions?: readonly string[];
  /** Where the application is told how errors are answered. */
  readonly errorHandlers?: readonly ErrorHandlerFact[];
  /** Objects that answer a request, and how an answer with a status is written on them. */
  readonly replies?: readonly ReplyFact[];
}

export interface ReplyFact {
  /** Type path of the object: `Response`. */
  readonly type: string;
  /** As the second parameter of a handler: the type of the first one. Without it the object is the first parameter. */
  readonly after?: string;
  /** Methods that are given a body. */
  readonly body?: readonly string[];
  /** Methods that are given the status. */
  readonly status?: readonly string[];
  /** Argument of the body methods that is the status. */
  readonly statusArgument?: number;
  /** Status and body are properties that are assigned. */
  readonly assigned?: true;
}

export interface ErrorHandlerFact {
  /** What registers (`FastifyInstance.setErrorHandler`), the class decorator (`Catch`), the base class or interface. */
  readonly api: string;
  /** `callback` = a function argument; `property` = a function in an object argument; `class` = a method of the decorated class; `base` = of every class that extends or implements the type. */
  readonly form: "callback" | "property" | "class" | "base";
  /** Property for `property`. */
  readonly property?: string;
  /** Method for `class` and `base`. */
  readonly method?: string;
  /** Only functions that declare exactly this many parameters. */
  readonly arity?: number;
  /** Only when the first argument is this constant. */
  readonly event?: string;
  /** Only functions that catch. */
  readonly catching?: true;
}

export type InputName = "body" | "query" | "params" | "headers" | "cookies" | "files" | "url" | "address" | "arguments" | "input" | "message";

export interface HandlerFact {
  /** What registers: `Application.get`; the decorator (`Get`); `Type.method` for `form: "method"`. */
  readonly api: string;
  /**
   * `callback` = function arguments, also in arrays; an array of a class and a method name (`[UsersController, "show"]`, the class maybe behind `() => import(…)`) names the method.
   * `object` = functions under the property paths of an object argument (or array of them).
   * `decorator` = the decorated method; parameters that carry an input decorator follow that one.
   * `method` = the method of every class that extends or implements the type.
   */
  readonly form: "callback" | "object" | "decorator" | "method";
  /**
   * Property paths for `object`: `handler`, `options.handler`; `*` = any one name, `**` = any names, none included (`resolvers.**`).
   * Arrays, and functions that only return the rest of the path (`fields: () => ({ … })`), are looked through.
   */
  readonly properties?: readonly string[];
  /** Only functions that declare exactly this many parameters (Express error middleware); wins over the same registration without it. */
  readonly arity?: number;
  /** Only when the first argument is this constant: `server.on("request", …)`. */
  readonly event?: string;
  /** Parameter index → type path (`Request`). */
  readonly parameters: Readonly<Record<number, string>>;
}

export interface FileHandlerFact {
  /** Glob on the project path, for example `pages/api/*.ts`. */
  readonly files: string;
  /** Export names that are handlers; `default`; `*` = all. A dotted name is a member of what is exported: `default.fetch`, `actions.*` (a method where that is a class; arrays are looked through). */
  readonly exports: readonly string[];
  readonly parameters: Readonly<Record<number, string>>;
  /** Only when the file (or function) has this directive (`use server`). */
  readonly directive?: string;
  /** Only in projects whose `package.json` names one of these packages: for conventions too common to stand alone. */
  readonly dependsOn?: readonly string[];
  /** `plugin` registers routes, `view` renders a page: typed parameters, but not judged as a request handler. Default: `handler`. */
  readonly role?: "handler" | "plugin" | "view";
}

/**
 * Signed tokens (JWT). An **argument path** is the index of an argument and the properties to read from it: `2.expiresIn`;
 * `useFactory()` is what calling that property returns; `^0.key` starts at an argument of the `maker` call the receiver came from.
 */
export interface TokenFacts {
  readonly signers?: readonly TokenSigner[];
  readonly verifiers?: readonly TokenVerifier[];
  /** Calls that read a token without checking its signature. */
  readonly decoders?: readonly string[];
  /** Calls that configure what signers and verifiers of this library do. Where the library has some, a project without any of them is unknown. */
  readonly defaults?: readonly TokenDefaults[];
  /** APIs that make or accept tokens without a signature. */
  readonly unsecured?: readonly string[];
}

export interface TokenSigner {
  readonly api: string;
  /** Call that made the receiver or the called function: `SignJWT`, `createSigner`. */
  readonly maker?: string;
  /** Argument path of the claims. */
  readonly payload: string;
  /** Argument paths that set a lifetime. */
  readonly expiry?: readonly string[];
  /** Methods of the receiver's chain that set a lifetime: `setExpirationTime`. */
  readonly setters?: readonly string[];
  /** Argument paths of the signature algorithm. */
  readonly algorithm?: readonly string[];
  /** Argument that takes the options, when it may simply be added (for the suggestion). */
  readonly options?: number;
}

export interface TokenVerifier {
  readonly api: string;
  /** Argument paths of the key. */
  readonly key?: readonly string[];
  /** Argument paths of the algorithms that are accepted. */
  readonly algorithms?: readonly string[];
  /** When algorithms have to be named: always, or only where the key is a public one. Default: the library cannot be confused. */
  readonly pin?: "always" | "public";
  /** Argument paths that, when true, accept expired tokens. */
  readonly ignoreExpiry?: readonly string[];
  /** Argument paths that bound the age of a token. */
  readonly maxAge?: readonly string[];
  /** Argument paths that, when truthy, switch the check off. */
  readonly skip?: readonly string[];
  /** APIs that, given as the key, accept tokens without a signature. */
  readonly noneKeys?: readonly string[];
  /** Argument that takes the options, when it may simply be added (for the suggestion). */
  readonly options?: number;
}

export interface TokenDefaults {
  readonly api: string;
  /** Only when the first argument is this API: `app.register(jwt, …)`. */
  readonly plugin?: string;
  readonly expiry?: readonly string[];
  readonly algorithms?: readonly string[];
}

/** A function that hashes. Argument paths as in {@link TokenFacts}. */
export interface HasherFact {
  readonly api: string;
  /** `fast` is made for speed and takes no salt of its own; the others are made for passwords. */
  readonly kind: "fast" | "bcrypt" | "scrypt" | "pbkdf2" | "argon2";
  /** Argument paths of what is hashed; none for a salt. Default: `0`. */
  readonly input?: readonly string[];
  /** Argument paths of the cost parameters. */
  readonly cost?: Readonly<Partial<Record<HashParameter, readonly string[]>>>;
  /** The variant, as an API or a number, that is not meant for passwords: `argon2i`. */
  readonly weakVariants?: readonly (string | number)[];
}

/** `rounds` of bcrypt; `blocks` (N), `size` (r) of scrypt; `iterations`, `digest` of PBKDF2; `memory` (KiB), `passes`, `variant` of argon2. */
export type HashParameter = "rounds" | "blocks" | "size" | "iterations" | "digest" | "memory" | "passes" | "variant";

/** What lives as long as the process. */
export interface StateFacts {
  /** Class decorators (API paths) of containers that make one object and hand it to everybody, unless an option `scope` or `transient` is given. */
  readonly singletonDecorators?: readonly string[];
  /** Calls that keep sessions or limits, in the memory of the process unless told otherwise. */
  readonly stores?: readonly StoreFact[];
}

export interface StoreFact {
  /** API path that is called or constructed; for `registered` the plugin that is handed to another call. */
  readonly api: string;
  /** Argument index of the options; default 0. */
  readonly options?: number;
  /** Options that name another store. Without this field the API itself is a store in memory. */
  readonly unless?: readonly string[];
  /** The API is a plugin: `app.register(plugin, options)`. */
  readonly registered?: true;
  readonly keeps: "sessions" | "limits";
}

/** An argument that must come from the environment, never from the code. */
export interface SecretSink {
  /** API path of the function or class: `sign`, `JwtModule.register`. */
  readonly api: string;
  /** Which argument; default 0. */
  readonly argument?: number;
  /**
   * Property paths of that argument which hold the secret: `secret`, `auth.pass`; `()` is what a function returns, `*` any one name.
   * Without them the argument itself is the secret. Arrays are looked through.
   */
  readonly properties?: readonly string[];
  readonly kind: SecretKind;
}

/**
 * What the secret is for. Whatever text a key or a password is, it works; a credential that somebody else issues works only if it is one,
 * so that stand-ins for it are harmless.
 */
export type SecretKind = "signing key" | "encryption key" | "session secret" | "password" | "client secret" | "API key";

/** Where a client of a database, cache, queue, mail or search service is told the address. */
export interface ServiceFact {
  /** API path that is called or constructed. */
  readonly api: string;
  /** Argument index; default 0. */
  readonly argument?: number;
  /** The argument itself may be the address (or an array of addresses). */
  readonly text?: true;
  /** Properties of the argument that hold an address, dotted: `socket.host`. Arrays are looked through. */
  readonly properties?: readonly string[];
}
