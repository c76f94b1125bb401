import type { ServedFacts } from "#catalog/facts/served";
import type { ExprId } from "#syntax/summary";
import type { Names } from "../names.ts";
import { type Origin, originsOf } from "../origins.ts";
import { valuesAt } from "./arguments.ts";
import type { Step } from "./model.ts";
import { unreadable } from "./paths.ts";
import { chainBefore, type Served, servedAt } from "./procedure-chains.ts";

/** A procedure in a tree: the names on the way to it, and what trees around it put in front. */
export interface Leaf {
  readonly served: Served;
  readonly keys: readonly string[];
  readonly steps: readonly Step[];
  readonly prefixes: readonly Origin[];
}

/** What a walk carries along. */
interface Way {
  readonly keys: readonly string[];
  readonly steps: readonly Step[];
  readonly prefixes: readonly Origin[];
}

type TreeFact = NonNullable<ServedFacts["trees"]>[number];

const maxDepth = 12;

/** Walks trees of procedures: objects, spreads, `router({ … })`, merged and lazily loaded ones, across files. */
export class ProcedureTrees {
  readonly names: Names;
  /** Tree calls that stand inside another tree. */
  readonly nested = new Set<string>();

  constructor(names: Names) {
    this.names = names;
  }

  leavesOf(root: Origin): readonly Leaf[] {
    return this.#walk(root, { keys: [], steps: [], prefixes: [] }, 0);
  }

  #walk(at: Origin, way: Way, depth: number): readonly Leaf[] {
    if (depth > maxDepth) return [];
    return originsOf(this.names, at).flatMap((origin) => {
      const expr = origin.code.expr(origin.id);
      if (expr.k === "object") return expr.props.flatMap(([key, value]) => this.#walk({ ...origin, id: value }, stepInto(way, key), depth + 1));
      if (expr.k === "call" || expr.k === "new") return this.#ofCall(origin, expr.c, expr.args, way, depth);
      if (expr.k === "module") return this.#ofModule(origin, expr.i, undefined, way, depth);
      return [];
    });
  }

  #ofCall(at: Origin, c: ExprId, args: readonly ExprId[], way: Way, depth: number): readonly Leaf[] {
    const { catalog } = this.names.project;
    const leaf = servedAt(this.names, at);
    if (leaf) return leaf.fact.address === "tree" ? [{ served: leaf, ...way }] : [];
    for (const api of this.names.apisOf(at.code, c)) {
      const tree = catalog.served.trees.of(api);
      const callee = at.code.expr(c);
      const self = tree?.self && callee.k === "member" ? this.#walk({ ...at, id: callee.o }, way, depth + 1) : [];
      if (tree) return [...self, ...this.#ofTree(at, api, tree, way, depth)];
      if (catalog.isIn(catalog.served.lazy, api)) return args.slice(0, 1).flatMap((id) => this.#ofLoader({ ...at, id }, way, depth));
    }
    return [];
  }

  #ofTree(at: Origin, api: string, { of, self }: TreeFact, way: Way, depth: number): readonly Leaf[] {
    const { code, id, frame } = at;
    const expr = code.expr(id);
    if (expr.k !== "call" && expr.k !== "new") return [];
    if (depth > 0) this.nested.add(keyOf(at));
    const callee = code.expr(expr.c);
    const before = callee.k === "member" && !self ? chainBefore(this.names, { ...at, id: callee.o }) : undefined;
    const inner = before ? { ...way, steps: [...way.steps, ...before.steps], prefixes: [...way.prefixes, ...before.prefixes] } : way;
    const site = { code, call: id, args: expr.args, api, frame };
    return of.flatMap((path) => valuesAt(this.names, site, path).flatMap((value) => this.#walk(value, inner, depth + 1)));
  }

  /** `() => import("./books")`, also with `.then((m) => m.booksRouter)`. */
  #ofLoader(at: Origin, way: Way, depth: number): readonly Leaf[] {
    return originsOf(this.names, at).flatMap(({ code, id, frame }) => {
      const expr = code.expr(id);
      const returns = expr.k === "function" ? (code.summary.functions[expr.f]?.returns ?? []) : [];
      return returns.flatMap((returned) => {
        const value = code.expr(returned);
        const then = value.k === "call" ? code.expr(value.c) : undefined;
        const loaded = then?.k === "member" && then.p === "then" ? code.expr(then.o) : value;
        if (loaded.k !== "module") return this.#walk({ code, id: returned, frame }, way, depth + 1);
        const picked = value.k === "call" ? pickedBy({ code, id: value.args[0] ?? -1 }) : undefined;
        return this.#ofModule({ code, id: returned }, loaded.i, picked, way, depth);
      });
    });
  }

  /** The export that is named, else the default one, else all that are trees. */
  #ofModule(at: Origin, i: number, picked: string | undefined, way: Way, depth: number): readonly Leaf[] {
    const target = this.names.project.target(at.code, i);
    if (target.kind !== "code") return [];
    const exports = target.code.summary.exports.filter((item) => item.v !== undefined && !item.typeOnly);
    const named = exports.filter((item) => item.n === (picked ?? "default"));
    const wanted = named.length > 0 || picked !== undefined ? named : exports;
    return wanted.flatMap((item) => (item.v === undefined ? [] : this.#walk({ code: target.code, id: item.v }, way, depth + 1)));
  }
}

/** One tree call, wherever it is looked at from. */
export function keyOf({ code, id }: Origin): string {
  return `${code.path}:${id}`;
}

function stepInto(way: Way, key: string): Way {
  if (key === "...") return way;
  return { ...way, keys: [...way.keys, key === "[]" ? unreadable : key] };
}

/** `(m) => m.booksRouter`. */
function pickedBy({ code, id }: Origin): string | undefined {
  const expr = code.expr(id);
  const returned = expr.k === "function" ? code.summary.functions[expr.f]?.returns[0] : undefined;
  const value = returned === undefined ? undefined : code.expr(returned);
  return value?.k === "member" ? value.p : undefined;
}
