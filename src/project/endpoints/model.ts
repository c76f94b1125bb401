import type { ControlKind, InputName } from "#catalog/facts/http";
import type { FnId, Span } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Origin } from "../origins.ts";
import type { RoutingCall } from "./arguments.ts";

/** One method (or several) and path, the function that answers, and everything that runs before it. */
export interface Endpoint {
  /** First package of the framework's library: `express`, `@nestjs/common`. */
  readonly framework: string;
  /** HTTP methods in upper case, or `ALL`; what a protocol has instead of methods: `QUERY`, `MUTATION`, `ACTION`, `MESSAGE`. */
  readonly methods: readonly string[];
  /** Full path with all prefixes, parameters as `{id}`; `…` stands for a part nobody could read. */
  readonly path: string;
  /** Where it is registered. */
  readonly code: Code;
  readonly span: Span;
  readonly handler?: { readonly code: Code; readonly f: FnId };
  /** A function of a library that answers instead: `passport.authenticate("login", { successRedirect })`. */
  readonly answer?: Origin;
  /** What runs before the handler, outermost first. */
  readonly chain: readonly Step[];
  /** Options given at the registration: schemas, limits, authentication. */
  readonly options?: Origin;
  /** Which of the options are schemas of which inputs: `schema.body` → `body`. */
  readonly schemas?: Readonly<Record<string, InputName>>;
  /** The router it is told to, or its class: endpoints with the same one are neighbours. Route files have none. */
  readonly router?: string;
  /** Whether some parent could not be followed: there may be more in the chain than is known. */
  readonly open: boolean;
}

export type Level = "app" | "router" | "route" | "wrapper";

/** A middleware, hook, guard or pipe in front of a handler. */
export interface Step extends Origin {
  readonly level: Level;
  /** What registers it, where that is not a plain argument: a decorator, an option's name. */
  readonly option?: string;
  /** Whatever it does, it may not do it for this route. */
  readonly doubtful?: true;
  /** An option whose value says by itself what is done: `auth: true`. */
  readonly says?: { readonly kind: ControlKind; readonly certain: boolean };
  /** The call that registers a plugin. */
  readonly site?: RoutingCall;
  /** The router the route itself is told to is told this. */
  readonly beside?: true;
}

/** Where in the text something is registered, from the outermost call inwards. Two keys compare only within one function. */
export type Position = readonly { readonly code: Code; readonly fn: FnId; readonly offset: number }[];

/** Whether both are the same call: `use("/books", guard, books)` is told once, as what stands in front of the mounted router. */
export function isSame(a: Position, b: Position): boolean {
  return a.length > 0 && a.length === b.length && a.every((x, i) => x.code === b[i]?.code && x.fn === b[i].fn && x.offset === b[i].offset);
}

/** Whether `a` certainly stands after `b`; unknown is no. */
export function isAfter(a: Position, b: Position): boolean {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i], b[i]];
    if (!x || !y || x.code !== y.code || x.fn !== y.fn) return false;
    if (x.offset !== y.offset) return x.offset > y.offset;
  }
  return false;
}
