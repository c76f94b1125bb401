import type { Code } from "#project/code";
import type { Names } from "#project/names";

/** Every API that is called, made or used as a tag in a file, and where. */
export function* calledApis(names: Names, code: Code): Iterable<{ readonly api: string; readonly at: number }> {
  for (const call of code.summary.calls) {
    const expr = code.expr(call);
    const callee = expr.k === "tag" ? expr.tag : expr.k === "call" || expr.k === "new" ? expr.c : undefined;
    if (callee !== undefined) for (const api of names.apisOf(code, callee)) yield { api, at: expr.s };
  }
}
