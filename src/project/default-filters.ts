import type { ClassId, ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Entity } from "./entities.ts";
import { property } from "./entity-classes.ts";
import { entityFactsOf } from "./entity-facts.ts";
import type { Names } from "./names.ts";
import { originsOf } from "./origins.ts";

/** Rows that were deleted, and are left out: that bounds nothing. */
const deletion = /delet|archiv|remov|trash/i;

/**
 * Whether something bounds every read of an entity without being written at it: a default scope with a condition or a limit, a filter that is
 * on by default (inherited ones too). What leaves out deleted rows does not count.
 */
export function isFilteredByDefault(names: Names, entity: Entity): boolean {
  const facts = entityFactsOf(names, `${entity.library}#`)?.facts;
  if (!facts || !entity.code) return false;
  const decorators = entity.c === undefined ? [] : decoratorsOf(names, entity.code, entity.c);
  return (
    decorators.some(({ code, id }) => {
      const expr = code.expr(id);
      const path = expr.k === "call" ? pathOf(names, code, expr.c) : undefined;
      if (expr.k !== "call" || path === undefined) return false;
      if (facts.filters?.includes(path)) return expr.args.some((given) => isFilter(names, code, given));
      return isScopeAt(names, code, expr.args, facts.scopes?.[path]);
    }) || callsWithin(entity.code, entity).some((call) => isScopedCall(names, entity.code as Code, call, facts.scopes ?? {}))
  );
}

/** Decorators of a class and of those it extends. */
function decoratorsOf(names: Names, code: Code, c: ClassId, depth = 0): readonly { readonly code: Code; readonly id: ExprId }[] {
  const own = (code.summary.classes[c]?.decorators ?? []).map((id) => ({ code, id }));
  if (depth > 5) return own;
  return [...own, ...names.basesOf(code, c).flatMap((base) => (base.k === "class" ? decoratorsOf(names, base.code, base.c, depth + 1) : []))];
}

function pathOf(names: Names, code: Code, callee: ExprId): string | undefined {
  const [api] = names.apisOf(code, callee);
  return api?.slice(api.indexOf("#") + 1);
}

/** `{ name: "own", cond: { … }, default: true }`. */
function isFilter(names: Names, code: Code, id: ExprId): boolean {
  const isOn = property(code, id, "default");
  const value = isOn === undefined ? undefined : code.expr(isOn);
  if (value === undefined || (value.k === "const" && value.v !== true)) return false;
  const condition = property(code, id, "cond");
  return condition === undefined || conditionsIn(names, code, condition).some((name) => !deletion.test(name));
}

/** The calls an entity is declared by: `Loan.init({ … }, { defaultScope })`. */
function callsWithin(code: Code, { s, e }: Entity): readonly ExprId[] {
  return code.summary.calls.filter((call) => code.expr(call).s >= s && code.expr(call).e <= e);
}

function isScopedCall(names: Names, code: Code, call: ExprId, scopes: Readonly<Record<string, string>>): boolean {
  const expr = code.expr(call);
  const path = expr.k === "call" ? pathOf(names, code, expr.c) : undefined;
  return expr.k === "call" && path !== undefined && isScopeAt(names, code, expr.args, scopes[path]);
}

/** `2.defaultScope`: where a call is given the scope. */
function isScopeAt(names: Names, code: Code, args: readonly ExprId[], place: string | undefined): boolean {
  if (place === undefined) return false;
  const [index = "0", option] = place.split(".");
  const given = args[Number(index)];
  const scope = given === undefined || option === undefined ? given : property(code, given, option);
  return scope !== undefined && valuesOf(names, code, scope).some((value) => isBound(names, value.code, value.id));
}

function isBound(names: Names, code: Code, scope: ExprId): boolean {
  const where = property(code, scope, "where");
  return property(code, scope, "limit") !== undefined || (where !== undefined && conditionsIn(names, code, where).some((name) => !deletion.test(name)));
}

/** Names of what a condition asks of; an unknown one may ask anything. */
function conditionsIn(names: Names, code: Code, condition: ExprId): readonly string[] {
  return valuesOf(names, code, condition).flatMap((value) => {
    const expr = value.code.expr(value.id);
    return expr.k === "object" ? expr.props.map(([name]) => name) : ["?"];
  });
}

/** A value, or what a function returns. */
function valuesOf(names: Names, code: Code, id: ExprId): readonly { readonly code: Code; readonly id: ExprId }[] {
  return originsOf(names, { code, id }).flatMap((origin) => {
    const expr = origin.code.expr(origin.id);
    if (expr.k !== "function") return [origin];
    return (origin.code.summary.functions[expr.f]?.returns ?? []).map((value) => ({ code: origin.code, id: value }));
  });
}
