import type { Expr, ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";

/** A constant as an expression. */
type Constant = Extract<Expr, { k: "const" }>;

/** The branches of `a ? b : c` and of `parameter = b` that may be taken, where the constants behind them are known. */
export function takenBranches(code: Code, { of, test }: Extract<Expr, { k: "either" }>, valueOf: (id: ExprId) => Constant | undefined): readonly ExprId[] {
  const [first, second] = of;
  if (first === undefined || second === undefined || of.length !== 2) return of;
  if (test !== undefined) {
    const holds = decided(code, test, valueOf);
    return holds === undefined ? of : [holds ? first : second];
  }
  const isGiven = code.expr(first).k === "param" && Boolean(valueOf(first)?.v);
  return isGiven ? [first] : of;
}

/** Whether a test of equality (`mode === "project"`) or of a constant holds; `undefined` where nobody can say. */
function decided(code: Code, test: ExprId, valueOf: (id: ExprId) => Constant | undefined): boolean | undefined {
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
