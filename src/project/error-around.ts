import type { ExprId, FnId } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { isInside } from "./control.ts";
import { denotesFunction } from "./handed-on.ts";
import type { Names } from "./names.ts";

/**
 * Whether a function, or one around it, is handed to one of some calls in a file: directly, or by a function of that file which hands on
 * what it is given.
 */
export function isHandedTo(names: Names, code: Code, fn: FnId, apis: readonly string[], file: string): boolean {
  for (let f = fn; f !== 0; f = code.summary.functions[f]?.parent ?? 0) {
    const callees = calleesWith(names, code, f);
    if (code.path === file && callees.some((callee) => isOne(names, code, callee, apis))) return true;
    const throughOwn = callees.some((callee) =>
      names.denote(code, callee).some((item) => item.k === "function" && item.code.path === file && callsOne(names, item.code, item.f, apis)),
    );
    if (throughOwn) return true;
  }
  return false;
}

function isOne(names: Names, code: Code, callee: ExprId, wanted: readonly string[]): boolean {
  return names.apisOf(code, callee).some((api) => wanted.includes(api));
}

/** Callees of the calls that are handed a function, as it is or by its name. */
function calleesWith(names: Names, code: Code, f: FnId): readonly ExprId[] {
  const use = callbackUse(code, f);
  if (use) return [use.callee];
  const name = code.summary.functions[f]?.n;
  return code.summary.calls.flatMap((call) => {
    const expr = code.expr(call);
    if (expr.k !== "call") return [];
    const isHanded = expr.args.some((id) => code.expr(id).k === "name" && (!name || code.calleeName(id) === name) && denotesFunction(names, code, id, code, f));
    return isHanded ? [expr.c] : [];
  });
}

function callsOne(names: Names, code: Code, f: FnId, wanted: readonly string[]): boolean {
  return code.summary.calls.some((call) => {
    const expr = code.expr(call);
    return expr.k === "call" && isInside(code, expr.fn, f) && isOne(names, code, expr.c, wanted);
  });
}
