import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { isInside, standsIn } from "./control.ts";
import type { Turn } from "./loop-business.ts";
import type { Hanging, RoundValues } from "./loop-keys.ts";
import { partsOf } from "./value-uses.ts";

/** Nothing of the element goes into it: a read is the same each time, until something is written; a write that is repeated counts, or flushes. */
export function isTheSame({ code, call, handed, effect }: Turn, values: RoundValues, hanging: readonly Hanging[]): boolean {
  const expr = code.expr(call);
  const given = !handed && effect.calls.length > 0 && expr.k === "call" ? expr.args.map((id) => values.inRound(id)) : [];
  return effect.operation.does !== "flush" && ![...hanging, ...given].some(({ element }) => element);
}

/** The element goes to the function that asks, and not into the query: all that stands there is a constant, or lives outside of the round. */
export function asksTheSame({ code, call, round, effect: { operation, calls } }: Turn, values: RoundValues, given: readonly ExprId[]): boolean {
  if (calls.length === 0 || operation.fact.does === "statement") return false;
  const home = standsIn(code, call).fn;
  const isOutside = (at: Code, id: ExprId): boolean => {
    const expr = at.expr(rootOf(at, id));
    const binding = expr.k === "name" && at === code ? code.summary.bindings[expr.b] : undefined;
    if (expr.k === "const") return true;
    return binding !== undefined && binding.kind !== "let" && isInside(code, home, binding.fn) && (binding.at < round.s || binding.at >= round.e);
  };
  const roots = given.flatMap((id) => leavesOf(operation.code, id)).map((id) => rootOf(operation.code, id));
  return roots.length > 0 && roots.every((id) => values.spelled(id).every((at) => isOutside(at.code, at.id)));
}

/** `loan` of `loan.book.id`. */
function rootOf(code: Code, id: ExprId): ExprId {
  const expr = code.expr(id);
  return expr.k === "member" ? rootOf(code, expr.o) : id;
}

/** The values an expression is made of: `line.itemId` is one. */
export function leavesOf(code: Code, id: ExprId): readonly ExprId[] {
  const expr = code.expr(id);
  if (expr.k === "name" || expr.k === "member" || expr.k === "function") return [id];
  if (expr.k === "call") return [...expr.args.flatMap((part) => leavesOf(code, part)), ...(expr.args.length === 0 ? [id] : [])];
  const parts = partsOf(expr);
  return parts.length === 0 && expr.k !== "const" ? [id] : parts.flatMap((part) => leavesOf(code, part));
}
