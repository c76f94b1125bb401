import { escaped } from "#graph/patterns";
import type { ExprId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { isNeededByAll } from "./eager-needs.ts";
import { type Entity, entitiesOf, type Relation } from "./entities.ts";
import { isTrue, property } from "./entity-classes.ts";
import { entityFactsOf } from "./entity-facts.ts";
import type { Names } from "./names.ts";
import { originsOf } from "./origins.ts";
import { perFile } from "./per-file.ts";
import { isWithin } from "./spans.ts";

/** A place that makes queries load relations they did not ask for. */
export interface ImplicitLoad {
  /**
   * `eagerRelation`: every query loads it; `lazyRelation`: reading it runs a query; `loadingScope`: a default scope; `loadsEverything`: every
   * relation there is; `populatingHook`: a hook of every find.
   */
  readonly kind: "eagerRelation" | "lazyRelation" | "loadingScope" | "loadsEverything" | "populatingHook";
  /** What is loaded, or where: relation, option, hook. */
  readonly name: string;
  readonly span: Span;
}

/** Places of a file that load relations implicitly: definitions, default scopes, hooks, and options that mean everything. */
export const implicitLoads = perFile((names, code): readonly ImplicitLoad[] =>
  mayLoad(names, code) ? [...definitions(names, code), ...calls(names, code)] : [],
);

/** Words one of which stands in every such place. */
const words = ["eager", "lazy", "Promise<", "autopopulate", "defaultScope", "DefaultScope", "populate", "include"];

function mayLoad(names: Names, code: Code): boolean {
  if (!words.some((word) => code.text.includes(word))) return false;
  // The libraries are imported where an entity is declared; queries may stand anywhere.
  return names.project.libraries.some(({ entities }) => entities !== undefined);
}

function definitions(names: Names, code: Code): readonly ImplicitLoad[] {
  return entitiesOf(names)
    .in(code)
    .flatMap((entity) =>
      entity.relations.flatMap((relation): ImplicitLoad[] =>
        relation.loading === "explicit" || relation.code !== code || (relation.loading === "eager" && isWanted(names, code, entity, relation))
          ? []
          : [{ kind: relation.loading === "eager" ? "eagerRelation" : "lazyRelation", name: relation.name, span: relation }],
      ),
    );
}

/** Whoever has the entity needs the relation as well. */
function isWanted(names: Names, code: Code, entity: Entity, relation: Relation): boolean {
  return isPart(code, relation) || isAlwaysAnswered(names, code, relation) || isNeededByAll(names, entity, relation);
}

/** What an entity's own methods and hooks read, it cannot be without. */
function isPart(code: Code, { name, s, e }: Relation): boolean {
  const reading = new RegExp(String.raw`\bthis\.${escaped(name)}\b(?!\s*=[^=>])`);
  return code.summary.classes.some(
    (item) =>
      isWithin({ s, e }, item) &&
      Object.values(item.members).some(({ kind, f }) => {
        const fn = f === undefined || kind === "setter" ? undefined : code.summary.functions[f];
        return fn !== undefined && reading.test(code.text.slice(fn.s, fn.e));
      }),
  );
}

/** One row that the schema promises with each object, `@Field(() => Author)`: whoever answers with the object must have loaded it. */
function isAlwaysAnswered(names: Names, code: Code, { name, cardinality, optional, s, e }: Relation): boolean {
  if (cardinality !== "one" || optional) return false;
  const owner = code.summary.classes.find((item) => isWithin({ s, e }, item));
  return (owner?.members[name]?.decorators ?? []).some((id) => {
    const call = code.expr(id);
    if (call.k !== "call" || !names.apisOf(code, call.c).some((api) => names.project.catalog.http.objectFields.has(api))) return false;
    return !call.args.some((options) => property(code, options, "nullable") !== undefined);
  });
}

function calls(names: Names, code: Code): readonly ImplicitLoad[] {
  return code.summary.calls.flatMap((call): readonly ImplicitLoad[] => {
    const expr = code.expr(call);
    if (expr.k !== "call" || !mayMatter(code, expr.c, expr.args)) return [];
    const found = names.apisOf(code, expr.c).flatMap((api): readonly ImplicitLoad[] => {
      const own = entityFactsOf(names, api);
      if (!own) return [];
      const { facts } = own;
      const path = api.slice(api.indexOf("#") + 1);
      const scope = facts.scopes?.[path];
      if (scope !== undefined) return scopeOf(names, code, expr.args, scope);
      if (facts.hooks?.includes(path)) return hookOf(code, call, expr.args, facts.hookLoads ?? []);
      return expr.args.flatMap((argument) => Object.entries(facts.everything ?? {}).flatMap(([option, all]) => everythingIn(code, argument, option, all)));
    });
    return found.slice(0, 1);
  });
}

/** Only calls that are given an object, an array of texts, or a function. */
function mayMatter(code: Code, callee: ExprId, args: readonly ExprId[]): boolean {
  const expr = code.expr(callee);
  return (expr.k === "member" || expr.k === "name") && args.some((id) => /^(?:object|array|function)$/.test(code.expr(id).k));
}

/** `defaultScope: { include: [Author] }`, `@DefaultScope(() => ({ include: [Author] }))`, `addScope("defaultScope", { include })`. */
function scopeOf(names: Names, code: Code, args: readonly ExprId[], path: string): readonly ImplicitLoad[] {
  const [index = "0", option] = path.split(".");
  const first = args[0] === undefined ? undefined : code.expr(args[0]);
  if (index === "1" && option === undefined && !(first?.k === "const" && first.v === "defaultScope")) return [];
  const given = args[Number(index)];
  const scope = given === undefined || option === undefined ? given : property(code, given, option);
  if (scope === undefined) return [];
  return originsOf(names, { code, id: scope })
    .flatMap((origin) => {
      const expr = origin.code.expr(origin.id);
      return expr.k === "function" ? (origin.code.summary.functions[expr.f]?.returns ?? []).map((id) => ({ code: origin.code, id })) : [origin];
    })
    .flatMap((origin): readonly ImplicitLoad[] => {
      const include = origin.code === code ? property(code, origin.id, "include") : undefined;
      return include === undefined ? [] : [{ kind: "loadingScope", name: "include", span: code.expr(include) }];
    })
    .slice(0, 1);
}

/** `include: { all: true }`, `populate: ["*"]`. */
function everythingIn(code: Code, argument: ExprId, option: string, all: string): readonly ImplicitLoad[] {
  const value = property(code, argument, option);
  if (value === undefined) return [];
  const expr = code.expr(value);
  const items = expr.k === "array" ? expr.items : [value];
  const found = items.find((id) => {
    const item = code.expr(id);
    return item.k === "const" ? item.v === all : isTrue(code, id, all);
  });
  return found === undefined ? [] : [{ kind: "loadsEverything", name: option, span: code.expr(value) }];
}

/** `schema.pre(/^find/, function () { this.populate("author"); })`. */
function hookOf(code: Code, call: ExprId, args: readonly ExprId[], loads: readonly string[]): readonly ImplicitLoad[] {
  const [event, ...rest] = args;
  if (event === undefined || !isFind(code, event)) return [];
  const hook = rest.map((id) => code.expr(id)).find((expr) => expr.k === "function");
  if (hook?.k !== "function") return [];
  const populates = loads.flatMap((name) => code.callsByName.get(name) ?? []).find((id) => receiverOf(code, id) === hook.f);
  return populates === undefined ? [] : [{ kind: "populatingHook", name: textOf(code, event), span: { s: code.expr(call).s, e: code.expr(event).e } }];
}

function isFind(code: Code, event: ExprId): boolean {
  const expr = code.expr(event);
  if (expr.k === "array") return expr.items.some((id) => isFind(code, id));
  return (expr.k === "const" && typeof expr.v === "string" && expr.v.startsWith("find")) || (expr.k === "regexp" && expr.v.includes("find"));
}

function textOf(code: Code, id: ExprId): string {
  const { s, e } = code.expr(id);
  return code.text.slice(s, e);
}

/** The function whose `this` starts a chain of calls. */
function receiverOf(code: Code, call: ExprId): number | undefined {
  let id = call;
  for (let step = 0; step < 12; step++) {
    const expr = code.expr(id);
    if (expr.k === "call") id = expr.c;
    else if (expr.k === "member") id = expr.o;
    else return expr.k === "receiver" ? expr.f : undefined;
  }
  return undefined;
}
