import type { SchemaOperationFact } from "#catalog/facts/routing";
import { servedWords } from "#catalog/lookup/served";
import type { ExprId, Span } from "#syntax/summary";
import type { Code } from "../code.ts";
import { textOf } from "../folded.ts";
import type { Names } from "../names.ts";
import { type Origin, originsOf, readPath } from "../origins.ts";
import { type RoutingCall, valuesAt } from "./arguments.ts";
import { handlingOf } from "./handlers.ts";
import type { Endpoint, Step } from "./model.ts";
import { unreadable } from "./paths.ts";
import { callsNaming } from "./served-calls.ts";

const operations = ["Query", "Mutation", "Subscription"] as const;
type Operation = (typeof operations)[number];

/** Operations of GraphQL schemas: resolver maps, object types, fields of builders. One endpoint for each field of a root type. */
export function schemaOperations(names: Names): readonly Endpoint[] {
  const words = servedWords(names.project.libraries).operations;
  const found: Endpoint[] = [];
  for (const { code, call, callee, args } of callsNaming(names, words)) {
    for (const { api, fact } of factsAt(names, code, callee, args)) {
      const fields = new Fields(names, api.slice(0, api.indexOf("#")));
      found.push(...fields.of({ code, call, args, api, frame: undefined }, fact));
    }
  }
  return distinct(found);
}

function factsAt(names: Names, code: Code, c: ExprId, args: readonly ExprId[]): readonly { readonly api: string; readonly fact: SchemaOperationFact }[] {
  const { served } = names.project.catalog;
  const own = names.apisOf(code, c).flatMap((api) => served.operations.of(api).flatMap((fact) => (fact.plugin ? [] : [{ api, fact }])));
  if (own.length > 0 || args[0] === undefined) return own;
  return names.apisOf(code, args[0]).flatMap((api) => served.operations.of(api).flatMap((fact) => (fact.plugin ? [{ api, fact }] : [])));
}

const maxDepth = 10;

class Fields {
  readonly #names: Names;
  readonly #framework: string;

  constructor(names: Names, framework: string) {
    this.#names = names;
    this.#framework = framework;
  }

  of(site: RoutingCall, fact: SchemaOperationFact): readonly Endpoint[] {
    const at = (path: string | undefined): readonly Origin[] => (path === undefined ? [] : valuesAt(this.#names, site, path));
    if (fact.map !== undefined) return at(fact.map).flatMap((map) => this.#ofMap(map, 0));
    const { type } = fact;
    if (type === undefined) return [];
    if (fact.field !== undefined) {
      const name = at(fact.name).flatMap((value) => originsOf(this.#names, value).map((origin) => textOf(origin) ?? unreadable))[0] ?? unreadable;
      return at(fact.field).flatMap((field) => this.#ofField(type, name, field));
    }
    const made = at(fact.object).flatMap((object) => this.#fieldsOfObject(object));
    return [...at(fact.fields), ...made].flatMap((fields) => this.#ofFields(type, fields, 0));
  }

  /** `{ Query: { … }, Mutation: { … } }`, also spread, in lists, and with the types declared elsewhere. */
  #ofMap(at: Origin, depth: number): readonly Endpoint[] {
    if (depth > maxDepth) return [];
    return originsOf(this.#names, at).flatMap((origin) => {
      const expr = origin.code.expr(origin.id);
      if (expr.k === "array") return expr.items.flatMap((id) => this.#ofMap({ ...origin, id }, depth + 1));
      if (expr.k === "spread") return this.#ofMap({ ...origin, id: expr.o }, depth + 1);
      if (expr.k !== "object") return [];
      return expr.props.flatMap(([key, id]) => {
        if (key === "...") return this.#ofMap({ ...origin, id }, depth + 1);
        const type = operations.find((name) => name === key);
        return type ? this.#ofFields(type, { ...origin, id }, depth + 1) : [];
      });
    });
  }

  #ofFields(type: Operation, at: Origin, depth: number): readonly Endpoint[] {
    if (depth > maxDepth) return [];
    return originsOf(this.#names, at).flatMap((origin) => {
      const { code, id } = origin;
      const expr = code.expr(id);
      if (expr.k === "function")
        return (code.summary.functions[expr.f]?.returns ?? []).flatMap((value) => this.#ofFields(type, { code, id: value }, depth + 1));
      if (expr.k !== "object") return this.#ofNamespace(type, origin);
      return expr.props.flatMap(([key, value]) =>
        key === "..."
          ? this.#ofFields(type, { ...origin, id: value }, depth + 1)
          : this.#ofField(type, key === "[]" ? unreadable : key, { ...origin, id: value }),
      );
    });
  }

  /** `import * as Query from "./queries"`: every exported function is a field. */
  #ofNamespace(type: Operation, at: Origin): readonly Endpoint[] {
    return this.#names.denote(at.code, at.id).flatMap((item) => {
      if (item.k !== "module") return [];
      const { code } = item;
      return code.summary.exports.flatMap((one) => {
        const isField = one.v !== undefined && !one.typeOnly && one.n !== "default" && this.#names.denote(code, one.v).some((value) => value.k === "function");
        return isField && one.v !== undefined ? this.#ofField(type, one.n, { code, id: one.v }) : [];
      });
    });
  }

  /** What `new GraphQLObjectType({ fields })` was given. */
  #fieldsOfObject(at: Origin): readonly Origin[] {
    return originsOf(this.#names, at).flatMap((origin) => {
      const expr = origin.code.expr(origin.id);
      const given = expr.k === "new" || expr.k === "call" ? expr.args[0] : undefined;
      return given === undefined ? [] : readPath(this.#names, { ...origin, id: given }, ["fields"]).values;
    });
  }

  #ofField(type: Operation, name: string, field: Origin): readonly Endpoint[] {
    const { resolver, steps } = this.#resolverOf(field);
    const { handler, wrappers } = handlingOf(this.#names, resolver);
    const wrapped = wrappers.map((step): Step => ({ ...step, level: "wrapper" }));
    return [
      {
        framework: this.#framework,
        methods: [type.toUpperCase()],
        path: `/graphql#${type}.${name}`,
        code: field.code,
        span: spanOf(field),
        ...(handler ? { handler } : {}),
        chain: [...steps, ...wrapped],
        // What stands in front of the schema's own address is not looked for.
        open: true,
      },
    ];
  }

  /** A resolver, or an object that has one: `{ resolve }`, `{ subscribe }`, `t.field({ resolve })`. */
  #resolverOf(field: Origin): { readonly resolver: Origin; readonly steps: readonly Step[] } {
    for (const origin of originsOf(this.#names, { ...field, asCalled: true })) {
      const { code, id } = origin;
      const expr = code.expr(id);
      // `(t) => t.field({ … })`
      const returned = expr.k === "function" ? (code.summary.functions[expr.f]?.returns ?? []) : [];
      for (const inner of returned) if (this.#isBuilderCall(code, inner)) return this.#resolverOf({ ...origin, id: inner });
      const options = expr.k === "object" ? origin : expr.k === "call" ? { ...origin, id: expr.args.at(-1) ?? id } : undefined;
      const resolver = options && ["subscribe", "resolve"].flatMap((name) => readPath(this.#names, options, [name]).values)[0];
      if (options && resolver) return { resolver, steps: this.#scopesOf(options) };
    }
    return { resolver: field, steps: [] };
  }

  #isBuilderCall(code: Code, id: ExprId): boolean {
    const expr = code.expr(id);
    return expr.k === "call" && this.#names.apisOf(code, expr.c).some((api) => api.includes("FieldBuilder."));
  }

  #scopesOf(options: Origin): readonly Step[] {
    return readPath(this.#names, options, ["authScopes"]).values.map((value): Step => ({
      ...value,
      level: "route",
      option: "authScopes",
      says: { kind: "guard", certain: true },
    }));
  }
}

function spanOf({ code, id }: Origin): Span {
  const expr = code.expr(id);
  const fn = expr.k === "function" ? code.summary.functions[expr.f] : undefined;
  const { s, e } = fn ?? expr;
  return { s, e };
}

/** One map may be given to several calls: what makes the schema, and the server. */
function distinct(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const seen = new Set<string>();
  return endpoints.filter((endpoint) => {
    const key = `${endpoint.code.path}:${endpoint.span.s}:${endpoint.path}`;
    return !seen.has(key) && seen.add(key);
  });
}
