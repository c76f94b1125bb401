import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "../code.ts";

const nested = new WeakMap<Code, ReadonlyMap<FnId, readonly ExprId[]>>();

/** Calls in a function, those in functions written inside it included. */
export function callsIn(code: Code, f: FnId): readonly ExprId[] {
  let known = nested.get(code);
  if (!known) {
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
    nested.set(code, (known = map));
  }
  return known.get(f) ?? [];
}
