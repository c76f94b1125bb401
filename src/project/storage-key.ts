import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";

/** The storage key of an expression that is a plain path (`b12.where`), as in `Summary.writes`. */
export function keyOfExpr(code: Code, id: ExprId): string | undefined {
  const expr = code.expr(id);
  switch (expr.k) {
    case "name":
      return `b${expr.b}`;
    case "global":
      return `g${expr.n}`;
    case "this":
      return `c${expr.c}`;
    case "member": {
      const base = keyOfExpr(code, expr.o);
      return base === undefined ? undefined : `${base}.${expr.p}`;
    }
    default:
      return undefined;
  }
}
