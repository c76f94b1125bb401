import { escaped } from "#graph/patterns";
import type { ExprId } from "#syntax/summary";
import { callsInChain, chainOf } from "./chains.ts";
import type { Code } from "./code.ts";
import { areExclusive, enclosing, regionsOf } from "./control.ts";
import type { DataEffect, DataEffects, DataEvent } from "./data-effects.ts";
import type { Operation } from "./data-operations.ts";
import { entitiesOf } from "./entities.ts";
import { goesThrough } from "./loop-bounds.ts";
import type { Names } from "./names.ts";
import type { OutsideWorks } from "./outside-work.ts";
import { roundsAround } from "./rounds-around.ts";
import { mayStandAlone } from "./standing-alone.ts";
import { isChronicle } from "./telling-rows.ts";
import { comesFrom, dependsOn, sharedValues } from "./value-dependence.ts";
import { asksElsewhere, isElsewhere, keepsAnswer } from "./work-between.ts";
import { isAtOnce, isLostUnseen, isSalvage, mayEndBetween } from "./write-order.ts";
import { isAbout } from "./write-columns.ts";
import { areSiblings, isSameTable, isStageOf, kindOf, storedBy, subjectOf, type WriteKind } from "./write-kinds.ts";

/** One event of a function that writes, and the first write it leads to. */
export interface Unit {
  readonly event: DataEvent;
  readonly effect: DataEffect;
  /** All that the event writes, `effect` first. */
  readonly writes: readonly DataEffect[];
}

/** Pairs that leave something half done when both are only known to be about the same id: `first second`. */
const halves = new Set(["delete delete", "delete create", "delete update", "update update", "update create", "create update", "update delete"]);
/** Tells of a write that only follows up: what it derives is derived again. */
const followUp =
  /(?:^|[._])(?:clear|clean|prune|purge|sync|refresh|recompute|recalc|reindex|revalidate|invalidate|touch|track|cache|count)(?:$|[A-Z._])|index/i;

/** Code that a queue or a schedule runs, and runs again when it fails. */
const retried = /(?:^|\/)(?:jobs?|cron|workers?|triggers?|queues?|tasks?|workflows?|consumers?|processors?|inngest|trigger\.dev|activities|background)\//i;
/** What is taken from one row and given to another. */
const moved = /(?:^|[._])(?:amount|quantity)$/;

/** Answers what two writes of one function are both about, where the first alone is a state nobody wants. */
export class WritePairs {
  readonly #names: Names;
  readonly #effects: DataEffects;
  readonly #outside: OutsideWorks;

  constructor(effects: DataEffects, outside: OutsideWorks) {
    this.#names = effects.names;
    this.#effects = effects;
    this.#outside = outside;
  }

  /** The name of what the writes share, or `undefined` where they may stand apart. */
  sharedBy(code: Code, first: Unit, second: Unit): string | undefined {
    const a = first.event.call;
    const b = second.event.call;
    // A `try` of its own: that one may fail, and the function knows.
    if (areExclusive(code, a, b) || enclosing(code, a, "try") !== enclosing(code, b, "try")) return undefined;
    // Made only sometimes (find or create): the second write is right without it as well.
    if (this.#isOptional(code, a, b) || !isAtOnce(code, a, b) || !isAtOnce(code, b, a)) return undefined;
    const firstKind = kindOf(this.#names, first.effect.operation);
    const secondKind = kindOf(this.#names, second.effect.operation);
    // What may be repeated is made whole by doing it again.
    if (firstKind === "upsert" || followUp.test(nameOf(code, second.event))) return undefined;
    if (
      isChronicle(this.#names, code, first, second, firstKind, nameOf(code, first.event)) ||
      isChronicle(this.#names, code, second, first, secondKind, nameOf(code, second.event))
    )
      return undefined;
    const isUpdate = secondKind === "update" && firstKind !== "delete";
    // The same row in two stages: what it was in between is meant to be seen.
    if ((isUpdate || /^(?:update|create) delete$/.test(`${firstKind} ${secondKind}`)) && isSameTable(first.effect.operation, second.effect.operation))
      return undefined;
    const shared = this.#isBroughtBy(code, first) ? this.#usedBy(code, first, second, isUpdate) : undefined;
    if (shared === "") return undefined;
    const isRare = this.#isOptional(code, b, a);
    if (isRare && !this.#isForContent(code, b, a)) return undefined;
    const found =
      shared !== undefined && isCreation(firstKind)
        ? shared
        : isRare || mayEndBetween(code, a, b)
          ? undefined
          : this.#halfOf(code, first, second, `${firstKind} ${secondKind}`);
    // What stores a file elsewhere and notes where, cannot be taken back by a transaction.
    const isStored = first.event.k === "call" && (isElsewhere(nameOf(code, first.event)) || this.#outside.ofCall(code, a) !== undefined);
    if (
      found === undefined ||
      isStored ||
      isSalvage(code, a) ||
      (isCreation(firstKind) && isLostUnseen(code, a)) ||
      (isUpdate && keepsAnswer(this.#outside, code, a)) ||
      this.#isMadeOfConstants(code, b, `${firstKind} ${secondKind}`) ||
      asksElsewhere(this.#names, this.#outside, code, a, b)
    )
      return undefined;
    return mayStandAlone(this.#effects, code, { first, second, firstKind, secondKind }) ? undefined : found;
  }

  /** A value the first brought and the second is given; empty where the second only goes on with the first's own row. */
  #usedBy(code: Code, first: Unit, second: Unit, isUpdate: boolean): string | undefined {
    const stored = first.event.k === "operation" ? storedBy(first.event.operation) : [];
    // The same object again: its own next stage.
    if (second.event.k === "operation" && storedBy(second.event.operation).some((b) => stored.includes(b))) return "";
    const used = dependsOn(code, startOf(code, first), first.event.call, endOf(second), stored);
    if (used === undefined || !isUpdate) return used;
    if (isOwnStage(code, first, second, used)) return "";
    const { operation } = second.effect;
    const { s, e } = operation.code.expr(operation.receiver);
    const isOwn = second.event.k === "operation" && (isStageOf(operation, used) || operation.code.text.slice(s, e) === used);
    return isOwn ? "" : used;
  }

  /** Two direct writes about one id. */
  #halfOf(code: Code, first: Unit, second: Unit, kinds: string): string | undefined {
    if (first.event.k !== "operation" || second.event.k !== "operation" || !halves.has(kinds)) return undefined;
    // What brings two things into line goes on from wherever it stands when it is called again.
    if (converges(code, first.event.call)) return undefined;
    // A job is run again until it comes through, and these may be repeated.
    if (retried.test(code.path) && (!kinds.includes("create") || kinds.startsWith("delete"))) return undefined;
    const operations = [first.event.operation, second.event.operation] as const;
    // An id that both only store (who did it) does not make them one thing.
    const isKey = (value: string): boolean =>
      moved.test(value) || operations.some((operation) => kindOf(this.#names, operation) !== "create" && isAbout(operation, value));
    const shared = sharedValues(code, startOf(code, first), endOf(second)).find(isKey);
    const mayStandApart = shared !== undefined && kinds === "delete delete" && (areSiblings(...operations, shared) || this.#goesWith(...operations));
    return mayStandApart ? undefined : shared;
  }

  /** The second delete takes the rows of the first along, in the database: nothing of it is ever half done that doing it again does not end. */
  #goesWith(first: Operation, second: Operation): boolean {
    const [child, parent] = [subjectOf(first), subjectOf(second)];
    const isOf = (name: string | undefined, subject: string): boolean => name?.toLowerCase() === subject;
    return entitiesOf(this.#names).all.some(
      ({ name, library, relations }) =>
        library === first.library && isOf(name, child) && relations.some(({ target, cascades }) => cascades === true && isOf(target, parent)),
    );
  }

  /** A callee's result is what it wrote, or holds it; a result of something else proves nothing. */
  #isBroughtBy(code: Code, { event, effect }: Unit): boolean {
    if (event.k === "operation") return true;
    let from: ExprId | undefined = chainOf(effect.operation.code, effect.operation.call);
    let within = effect.operation.code;
    let call: ExprId = effect.operation.call;
    for (const step of effect.calls.toReversed()) {
      const returns = step.target.code.summary.functions[step.target.f]?.returns ?? [];
      if (within !== step.target.code || from === undefined) return false;
      const start = from;
      const inner = call;
      const text = textAt(code, event.call, code.text.length);
      if (!returns.some((value) => comesFrom(step.target.code, value, start, inner, (name) => text.includes(name)))) return false;
      within = step.code;
      call = step.call;
      from = chainOf(step.code, step.call);
    }
    return within === code;
  }

  /** `reset()`: the rows that take the place of the old ones are written out in the code, and come back whenever it is done again. */
  #isMadeOfConstants(code: Code, second: ExprId, kinds: string): boolean {
    return kinds === "delete create" && roundsAround(this.#names, code, second).some((round) => goesThrough(this.#names, code, round) === "constants");
  }

  /** Whether one call stands in an arm that the other does not stand in. */
  #isOptional(code: Code, call: ExprId, other: ExprId): boolean {
    const around = new Set(regionsOf(code, other));
    return regionsOf(code, call).some((id) => {
      const k = code.summary.regions[id]?.k;
      return !around.has(id) && (k === "then" || k === "else" || k === "case");
    });
  }

  /** Made only when there is something to make: `if (rows.length > 0)`, `if (balance)`. Any other question decides whether it is needed at all. */
  #isForContent(code: Code, call: ExprId, other: ExprId): boolean {
    const around = new Set(regionsOf(code, other));
    return regionsOf(code, call).every((id) => {
      const region = code.summary.regions[id];
      if (around.has(id) || !region || (region.k !== "then" && region.k !== "else" && region.k !== "case")) return true;
      const test = region.o === undefined ? undefined : code.expr(region.o);
      return region.k === "then" && test !== undefined && /^[\w.?]+(?:\.(?:length|size)\s*(?:>|>=|!==?)\s*\d+)?$/.test(code.text.slice(test.s, test.e));
    });
  }
}

/** Text from a call on. */
function textAt(code: Code, call: ExprId, end: number): string {
  return code.text.slice(code.expr(call).e, end);
}

const converging = /^(?:sync|synchroni[sz]e|reconcile|refresh|rebuild|clean_?up|prune|purge|recalc|recompute)|Reconciliation$|Sync$/i;

function converges(code: Code, call: ExprId): boolean {
  const expr = code.expr(call);
  for (let f = expr.k === "call" || expr.k === "tag" ? expr.fn : 0; f !== 0; f = code.summary.functions[f]?.parent ?? 0)
    if (converging.test(code.summary.functions[f]?.n ?? "")) return true;
  return false;
}

/** `const id = await loans.add(…)`, `await loans.update({ id }, …)`: one repository, and the row the first brought. */
function isOwnStage(code: Code, first: Unit, second: Unit, used: string): boolean {
  const expr = code.expr(second.event.call);
  if (first.event.k !== "call" || second.event.k !== "call" || expr.k !== "call" || expr.args[0] === undefined) return false;
  const [from, to] = [first, second].map(({ event }) => nameOf(code, event));
  if (from === undefined || to === undefined || from.replace(/\w+$/, "") !== to.replace(/\w+$/, "") || !/\.(?:update|set|patch|save)\w*$/.test(to))
    return false;
  const { s, e } = code.expr(expr.args[0]);
  return new RegExp(String.raw`^${escaped(used)}(?:\.(?:_?id|uuid))?$|\b_?id\s*:\s*${escaped(used)}\b`).test(code.text.slice(s, e));
}

function isCreation(kind: WriteKind): boolean {
  return kind === "create" || kind === "other";
}

function startOf(code: Code, { event }: Unit): ExprId {
  return event.k === "operation" ? event.operation.chain : chainOf(code, event.call);
}

function endOf({ event }: Unit): ExprId {
  return event.k === "operation" ? event.operation.chain : event.call;
}

/** Its failure is swallowed: `….catch(() => …)`. */
export function isBestEffort(code: Code, call: ExprId): boolean {
  for (const { method } of callsInChain(code, chainOf(code, call))) if (method === "catch") return true;
  return false;
}

/** What an event calls, as it is written, without arguments. */
export function nameOf(code: Code, event: DataEvent): string {
  const expr = code.expr(event.call);
  const callee = expr.k === "call" ? code.expr(expr.c) : expr.k === "tag" ? code.expr(expr.tag) : expr;
  const text = code.text.slice(callee.s, callee.e).replace(/\s+/g, "");
  return text.length > 50 ? `…${text.slice(-45)}` : text;
}
