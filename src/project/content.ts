import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";

/** What a place starts with: a collection things are put into, a plain value, or something we cannot look into (a client, a library's store). */
export type Content = "collection" | "value" | "opaque";

export const collections = new Set(["Map", "Set", "Array", "Object"]);

/** The content a value has. */
export function contentOf(code: Code, id: ExprId | undefined): Content {
  if (id === undefined) return "value";
  const expr = code.expr(id);
  switch (expr.k) {
    case "array":
    case "object":
      return "collection";
    case "new":
      return isGlobalOf(code, expr.c, collections) ? "collection" : "opaque";
    case "call": {
      const callee = code.expr(expr.c);
      const makes =
        callee.k === "member"
          ? ["create", "fromEntries", "from"].includes(callee.p) && isGlobalOf(code, callee.o, collections)
          : isGlobalOf(code, expr.c, collections);
      return makes ? "collection" : "opaque";
    }
    case "const":
    case "template":
    case "concat":
    case "number":
    case "boolean":
      return "value";
    default:
      return "opaque";
  }
}

/** Whether an expression is one of some globals. */
export function isGlobalOf(code: Code, id: ExprId, wanted: ReadonlySet<string>): boolean {
  const expr = code.expr(id);
  return expr.k === "global" && wanted.has(expr.n);
}
