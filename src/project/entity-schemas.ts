import type { Cardinality, EntityFacts, EntitySchemaFact } from "#catalog/facts/entities";
import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Entity, Relation } from "./entities.ts";
import { isSet, isTrue, property, targetName } from "./entity-classes.ts";
import { entityFactsOf } from "./entity-facts.ts";
import type { Names } from "./names.ts";
import { originsOf } from "./origins.ts";

interface SchemaCall {
  readonly call: ExprId;
  readonly callee: ExprId;
  readonly args: readonly ExprId[];
  readonly library: string;
  readonly facts: EntityFacts;
  readonly schema: EntitySchemaFact;
}

/** Entities a file declares by handing an object to a call: `new EntitySchema({ … })`, `sequelize.define("Book", { … })`, `new Schema({ … })`. */
export function schemasIn(names: Names, code: Code): readonly Entity[] {
  return [...schemaCalls(names, code)].flatMap((found): Entity[] => {
    const name = schemaName(names, code, found);
    const given = found.args[found.schema.argument ?? 0];
    if (name === undefined || given === undefined) return [];
    const { s, e } = code.expr(found.call);
    const members = membersIn(names, code, given, found, found.schema.members);
    const more = found.schema.relations === undefined ? [] : membersIn(names, code, given, found, found.schema.relations);
    const relations = [...members, ...more].flatMap(({ relation }) => relation ?? []);
    return [{ name, library: found.library, code, s, e, columns: members.filter((item) => !item.relation).map((item) => item.name), relations }];
  });
}

function* schemaCalls(names: Names, code: Code): Iterable<SchemaCall> {
  for (const [last, calls] of code.callsByName) {
    if (!declaringWords(names).has(last)) continue;
    for (const call of calls) {
      const expr = code.expr(call);
      if (expr.k !== "call" && expr.k !== "new") continue;
      // `Book.init` is `Model.init`: a method of a class of ours that extends a library's is the library's.
      for (const api of names.apisOf(code, expr.c)) {
        const own = entityFactsOf(names, api);
        const schema = own?.facts.schemas?.find((item) => `${own.library}#${item.api}` === api);
        if (own && schema) yield { call, callee: expr.c, args: expr.args, library: own.library, facts: own.facts, schema };
      }
    }
  }
}

const words = new WeakMap<Names, ReadonlySet<string>>();

/** Last names of the calls that declare entities or relate them. */
export function declaringWords(names: Names): ReadonlySet<string> {
  let known = words.get(names);
  if (!known) {
    const apis = names.project.catalog.libraries.flatMap(({ entities }) => [
      ...(entities?.schemas ?? []).map((item) => item.api),
      ...Object.keys(entities?.relations ?? {}),
    ]);
    words.set(names, (known = new Set(apis.map((api) => api.slice(api.lastIndexOf(".") + 1)))));
  }
  return known;
}

function schemaName(names: Names, code: Code, { call, callee, args, schema }: SchemaCall): string | undefined {
  const named = schema.name === undefined ? undefined : args[schema.name];
  if (named !== undefined) return targetName(names, code, named);
  const given = args[schema.argument ?? 0];
  const own = given === undefined ? undefined : (property(code, given, "name") ?? property(code, given, "class") ?? property(code, given, "target"));
  if (own !== undefined && schema.members !== undefined) return targetName(names, code, own);
  const owner = code.expr(callee);
  // `Book.init({ … })`.
  if (owner.k === "member" && schema.api.includes(".")) return targetName(names, code, owner.o);
  return modelName(names, code, call);
}

/** `const bookSchema = new Schema(…)` says nothing about its name; `model("Book", bookSchema)` does. */
export function modelName(names: Names, code: Code, schema: ExprId): string | undefined {
  for (const call of [...(code.callsByName.get("model") ?? []), ...(code.callsByName.get("discriminator") ?? [])]) {
    const expr = code.expr(call);
    const [name, given] = expr.k === "call" ? expr.args : [];
    if (name === undefined || given === undefined) continue;
    if (originsOf(names, { code, id: given }).some((origin) => origin.code === code && origin.id === schema)) return targetName(names, code, name);
  }
  const holder = Object.entries(code.summary.writes).find(([key, writes]) => /^b\d+$/.test(key) && writes.some((write) => write.v === schema));
  const binding = holder === undefined ? undefined : code.summary.bindings[Number(holder[0].slice(1))]?.n;
  return binding?.replace(/Schema$/, "");
}

interface Member {
  readonly name: string;
  readonly relation: Relation | undefined;
}

function membersIn(names: Names, code: Code, given: ExprId, found: SchemaCall, under: string | undefined): readonly Member[] {
  const start = under === undefined ? given : property(code, given, under);
  if (start === undefined) return [];
  return originsOf(names, { code, id: start }).flatMap((origin) => {
    const returned = origin.code.expr(origin.id);
    const object = returned.k === "function" ? (origin.code.summary.functions[returned.f]?.returns[0] ?? origin.id) : origin.id;
    const expr = origin.code.expr(object);
    if (expr.k !== "object") return [];
    return expr.props.flatMap(([name, value, key]): Member[] =>
      name === "..." || key !== undefined ? [] : [{ name, relation: relationOf(names, origin.code, name, value, found) }],
    );
  });
}

function relationOf(names: Names, code: Code, name: string, value: ExprId, found: SchemaCall): Relation | undefined {
  const built = builtRelation(names, code, name, value, found.facts);
  if (built) return built;
  const list = code.expr(value);
  const item = list.k === "array" && list.items[0] !== undefined ? list.items[0] : value;
  const { facts, schema } = found;
  const kind = (schema.kind ?? []).map((word) => property(code, item, word)).find((id) => id !== undefined);
  const target = (schema.target ?? []).map((word) => property(code, item, word)).find((id) => id !== undefined);
  const cardinality = kind === undefined ? undefined : kindOf(names, code, kind, facts);
  if (schema.kind ? cardinality === undefined : target === undefined) return undefined;
  const { s, e } = code.expr(value);
  return {
    name,
    target: target === undefined ? undefined : targetName(names, code, target),
    cardinality: schema.kind ? cardinality : item === value ? undefined : "many",
    loading: (facts.eagerOptions ?? []).some((option) => isSet(code, item, option))
      ? "eager"
      : facts.lazyPromises && isTrue(code, item, "lazy")
        ? "lazy"
        : "explicit",
    optional: isTrue(code, item, "nullable") || mayBeMissing(code, item),
    code,
    s,
    e,
  };
}

/** `required: false`, `default: null`: somebody wrote down that a row may do without. */
function mayBeMissing(code: Code, options: ExprId): boolean {
  const [required, value] = ["required", "default"].map((key) => property(code, options, key)).map((id) => (id === undefined ? undefined : code.expr(id)));
  return (required?.k === "const" && required.v === false) || (value?.k === "const" && value.v === null);
}

function kindOf(names: Names, code: Code, kind: ExprId, facts: EntityFacts): Cardinality | undefined {
  const expr = code.expr(kind);
  if (expr.k === "const" && typeof expr.v === "string") return facts.kinds?.[expr.v];
  const api = names.apisOf(code, kind)[0];
  return api === undefined ? undefined : facts.kinds?.[api.slice(api.indexOf("#") + 1)];
}

/** `p.manyToOne(Author).eager()`, `() => p.oneToMany(Copy)`, `one(members, { … })`: a chain that starts at a relation of the catalogue. */
function builtRelation(names: Names, code: Code, name: string, value: ExprId, facts: EntityFacts): Relation | undefined {
  const { s, e } = code.expr(value);
  const chained = new Set<string>();
  let id = value;
  for (let step = 0; step < 12; step++) {
    const expr = code.expr(id);
    if (expr.k === "function") {
      const returned = code.summary.functions[expr.f]?.returns[0];
      if (returned === undefined) return undefined;
      id = returned;
      continue;
    }
    if (expr.k !== "call") return undefined;
    const cardinality = relationApi(names, code, expr.c, facts);
    if (cardinality) {
      const [first] = expr.args;
      const target = first === undefined ? lastMember(code, expr.c) : targetName(names, code, first);
      return { name, target, cardinality, loading: chained.has("eager") ? "eager" : "explicit", optional: chained.has("nullable"), code, s, e };
    }
    const callee = code.expr(expr.c);
    if (callee.k !== "member") return undefined;
    chained.add(callee.p);
    id = callee.o;
  }
  return undefined;
}

/** `r.many.copies()` of Drizzle names its target by a member. */
export function lastMember(code: Code, callee: ExprId): string | undefined {
  const expr = code.expr(callee);
  return expr.k === "member" ? expr.p : undefined;
}

function relationApi(names: Names, code: Code, callee: ExprId, facts: EntityFacts): Cardinality | undefined {
  for (const api of names.apisOf(code, callee)) {
    const found = facts.relations?.[api.slice(api.indexOf("#") + 1)];
    if (found) return found;
  }
  return undefined;
}
