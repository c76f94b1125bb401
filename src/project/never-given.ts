import type { ExprId, FnId } from "#syntax/summary";
import { findAllCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import { regionsOf } from "./control.ts";
import type { Names } from "./names.ts";
import { refutesTest } from "./refuted-guards.ts";

/** Whether a call stands in an arm that is never taken: `if (memberId)`, where `memberId` may be left out and every caller leaves it out. */
export function isNeverReached(names: Names, code: Code, call: ExprId): boolean {
  return regionsOf(code, call).some((id) => {
    const region = code.summary.regions[id];
    const test = region?.k === "then" ? region.o : undefined;
    if (!region || test === undefined || !hangsOnParameter(code, test, region.fn)) return false;
    const calls = findAllCalls(names, code, region.fn);
    const target = { code, f: region.fn };
    return calls.some(({ certain }) => certain) && calls.every((found) => refutesTest(names, { code: found.code, call: found.call, target }, test));
  });
}

/** A parameter, or a property of one, whether it has a default or not. */
function hangsOnParameter(code: Code, id: ExprId, f: FnId, depth = 0): boolean {
  const expr = code.expr(id);
  if (depth > 5) return false;
  if (expr.k === "param") return expr.f === f;
  if (expr.k === "member") return hangsOnParameter(code, expr.o, f, depth + 1);
  if (expr.k === "either") return expr.of[0] !== undefined && hangsOnParameter(code, expr.of[0], f, depth + 1);
  const [only] = expr.k === "name" ? (code.summary.writes[`b${String(expr.b)}`] ?? []) : [];
  return only !== undefined && hangsOnParameter(code, only.v, f, depth + 1);
}
