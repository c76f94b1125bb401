import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "../code.ts";
import { ofFile } from "../per-file.ts";

/** Calls in a function, those in functions written inside it included. */
export function callsIn(code: Code, f: FnId): readonly ExprId[] {
  return nested(code).get(f) ?? [];
}

const nested = ofFile((code): ReadonlyMap<FnId, readonly ExprId[]> => {
  const map = new Map<FnId, ExprId[]>();
  for (const call of code.summary.calls) {
    const expr = code.expr(call);
    if (expr.k !== "call" && expr.k !== "new" && expr.k !== "tag") continue;
    for (let at: FnId | undefined = expr.fn, steps = 0; at !== undefined && steps < 40; steps++) {
      const list = map.get(at);
      if (list) list.push(call);
      else map.set(at, [call]);
      at = at === 0 ? undefined : code.summary.functions[at]?.parent;
    }
  }
  return map;
});
