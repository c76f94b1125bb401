import type { EntityRowFacts } from "#catalog/facts/entities";
import type { ExprId, TypeExpr } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { type Entity, entitiesOf, type Relation } from "./entities.ts";
import { rowsOf } from "./entity-rows.ts";
import type { Names } from "./names.ts";
import { sendsTogether } from "./loader-batching.ts";
import { loadsNothing } from "./unloaded-relations.ts";

/** A method of a row, or of what stands in place of its relation, that runs a query. */
export interface RowLoader {
  readonly library: string;
  readonly method: string;
  /** The option that loads it with the row's own query, as a reader would type it. */
  readonly instead: string | undefined;
  /** The connection sends what such loaders ask in one tick as one query. */
  readonly isBatched: boolean;
}

interface Words {
  readonly exact: ReadonlySet<string>;
  /** `get` of `get*`. */
  readonly prefixes: readonly string[];
}

const words = new WeakMap<Names, Words>();

/** A cheap test: whether a method may be such a loader, by its name and the libraries in use. */
export function isLoaderName(names: Names, method: string): boolean {
  let known = words.get(names);
  if (!known) {
    const all = names.project.libraries.flatMap(({ entities }) => [...(entities?.rows?.loaders ?? []), ...(entities?.rows?.relationLoaders ?? [])]);
    const prefixes = all.flatMap((name) => (name.endsWith("*") ? [name.slice(0, -1)] : []));
    words.set(names, (known = { exact: new Set(all.filter((name) => !name.endsWith("*"))), prefixes }));
  }
  if (known.exact.has(method)) return true;
  return known.prefixes.some(
    (prefix) => method.length > prefix.length && method.startsWith(prefix) && relationSuffixes(names).has(method.slice(prefix.length).toLowerCase()),
  );
}

/** What a callee loads, where it is a method of a row that is known. */
export function rowLoaderOf(names: Names, code: Code, callee: ExprId): RowLoader | undefined {
  const target = code.expr(callee);
  if (target.k !== "member" || !isLoaderName(names, target.p)) return undefined;
  const own = rowAt(names, code, target.o);
  if (own && loads(own.facts, own.entity, target.p)) return { library: own.entity.library, method: target.p, instead: own.facts.loads[0], isBatched: false };
  const through = code.expr(target.o);
  const row = through.k === "member" ? rowAt(names, code, through.o) : undefined;
  if (through.k !== "member" || !row?.facts.relationLoaders?.includes(target.p)) return undefined;
  const relation = row.entity.relations.find(({ name }) => name === through.p);
  // What the query loaded is not loaded again; `init` and the like ask in any case.
  const isThere = row.facts.loadersOnce?.includes(target.p) && relation && wasLoaded(names, code, through.o, relation);
  if (!relation || isThere) return undefined;
  return { library: row.entity.library, method: target.p, instead: row.facts.loads[0], isBatched: sendsTogether(names, row.facts, target.p) };
}

function wasLoaded(names: Names, code: Code, row: ExprId, relation: Relation): boolean {
  return (rowsOf(names, code, row) ?? []).some(({ read }) => !loadsNothing(names, read, relation));
}

function loads(facts: EntityRowFacts, entity: Entity, method: string): boolean {
  return (facts.loaders ?? []).some((name) => {
    if (!name.endsWith("*")) return name === method;
    const rest = method.slice(name.length - 1).toLowerCase();
    return method.startsWith(name.slice(0, -1)) && entity.relations.some((relation) => namesOf(relation.name).includes(rest));
  });
}

/** `member` is asked for as `getMember`, a list of `Copy` as `getCopies`. */
function namesOf(relation: string): readonly string[] {
  const name = relation.toLowerCase();
  return [name, `${name}s`, name.replace(/y$/, "ies")];
}

const suffixes = new WeakMap<Names, ReadonlySet<string>>();

function relationSuffixes(names: Names): ReadonlySet<string> {
  let known = suffixes.get(names);
  if (!known) suffixes.set(names, (known = new Set(entitiesOf(names).all.flatMap(({ relations }) => relations.flatMap(({ name }) => namesOf(name))))));
  return known;
}

/** The entity of a row: by the query it comes from, or by its type. */
export function rowAt(names: Names, code: Code, id: ExprId): { readonly entity: Entity; readonly facts: EntityRowFacts } | undefined {
  const [first, ...others] = rowsOf(names, code, id) ?? [];
  if (first?.shape === "one" && others.every(({ shape, read }) => shape === "one" && read.entity === first.read.entity))
    return { entity: first.read.entity, facts: first.read.facts };
  const name = typeName(names, code, id);
  if (name === undefined) return undefined;
  for (const { packages, entities } of names.project.catalog.libraries) {
    const entity = entities?.rows && entitiesOf(names).named(name, packages[0] ?? "", code);
    if (entity && entities?.rows) return { entity, facts: entities.rows };
  }
  return undefined;
}

function typeName(names: Names, code: Code, id: ExprId): string | undefined {
  const instance = names.denote(code, id).find((item) => item.k === "instance");
  if (instance?.k === "instance") return instance.code.summary.classes[instance.c]?.n;
  return refOf(names.typeOfExpr(code, id)?.t) ?? elementTypeName(names, code, id);
}

/** The row of a list that has a type: in a loop, or in a callback of the list. */
function elementTypeName(names: Names, code: Code, id: ExprId): string | undefined {
  const expr = code.expr(id);
  const [only] = expr.k === "name" ? (code.summary.writes[`b${String(expr.b)}`] ?? []) : [];
  const at = only === undefined ? expr : code.expr(only.v);
  const use = at.k === "param" && at.i === 0 ? callbackUse(code, at.f) : undefined;
  const callee = use && code.expr(use.callee);
  const list = at.k === "element" ? at.o : callee?.k === "member" ? callee.o : undefined;
  const t = list === undefined ? undefined : names.typeOfExpr(code, list)?.t;
  return t?.k === "array" ? refOf(t.of) : undefined;
}

function refOf(t: TypeExpr | undefined): string | undefined {
  return t?.k === "ref" && t.args === undefined ? t.n : undefined;
}
