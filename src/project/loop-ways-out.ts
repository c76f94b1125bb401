import type { ExprId, Region } from "#syntax/summary";
import type { Code } from "./code.ts";
import { regionsOf } from "./control.ts";
import type { Turn } from "./loop-business.ts";
import { isWithin } from "./spans.ts";

/** `!lease`, `lease === null`, `claimed.count === 0`. */
const negative = /^!|===?\s*(?:null|undefined|false)\b|\.(?:count|length|size|rowCount|affected\w*|changes|modifiedCount)\s*(?:===?\s*0|<\s*1)\b/;
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
  if (around.some(({ k }) => k === "catch") || around.some((arm) => arm.k === "then" && asks(code, arm, rejected))) return true;
  return around.some((arm) => endsTurn(arm) && tests(turn, arm, negative)) || regions.some((arm) => isBefore(turn, arm) && tests(turn, arm, wentWell));
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

function isAwaited(code: Code, id: ExprId): boolean {
  const { s } = code.expr(id);
  return /\bawait\s*\(?\s*$/.test(code.text.slice(Math.max(0, s - 12), s));
}
