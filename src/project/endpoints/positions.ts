import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Position } from "./model.ts";

/** Position of a call: the end of its callee, so that the calls of a chain are in order. */
export function positionOf(code: Code, call: ExprId): Position[number] {
  const expr = code.expr(call);
  return { code, fn: expr.k === "call" || expr.k === "new" ? expr.fn : 0, offset: expr.k === "call" || expr.k === "new" ? code.expr(expr.c).e : expr.s };
}
