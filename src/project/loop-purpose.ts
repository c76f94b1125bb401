import type { Expr, ExprId, Span } from "#syntax/summary";
import { partsOfResult } from "./call-results.ts";
import type { Code } from "./code.ts";
import { isInside, type Iteration, standsIn } from "./control.ts";
import { type DataEffect, dataEffectsOf, type FunctionRef } from "./data-effects.ts";
import { type Turn, waitsIn } from "./loop-business.ts";
import { isWaitedFor } from "./loop-jobs.ts";
import type { Names } from "./names.ts";
import { isPreparation } from "./one-off-code.ts";
import { outsideWorksOf } from "./outside-work.ts";
import { requestPathsOf } from "./request-path.ts";
import { isWithin } from "./spans.ts";
import { isAwaited } from "./unawaited.ts";

/**
 * Whether the turns of a loop are on purpose one after the other, so that no query for all of them would take their place: they pause, talk to
 * another service, are a transaction each, end with the first that is found, or go on from what the turn before brought.
 */
export function takesTurns(names: Names, turn: Turn): boolean {
  const { code, call, iteration, round, effect, effects } = turn;
  return (
    isPreparation(code, call) ||
    isImportOfOld(names, code, call) ||
    pauses(code, round) ||
    opening.test(code.text.slice(round.s, round.e)) ||
    effects.some((effect) => isOwnTransaction(effect, code, call, round)) ||
    (iteration.kind === "loop" && (endsWithFound(code, call, iteration) || goesOnFromLast(code, call, round))) ||
    isOwnConnection(names, code, round) ||
    asksOthersIn(names, code, round) ||
    (effect.operation.does !== "read" && (sendsIn(names, code, round) || tellsOfRow(names, turn)))
  );
}

const importingOld = /^(?:import|convert|copy|transfer)_?(?:Legacy|legacy)(?![a-z])/;

/** `importLegacyLoans()`: once for an installation, where no request is known to wait for it. */
function isImportOfOld(names: Names, code: Code, call: ExprId): boolean {
  const { fn } = standsIn(code, call);
  for (let f = fn; f !== 0; f = code.summary.functions[f]?.parent ?? 0)
    if (importingOld.test(code.summary.functions[f]?.n ?? "")) return requestPathsOf(names).to(code, fn) === undefined;
  return false;
}

const pause =
  /\bawait\s+(?:[\w.]+\.)?(?:sleep|delay|wait|pause|setTimeout|throttle|backoff)(?:Ms|For|Seconds)?\s*\(|\bnew\s+Promise\b[^;]{0,60}\bsetTimeout\s*\(/i;

/** A turn that begins a transaction ends it as well. */
const opening = /\.(?:startTransaction|beginTransaction)\s*\(|\bquery\(\s*["'`]BEGIN\b|\b(?:with|in|run)\w*Transaction\w*\s*(?:<[^()]*>)?\(/;

/** Whoever waits between two turns wants them slow. */
function pauses(code: Code, { s, e }: Span): boolean {
  return pause.test(code.text.slice(s, e));
}

/** A turn that opens a transaction stands or falls by itself. */
function isOwnTransaction({ transaction, roots }: DataEffect, code: Code, call: ExprId, round: Span): boolean {
  const opened = (opener: ExprId): boolean => isWithin(code.expr(opener), round);
  if (!transaction) return roots.some((root) => root.k === "handle" && root.code === code && opened(root.opener));
  return transaction.code !== code || opened(transaction.call) || !isInside(code, standsIn(code, call).fn, standsIn(code, transaction.call).fn);
}

/** Arms that answer with what went wrong are left for a few elements only, or for none. */
const refusing = /err|fail|invalid|conflict|missing|denied|forbid|reject|status\s*\(|\bfalse\b/i;

/** `const shelf = await find(id); if (shelf) return shelf;`: how far the loop gets nobody knows. */
function endsWithFound(code: Code, call: ExprId, { region: loop }: Iteration): boolean {
  if (!loop) return false;
  const results = [...partsOfResult(code, call)].map((b) => code.summary.bindings[b]?.n);
  return code.summary.regions.some((region) => {
    if (region.k !== "then" || region.exits !== "return" || region.o === undefined || region.fn !== loop.fn || !isWithin(region, loop)) return false;
    const test = code.expr(region.o);
    const text = code.text.slice(test.s, test.e);
    const [asked] = /^\w+(?=(?:\??\.\w+)*(?:\s*>\s*0)?$)/.exec(text) ?? [];
    if (refusing.test(text) || refusing.test(code.text.slice(region.s, region.e))) return false;
    return asked === undefined ? isWithin(code.expr(call), test) && !text.startsWith("!") : results.includes(asked);
  });
}

/** `parent = await create({ name, parent })`: a turn is handed what the last one brought. */
function goesOnFromLast(code: Code, call: ExprId, round: Span): boolean {
  const results = partsOfResult(code, call);
  const at = code.expr(call);
  const isResult = (expr: Expr): boolean => expr.k === "name" && results.has(expr.b);
  return namesIn(code, at).some((b) => {
    const binding = code.summary.bindings[b];
    if (!binding || (binding.at >= round.s && binding.at < round.e)) return false;
    return (code.summary.writes[`b${String(b)}`] ?? []).some(({ v, op }) => {
      const value = code.expr(v);
      return op === "=" && isWithin(value, round) && (isWithin(at, value) || code.summary.exprs.some((expr) => isResult(expr) && isWithin(expr, value)));
    });
  });
}

function namesIn(code: Code, span: Span): readonly number[] {
  return code.summary.exprs.flatMap((expr) => (expr.k === "name" && isWithin(expr, span) ? [expr.b] : []));
}

/** The call of the turn, and one further down. */
const mostCalls = 2;

/** Requests, mail and payments of a turn take their time each, and what was done is kept after each. */
function asksOthersIn(names: Names, code: Code, round: Span): boolean {
  const outside = outsideWorksOf(names);
  return code.summary.calls.some(
    (call) => isWithin(code.expr(call), round) && (outside.ofCall(code, call)?.calls.length ?? Number.POSITIVE_INFINITY) <= mostCalls,
  );
}

/** `const client = await pool.connect();`: a turn with a connection of its own. */
function isOwnConnection(names: Names, code: Code, round: Span): boolean {
  const { checkouts } = names.project.catalog.data;
  return code.summary.calls.some((call) => {
    const expr = code.expr(call);
    if (expr.k !== "call" || !isWithin(expr, round) || !checkouts.methods.has(code.calleeName(expr.c) ?? "")) return false;
    return names.apisOf(code, expr.c).some((api) => checkouts.of(api) !== undefined);
  });
}

const sending = /^(?:send|publish|deliver|upload)(?![a-z])/;

/** By name, where nobody knows better: a function of ours that does nothing but ask the database is no sender. */
function sendsIn(names: Names, code: Code, round: Span): boolean {
  return code.summary.calls.some((call) => {
    const expr = code.expr(call);
    if (expr.k !== "call" || !isWithin(expr, round) || !sending.test(code.calleeName(expr.c) ?? "")) return false;
    const targets = names.denote(code, expr.c);
    return !targets.some((target) => target.k === "function" && onlyAsks(names, target));
  });
}

const telling = /^(?:send|notify)(?![a-z])/;

/** `await expire(loan.id); await notify(loan.memberId, …);` where no request waits: who was told, and of which row, is seen by what was written before. */
function tellsOfRow(names: Names, { code, call, round }: Turn): boolean {
  const told = code.summary.calls.filter((id) => {
    const expr = code.expr(id);
    if (expr.k !== "call" || !isWithin(expr, round) || !telling.test(code.calleeName(expr.c) ?? "")) return false;
    return isAwaited(code, id) && expr.args.some((argument) => isOfRound(code, code.expr(argument), round));
  });
  const isBeside = told.some((id) => id !== call) || (told.length > 0 && writesBeside(names, code, call, round));
  return isBeside && !isWaitedFor(names, code, call);
}

function isOfRound(code: Code, span: Span, round: Span): boolean {
  return namesIn(code, span).some((b) => {
    const at = code.summary.bindings[b]?.at ?? -1;
    return at >= round.s && at < round.e;
  });
}

function writesBeside(names: Names, code: Code, call: ExprId, round: Span): boolean {
  const effects = dataEffectsOf(names);
  const f = standsIn(code, call).fn;
  const isWrite = ({ operation }: DataEffect): boolean => operation.does !== "read";
  return effects
    .eventsOf(code, f)
    .some((event) => event.call !== call && isWithin(code.expr(event.call), round) && effects.ofEvent({ code, f }, event).some(isWrite));
}

function onlyAsks(names: Names, target: FunctionRef): boolean {
  return dataEffectsOf(names).of(target).length > 0 && !waitsIn(names, target);
}
