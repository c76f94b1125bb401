import type { InputName } from "#catalog/facts/http";
import { servedWords } from "#catalog/lookup/served";
import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import { textOf } from "../folded.ts";
import type { Names } from "../names.ts";
import { type Origin, originsOf, readPath } from "../origins.ts";
import { type RoutingCall, valuesAt } from "./arguments.ts";
import { handlingOf } from "./handlers.ts";
import type { Endpoint, Step } from "./model.ts";
import { joinPaths, normalisePath, pathsOf, unreadable } from "./paths.ts";

/** One route of a contract. */
interface Contracted {
  readonly origin: Origin;
  readonly method: string;
  readonly path: string;
}

/** Routes that a contract describes, served by an object of handlers with the same names: `s.router(contract, { loans: { lend: … } })`. */
export function contractEndpoints(names: Names): readonly Endpoint[] {
  const { contracts } = servedWords(names.project.libraries);
  const found: Endpoint[] = [];
  for (const code of names.project.codesNaming(contracts)) {
    if (code.role !== "product") continue;
    for (const word of contracts) for (const call of code.callsByName.get(word) ?? []) found.push(...servedBy(names, code, call));
  }
  return found;
}

function servedBy(names: Names, code: Code, call: ExprId): readonly Endpoint[] {
  const expr = code.expr(call);
  if (expr.k !== "call") return [];
  return names.apisOf(code, expr.c).flatMap((api) => {
    const fact = names.project.catalog.served.contracts.of(api);
    if (!fact) return [];
    const site: RoutingCall = { code, call, args: expr.args, api, frame: undefined };
    const contract = valuesAt(names, site, fact.contract)[0];
    const by = valuesAt(names, site, fact.by)[0];
    return contract && by ? new Contract(names, api.slice(0, api.indexOf("#"))).served(contract, by) : [];
  });
}

const maxDepth = 10;

class Contract {
  readonly #names: Names;
  readonly #framework: string;

  constructor(names: Names, framework: string) {
    this.#names = names;
    this.#framework = framework;
  }

  served(contract: Origin, by: Origin): readonly Endpoint[] {
    return this.#walk(contract, by, this.#prefixAround(contract), 0);
  }

  /** Prefixes of the trees a part was taken out of: `contract.loans` of `c.router({ loans }, { pathPrefix: "/v1" })`. */
  #prefixAround(at: Origin): string {
    const expr = at.code.expr(at.id);
    if (expr.k === "name") {
      const origin = originsOf(this.#names, at)[0];
      return origin && origin.code.expr(origin.id).k === "member" ? this.#prefixAround(origin) : "";
    }
    if (expr.k !== "member") return "";
    const owner: Origin = { ...at, id: expr.o };
    const tree = originsOf(this.#names, owner).flatMap((origin) => this.#treeAt(origin) ?? [])[0];
    return joinPaths(this.#prefixAround(owner), tree?.prefix ?? "");
  }

  #walk(contract: Origin, by: Origin, prefix: string, depth: number): readonly Endpoint[] {
    if (depth > maxDepth) return [];
    const route = this.#routeAt(contract, prefix);
    if (route) return [this.#endpointOf(route, by)];
    const inner = this.#insideOf(contract);
    return originsOf(this.#names, by).flatMap((origin) => {
      const expr = origin.code.expr(origin.id);
      if (expr.k !== "object") return [];
      return expr.props.flatMap(([key, id]) => {
        if (key === "...") return this.#walk(contract, { ...origin, id }, prefix, depth + 1);
        const part = inner && this.#partOf(inner.tree, key);
        return part ? this.#walk(part, { ...origin, id }, joinPaths(prefix, inner.prefix), depth + 1) : [];
      });
    });
  }

  /** The object of routes behind a contract, with the prefix its call gives all paths. */
  #insideOf(contract: Origin): { readonly tree: Origin; readonly prefix: string } | undefined {
    for (const origin of originsOf(this.#names, contract)) {
      const tree = this.#treeAt(origin);
      if (tree) return tree;
      if (origin.code.expr(origin.id).k === "object") return { tree: origin, prefix: "" };
      const expr = origin.code.expr(origin.id);
      if (expr.k !== "member") continue;
      // `contract.loans` where `contract` is made by a call.
      const owner =
        originsOf(this.#names, { ...origin, id: expr.o }).flatMap((item) => this.#treeAt(item) ?? [])[0] ?? this.#insideOf({ ...origin, id: expr.o });
      const part = owner && this.#partOf(owner.tree, expr.p);
      if (part) return this.#insideOf(part);
    }
    return undefined;
  }

  #treeAt({ code, id, frame }: Origin): { readonly tree: Origin; readonly prefix: string } | undefined {
    const expr = code.expr(id);
    if (expr.k !== "call") return undefined;
    for (const api of this.#names.apisOf(code, expr.c)) {
      const fact = this.#names.project.catalog.served.contractTrees.of(api);
      const site: RoutingCall = { code, call: id, args: expr.args, api, frame };
      const tree = fact && valuesAt(this.#names, site, fact.of)[0];
      if (!tree) continue;
      const prefix = fact.prefix === undefined ? [] : valuesAt(this.#names, site, fact.prefix).flatMap((value) => pathsOf(this.#names, value) ?? []);
      return { tree, prefix: prefix[0] ?? "" };
    }
    return undefined;
  }

  #partOf(tree: Origin, key: string): Origin | undefined {
    for (const origin of originsOf(this.#names, tree)) {
      const expr = origin.code.expr(origin.id);
      if (expr.k !== "object") continue;
      const own = expr.props.findLast(([name]) => name === key);
      if (own) return { ...origin, id: own[1] };
      for (const [name, id] of expr.props) {
        const spread = name === "..." ? this.#insideOf({ ...origin, id }) : undefined;
        const part = spread && this.#partOf(spread.tree, key);
        if (part) return part;
      }
    }
    return undefined;
  }

  #routeAt(contract: Origin, prefix: string): Contracted | undefined {
    const parts = this.#memberRoute(contract);
    for (const origin of parts ? [parts] : originsOf(this.#names, contract)) {
      if (origin.code.expr(origin.id).k !== "object") continue;
      const method = readPath(this.#names, origin, ["method"]).values.map((value) => textOf(value))[0];
      const paths = readPath(this.#names, origin, ["path"]).values.flatMap((value) => pathsOf(this.#names, value) ?? []);
      if (method !== undefined && paths.length > 0) return { origin, method, path: joinPaths(prefix, paths[0] ?? unreadable) };
    }
    return undefined;
  }

  /** `contract.lend` as an argument of its own. */
  #memberRoute(contract: Origin): Origin | undefined {
    const expr = contract.code.expr(contract.id);
    if (expr.k !== "member") return undefined;
    const owner = this.#insideOf({ ...contract, id: expr.o });
    const part = owner && this.#partOf(owner.tree, expr.p);
    return part && originsOf(this.#names, part).find((origin) => origin.code.expr(origin.id).k === "object");
  }

  #endpointOf({ origin, method, path }: Contracted, by: Origin): Endpoint {
    const value = originsOf(this.#names, { ...by, asCalled: true })[0] ?? by;
    const isObject = value.code.expr(value.id).k === "object";
    const inner = isObject ? readPath(this.#names, value, ["handler"]).values[0] : undefined;
    const steps = isObject ? readPath(this.#names, value, ["middleware"]).values.flatMap((list) => this.#listed(list)) : [];
    const { handler } = handlingOf(this.#names, inner ?? by);
    const { s, e } = by.code.expr(by.id);
    return {
      framework: this.#framework,
      methods: [method.toUpperCase()],
      path: normalisePath(path),
      code: by.code,
      span: { s, e },
      ...(handler ? { handler } : {}),
      chain: steps.map((step): Step => ({ ...step, level: "route", option: "middleware" })),
      options: origin,
      schemas: this.#schemasOf(origin),
      // The object of handlers is mounted elsewhere, with middleware of its own.
      open: true,
      declared: true,
    };
  }

  #listed(at: Origin): readonly Origin[] {
    const expr = at.code.expr(at.id);
    return expr.k === "array" ? expr.items.map((id) => ({ ...at, id })) : [at];
  }

  /** Only what looks at the request: `body: c.type<Lending>()` is left out. */
  #schemasOf(route: Origin): Readonly<Record<string, InputName>> {
    const { catalog } = this.#names.project;
    const entries = [...catalog.served.contractSchemas].filter(([name]) => {
      const { values } = readPath(this.#names, route, [name]);
      return !values.some(({ code, id }) => {
        const expr = code.expr(id);
        return expr.k === "call" && this.#names.apisOf(code, expr.c).some((api) => catalog.isIn(catalog.served.unchecked, api));
      });
    });
    return Object.fromEntries(entries);
  }
}
