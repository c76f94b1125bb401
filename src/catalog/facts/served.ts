import type { ControlKind } from "./http.ts";

/** Endpoints that calls make: procedures at the end of a builder's chain, and what gives them their addresses. Argument paths as in {@link RoutingFacts}. */
export interface ServedFacts {
  readonly calls: readonly ServedCall[];
  /** Calls in the chain before: what they are given runs before the handler. */
  readonly links?: readonly ServedLink[];
  /** Calls that make a tree of procedures of an object (`router({ books: … })`) or of other trees (`mergeRouters(a, b)`). */
  readonly trees?: readonly {
    readonly api: string;
    /** Argument paths. */
    readonly of: readonly string[];
    /** What it is called on stays in its place: `endpoint.nest({ … })`. */
    readonly self?: true;
  }[];
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
  /** Argument path of a router it is told to; unknown routers leave its endpoints open. */
  readonly app?: string;
  /** Argument path of a function that may put middleware in front. */
  readonly before?: string;
  /**
   * `dots`: one address, names joined by dots; `slashes`: one path for each; `routes`: what `route` links say, else slashes; `keys`: slashes,
   * where a method may stand as the last name (`post`) or in front of a path (`"post /loans"`). Default: `dots`.
   */
  readonly paths?: "dots" | "slashes" | "routes" | "keys";
}
