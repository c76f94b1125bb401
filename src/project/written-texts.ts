import type { Expr, ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";

const deepest = 10;

/**
 * The text of an expression that is put together from constants of its file: `QUERIES + "/loans"`, `` `${folder}/models` ``.
 * @param leaf what anything else stands for: a global, a call
 */
export function writtenText(code: Code, id: ExprId, leaf: (expr: Expr) => string | undefined, depth = 0): string | undefined {
  if (depth > deepest) return undefined;
  const expr = code.expr(id);
  const textOf = (part: ExprId): string | undefined => writtenText(code, part, leaf, depth + 1);
  switch (expr.k) {
    case "const":
      return typeof expr.v === "string" ? expr.v : undefined;
    case "concat":
      return joined(["", "", ""], [textOf(expr.l), textOf(expr.r)]);
    case "template":
      return joined(expr.quasis, expr.parts.map(textOf));
    case "name": {
      const held = onlyWrite(code, expr.b);
      return held === undefined ? undefined : textOf(held);
    }
    default:
      return leaf(expr);
  }
}

/** A template with its parts filled in. */
export function joined(quasis: readonly string[], parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : quasis.map((quasi, i) => quasi + (parts[i] ?? "")).join("");
}

/** The value of a variable that gets only one. */
export function onlyWrite(code: Code, b: number): ExprId | undefined {
  const writes = code.summary.writes[`b${String(b)}`] ?? [];
  return writes.length === 1 ? writes[0]?.v : undefined;
}
