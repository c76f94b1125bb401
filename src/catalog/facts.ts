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
  /** Prisma-like generated clients: these export names, imported from any module whose specifier includes one of the words. */
  readonly generated?: { readonly exports: readonly string[]; readonly specifierIncludes: readonly string[] };
  /** Property names that conventionally hold a client of this library; evidence only where the receiver is untyped and unresolved and the text is SQL. */
  readonly conventionalMembers?: Readonly<Record<string, string>>;

  readonly sql?: SqlFacts;
  readonly data?: DataFacts;
  readonly entities?: EntityFacts;
  readonly lifetimes?: LifetimeFacts;
  readonly http?: HttpFacts;
  readonly state?: StateFacts;
  readonly services?: readonly ServiceFact[];
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

/** What a call does: `request` talks to another service, `mail` sends a message to people, `payment` moves money, `password` checks or hashes one. */
export type EffectKind = "request" | "mail" | "payment" | "password";

export interface EffectFact {
  readonly kind: EffectKind;
  /** API paths of the calls. */
  readonly apis: readonly string[];
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
  /** Calls that store records. */
  readonly recordWrites?: readonly RecordWrite[];
  /** Methods of clients, repositories and entities that ask the database nothing: `Repository.create`, `Model.build`. */
  readonly local?: readonly string[];
  /** What reads and writes. One chain of calls is one operation: the call in it that does most counts. */
  readonly operations?: readonly OperationFact[];
  readonly transactions?: readonly TransactionFact[];
  /** Calls that hand out a connection which must be given back. */
  readonly checkouts?: readonly CheckoutFact[];
  /** Rows are objects that write themselves (`loan.save()`), and know nothing of the transaction they were read in. */
  readonly detached?: true;
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
  /** What bounds a list: `0.take`, `limit()`. Of a method the call alone matters. */
  readonly boundedBy?: readonly CallPath[];
  /** Where a transaction may be handed over, where it is not the receiver that decides. */
  readonly handle?: readonly CallPath[];
  /** Several statements which nothing holds together: `insertGraph`, `insertMany` of MongoDB. */
  readonly several?: true;
  /** Calls of one tick are sent as one query. */
  readonly sameTick?: true;
  /** Rows that each get values of their own take a statement each: `update`. */
  readonly perRow?: true;
  /** A builder: it runs where the chain is awaited; inside another operation it is a part of that (a subquery). */
  readonly lazy?: true;
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
  /** The driver cannot run several operations of one transaction at once. */
  readonly serial?: true;
}

export interface CheckoutFact {
  readonly apis: readonly string[];
  /** Methods that give it back. */
  readonly release: readonly string[];
}

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
  /** Calls that close such a client for everybody. */
  readonly closers?: readonly string[];
  /** Calls that define a model at the client → least number of arguments with which they do. */
  readonly definers?: Readonly<Record<string, number>>;
  /** Calls and tags that run a statement on whichever connection is free. */
  readonly pooled?: readonly string[];
  /** Members that hold one unit of work for the whole process → its methods that need a context around them: `MikroORM.em`. */
  readonly globalSessions?: Readonly<Record<string, readonly string[]>>;
  /** Calls that put such a context around what they run, and decorators that do. */
  readonly contexts?: readonly string[];
  /** Calls that must not run twice at a time on one object (`EntityManager.flush`), and types none of whose calls may. */
  readonly serial?: readonly string[];
}

/** What a session is, in words of a message. */
export type SessionKind = "database connection" | "transaction" | "query runner" | "unit of work" | "client session";

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
  /** Decorators of methods that resolve a field of each parent object (GraphQL). */
  readonly fieldResolvers?: readonly string[];
  /** Decorators of the parameter that holds the parent object. */
  readonly resolverParents?: readonly string[];
  /** Decorators that make a class a controller / resolver / gateway (router layer). */
  readonly controllerDecorators?: readonly string[];
  /** Parameter decorators whose parameter is untrusted input (`Body`, `Query`, `Param`): API path → input name. */
  readonly inputDecorators?: Readonly<Record<string, InputName>>;
  /** Calls whose result is untrusted input wherever they stand (`readBody(event)`, `headers()`): API path → input name. */
  readonly inputCalls?: Readonly<Record<string, InputName>>;
  /** Files that export handlers by convention. */
  readonly fileHandlers?: readonly FileHandlerFact[];
  /** Parameter types, decorators and registrations whose handler is the procedure itself, so that querying in it is a usual style; `*` = all of the library. */
  readonly procedures?: readonly string[];
  /** Calls that hang a value on an object under a name: API path (`FastifyInstance.decorate`) → type path that has the member from then on. */
  readonly decorators?: Readonly<Record<string, string>>;
  /** Types that mark transport objects: handing them to a service is `transportInService`. */
  readonly transportTypes?: readonly string[];
  /** How routers are told what to serve. */
  readonly routing?: RoutingFacts;
  /** Classes whose decorated methods are endpoints. */
  readonly controllers?: ControllerFacts;
  /** What middleware, hooks, guards and calls in handlers are. */
  readonly controls?: readonly ControlFact[];
  /** Classes and functions that make (or throw) an error with an HTTP status. */
  readonly exceptions?: readonly string[];
  /** Where the application is told how errors are answered. */
  readonly errorHandlers?: readonly ErrorHandlerFact[];
  /** Objects that answer a request, and how an answer with a status is written on them. */
  readonly replies?: readonly ReplyFact[];
  /** Endpoints that calls make by themselves, rather than by telling a router. */
  readonly served?: ServedFacts;
  /** Calls that are given operations of a schema (GraphQL). */
  readonly operations?: readonly SchemaOperationFact[];
  /** Routes that a contract describes and an object of handlers serves. */
  readonly contracts?: ContractFacts;
  /** Routes whose groups and middleware follow in the chain: `router.group(…).prefix("/v1").use(auth)`. */
  readonly chainedRoutes?: readonly ChainedRouteFact[];
}

/** Where fields of `Query`, `Mutation` and `Subscription` are declared. Argument paths. */
export interface SchemaOperationFact {
  readonly api: string;
  /** An object of types, each an object of fields; also a list of such objects. */
  readonly map?: string;
  /** The type the fields are of. */
  readonly type?: "Query" | "Mutation" | "Subscription";
  /** An object of fields, or a function that returns one. */
  readonly fields?: string;
  /** A value that was made of an object with `fields`. */
  readonly object?: string;
  /** One field: its name, and the field itself. */
  readonly name?: string;
  readonly field?: string;
  /** The API is handed over as a first argument, together with its options. */
  readonly plugin?: true;
}

/** Argument paths. */
export interface ContractFacts {
  readonly serves?: readonly { readonly api: string; readonly contract: string; readonly by: string }[];
  /** Calls that make a tree of contracts; the prefix of its paths. */
  readonly trees?: readonly { readonly api: string; readonly of: string; readonly prefix?: string }[];
  /** Property of a route → the input it is a schema of. */
  readonly schemas?: Readonly<Record<string, InputName>>;
  /** Calls that stand where schemas stand and check nothing at run time. */
  readonly unchecked?: readonly string[];
}

export interface ChainedRouteFact {
  readonly api: string;
  /** `route` serves; `resource` serves the usual seven; `group` surrounds what its callback registers; the rest follow one of these in the chain. */
  readonly kind: "route" | "resource" | "group" | "prefix" | "use" | "only" | "except" | "api";
  readonly methods?: readonly string[];
  /** Argument paths. */
  readonly method?: string;
  readonly path?: string;
  readonly handler?: string;
}

/** Endpoints that calls make: procedures at the end of a builder's chain, and what gives them their addresses. Argument paths as in {@link RoutingFacts}. */
export interface ServedFacts {
  readonly calls: readonly ServedCall[];
  /** Calls in the chain before: what they are given runs before the handler. */
  readonly links?: readonly ServedLink[];
  /** Calls that make a tree of procedures of an object (`router({ books: … })`) or of other trees (`mergeRouters(a, b)`). */
  readonly trees?: readonly { readonly api: string; /** Argument paths. */ readonly of: readonly string[] }[];
  /** Calls that load a tree when it is first asked for: `lazy(loadBooks)`. */
  readonly lazy?: readonly string[];
  /** Calls that hand a tree to a transport. */
  readonly mounts?: readonly ServedMount[];
  /** Calls whose result checks nothing, though it stands where a schema stands. */
  readonly unchecked?: readonly string[];
}

export interface ServedCall {
  readonly api: string;
  readonly methods?: readonly string[];
  /** Argument path of the method or methods. */
  readonly method?: string;
  /** Argument path of the handler; `callback` = the last argument that may be a function, or is an object with a `handler`. */
  readonly handler: string;
  /** Argument paths of middleware that runs before. */
  readonly steps?: readonly string[];
  /** Argument path of a schema that checks the handler's input before. */
  readonly schema?: string;
  /** `tree`: the names on the way through the tree; `export`: file and exported name; `path`: an argument; `file`: what the file's convention says. */
  readonly address: "tree" | "export" | "path" | "file";
  /** Argument paths of the path; the first that is there counts. */
  readonly path?: readonly string[];
  /** What stands in front of the path: `/api`. */
  readonly prefix?: string;
  /** Argument path of the options of the route. */
  readonly options?: string;
  /** Options that say what is done about a request. */
  readonly controls?: readonly OptionControl[];
}

/** An option that is a control by its value: `auth: true`. */
export interface OptionControl {
  /** Argument path. */
  readonly path: string;
  readonly kind: ControlKind;
  /** Constants that switch it on, as text; `absent` = the option is not there; `…` = anything that is no constant. */
  readonly values: readonly string[];
  /** It may refuse, and may not. */
  readonly uncertain?: true;
}

export interface ServedLink {
  readonly api: string;
  /** `steps`: the arguments run; `schema`: the first argument is a schema of the input; `route`: the first argument says method and path; `prefix`: it is one. */
  readonly as: "steps" | "schema" | "route" | "prefix";
}

export interface ServedMount {
  readonly api: string;
  /** Argument path of the tree. */
  readonly tree: string;
  /** Argument path of the prefix. */
  readonly prefix?: string;
  /** Call on the result that is told the prefix, and its argument paths. */
  readonly handle?: { readonly api: string; readonly prefix: readonly string[] };
  /** The API is handed over as a first argument together with its options: `register(fastifyTRPCPlugin, { … })`. */
  readonly plugin?: true;
  /** `dots`: one address, names joined by dots; `slashes`: one path for each; `routes`: what `route` links say, else slashes. Default: `dots`. */
  readonly paths?: "dots" | "slashes" | "routes";
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

/**
 * How routers are told what to serve. **Argument paths** are as in {@link TokenFacts}, and more: `1+` are all arguments from 1 on but plain
 * objects, arrays looked through; `-1` is the last one.
 */
export interface RoutingFacts {
  readonly entries?: readonly RoutingFact[];
  /** Where a router is told the prefix of all it serves. */
  readonly prefixes?: readonly PrefixFact[];
  /** Calls that hand the router they are called on back as a middleware: `Router.routes`. */
  readonly views?: readonly string[];
  /** Calls that put a prefix in front of a router before it is handed to another: `mount("/api", app)`. Argument paths of both. */
  readonly wrappers?: readonly { readonly api: string; readonly path: string; readonly router: string }[];
  /** Calls that hand back the list of their arguments: `createHandlers(guard, list)`. */
  readonly lists?: readonly string[];
  /** Calls that hand back a function which is still the same plugin, without a scope of its own: `fastify-plugin#default`. */
  readonly transparent?: readonly string[];
  /** Router types that serve nothing until another router mounts them. */
  readonly mounted?: readonly string[];
  /** Middleware also covers what was registered before it (Fastify hooks, hapi). Default: only what comes after it. */
  readonly order?: "any";
}

/** A call on a router. */
export interface RoutingFact {
  readonly api: string;
  /**
   * `route` serves; `use` runs middleware before, or mounts the routers among its arguments; `plugin` hands the router itself to a function,
   * under a prefix and in a scope of its own; `group` does so for calls on the same router inside a callback; `path` begins a chain of routes.
   */
  readonly kind: "route" | "use" | "plugin" | "group" | "path";
  /** HTTP methods, or `ALL`. */
  readonly methods?: readonly string[];
  /** Argument path of the method or methods. */
  readonly method?: string;
  /** Argument path of the path; where it is optional and something else stands there, it is `/`. */
  readonly path?: string;
  readonly optionalPath?: true;
  /** A name may stand in front of the path: `get("books.list", "/books", …)`. */
  readonly named?: true;
  /** Argument paths of middleware, in the order they run; for a route the handler comes last. */
  readonly steps?: readonly string[];
  /** Argument path of the options of the route: schemas, limits, authentication. */
  readonly options?: string;
  /** Which of those options are schemas of which inputs: `schema.body` → `body`. */
  readonly schemas?: Readonly<Record<string, InputName>>;
  /** Only when the first argument is one of these constants: `addHook("onRequest", …)`. */
  readonly events?: readonly string[];
  /** Argument paths of middleware in front of all that a plugin is told: `guard({ beforeHandle }, (app) => …)`. */
  readonly before?: readonly string[];
  /** The first argument may be an object that holds the plugin, or a list of them, each with its prefix here: `register([{ plugin, routes: { prefix } }])`. */
  readonly listed?: string;
  /** Argument path of how far a middleware reaches out of its plugin, and the words for one level up and for all of them. */
  readonly reach?: { readonly argument: string; readonly parent: string; readonly all: string };
}

export interface PrefixFact {
  readonly api: string;
  /** Argument path of the prefix. */
  readonly argument: string;
  /** `make`: the call makes the router; `set`: the router it is called on has the prefix from now on; `derive`: it yields another router, mounted there. */
  readonly form: "make" | "set" | "derive";
}

/** Classes whose decorated methods are endpoints. Argument paths are those of the decorator. */
export interface ControllerFacts {
  readonly classes: readonly { readonly api: string; /** Argument paths of the prefix. */ readonly paths?: readonly string[]; readonly version?: string }[];
  readonly methods: readonly ControllerMethod[];
  /** Decorators whose arguments run before the handler: `UseGuards`. */
  readonly steps?: readonly string[];
  /** Calls that make one decorator of several. */
  readonly composed?: readonly string[];
  /** Decorator that names a version. */
  readonly version?: string;
  /** Constants that stand for no version at all. */
  readonly neutral?: readonly string[];
  /** Calls whose arguments run before every handler of the app. */
  readonly globals?: readonly string[];
  /** Injection tokens whose providers run before every handler. */
  readonly tokens?: readonly string[];
  /** Where the app is given a prefix for all paths: API path → argument path. */
  readonly prefixes?: Readonly<Record<string, string>>;
  /** The call that switches versions in paths on. */
  readonly versioning?: string;
}

export interface ControllerMethod {
  readonly api: string;
  readonly methods?: readonly string[];
  /** Argument path of the method. */
  readonly method?: string;
  /** Argument paths of the path. */
  readonly paths?: readonly string[];
  /** An operation of a schema instead of a path: its type, before the name (`Mutation`). */
  readonly operation?: string;
  /** Messages instead of requests: what stands before the address; `*` is the prefix of the class (`ws:*`). */
  readonly channel?: string;
}

/** What a middleware, a hook, a guard, a decorator or a call inside a handler does to a request. */
export interface ControlFact {
  /** API path of what is called, or of the middleware itself. */
  readonly api: string;
  /**
   * `limiter` counts and refuses; `guard` refuses who is not signed in; `validator` refuses a wrong shape; `parser` reads the body;
   * `errors` turns errors into answers; `inert` does nothing of the kind. `open` marks a route as open to everybody, `unlimited` as exempt from limits.
   */
  readonly kind: ControlKind;
  /** Validators: which inputs they check; with `inputKeys` the properties of the first argument say so. */
  readonly inputs?: readonly InputName[];
  readonly inputKeys?: Readonly<Record<string, InputName>>;
  /** Validators: argument path whose constant names the input: `zValidator("json", …)`. */
  readonly input?: string;
  /** Validators: argument path of the schema. */
  readonly schema?: string;
  /** Only where one of these constants stands at an argument path: `new TRPCError({ code: "UNAUTHORIZED" })`. */
  readonly when?: { readonly path: string; readonly values: readonly string[] };
  /** Validators: they write down what they find; who does not ask for it lets everything pass. */
  readonly records?: true;
  /** The call stands inside a handler, or a middleware; its result or its exception decides. Default: the call yields the middleware. */
  readonly inside?: true;
  /** Argument paths and the constant that takes the control back: `{ "0.credentialsRequired": false }`. Of a plugin: arguments of its registration. */
  readonly off?: Readonly<Record<string, boolean>>;
  /** Plugins: the option of a route that switches the control on for it, or off with `false`: `config.rateLimit`. */
  readonly routeOption?: string;
  /** Plugins: routes the same router was told before the plugin is loaded are left out; a registration nobody waits for is loaded late. */
  readonly late?: true;
}

export type ControlKind = "limiter" | "guard" | "validator" | "parser" | "errors" | "inert" | "open" | "unlimited";

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
  /** What the place of the file says about method and path. */
  readonly serves?: FileRouting;
  /** The handler runs before those of the library's other files. */
  readonly runsBefore?: {
    /** Export path of the patterns of paths it runs for: `config.matcher`. Default: all. */
    readonly matcher?: string;
    /** It runs for files beside this folder: `server`. Default: below the file's own folder. */
    readonly below?: string;
    /** Being matched is no proof that anybody was refused. */
    readonly doubtful?: true;
  };
}

/** How method and path follow from where a file lies. */
export interface FileRouting {
  /** The folder below which paths begin: `app`, `pages`, `routes`. Without it the file itself is the address: `src/loans/actions.ts#lend`. */
  readonly root?: string;
  /** What stands in front of all paths: `/api`. */
  readonly prefix?: string;
  /** `folders`: the file's name is no part of the path; `file`: it is; `dots`: each dot in it is a slash (Remix). */
  readonly names?: "folders" | "file" | "dots";
  /** `export`: the export is named for its method; `suffix`: the file is (`loans.post.ts`); or export name → method. */
  readonly methods: "export" | "suffix" | Readonly<Record<string, string>>;
  /** The one path, wherever the file lies; only where a function of the file answers. */
  readonly path?: string;
  /** Parameter and member a handler asks which method it is: `0.method`. */
  readonly asked?: string;
  /** Middleware may be put in front of a file's handlers where nobody sees it from there. */
  readonly configuredElsewhere?: true;
  /** A configuration may name the files and their paths. */
  readonly configured?: true;
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

/** Caches, and key–value stores that caches are kept in. Argument paths as in {@link TokenFacts}. */
export interface CacheFacts {
  readonly writes?: readonly CacheWrite[];
  /** Calls that write an entry with an end, or give an entry its end afterwards: `Redis.expire`. */
  readonly expirers?: readonly string[];
  /** Calls that configure caches made elsewhere: modules of a framework. */
  readonly defaults?: readonly CacheDefaults[];
}

export interface CacheWrite {
  /** API path; the first argument is the key, the second one the value (or what makes it). */
  readonly api: string;
  /** `cache`: whatever is in there is a cache. `data`: a store, in which only some entries are. */
  readonly keeps: "cache" | "data";
  /** Argument paths that bound the life (or the number) of entries; 0 does not. */
  readonly expiry: readonly string[];
  /** Calls that make the receiver; `^0` is their first argument. */
  readonly makers?: readonly string[];
  /** Stores the maker may be given by name, whose number of entries is bounded: `memory`. */
  readonly bounded?: readonly string[];
  /** Constants among the later arguments that say when the entry goes: `EX`. */
  readonly words?: readonly string[];
  /** What may simply be added at an argument (for the suggestion): as it is, or as a property; not before a major version. */
  readonly add?: { readonly argument: number; readonly text: string; readonly property?: true; readonly since?: number };
}

export interface CacheDefaults {
  readonly api: string;
  /** First package of the library whose writes follow it. */
  readonly configures: string;
  readonly expiry: readonly string[];
  /** Before this major version entries had an end by default. */
  readonly since?: number;
}

/**
 * How entities, their columns and their relations are declared. Each library uses the forms it has: decorated classes, one object
 * that says it all, calls that associate two models.
 */
export interface EntityFacts {
  /** Decorators of members that hold a column. */
  readonly columns?: readonly string[];
  /** Decorators, calls or builder methods that declare a relation → how many it leads to. */
  readonly relations?: Readonly<Record<string, Cardinality>>;
  /** Calls given an object that declares an entity. */
  readonly schemas?: readonly EntitySchemaFact[];
  /** Words for the kind of a relation in such an object: `"many-to-one"`, `"1:m"`. */
  readonly kinds?: Readonly<Record<string, Cardinality>>;
  /** Static property of a model class whose object declares the relations: `relationMappings`. */
  readonly mappings?: string;
  /** Default scopes, applied by every query: call or decorator → where the scope stands (argument index and property path, `2.defaultScope`). */
  readonly scopes?: Readonly<Record<string, string>>;
  /** Properties of query options that say what to load with → the property or element of theirs that means everything: `{ include: "all" }`. */
  readonly everything?: Readonly<Record<string, string>>;
  /** Calls that register a hook, given the name of an event; and what the hook calls on `this` to load with. */
  readonly hooks?: readonly string[];
  readonly hookLoads?: readonly string[];
  /** Properties of a column definition that make every query load the relation. */
  readonly eagerOptions?: readonly string[];
  /** A relation typed `Promise<…>` or with the option `lazy` is loaded by reading it. */
  readonly lazyPromises?: true;
  readonly rows?: EntityRowFacts;
}

/** Queries whose rows are entities, and how they are told what to load with them. */
export interface EntityRowFacts {
  /** Reads of one row, of a list, and of a list with a count (`[rows, count]`): API path → argument with the options; -1: no argument can load anything. */
  readonly one?: Readonly<Record<string, number>>;
  readonly many?: Readonly<Record<string, number>>;
  readonly counted?: Readonly<Record<string, number>>;
  /** The entity is the first argument of these types' methods, not what they are called on. */
  readonly named?: readonly string[];
  /** Options and methods of the same chain that load relations; of the rest only those that load nothing are known. */
  readonly loads: readonly string[];
  readonly plain: readonly string[];
  /** Methods of the chain that make one row of a list. */
  readonly first?: readonly string[];
  /** What stands in place of a relation that was not loaded: nothing, its key, or a collection that must be loaded first (and then nothing is said of single relations). */
  readonly unloaded: "nothing" | "key" | "collection";
  /** TypeScript knows from the query's type what was loaded. */
  readonly typed?: true;
  /** Methods of rows that run a query (`reload`); `get*` stands for one with the name of a relation. */
  readonly loaders?: readonly string[];
  /** Methods of what stands in place of a relation that run a query: `loan.member.load()`. */
  readonly relationLoaders?: readonly string[];
}

export type Cardinality = "one" | "many";

export interface EntitySchemaFact {
  /** API path of the call or constructor. */
  readonly api: string;
  /** Which argument declares; default 0. */
  readonly argument?: number;
  /** Property of that object with the members (the object itself when absent), and the one with the relations, where they stand apart. */
  readonly members?: string;
  readonly relations?: string;
  /** Properties of a member that name the kind of a relation, and its target. */
  readonly kind?: readonly string[];
  readonly target?: readonly string[];
  /** Argument index of the entity's name; without it the object's `name` says it. */
  readonly name?: number;
}
