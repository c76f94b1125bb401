import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { isInside, regionsOf } from "./control.ts";
import type { DataEffect, DataEffects, DataEvent, FunctionRef } from "./data-effects.ts";
import type { Operation } from "./data-operations.ts";
import type { Root } from "./data-roots.ts";
import type { Inside } from "./transaction-escapes.ts";

/** A function that is handed the transaction and also knows the client may choose between them. */
export function mayJoin(effects: DataEffects, { operation, calls }: DataEffect, inside: Inside): boolean {
  let given: readonly Root[] = [];
  for (const { code, call, target } of calls) {
    const expr = code.expr(call);
    const carried = given;
    const isCarried = (id: ExprId): boolean =>
      carried.length > 0 && effects.roots.of(code, id).some((root) => carried.some((item) => isSameParameter(item, root)));
    const handed = expr.k === "call" ? expr.args.flatMap((id, i) => (isHandle(effects, code, id, inside) || isCarried(id) ? [i] : [])) : [];
    given = handed.map((i): Root => ({ k: "param", code: target.code, f: target.f, i, path: [] }));
    if (handed.length === 0) continue;
    const chosen = target.code === operation.code && regionsOf(operation.code, operation.call).length > 0;
    const leaves = (event: DataEvent): boolean => regionsOf(target.code, event.call).some((id) => target.code.summary.regions[id]?.exits !== undefined);
    if (chosen || handed.some((i) => isJoined(operation, target, i)) || effects.eventsOf(target.code, target.f).some(leaves)) return true;
  }
  return false;
}

/** An operation that is handed the transaction among its arguments, whichever one it takes it by: `copy.$get("loans", { transaction })`. */
export function isHanded(effects: DataEffects, { code, call }: Operation, inside: Inside): boolean {
  const expr = code.expr(call);
  const args = expr.k === "call" ? expr.args : [];
  return args.some((id) => code.expr(id).k === "object" && isHandle(effects, code, id, inside));
}

function isHandle(effects: DataEffects, code: Code, id: ExprId, inside: Inside): boolean {
  const { k } = code.expr(id);
  return (k === "name" || k === "member" || k === "object" || k === "either") && effects.roots.of(code, id).some((root) => inside.isHandle(root));
}

/** `const query = knex("loans").insert(loan)` … `query.transacting(trx)`: the operation is held, and joins what the function is handed. */
function isJoined({ code, chain }: Operation, target: FunctionRef, i: number): boolean {
  if (code !== target.code) return false;
  const holders = new Set(Object.entries(code.summary.writes).flatMap(([key, writes]) => (writes.some(({ v }) => v === chain) ? [key] : [])));
  if (holders.size === 0) return false;
  return code.summary.calls.some((call) => {
    const expr = code.expr(call);
    const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
    const owner = callee?.k === "member" ? code.expr(callee.o) : undefined;
    if (expr.k !== "call" || owner?.k !== "name" || !holders.has(`b${String(owner.b)}`) || !isInside(code, expr.fn, target.f)) return false;
    return expr.args.some((id) => isParameterOf(code, id, target, i));
  });
}

function isParameterOf(code: Code, id: ExprId, { f }: FunctionRef, i: number): boolean {
  const expr = code.expr(id);
  const binding = expr.k === "name" ? code.summary.bindings[expr.b] : undefined;
  return binding?.kind === "param" && binding.n === code.summary.functions[f]?.params[i]?.n;
}

function isSameParameter(a: Root, b: Root): boolean {
  return a.k === "param" && b.k === "param" && a.code === b.code && a.f === b.f && a.i === b.i;
}
