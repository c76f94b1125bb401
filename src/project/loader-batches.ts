import { batchingLoaders } from "#catalog/iterators";
import type { ExprId } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { standsIn } from "./control.ts";

/** Whether a call stands in the function that a loader asks for all keys of a tick at once: `new DataLoader(async (ids) => …)`. */
export function isInLoaderBatch(code: Code, call: ExprId): boolean {
  for (let f = standsIn(code, call).fn; f !== 0; f = code.summary.functions[f]?.parent ?? 0) {
    const use = callbackUse(code, f);
    if (use?.argument === 0 && code.expr(use.call).k === "new" && isLoader(code, use.callee)) return true;
  }
  return false;
}

function isLoader(code: Code, callee: ExprId): boolean {
  const expr = code.expr(callee);
  if (expr.k === "module") return batchingLoaders.includes(code.summary.imports[expr.i]?.specifier ?? "");
  if (expr.k === "member") return isLoader(code, expr.o);
  const imported = expr.k === "name" ? code.summary.bindings[expr.b]?.imported : undefined;
  if (imported) return batchingLoaders.includes(code.summary.imports[imported.i]?.specifier ?? "");
  const [only, ...more] = expr.k === "name" ? (code.summary.writes[`b${String(expr.b)}`] ?? []) : [];
  return only !== undefined && more.length === 0 && code.expr(only.v).k === "module" && isLoader(code, only.v);
}
