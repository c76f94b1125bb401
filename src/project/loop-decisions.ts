import type { ExprId, FnId, Region } from "#syntax/summary";
import { callsInChain, chainOf } from "./chains.ts";
import type { Code } from "./code.ts";
import { enclosing, handlerText, regionsOf } from "./control.ts";
import { type DataEffect, dataEffectsOf, type FunctionRef } from "./data-effects.ts";
import type { Turn } from "./loop-business.ts";
import { resultsOf } from "./call-results.ts";
import type { Names } from "./names.ts";
import { isWithin } from "./spans.ts";
import { kindOf } from "./write-kinds.ts";

/**
 * Whether the answer of a query decides each row by itself, so that a query for all of them would be another algorithm: a row that is claimed by making it, or
 * rules that are tried one after the other.
 */
export function decidesRowByRow(names: Names, { code, call, effect }: Turn): boolean {
  if (effect.operation.does === "read") return effect.calls.some(({ target }) => triesInTurn(names, target));
  return kindOf(names, effect.operation) === "create" && (answersFailure(code, call) || isClaim(effect));
}

const refusing = /\breturn\s+(?:false|null|undefined)\b/;

/** `try { await create({ loanId }); return true; } catch { return false; }`: whoever makes the row first has it. */
function isClaim({ operation, calls }: DataEffect): boolean {
  return calls.some(({ target: { code, f } }, index) => {
    const call = calls[index + 1]?.call ?? operation.call;
    const around = enclosing(code, call, "try", f);
    return answersFailure(code, call) || (around !== undefined && refusing.test(handlerText(code, around) ?? ""));
  });
}

/** `await create({ loanId }).catch(() => null)`. */
function answersFailure(code: Code, call: ExprId): boolean {
  return [...callsInChain(code, chainOf(code, call))].some(({ method, args }) => {
    const handler = method === "catch" && args[0] !== undefined ? code.expr(args[0]) : undefined;
    const returned = handler?.k === "function" ? (code.summary.functions[handler.f]?.returns ?? []) : [];
    return returned.some((id) => {
      const value = code.expr(id);
      return value.k === "const" && (value.v === false || value.v === null);
    });
  });
}

const mostReads = 2;

/** Several reads one after the other, and the first that finds something is the answer. */
function triesInTurn(names: Names, { code, f }: FunctionRef): boolean {
  const effects = dataEffectsOf(names);
  const reads = effects
    .eventsOf(code, f)
    .filter((event) => !isOneCase(code, event.call, f) && effects.ofEvent({ code, f }, event).some(({ operation }) => operation.does === "read"));
  const answered = reads.filter(({ call }) => code.summary.regions.some((arm) => answersWith(code, arm, call, f)));
  return reads.length > mostReads && answered.length >= mostReads;
}

/** `if (kind === "loan") …`: of such arms one is taken, and the next one is no second try. */
function isOneCase(code: Code, call: ExprId, f: FnId): boolean {
  return regionsOf(code, call).some((id) => {
    const arm = code.summary.regions[id];
    if (arm?.fn !== f) return false;
    const test = arm.o === undefined ? undefined : code.expr(arm.o);
    return arm.k === "case" || (arm.k === "then" && test !== undefined && /[^!]===?\s*(?!null|undefined)/.test(code.text.slice(test.s, test.e)));
  });
}

/** `if (rule) return rule;` after the read that brought it. */
function answersWith(code: Code, { k, o, exits, fn, s }: Region, call: ExprId, f: FnId): boolean {
  if (k !== "then" || exits !== "return" || o === undefined || fn !== f || s < code.expr(call).e) return false;
  const test = code.expr(o);
  const results = resultsOf(code, call);
  const isFound = !/^!|[=!]==?\s*(?:null|undefined)/.test(code.text.slice(test.s, test.e));
  return isFound && code.summary.exprs.some((expr) => expr.k === "name" && results.has(expr.b) && isWithin(expr, test));
}
