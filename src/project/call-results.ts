import type { ExprId } from "#syntax/summary";
import { chainOf } from "./chains.ts";
import type { Code } from "./code.ts";
import { isWithin } from "./spans.ts";

/** Variables that hold what a call brought. */
export function resultsOf(code: Code, call: ExprId): ReadonlySet<number> {
  const at = code.expr(call);
  const found = new Set<number>();
  for (const [key, writes] of Object.entries(code.summary.writes))
    if (/^b\d+$/.test(key) && writes.some(({ v }) => isWithin(at, code.expr(v)) && code.expr(v).k !== "function")) found.add(Number(key.slice(1)));
  return found;
}

/** Variables that hold what a call brought, or a part of it that was taken out: `const [row] = await …`, `const { id } = await …`, one of several that were waited for together. */
export function partsOfResult(code: Code, call: ExprId): ReadonlySet<number> {
  const at = code.expr(call);
  const found = new Set(resultsOf(code, call));
  const isTaken = (v: ExprId): boolean => {
    const source = sourceOf(code, v);
    return source !== v && code.expr(source).k !== "function" && isWithin(at, code.expr(source));
  };
  for (const [key, writes] of Object.entries(code.summary.writes))
    if (/^b\d+$/.test(key) && writes.some(({ v }) => isTaken(v))) found.add(Number(key.slice(1)));
  return found;
}

/** What a part was taken out of, by destructuring: in the text, it stands beside. */
function sourceOf(code: Code, id: ExprId): ExprId {
  const expr = code.expr(id);
  if (expr.k !== "member" || isWithin(code.expr(expr.o), expr)) return id;
  const owner = code.expr(expr.o);
  const [list] = owner.k === "call" ? owner.args : [];
  const items = list === undefined || owner.k !== "call" || code.calleeName(owner.c) !== "all" ? undefined : code.expr(list);
  const item = items?.k === "array" ? items.items[Number(expr.p)] : undefined;
  return item ?? sourceOf(code, expr.o);
}

/** Names of the variables that hold what a call brought, or a part of it: `const { count } = await …`. */
export function resultNames(code: Code, call: ExprId): readonly string[] {
  const ids = new Set([call, chainOf(code, call)]);
  const parts = Object.entries(code.summary.writes).flatMap(([key, writes]) => {
    const isPart = writes.some(({ v }) => {
      const value = code.expr(v);
      return value.k === "member" && ids.has(value.o);
    });
    return isPart && /^b\d+$/.test(key) ? [Number(key.slice(1))] : [];
  });
  return [...resultsOf(code, call), ...parts].flatMap((b) => code.summary.bindings[b]?.n ?? []);
}
