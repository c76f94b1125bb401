import type { Expr, ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";

/** A constant as an expression. */
export type Constant = Extract<Expr, { k: "const" }>;

/** Whether a test of equality (`mode === "project"`) or of a constant holds; `undefined` where nobody can say. */
export function decided(code: Code, test: ExprId, valueOf: (id: ExprId) => Constant | undefined): boolean | undefined {
  const expr = code.expr(test);
  if (expr.k !== "boolean") {
    const value = valueOf(test);
    return value && Boolean(value.v);
  }
  if (expr.l === undefined || expr.r === undefined) return undefined;
  const operator = code.text.slice(code.expr(expr.l).e, code.expr(expr.r).s).replace(/[()\s]/g, "");
  if (!/^[!=]==?$/.test(operator)) return undefined;
  const [left, right] = [valueOf(expr.l), valueOf(expr.r)];
  return left && right && (left.v === right.v) === operator.startsWith("=");
}
