import type { Cardinality } from "#catalog/facts/entities";
import type { ExprId, FnId } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import { calledName } from "./callers.ts";
import type { Code } from "./code.ts";
import type { Association, Relation } from "./entities.ts";
import { isTrue, property, targetName } from "./entity-classes.ts";
import { entityFactsOf } from "./entity-facts.ts";
import { declaringWords, lastMember, modelName } from "./entity-schemas.ts";
import type { Names } from "./names.ts";
import { originsOf } from "./origins.ts";

/** Relations a file adds to entities: `Book.hasMany(Copy, { as: "copies" })`, `relations(books, …)`, `bookSchema.virtual("copies", { ref })`. */
export function associationsIn(names: Names, code: Code): readonly Association[] {
  const found: Association[] = [];
  for (const [last, calls] of code.callsByName) {
    if (!declaringWords(names).has(last)) continue;
    for (const call of calls) {
      const expr = code.expr(call);
      if (expr.k !== "call") continue;
      for (const api of names.apisOf(code, expr.c)) {
        const own = entityFactsOf(names, api);
        const cardinality = own?.facts.relations?.[api.slice(api.indexOf("#") + 1)];
        const relation = own && cardinality ? associated(names, code, call, expr.c, expr.args, cardinality) : undefined;
        if (own && relation) found.push({ ...relation, library: own.library });
      }
    }
  }
  return found;
}

function associated(
  names: Names,
  code: Code,
  call: ExprId,
  callee: ExprId,
  args: readonly ExprId[],
  cardinality: Cardinality,
): Pick<Association, "owner" | "relation"> | undefined {
  const owner = code.expr(callee);
  const [first, second] = args;
  // What a builder is called for stands in the object that declares it.
  if (owner.k === "member" && isBuilder(names, code, owner.o)) return undefined;
  const { s, e } = code.expr(call);
  const base = { cardinality, loading: "explicit" as const, optional: false, code, s, e };
  if (owner.k !== "member" || first === undefined) return callbackRelation(names, code, call, first, base);
  const virtual = second === undefined ? undefined : property(code, second, "ref");
  if (owner.p === "virtual") {
    const name = targetName(names, code, first);
    const of = modelOf(names, code, owner.o);
    if (virtual === undefined || name === undefined || of === undefined) return undefined;
    const one = second !== undefined && isTrue(code, second, "justOne");
    return { owner: of, relation: { ...base, name, target: targetName(names, code, virtual), cardinality: one ? "one" : "many" } };
  }
  const of = targetName(names, code, owner.o);
  const target = targetName(names, code, first);
  const as = second === undefined ? undefined : property(code, second, "as");
  const name = as === undefined ? target : targetName(names, code, as);
  return of === undefined || name === undefined ? callbackRelation(names, code, call, first, base) : { owner: of, relation: { ...base, name, target } };
}

/** `p.manyToOne(Author)`: the receiver is the builder of the library itself, no model of ours. */
function isBuilder(names: Names, code: Code, receiver: ExprId): boolean {
  const { catalog } = names.project;
  return (
    names.apisOf(code, receiver).length > 0 &&
    !names.apisOf(code, receiver).some((api) => catalog.isIn(catalog.data.entityBases, api) || /#(?:Model|Schema)\b/.test(api))
  );
}

function modelOf(names: Names, code: Code, schema: ExprId): string | undefined {
  const origin = originsOf(names, { code, id: schema }).find((item) => item.code === code);
  return origin && modelName(names, code, origin.id);
}

/** `relations(books, ({ many }) => ({ copies: many(copies) }))`: the call stands as a property in what the callback returns. */
function callbackRelation(
  names: Names,
  code: Code,
  call: ExprId,
  target: ExprId | undefined,
  base: Omit<Relation, "name" | "target">,
): Pick<Association, "owner" | "relation"> | undefined {
  const expr = code.expr(call);
  if (expr.k !== "call") return undefined;
  const f: FnId = expr.fn;
  const use = callbackUse(code, f);
  const relations = use === undefined ? undefined : code.expr(use.call);
  const table = relations?.k === "call" ? relations.args[0] : undefined;
  const name = (code.summary.functions[f]?.returns ?? [])
    .flatMap((id) => {
      const object = code.expr(id);
      return object.k === "object" ? object.props : [];
    })
    .find(([, value]) => value === call)?.[0];
  const owner = table === undefined ? undefined : targetName(names, code, table);
  if (name === undefined || owner === undefined || calledName(code, f) === "") return undefined;
  return { owner, relation: { ...base, name, target: target === undefined ? lastMember(code, expr.c) : targetName(names, code, target) } };
}
