import type { ExprId, FnId, Span } from "#syntax/summary";
import { pointOf } from "./call-sites.ts";
import { findAllCalls } from "./callers.ts";
import { mayBeBound } from "./bound-classes.ts";
import { ClientIdentity } from "./client-identity.ts";
import { CapableLibraries } from "./capable-libraries.ts";
import type { Code } from "./code.ts";
import { areExclusive, enclosing, isInside, regionsOf } from "./control.ts";
import { type DataEffect, type DataEffects, type DataEvent, dataEffectsOf } from "./data-effects.ts";
import { isLossyText } from "./lossy-writes.ts";
import { isLossy } from "./lossy-operations.ts";
import type { Names } from "./names.ts";
import { isNeverReached } from "./never-given.ts";
import { isOneOffFile, isStartUp, runsOnLoad, servesSeeding } from "./one-off-code.ts";
import { servesOneOffPrograms } from "./one-off-programs.ts";
import { outsideWorksOf, runsNow } from "./outside-work.ts";
import { healsByRepeating } from "./repeats.ts";
import type { Step } from "./step.ts";
import { isCaughtOnTheWay, isLetGo, isUnawaited } from "./unawaited.ts";
import { isListed } from "./write-kinds.ts";
import { namesOfPair, stepsOfPair } from "./pair-route.ts";
import { isBestEffort, nameOf, type Unit, WritePairs } from "./write-pairs.ts";

/** Two writes of one function that only make sense together, with nothing that holds them together. */
export interface NeedProblem {
  readonly span: Span;
  readonly steps: readonly Step[];
  readonly data: Readonly<Record<string, string>>;
  /** Whoever gets an error may simply do it again, and that makes it whole. */
  readonly heals: boolean;
}

const mostUnits = 12;

const finding = /(?:get|find|fetch|load|create)\w*Or(?:Create|Get|Find|Update|Insert)|ensure|upsert/i;
const lossyName = /session|visit|token|otp\b|errors?\b|acquire|\block|lease/i;
/** Answers which functions write twice where one transaction should hold both writes. */
export class TransactionNeeds {
  readonly #names: Names;
  readonly #effects: DataEffects;
  readonly #identity: ClientIdentity;
  readonly #pairs: WritePairs;
  readonly #capable: CapableLibraries;
  readonly #memo = new WeakMap<Code, readonly NeedProblem[]>();

  constructor(names: Names) {
    this.#names = names;
    this.#effects = dataEffectsOf(names);
    this.#identity = new ClientIdentity(names);
    this.#capable = new CapableLibraries(this.#effects);
    this.#pairs = new WritePairs(this.#effects, outsideWorksOf(names));
  }

  in(code: Code): readonly NeedProblem[] {
    let found = this.#memo.get(code);
    if (!found) this.#memo.set(code, (found = this.#search(code)));
    return found;
  }

  #search(code: Code): readonly NeedProblem[] {
    if (isOneOffFile(code.path)) return [];
    const pairs = new Map<string, NeedProblem>();
    // Inner functions first: what they report, the functions around them need not.
    for (let f = code.summary.functions.length - 1; f > 0; f--) {
      const fn = code.summary.functions[f];
      if (
        !fn ||
        fn.kind === "constructor" ||
        isStartUp(fn.n) ||
        /without_?transaction/i.test(fn.n) ||
        servesSeeding(code, f) ||
        beginning.test(code.text.slice(fn.s, fn.e))
      )
        continue;
      const problem = this.#problemIn(code, f);
      if (problem) pairs.set(`${problem.span.s}`, problem);
    }
    if (pairs.size > 0 && servesOneOffPrograms(this.#names, code)) return [];
    return [...pairs.values()].sort((a, b) => a.span.s - b.span.s);
  }

  /** The first two writes that belong together; those that nobody can make up for by doing all of it again go before those that heal so. */
  #problemIn(code: Code, f: FnId): NeedProblem | undefined {
    const events = this.#effects.eventsOf(code, f);
    if (events.length < 2) return undefined;
    const units = events.flatMap((event) => this.#unitOf(code, f, event) ?? []).slice(0, mostUnits);
    let healing: NeedProblem | undefined;
    for (const [index, second] of units.entries()) {
      for (const first of units.slice(0, index)) {
        const shared = this.#belongTogether(code, first, second);
        if (shared === undefined) continue;
        const before = units.slice(0, index).filter(({ event }) => !areExclusive(code, event.call, second.event.call));
        const heals = healsByRepeating(this.#effects, code, f, before, [first, second]);
        if (heals && healing) continue;
        if (this.#isHeld(code, f) || this.#undoes(code, f) || runsOnLoad(this.#names, code, f)) return undefined;
        if (isNeverReached(this.#names, code, second.event.call)) continue;
        if (!heals) return this.#problemOf(code, first, second, shared, heals);
        healing = this.#problemOf(code, first, second, shared, heals);
      }
    }
    return healing;
  }

  #problemOf(code: Code, first: Unit, second: Unit, shared: string, heals: boolean): NeedProblem {
    const span = pointOf(code, second.event.call);
    return { span, steps: stepsOfPair(this.#names, code, first, second), data: { ...namesOfPair(code, first, second), shared }, heals };
  }

  /** An event that writes on a client, outside of any transaction. */
  #unitOf(code: Code, f: FnId, event: DataEvent): Unit | undefined {
    if (
      this.#isInTransaction(code, event.call) ||
      lossyName.test(nameOf(code, event)) ||
      (event.k === "call" && (finding.test(nameOf(code, event)) || isLossyText(nameOf(code, event)))) ||
      (event.k === "call" && isStarted(code, event.call)) ||
      isListed(code, event)
    )
      return undefined;
    const outer = runsAround(code, f);
    if (enclosing(code, event.call, "catch", outer) || enclosing(code, event.call, "finally", outer) || isBestEffort(code, event.call)) return undefined;
    const writes = this.#effects.ofEvent({ code, f }, event).filter(({ operation }) => operation.does === "write" || operation.does === "flush");
    const first = writes[0];
    // A callee that opens a transaction holds its own writes; one that is handed something may be in one already.
    if (!first || writes.some(({ roots, transaction }) => transaction !== undefined || roots.length === 0 || roots.some((root) => root.k !== "client")))
      return undefined;
    // What a callee only does sometimes (find or create) need not be taken back.
    if (!isCertain(first) || isCaughtOnTheWay(first)) return undefined;
    // A store that somebody makes on a transaction holds its writes together where that matters.
    if (writes.some((effect) => mayBeBound(this.#names, effect.operation))) return undefined;
    const { operation } = first;
    if (isLossy(this.#names, operation) || !this.#capable.has(operation.library) || this.#identity.isAmbient(operation.library)) return undefined;
    return { event, effect: first, writes };
  }

  #belongTogether(code: Code, first: Unit, second: Unit): string | undefined {
    const { library } = second.effect.operation;
    if (first.effect.operation.library !== library) return undefined;
    const [rootA] = first.effect.roots;
    const [rootB] = second.effect.roots;
    if (!rootA || !rootB || !this.#identity.isSame(rootA, rootB, library)) return undefined;
    return this.#pairs.sharedBy(code, first, second);
  }

  /** Everything about it runs in a transaction already: the function is called inside of one, here or further out. */
  #isHeld(code: Code, f: FnId, depth = 0): boolean {
    if (this.#effects.transactionsIn(code).some((use) => use.f !== undefined && isInside(code, f, use.f))) return true;
    if (depth > 2) return false;
    // `delete` of something unknown is more likely the library's than ours.
    const isCommon = this.#names.project.catalog.data.operationMethods.has(code.summary.functions[f]?.n ?? "");
    return findAllCalls(this.#names, code, f).some(({ code: other, call, certain }) => {
      const expr = other.expr(call);
      if (isCommon && !certain) return false;
      return (
        expr.k === "call" &&
        (this.#isInTransaction(other, call) || (expr.fn !== 0 && !(other === code && expr.fn === f) && this.#isHeld(other, expr.fn, depth + 1)))
      );
    });
  }

  #isInTransaction(code: Code, call: ExprId): boolean {
    const { s, e } = code.expr(call);
    return this.#effects.transactionsIn(code).some((use) => {
      const around = code.expr(use.call);
      return (around.s <= s && e <= around.e) || (use.fact.form === "begin" && around.k === "call" && isSameFunction(code, call, around.fn));
    });
  }

  /** A `catch` that writes takes back by hand what was done. */
  #undoes(code: Code, f: FnId): boolean {
    return this.#effects.eventsOf(code, f).some((event) => {
      if (!enclosing(code, event.call, "catch", f)) return false;
      return this.#effects.ofEvent({ code, f }, event).some(({ operation }) => operation.does === "write");
    });
  }
}

/** A call that the function does not wait for: what it writes comes later, and apart. */
function isStarted(code: Code, call: ExprId): boolean {
  const expr = code.expr(call);
  return isLetGo(code, call) || (expr.k === "call" && isUnawaited(code, call, expr.fn));
}

/** A transaction is begun by hand; whether it holds is asked elsewhere (`pool-transactions.ts`). */
const beginning = /\(\s*["'`](?:BEGIN|START TRANSACTION)\b/i;

const conditional = new Set(["then", "else", "case", "loop", "catch"]);

/** Whether the callees on the way always get to the write. */
function isCertain({ operation, calls }: DataEffect): boolean {
  const inner = [...calls.slice(1), ...(calls.length > 0 ? [{ code: operation.code, call: operation.call }] : [])];
  return inner.every(
    ({ code, call }) => regionsOf(code, call).every((id) => !conditional.has(code.summary.regions[id]?.k ?? "")) && !returnsBefore(code, call),
  );
}

function isSameFunction(code: Code, call: ExprId, f: FnId): boolean {
  const expr = code.expr(call);
  return expr.k === "call" && isInside(code, expr.fn, f);
}

/** The function that a callback runs in, while that runs: `await Promise.all(loans.map(async (loan) => …))`. */
function runsAround(code: Code, f: FnId): FnId {
  let at = f;
  while (at !== 0 && runsNow(code, at)) at = code.summary.functions[at]?.parent ?? 0;
  return at;
}

/** `if (found) return found;` before a call: it is not always reached. */
function returnsBefore(code: Code, call: ExprId): boolean {
  const expr = code.expr(call);
  if (expr.k !== "call" && expr.k !== "tag") return false;
  return code.summary.regions.some((region) => region.fn === expr.fn && region.exits === "return" && region.e <= expr.s && conditional.has(region.k));
}

const known = new WeakMap<Names, TransactionNeeds>();

/** Where transactions are missing in a project. */
export function transactionNeedsOf(names: Names): TransactionNeeds {
  let needs = known.get(names);
  if (!needs) known.set(names, (needs = new TransactionNeeds(names)));
  return needs;
}
