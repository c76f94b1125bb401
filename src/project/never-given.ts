import type { ExprId } from "#syntax/summary";
import { findAllCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import { regionsOf } from "./control.ts";
import type { Names } from "./names.ts";

/** Whether a call stands in an arm that is never taken: `if (memberId)`, where `memberId` may be left out and every caller leaves it out. */
export function isNeverReached(names: Names, code: Code, call: ExprId): boolean {
  return regionsOf(code, call).some((id) => {
    const region = code.summary.regions[id];
    const test = region?.k === "then" && region.o !== undefined ? code.expr(region.o) : undefined;
    if (test?.k !== "name") return false;
    const { functions } = code.summary;
    const f = functions.findIndex(({ params }) => params.some(({ b }) => b === test.b));
    const index = functions[f]?.params.findIndex(({ b }) => b === test.b) ?? -1;
    if (functions[f]?.params[index]?.optional !== true || isChanged(code, test.b)) return false;
    const calls = findAllCalls(names, code, f);
    return calls.some(({ certain }) => certain) && calls.every((found) => leavesOut(found.code, found.call, index));
  });
}

/** A parameter that is given another value later, or has one when it is left out. */
function isChanged(code: Code, binding: number): boolean {
  return (code.summary.writes[`b${String(binding)}`] ?? []).some(({ v }) => code.expr(v).k !== "param");
}

function leavesOut(code: Code, call: ExprId, index: number): boolean {
  const expr = code.expr(call);
  return expr.k === "call" && expr.args.length <= index && expr.args.every((id) => code.expr(id).k !== "spread");
}
