import type { ExprId, Region, Span } from "#syntax/summary";
import { callsInChain, chainOf } from "./chains.ts";
import type { Code } from "./code.ts";
import { handlerOf, handlerText, type Iteration, regionsOf, standsIn } from "./control.ts";
import { type DataEffect, dataEffectsOf, type FunctionRef } from "./data-effects.ts";
import { isJobFile } from "./loop-jobs.ts";
import type { Names } from "./names.ts";
import { isWithin } from "./spans.ts";
import { isAwaited, isLetGo, isUnawaited } from "./unawaited.ts";

/** What one call in a round brings about. */
export interface Turn {
  readonly code: Code;
  readonly call: ExprId;
  readonly iteration: Iteration;
  /** What runs once for each element. */
  readonly round: Span;
  /** A function of ours that is handed over by name. */
  readonly handed?: FunctionRef;
  /** The query to tell of, among all that the call leads to. */
  readonly effect: DataEffect;
  readonly effects: readonly DataEffect[];
}

/**
 * Whether a turn does a piece of business for its element, of which nobody can name a batch form: a function that reads and decides what to write, one that
 * writes several things, a write on which something else hangs that the turn waits for, or that may fail for one element without the others.
 */
export function isBusiness(names: Names, turn: Turn): boolean {
  const { effect, effects } = turn;
  const called = effects.filter(({ calls }) => calls.length > 0);
  const writes = called.filter(({ operation }) => operation.does !== "read");
  const ways = waysOf(names, effect);
  if (writes.length > 0 && writes.length < called.length) return !isSingleForm(names, turn) && !isLoadAndSave(names, turn, called);
  if (effect.operation.does === "read")
    return (
      ways > mostToRead || effects.length > mostToAsk || effect.calls.some(({ target }) => waitsIn(names, target, querying)) || isPartOfBusiness(names, turn)
    );
  return ways > mostToWrite || new Set(writes.map(({ operation }) => operation)).size > 1 || mayFailAlone(turn) || waitsForOthers(names, turn);
}

const mostToRead = 1;
const mostToWrite = 1;
/** Queries of a function that is asked for one: a batch form of it is another function. */
const mostToAsk = 6;
/** A function that looks for the row and writes it, and one of its base class. */
const mostToHandOn = 2;

/** Whether a turn is meant to be one: it is a piece of work of a job, may fail for one element without the others, or nobody waits for it. */
export function standsAlone(turn: Turn): boolean {
  return isJobFile(turn.code.path) || mayFailAlone(turn) || isLetGoOnTheWay(turn);
}

/** `for (const id of ids) notify(id).catch(log);`: each turn is begun, and left to itself with what may go wrong. */
export function isLeftToItself({ code, call, iteration }: Turn): boolean {
  const isCaught = [...callsInChain(code, chainOf(code, call))].some(({ method }) => method === "catch");
  return isCaught && isUnawaited(code, call, iteration.region?.fn ?? iteration.f ?? 0);
}

/** Somewhere on the way to the query a call is started without `await`. */
function isLetGoOnTheWay({ code, call, effect: { calls, operation } }: Turn): boolean {
  const inner = calls.map(({ target }, index) => ({ code: target.code, call: calls[index + 1]?.call ?? operation.call, f: target.f }));
  return [{ code, call, f: standsIn(code, call).fn }, ...inner].some((step) => isLetGo(step.code, step.call) || isUnawaited(step.code, step.call, step.f));
}

/** Functions on the way to a query that do more than hand it on. */
function waysOf(names: Names, { calls }: DataEffect): number {
  return calls.filter(({ target }) => dataEffectsOf(names).eventsOf(target.code, target.f).length > 1).length;
}

/** One row is looked for by its key, and written: two statements where two would do for all. */
function isLoadAndSave(names: Names, turn: Turn, called: readonly DataEffect[]): boolean {
  const [first] = called;
  const together = called.every(({ calls }) => calls.length <= mostToHandOn && calls[0]?.target.f === first?.calls[0]?.target.f);
  return together && new Set(called.map(({ operation }) => operation)).size === 2 && !mayFailAlone(turn) && !waitsForOthers(names, turn);
}

/** `saveAll(loans) { for (const loan of loans) await this.save(loan); }`: the place of a batch form, made of the single one. */
export function isSingleForm(names: Names, { code, call, iteration, round, effects }: Turn): boolean {
  const expr = code.expr(call);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  const target = effects[0]?.calls[0]?.target;
  if (callee?.k !== "member" || code.expr(callee.o).k !== "this" || target?.code !== code || iteration.kind !== "loop") return false;
  if (!isHandedIn(code, iteration.o)) return false;
  const body = code.text.slice(round.s, round.e).replace(/^[^{]*\{|\}$/g, "");
  const only =
    body
      .trim()
      .replace(/^await\s+/, "")
      .replace(/;$/, "") === code.text.slice(expr.s, expr.e);
  return (
    only &&
    dataEffectsOf(names)
      .eventsOf(code, target.f)
      .some((event) => event.k === "operation")
  );
}

/** The elements are a parameter, or asked of one: `votes.newItems()`. */
function isHandedIn(code: Code, collection: ExprId | undefined): boolean {
  const expr = collection === undefined ? undefined : code.expr(collection);
  if (expr?.k === "call") return isHandedIn(code, expr.c);
  if (expr?.k === "member") return isHandedIn(code, expr.o);
  return expr?.k === "param" || (expr?.k === "name" && code.summary.bindings[expr.b]?.kind === "param");
}

/** `try` inside of the round whose `catch` stays in the loop: one element may fail without the others. */
function mayFailAlone({ code, call, round }: Turn): boolean {
  const { regions } = code.summary;
  const around = regionsOf(code, call).flatMap((id) => (regions[id]?.k === "try" && isWithin(regions[id], round) ? [regions[id]] : []));
  return around.some((region) => goesOn(code, region));
}

function goesOn(code: Code, attempt: Region): boolean {
  const handler = handlerOf(code, attempt);
  if (handler) return handler.exits !== "throw" && handler.exits !== "return" && handler.exits !== "break";
  // `catch { skipped++; }`
  const text = handlerText(code, attempt);
  return text !== undefined && !/\b(?:throw|return|break)\b/.test(text);
}

/** Whether the round, or a function on the way to its write, waits for something that is no query: what is written hangs on it, or goes with it. */
function waitsForOthers(names: Names, { code, iteration, round, effect }: Turn): boolean {
  const f = iteration.region?.fn ?? iteration.f ?? 0;
  if (waits(names, { code, f }, round)) return true;
  return effect.calls.some(({ target }) => waitsIn(names, target));
}

/** Verbs of queries: whose they are is not known, but nothing was sent to anybody. */
const querying = /^(?:find|get|delete|update|save|remove|insert|count|upsert|destroy)/;

/** Whether a function waits for something that is no query. */
export function waitsIn(names: Names, target: FunctionRef, except?: RegExp): boolean {
  const fn = target.code.summary.functions[target.f];
  return fn !== undefined && waits(names, target, fn, except);
}

/** The turn writes as well, and may fail for one element without the others, or calls a function that reads and writes: to read ahead would save it little. */
function isPartOfBusiness(names: Names, { code, iteration, round }: Turn): boolean {
  const effects = dataEffectsOf(names);
  const f = iteration.region?.fn ?? iteration.f ?? 0;
  const done = effects.eventsOf(code, f).flatMap((event) => (isWithin(code.expr(event.call), round) ? [effects.ofEvent({ code, f }, event)] : []));
  if (!done.flat().some(({ operation }) => operation.does !== "read")) return false;
  if (done.some((all) => isMixed(all)) || isJobFile(code.path)) return true;
  return code.summary.regions.some((region) => region.k === "try" && isWithin(region, round) && goesOn(code, region));
}

/** It reads, and writes more than one thing. */
function isMixed(effects: readonly DataEffect[]): boolean {
  const writes = effects.filter(({ operation }) => operation.does !== "read");
  return writes.length > 1 && writes.length < effects.length;
}

const joining = /^(?:Promise\.\w+|pMap)$/;
/** Of a transaction, a session, a connection, or of rows that were read. */
const about =
  /^(?:commit|rollback|release|begin|start|end|connect|close|abort|populate|exec|lean|toJSON|json|text|map|forEach|reduce|filter|then|catch|resolve|all|allSettled)(?:Transaction|Session|Series)?$/;

function waits(names: Names, { code, f }: FunctionRef, span: Span, except?: RegExp): boolean {
  const effects = dataEffectsOf(names);
  const events = new Set(effects.eventsOf(code, f).flatMap((event) => (effects.ofEvent({ code, f }, event).length > 0 ? [chainOf(code, event.call)] : [])));
  return code.summary.calls.some((call) => {
    const expr = code.expr(call);
    if (expr.k !== "call" || !isWithin(expr, span) || chainOf(code, call) !== call || events.has(call)) return false;
    if (!isAwaited(code, call)) return false;
    const callee = code.text.slice(code.expr(expr.c).s, code.expr(expr.c).e);
    if (joining.test(callee) || about.test(code.calleeName(expr.c) ?? "") || except?.test(code.calleeName(expr.c) ?? "")) return false;
    return ![...events].some((event) => code.expr(event).s === expr.s || isWithin(code.expr(event), code.expr(expr.c)));
  });
}
