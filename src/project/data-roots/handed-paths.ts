import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { DataRoots, Root } from "../data-roots.ts";

const deepest = 4;

/**
 * What stands under a path of an argument: `session` of `{ session }`, of `session ? { session } : undefined`, or of options that are filled in
 * after they were made. What is not handed over is nothing.
 */
export function rootsAt(data: DataRoots, code: Code, argument: ExprId | undefined, path: readonly string[], depth = 0): readonly Root[] {
  if (argument === undefined) return [];
  const [name, ...rest] = path;
  if (name === undefined || depth > deepest) return data.of(code, argument);
  const expr = code.expr(argument);
  if (expr.k === "const") return [];
  if (expr.k === "either") return expr.of.flatMap((item) => rootsAt(data, code, item, path, depth + 1));
  if (expr.k === "object") {
    if (expr.props.some(([key]) => key === "...")) return [{ k: "unknown" }];
    return rootsAt(data, code, expr.props.find(([key]) => key === name)?.[1], rest, depth + 1);
  }
  if (expr.k === "name") {
    const [made, ...others] = code.summary.writes[`b${String(expr.b)}`] ?? [];
    const kind = made && code.expr(made.v).k;
    const later = code.summary.writes[`b${String(expr.b)}.${name}`] ?? [];
    if (made && others.length === 0 && (kind === "object" || kind === "either"))
      return [...rootsAt(data, code, made.v, path, depth + 1), ...later.flatMap(({ v }) => rootsAt(data, code, v, rest, depth + 1))];
  }
  return data.of(code, argument).map((root) => (root.k === "param" ? { ...root, path: [...root.path, ...path] } : root));
}
