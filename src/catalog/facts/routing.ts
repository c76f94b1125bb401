import type { InputName } from "./http.ts";

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
  /**
   * `route` serves; `resource` serves the usual seven; `group` surrounds what its callback registers; `global` is given a list of what runs in
   * front of all routes, wherever they stand; `named` is given an object of middleware by name; the rest follow one of these in the chain.
   */
  readonly kind: "global" | "named" | "route" | "resource" | "group" | "prefix" | "use" | "only" | "except" | "api";
  readonly methods?: readonly string[];
  /** Argument paths. */
  readonly method?: string;
  readonly path?: string;
  readonly handler?: string;
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
  /** Plugins that register every file of a folder. */
  readonly folders?: readonly FolderPluginFact[];
  /** Middleware also covers what was registered before it (Fastify hooks, hapi). Default: only what comes after it. */
  readonly order?: "any";
}

/** A plugin that registers the plugins of a folder, each under the path of its place. Argument paths are those of the call that registers it. */
export interface FolderPluginFact {
  readonly api: string;
  readonly folder: string;
  readonly prefix: string;
  /** Names of folders that begin with `_` are parameters where this is given. */
  readonly parameters: string;
  /** Exports of a file: its part of the path instead of its place, and the whole path instead of both. */
  readonly part: string;
  readonly whole: string;
  /** Name of files whose hooks hold for the files beside them. */
  readonly hooks: string;
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
  /** Calls that give the app a plugin of the framework below it. */
  readonly plugins?: readonly string[];
  /** Injection tokens whose providers run before every handler. */
  readonly tokens?: readonly string[];
  /** Middleware for some routes: the call at the end of the chain that is told the routes, and the one that is told the middleware. */
  readonly applied?: { readonly routes: string; readonly steps: string };
  /** Where the app is given a prefix for all paths: API path → argument path. */
  readonly prefixes?: Readonly<Record<string, string>>;
  /** The call that switches versions in paths on. */
  readonly versioning?: string;
  readonly validation?: ParameterValidation;
}

/** How parameters of decorated methods are checked by the classes of their types. */
export interface ParameterValidation {
  /** Words without which nobody binds what checks: where one stands somewhere and nothing is found in front of a method, nobody can tell. */
  readonly binders?: readonly string[];
  /** Checked unless a call that starts the application says otherwise: its API path → argument path of the switch. */
  readonly byDefault?: Readonly<Record<string, string>>;
  /** Argument path at the parameter's decorator of a switch for it alone. */
  readonly own?: string;
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
