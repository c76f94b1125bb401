import type { EntityFacts } from "#catalog/facts/entities";
import type { ClassId, ClassMember, ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Entity, Relation } from "./entities.ts";
import { entityFactsOf } from "./entity-facts.ts";
import type { Denotation, Names } from "./names.ts";

/** A decorator, `@ManyToOne(() => Author, { eager: true })`, with the API it calls. */
interface Decorator {
  readonly id: ExprId;
  readonly api: string;
  readonly args: readonly ExprId[];
}

/** What a class declares as an entity: by a decorator, or as a model class that maps its relations. `undefined` when it is none. */
export function entityOfClass(names: Names, code: Code, c: ClassId): Entity | undefined {
  const fact = code.summary.classes[c];
  if (!fact) return undefined;
  const decorator = decoratorsOf(names, code, fact.decorators).find((item) => names.project.catalog.data.entityDecorators.has(item.api));
  if (decorator) return decorated(names, code, c, decorator.api);
  const base = names.basesOf(code, c).find((item) => item.k === "api" && names.project.catalog.isIn(names.project.catalog.data.entityBases, item.name));
  const own = base?.k === "api" ? entityFactsOf(names, base.name) : undefined;
  if (own?.facts.mappings === undefined) return undefined;
  return {
    name: fact.n,
    library: own.library,
    code,
    c,
    s: fact.s,
    e: fact.e,
    columns: [],
    relations: mapped(names, code, fact.members[own.facts.mappings], own.facts),
  };
}

function decorated(names: Names, code: Code, c: ClassId, api: string): Entity | undefined {
  const fact = code.summary.classes[c];
  const own = entityFactsOf(names, api);
  if (!fact || !own) return undefined;
  const columns: string[] = [];
  const relations: Relation[] = [];
  for (const [name, member] of Object.entries(fact.members)) {
    for (const decorator of decoratorsOf(names, code, member.decorators)) {
      const path = decorator.api.slice(decorator.api.indexOf("#") + 1);
      const relation = relationBy(names, code, { name, member, decorator, path, facts: own.facts });
      if (relation) relations.push(relation);
      else if (own.facts.columns?.includes(path)) columns.push(name);
    }
  }
  return { name: fact.n, library: own.library, code, c, s: fact.s, e: fact.e, columns, relations };
}

interface Declared {
  readonly name: string;
  readonly member: ClassMember;
  readonly decorator: Decorator;
  /** API path of the decorator. */
  readonly path: string;
  readonly facts: EntityFacts;
}

function relationBy(names: Names, code: Code, { name, member, decorator, path, facts }: Declared): Relation | undefined {
  const cardinality = facts.relations?.[path];
  const options = decorator.args.filter((id) => code.expr(id).k === "object");
  // A path that refers to other documents: `@Prop({ type: ObjectId, ref: "Member" })`.
  const reference = cardinality === undefined ? options.map((id) => property(code, id, "ref")).find((id) => id !== undefined) : undefined;
  if (cardinality === undefined && reference === undefined) return undefined;
  const { s, e } = code.expr(decorator.id);
  const named = options.map((id) => property(code, id, "entity")).find((id) => id !== undefined);
  const target = reference ?? named ?? decorator.args.find((id) => code.expr(id).k !== "object");
  return {
    name,
    target: target === undefined ? undefined : targetName(names, code, target),
    cardinality,
    loading: loadingOf(code, member, options, facts),
    optional: options.some((id) => isTrue(code, id, "nullable")),
    code,
    s,
    e,
  };
}

function loadingOf(code: Code, member: ClassMember, options: readonly ExprId[], facts: EntityFacts): Relation["loading"] {
  if (options.some((id) => (facts.eagerOptions ?? []).some((option) => isSet(code, id, option)))) return "eager";
  if (!facts.lazyPromises) return "explicit";
  return member.promise || options.some((id) => isTrue(code, id, "lazy")) ? "lazy" : "explicit";
}

/** `static relationMappings = { copies: { relation: Model.HasManyRelation, modelClass: Copy } }`, or a function that returns it. */
function mapped(names: Names, code: Code, member: ClassMember | undefined, facts: EntityFacts): readonly Relation[] {
  const starts = member?.f === undefined ? (member?.v === undefined ? [] : [member.v]) : (code.summary.functions[member.f]?.returns ?? []);
  return starts
    .flatMap((start) => objectsOf(code, start))
    .flatMap((object) => {
      const expr = code.expr(object);
      return expr.k === "object" ? expr.props.flatMap(([name, value, key]) => (key === undefined ? mapping(names, code, name, value, facts) : [])) : [];
    });
}

function mapping(names: Names, code: Code, name: string, value: ExprId, facts: EntityFacts): readonly Relation[] {
  const kind = property(code, value, "relation");
  const api = kind === undefined ? undefined : names.apisOf(code, kind)[0];
  const cardinality = api === undefined ? undefined : facts.kinds?.[api.slice(api.indexOf("#") + 1)];
  if (cardinality === undefined) return [];
  const target = property(code, value, "modelClass");
  const { s, e } = code.expr(value);
  return [{ name, target: target === undefined ? undefined : targetName(names, code, target), cardinality, loading: "explicit", optional: false, code, s, e }];
}

function objectsOf(code: Code, id: ExprId): readonly ExprId[] {
  const expr = code.expr(id);
  if (expr.k === "function") return (code.summary.functions[expr.f]?.returns ?? []).flatMap((item) => objectsOf(code, item));
  return expr.k === "object" ? [id] : [];
}

function decoratorsOf(names: Names, code: Code, decorators: readonly ExprId[] | undefined): readonly Decorator[] {
  return (decorators ?? []).flatMap((id) => {
    const expr = code.expr(id);
    const callee = expr.k === "call" ? expr.c : id;
    return names.apisOf(code, callee).map((api) => ({ id, api, args: expr.k === "call" ? expr.args : [] }));
  });
}

/** Value of a property of an object literal. */
export function property(code: Code, object: ExprId, name: string): ExprId | undefined {
  const expr = code.expr(object);
  return expr.k === "object" ? expr.props.findLast(([key]) => key === name)?.[1] : undefined;
}

/** Whether an object literal has a property that is the constant `true`. */
export function isTrue(code: Code, object: ExprId, name: string): boolean {
  const value = property(code, object, name);
  const expr = value === undefined ? undefined : code.expr(value);
  return expr?.k === "const" && expr.v === true;
}

/** Whether an object literal switches something on: `true`, or options for it. */
export function isSet(code: Code, object: ExprId, name: string): boolean {
  const value = property(code, object, name);
  return isTrue(code, object, name) || (value !== undefined && code.expr(value).k === "object");
}

/** Name of the entity an expression leads to: a class, its name, a string, or a function that returns one. */
export function targetName(names: Names, code: Code, id: ExprId, depth = 0): string | undefined {
  if (depth > 4) return undefined;
  const expr = code.expr(id);
  switch (expr.k) {
    case "const":
      // `"Book.author"`, `"../models/Book"`.
      return typeof expr.v === "string" ? expr.v.slice(expr.v.lastIndexOf("/") + 1) : undefined;
    case "function": {
      const returned = code.summary.functions[expr.f]?.returns[0];
      return returned === undefined ? undefined : targetName(names, code, returned, depth + 1);
    }
    case "array":
      return expr.items[0] === undefined ? undefined : targetName(names, code, expr.items[0], depth + 1);
    case "member":
      if (expr.p === "name") return targetName(names, code, expr.o, depth + 1);
      return (
        names
          .denote(code, id)
          .map(nameOf)
          .find((name) => name !== undefined) ?? expr.p
      );
    case "name": {
      const binding = code.summary.bindings[expr.b];
      const imported = binding?.imported?.n;
      return (
        names
          .denote(code, id)
          .map(nameOf)
          .find((name) => name !== undefined) ?? (imported === undefined || imported === "default" ? binding?.n : imported)
      );
    }
    default:
      return undefined;
  }
}

function nameOf(item: Denotation): string | undefined {
  return item.k === "class" ? item.code.summary.classes[item.c]?.n : undefined;
}
