import { libraryIterators } from "#catalog/iterators";
import type { ExprId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Iteration } from "./control.ts";
import { type DataEffect, dataEffectsOf, type FunctionRef } from "./data-effects.ts";
import { type Operation, operationsIn } from "./data-operations.ts";
import { isLeftBehind } from "./left-behind.ts";
import { isForListedOnly } from "./listed-elements.ts";
import { lazyReadsIn } from "./lazy-reads.ts";
import { goesThrough } from "./loop-bounds.ts";
import { isBusiness, isLeftToItself, standsAlone, type Turn } from "./loop-business.ts";
import { batchFormOf } from "./loop-forms.ts";
import { asksByGroup } from "./loop-groups.ts";
import { isLeftToJob, isWaitedFor } from "./loop-jobs.ts";
import { takesTurns } from "./loop-purpose.ts";
import { headOf, headOfFunction, nameOf, pointOf, roundName, stepsOf } from "./loop-route.ts";
import { endsRound, isBatched, isFragment, isOneOfItsKind, isRememberedOnTheWay } from "./loop-once.ts";
import { firstQuery, isQuery, tellingQuery } from "./loop-told.ts";
import { isWayOut } from "./loop-ways-out.ts";
import { type KeyColumn, keyColumnOf } from "./loop-key-column.ts";
import type { Names } from "./names.ts";
import { isPartOfOneOff, servesOneOffPrograms } from "./one-off-programs.ts";
import { runsAtStart } from "./run-times.ts";
import { resolverOfField } from "./resolver-fields.ts";
import { iterators, roundsAround } from "./rounds-around.ts";
import type { Step } from "./step.ts";
import { perFile } from "./per-file.ts";

/** A query that runs once for each element of something. */
export interface LoopQuery {
  /** What repeats it: a loop, a callback of `map` and the like, or a GraphQL server that resolves a field of each parent. */
  readonly repeats: "loop" | "callback" | "resolver";
  readonly does: "read" | "write";
  /** Ordered writes on one transaction, what runs once when the program starts, or a part of what a request does for each element. */
  readonly mild: boolean;
  /** Each turn is a piece of work of its own, of which nobody can name a batch form; a request waits for all of them. */
  readonly isPart: boolean;
  /** Nothing of the element goes into it: it asks the same in every turn. */
  readonly isSame: boolean;
  /** Of a read, the column a list of what the elements say would be compared with. */
  readonly key: KeyColumn;
  /** The query, or the call that leads to it. */
  readonly span: Span;
  /** The call in this file. */
  readonly call: ExprId;
  readonly operation: Operation;
  readonly iteration?: Iteration;
  /** From the loop through helpers to the query. */
  readonly steps: readonly Step[];
}

/** Queries of a file that run once per element: at most one for each loop, the first that reads before those that write. */
export const loopQueries = perFile((names, code): readonly LoopQuery[] => (mayRepeat(names, code) ? search(names, code) : []));

/** Cheap tests first: a library that queries, and something in the file that goes round. */
function mayRepeat(names: Names, code: Code): boolean {
  if (!queries(names)) return false;
  return (
    code.summary.regions.some((region) => region.k === "loop") ||
    iterators.some((name) => code.callsByName.has(name)) ||
    importsIterators(code) ||
    /resolve/i.test(code.text)
  );
}

function importsIterators(code: Code): boolean {
  return code.summary.imports.some(({ specifier }) => Object.hasOwn(libraryIterators, specifier));
}

const querying = new WeakMap<Names, boolean>();

function queries(names: Names): boolean {
  let answer = querying.get(names);
  if (answer === undefined) {
    const { dependencies, libraries } = names.project;
    answer = dependencies.size === 0 || libraries.some(({ data }) => data?.operations);
    querying.set(names, answer);
  }
  return answer;
}

function search(names: Names, code: Code): readonly LoopQuery[] {
  const byLoop = new Map<string, LoopQuery>();
  const operations = new Map([...operationsIn(names, code), ...lazyReadsIn(names, code)].map((operation) => [operation.call, operation]));
  for (const call of new Set([...code.summary.calls, ...operations.keys()])) {
    const found = ofCall(names, code, call, operations.get(call)) ?? ofReference(names, code, call);
    if (!found) continue;
    const key = String(found.iteration?.region?.s ?? found.iteration?.call ?? -1);
    const first = byLoop.get(key);
    if (!first || rankOf(found) > rankOf(first)) byLoop.set(key, found);
  }
  if (byLoop.size > 0 && servesOneOffPrograms(names, code)) return [];
  const found = [...byLoop.values()].filter(({ call }) => !isPartOfOneOff(names, code, call) && !isLeftBehind(names, code, call));
  return [...found, ...resolvers(names, code)].sort((a, b) => a.span.s - b.span.s);
}

function rankOf({ mild, isPart, does }: LoopQuery): number {
  if (isPart) return does === "read" ? 1 : 0;
  return (mild ? 2 : 4) + (does === "read" ? 1 : 0);
}

/** A query, or a call of ours that leads to one, inside a loop. */
function ofCall(names: Names, code: Code, call: ExprId, operation: Operation | undefined): LoopQuery | undefined {
  const expr = code.expr(call);
  if (expr.k !== "call" && expr.k !== "tag" && !operation) return undefined;
  const around = roundsAround(names, code, call);
  if (around.length === 0) return undefined;
  const iteration = countingRound(names, code, around);
  if (!iteration || endsRound(code, call, iteration) || (operation && (isOneOfItsKind(names, operation, iteration) || isFragment(names, operation))))
    return undefined;
  const effects = operation ? dataEffectsOf(names).ofEvent({ code, f: operation.fn }, { k: "operation", call, operation }) : calledEffects(names, code, call);
  const effect = operation ? effects.find((item) => isQuery(names, item.operation)) : firstQuery(names, effects);
  const turn = effect && { code, call, iteration, round: roundOf(code, call, iteration), effect, effects };
  const cost = turn && costOf(names, turn);
  return cost && toQuery(names, turn, cost, expr, { code, span: headOf(code, iteration), message: roundName(code, iteration) });
}

/** What is done for one element; a function that is handed over by name has no body here. */
function roundOf(code: Code, call: ExprId, { region, f }: Iteration): Span {
  return region ? { s: region.g, e: region.e } : ((f === undefined ? undefined : code.summary.functions[f]) ?? code.expr(call));
}

/** `queries` that one would do for, the `same` query each time, or a piece of `work` for each. */
type Cost = "queries" | "same" | "work";

/** What the rounds cost: queries that one would do for, or a piece of work for each that a request waits for; nothing where they are meant to be. */
function costOf(names: Names, turn: Turn): Cost | undefined {
  if (isBatched(turn.code, turn.iteration, turn.effect) || isRememberedOnTheWay(names, turn.effect)) return undefined;
  if (isWayOut(turn) || isLeftToItself(turn) || isForListedOnly(names, turn) || takesTurns(names, turn)) return undefined;
  const form = batchFormOf(names, turn);
  if (form === "none" || asksByGroup(names, turn)) return undefined;
  if (form !== "entangled" && !isBusiness(names, turn)) return isLeftToJob(names, turn) ? undefined : form === "same" ? "same" : "queries";
  return !standsAlone(turn) && isWaitedFor(names, turn.code, turn.call) ? "work" : undefined;
}

/** `loans.map(this.findBook)`: the function is handed over by name. */
function ofReference(names: Names, code: Code, call: ExprId): LoopQuery | undefined {
  const expr = code.expr(call);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  const handed = expr.k === "call" ? expr.args[0] : undefined;
  if (callee?.k !== "member" || !iterators.includes(callee.p) || handed === undefined) return undefined;
  if (code.expr(handed).k !== "name" && code.expr(handed).k !== "member") return undefined;
  const iteration: Iteration = { kind: "callback", o: callee.o, call };
  const target = onlyFunction(names, code, handed);
  if (!target || goesThrough(names, code, iteration) !== "elements") return undefined;
  const effects = dataEffectsOf(names).of(target);
  const effect = firstQuery(names, effects);
  const turn = effect && { code, call, iteration, round: code.expr(call), handed: target, effect, effects };
  const cost = turn && costOf(names, turn);
  return cost && toQuery(names, turn, cost, code.expr(handed), { code, span: code.expr(handed), message: `runs ${nameOf(target)} for each element` });
}

function toQuery(names: Names, turn: Turn, cost: Cost, span: Span, first: Step): LoopQuery {
  const { code, call, iteration } = turn;
  const effect = cost === "queries" ? tellingQuery(names, turn) : turn.effect;
  const { operation } = effect;
  const does = operation.does === "read" ? "read" : "write";
  return {
    repeats: iteration.kind,
    does,
    mild: cost === "work" || (does === "write" && isHandled(effect)) || runsAtStart(code, call),
    isPart: cost === "work",
    isSame: cost === "same",
    key: does === "read" ? keyColumnOf(names, { ...turn, effect }) : undefined,
    span: pointOf(code, span),
    call,
    operation,
    iteration,
    steps: [first, ...stepsOf(effect)],
  };
}

function isHandled({ roots, transaction }: DataEffect): boolean {
  return transaction !== undefined || roots.some((root) => root.k === "handle");
}

function calledEffects(names: Names, code: Code, call: ExprId): readonly DataEffect[] {
  const expr = code.expr(call);
  const target = expr.k === "call" ? onlyFunction(names, code, expr.c) : undefined;
  return target && expr.k === "call" ? dataEffectsOf(names).ofEvent({ code, f: expr.fn }, { k: "call", call, target }) : [];
}

function onlyFunction(names: Names, code: Code, id: ExprId): FunctionRef | undefined {
  const targets = names.denote(code, id);
  const target = targets.length === 1 ? targets[0] : undefined;
  return target?.k === "function" ? { code: target.code, f: target.f } : undefined;
}

/** The innermost round of unknown length; what lies in a round of a few constants may lie in another one. */
function countingRound(names: Names, code: Code, around: readonly Iteration[]): Iteration | undefined {
  for (const iteration of around) {
    const verdict = goesThrough(names, code, iteration);
    if (verdict === "elements") return iteration;
    if (verdict !== "constants") return undefined;
  }
  return undefined;
}

function* resolvers(names: Names, code: Code): Iterable<LoopQuery> {
  for (const f of code.summary.functions.keys()) {
    const field = resolverOfField(names, code, f);
    const effect = field && firstQuery(names, dataEffectsOf(names).of({ code, f }));
    if (!effect || effect.operation.does !== "read" || effect.operation.fact.sameTick) continue;
    const { operation, calls } = effect;
    const call = calls[0]?.call ?? operation.call;
    const steps = [{ code, span: headOfFunction(code, f), message: `resolves \`${field.name}\` of each ${field.parent ?? "parent"}` }, ...stepsOf(effect)];
    yield {
      repeats: "resolver",
      does: "read",
      mild: false,
      isPart: false,
      isSame: false,
      key: undefined,
      span: pointOf(code, code.expr(call)),
      call,
      operation,
      steps,
    };
  }
}
