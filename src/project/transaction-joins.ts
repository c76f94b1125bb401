import type { ExprId } from "#syntax/summary";
import { callsInChain, stepsFrom } from "./chains.ts";
import type { Code } from "./code.ts";
import { isInside, regionsOf } from "./control.ts";
import type { DataEffect, DataEffects, DataEvent, FunctionRef } from "./data-effects.ts";
import type { Operation } from "./data-operations.ts";
import { Carrier, isParameterOf, type Param, paramsGiven } from "./transaction-carrier.ts";
import type { Inside } from "./transaction-escapes.ts";

/**
 * Whether a function on the way that is handed the transaction may choose it: it also knows the client, and what leads on stands in an arm that asks
 * for the transaction, or it calls something made of the transaction (`new LoanStore(tx).lend()`, a store that came along in the options), or hands
 * it to the operation.
 */
export function mayJoin(effects: DataEffects, { operation, calls }: DataEffect, inside: Inside): boolean {
  let given: readonly Param[] = [];
  for (const [index, { code, call, target }] of calls.entries()) {
    const expr = code.expr(call);
    const carrier = new Carrier(effects, code, given, inside);
    if (expr.k === "call" && carrier.isAsked(expr.c)) return true;
    given = paramsGiven(carrier, code, call, target);
    if (given.length === 0) continue;
    const leaves = (event: DataEvent): boolean => regionsOf(target.code, event.call).some((id) => target.code.summary.regions[id]?.exits !== undefined);
    if (isChosen(new Carrier(effects, target.code, given, inside), target, operation, calls[index + 1]?.call)) return true;
    if (given.some(({ i }) => isJoined(operation, target, i)) || effects.eventsOf(target.code, target.f).some(leaves)) return true;
  }
  if (given.length === 0) return false;
  const carrier = new Carrier(effects, operation.code, given, inside);
  return [...callsInChain(operation.code, operation.chain)].some(({ args }) => args.some((id) => carrier.pathsIn(id).length > 0));
}

/** Whether what leads on from a function stands in an arm that asks for the transaction; the operation it does itself may stand in any. */
function isChosen(carrier: Carrier, target: FunctionRef, operation: Operation, next: ExprId | undefined): boolean {
  const { code, f } = target;
  if (next === undefined) return code === operation.code && regionsOf(code, operation.call).length > 0;
  return regionsOf(code, next).some((id) => {
    const region = code.summary.regions[id];
    return region?.o !== undefined && region.k !== "loop" && isInside(code, region.fn, f) && carrier.isNamedIn(region.o);
  });
}

/** An operation that is handed the transaction among its arguments, whichever one it takes it by: `copy.$get("loans", { transaction })`. */
export function isHanded(effects: DataEffects, { code, call }: Operation, inside: Inside): boolean {
  const expr = code.expr(call);
  const args = expr.k === "call" ? expr.args : [];
  return args.some((id) => code.expr(id).k === "object" && isHandle(effects, code, id, inside));
}

/** A query that is only built, and that a call on the transaction takes as a part of its own: `trx.with("due", knex("loans").update(…))`. */
export function isTaken(effects: DataEffects, { code, chain, fact, fn }: Operation, inside: Inside): boolean {
  if (!fact.lazy) return false;
  const { s, e } = code.expr(chain);
  return code.summary.calls.some((call) => {
    const expr = code.expr(call);
    if (expr.k !== "call" || expr.fn !== fn || expr.s > s || e > expr.e) return false;
    const takes = expr.args.some((id) => code.expr(id).s <= s && e <= code.expr(id).e);
    return takes && effects.roots.of(code, baseOf(code, expr.c)).some((root) => inside.isHandle(root));
  });
}

/** A query that a function only builds, and that whoever calls it hands the transaction: `loansQuery(knex).transacting(trx)`. */
export function isHandedAfter(effects: DataEffects, code: Code, call: ExprId, { operation }: DataEffect, inside: Inside): boolean {
  if (!operation.fact.lazy) return false;
  return [...stepsFrom(code, call)].some(({ args }) => args.some((id) => isHandle(effects, code, id, inside)));
}

/** What a chain of calls and members starts from. */
function baseOf(code: Code, id: ExprId): ExprId {
  for (let at = id; ;) {
    const expr = code.expr(at);
    if (expr.k === "member") at = expr.o;
    else if (expr.k === "call") at = expr.c;
    else return at;
  }
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
