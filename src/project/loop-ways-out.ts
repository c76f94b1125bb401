import type { ExprId, FnId, Region } from "#syntax/summary";
import { partsOfResult } from "./call-results.ts";
import { callbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { isInside, regionsOf, standsIn } from "./control.ts";
import { type DataEffect, dataEffectsOf } from "./data-effects.ts";
import type { Turn } from "./loop-business.ts";
import type { Names } from "./names.ts";
import { isWithin } from "./spans.ts";
import { isAwaited } from "./unawaited.ts";

/** `!lease`, `lease === null`, `claimed.count === 0`. */
const negative = /^!|===?\s*(?:null|undefined|false)\b|\.(?:count|length|size|rowCount|affected\w*|changes|modifiedCount)\s*(?:===?\s*0|<\s*1)\b/;
/** The same of the answer of a write, `count === 0` too. */
const inVain = /^!|===?\s*(?:null|undefined|false|0)\b|<\s*1\b/;
/** `if (sent.ok) { …; continue; }`: what follows is for what went wrong. */
const wentWell = /^\w+\??\.(?:ok|success|succeeded|sent|done)$/;

/** `if (result.status === "rejected")`: of an element of `Promise.allSettled`. */
const rejected = /^\w+(?:\[\w+\]!?)?\.status\s*===?\s*["'`]rejected["'`]/;

/**
 * Whether a query is a way out of a turn, which few turns take: it stands in the `catch`, in an arm that ends the turn because what was asked first was refused
 * (a claim, a lease) or is a failed one of `Promise.allSettled`, or after the arm that ends the turns that went well.
 */
export function isWayOut(turn: Turn): boolean {
  const { code, call, round } = turn;
  const { regions } = code.summary;
  const around = regionsOf(code, call).flatMap((id) => (regions[id] && isWithin(regions[id], round) ? [regions[id]] : []));
  if (isForRejected(code, call, (f) => isWithin(code.summary.functions[f] ?? round, round))) return true;
  if (around.some(({ k }) => k === "catch") || around.some((arm) => arm.k === "then" && asks(code, arm, rejected))) return true;
  return around.some((arm) => endsTurn(arm) && tests(turn, arm, negative)) || regions.some((arm) => isBefore(turn, arm) && tests(turn, arm, wentWell));
}

/**
 * Whether a function on the way to a query asks it only where something went wrong: in the callback of a `.catch(…)`, or where what the function wrote before
 * brought no row (`if (!renewed) { await find(id); throw … }`).
 */
export function isFallback(names: Names, { calls, operation }: DataEffect): boolean {
  return calls.some(({ target: { code, f } }, index) => {
    const call = calls[index + 1]?.call ?? operation.call;
    const isOfFunction = (inner: FnId): boolean => inner !== f && isInside(code, inner, f);
    return isForRejected(code, call, isOfFunction) || (operation.does === "read" && isAfterVainWrite(names, code, call, f));
  });
}

/** `print(id).catch(async () => { await … })`, within some functions. */
function isForRejected(code: Code, call: ExprId, isOf: (f: FnId) => boolean): boolean {
  for (let f = standsIn(code, call).fn; f !== 0 && isOf(f); f = code.summary.functions[f]?.parent ?? 0) {
    const use = callbackUse(code, f);
    const callee = use && code.expr(use.callee);
    if (callee?.k === "member" && (callee.p === "catch" || (callee.p === "then" && use?.argument === 1))) return true;
  }
  return false;
}

/** In an arm for a write of the same function that met no row. */
function isAfterVainWrite(names: Names, code: Code, call: ExprId, f: FnId): boolean {
  const arms = regionsOf(code, call).flatMap((id) => code.summary.regions[id] ?? []);
  const vain = arms.filter((arm) => arm.k === "then" && arm.fn === f && asks(code, arm, inVain));
  if (vain.length === 0) return false;
  const effects = dataEffectsOf(names);
  const writes = effects.eventsOf(code, f).filter((event) => effects.ofEvent({ code, f }, event).some(({ operation }) => operation.does === "write"));
  return writes.some((event) => vain.some((arm) => arm.s > code.expr(event.call).e && mentions(code, arm, partsOfResult(code, event.call))));
}

function mentions(code: Code, { o }: Region, results: ReadonlySet<number>): boolean {
  const test = o === undefined ? undefined : code.expr(o);
  return test !== undefined && code.summary.exprs.some((expr) => expr.k === "name" && results.has(expr.b) && isWithin(expr, test));
}

function endsTurn({ k, exits }: Region): boolean {
  return k === "then" && exits === "continue";
}

function isBefore({ code, call, round }: Turn, arm: Region): boolean {
  return endsTurn(arm) && isWithin(arm, round) && arm.e <= code.expr(call).s;
}

/** Whether an arm hangs on the answer of something the turn waited for. */
function tests({ code, round }: Turn, { o }: Region, form: RegExp): boolean {
  if (o === undefined || !asks(code, { o }, form)) return false;
  const test = code.expr(o);
  return code.summary.exprs.some((expr) => {
    if (expr.k !== "name" || !isWithin(expr, test)) return false;
    return (code.summary.writes[`b${String(expr.b)}`] ?? []).some(({ v }) => isWithin(code.expr(v), round) && isAwaited(code, v));
  });
}

function asks(code: Code, { o }: Pick<Region, "o">, form: RegExp): boolean {
  const test = o === undefined ? undefined : code.expr(o);
  return test !== undefined && form.test(code.text.slice(test.s, test.e));
}
