import type { ExprId, FnId, Span } from "#syntax/summary";
import { pointOf } from "./call-sites.ts";
import { ClientIdentity } from "./client-identity.ts";
import type { Code } from "./code.ts";
import { enclosing } from "./control.ts";
import { type DataEffect, type DataEffects, type DataEvent, dataEffectsOf } from "./data-effects.ts";
import type { Root } from "./data-roots.ts";
import { isFoundOrMade, isMadeInPlace } from "./found-or-made.ts";
import { type HandleEdit, handleEdit } from "./handle-edits.ts";
import { isLossyText } from "./lossy-writes.ts";
import type { Names } from "./names.ts";
import { OutsideWorks } from "./outside-work.ts";
import type { Step } from "./step.ts";
import type { TransactionUse } from "./transaction-uses.ts";
import { dropOf, isMadeIfMissing, mendsWhatIsMade } from "./transaction-drops.ts";
import { isHanded, isHandedAfter, isTaken, mayJoin } from "./transaction-joins.ts";
import { missedBy } from "./transaction-reads.ts";
import { isLockOnly, isMeantOutside, isToldNone, pointsOf } from "./transaction-ways.ts";
import { parallelIn, runsInside, slowIn } from "./transaction-waits.ts";
import { isLetGo, isSwallowed } from "./unawaited.ts";
import { tableOf } from "./write-kinds.ts";

/** Something that a transaction does not hold, or should not wait for. */
export interface EscapeProblem {
  readonly kind: "outerClient" | "outerRead" | "earlyRead" | "outerCallee" | "droppedHandle" | "parallelStatements" | "slowWork";
  readonly span: Span;
  readonly steps: readonly Step[];
  readonly data: Readonly<Record<string, string>>;
  /** What hands the transaction over, or uses it. */
  readonly edit?: HandleEdit;
}

/** A stretch of code that runs in a transaction. */
export interface Inside {
  readonly use: { readonly code: Code; readonly call: ExprId; readonly library: string; readonly serial: boolean; readonly contextual?: boolean };
  /** Function whose events are meant, and which of them. */
  readonly f: FnId;
  readonly holds: (call: ExprId) => boolean;
  /** What the transaction was opened on. */
  readonly clients: readonly Root[];
  readonly handle?: string;
  /** Whether a root is this transaction. */
  readonly isHandle: (root: Root) => boolean;
}

/** Reads that are meant to go elsewhere. */
const meantElsewhere = /replica|read_?only/i;

const migrating = /(?:^|[/._-])(?:migrations?|seeds?|seeders?)(?:[/._-]|$)/i;

/** Answers what leaves a transaction. */
export class TransactionEscapes {
  readonly effects: DataEffects;
  readonly identity: ClientIdentity;
  readonly #names: Names;
  readonly #outside: OutsideWorks;
  readonly #memo = new WeakMap<Code, readonly EscapeProblem[]>();

  constructor(names: Names) {
    this.#names = names;
    this.effects = dataEffectsOf(names);
    this.identity = new ClientIdentity(names);
    this.#outside = new OutsideWorks(names, true);
  }

  in(code: Code): readonly EscapeProblem[] {
    let found = this.#memo.get(code);
    if (!found) this.#memo.set(code, (found = distinct(this.insides(code).flatMap((inside) => this.#problemsIn(code, inside)))));
    return found;
  }

  /** The stretches of a file that run in a transaction with a handle. */
  insides(code: Code): readonly Inside[] {
    return this.effects.transactionsIn(code).flatMap((use): readonly Inside[] => {
      const inside = use.fact.form === "callback" ? this.#callback(code, use) : use.fact.form === "begin" ? this.#begun(code, use) : undefined;
      return inside ? [inside] : [];
    });
  }

  #callback(code: Code, use: TransactionUse): Inside | undefined {
    const { f, fact } = use;
    const handle = f === undefined || fact.handle === undefined ? undefined : code.summary.functions[f]?.params[fact.handle];
    if (f === undefined || fact.handle === undefined) return undefined;
    return {
      use: { code, call: use.call, library: libraryOf(use.api), serial: fact.serial ?? false, contextual: fact.contextual ?? false },
      f,
      holds: () => true,
      clients: this.effects.openedOn(use),
      ...(handle?.n !== undefined && { handle: handle.n }),
      isHandle: (root) => root.k === "handle" && root.code === code && root.f === f,
    };
  }

  /** `const trx = await knex.transaction()` … `trx.commit()`: what stands between, in the order of the text. */
  #begun(code: Code, use: TransactionUse): Inside | undefined {
    const expr = code.expr(use.call);
    const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
    if (expr.k !== "call" || callee?.k !== "member" || expr.fn === 0) return undefined;
    const handles: readonly Root[] = use.fact.on === "result" ? [{ k: "made", code, call: use.call }] : this.effects.roots.of(code, callee.o);
    const made = handles.length === 1 && handles[0]?.k === "made" && handles[0].code === code ? handles[0] : undefined;
    if (!made) return undefined;
    const isHandle = (root: Root): boolean => root.k === "made" && root.code === code && root.call === made.call;
    const end = Math.min(
      ...(use.fact.commit ?? [])
        .flatMap((name) => code.callsByName.get(name) ?? [])
        .flatMap((call) => {
          const other = code.expr(call);
          const target = other.k === "call" ? code.expr(other.c) : undefined;
          const isEnd = other.s > expr.e && target?.k === "member" && this.effects.roots.of(code, target.o).some(isHandle);
          return isEnd ? [other.s] : [];
        }),
    );
    // Where it ends is not known: another function ends it.
    if (end === Infinity) return undefined;
    return {
      use: { code, call: use.call, library: libraryOf(use.api), serial: use.fact.serial ?? false },
      f: expr.fn,
      holds: (call) => code.expr(call).s > expr.e && code.expr(call).e < end,
      clients: this.#openedOn(code, made.call),
      isHandle,
    };
  }

  #openedOn(code: Code, call: ExprId): readonly Root[] {
    const expr = code.expr(call);
    const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
    if (callee?.k === "member") return this.effects.roots.of(code, callee.o);
    const first = expr.k === "call" ? expr.args[0] : undefined;
    return first === undefined ? [] : this.effects.roots.of(code, first);
  }

  #problemsIn(code: Code, inside: Inside): readonly EscapeProblem[] {
    const events = this.effects.eventsOf(code, inside.f).filter((event) => inside.holds(event.call) && this.#isReached(code, event, inside.f));
    const isFree = this.identity.carriesAll(inside.use) || isLockOnly(this.effects, code, inside);
    const escapes = isFree ? [] : events.flatMap((event) => this.#escapeOf(code, event, inside) ?? []);
    return [...escapes, ...parallelIn(this.effects, code, events, inside), ...slowIn(this.#outside, this.effects, code, events, inside)];
  }

  /** Runs while the transaction is open; what a `catch` does is done because it failed. */
  #isReached(code: Code, event: DataEvent, f: FnId): boolean {
    if (enclosing(code, event.call, "catch", f)) return false;
    return runsInside(code, event.call, f);
  }

  #escapeOf(code: Code, event: DataEvent, inside: Inside): EscapeProblem | undefined {
    if (event.k === "call" && (this.#isBound(code, event.call) || isParameter(code, event.call))) return undefined;
    // Meant to run beside it, or not to matter.
    if (isLetGo(code, event.call) || isSwallowed(code, event.call, inside.f, inside.use.call)) return undefined;
    if (event.k === "operation" && (isHanded(this.effects, event.operation, inside) || isTaken(this.effects, event.operation, inside))) return undefined;
    if (event.k === "operation" && isMadeInPlace(this.effects, event.operation, inside)) return undefined;
    const effect = this.effects
      .ofEvent({ code, f: inside.f }, event)
      .find((item) => this.#isOuter(item, inside) && !mayJoin(this.effects, item, inside) && !this.#isMeant(code, event, item, inside));
    const missed = effect?.operation.does === "read" ? missedBy(this.effects, code, effect.operation, inside) : "written";
    if (!effect || !missed) return undefined;
    const { operation } = effect;
    const opened: Step = { code: inside.use.code, span: pointOf(inside.use.code, inside.use.call), message: "opens the transaction" };
    const way = effect.calls.map((item): Step => ({ code: item.code, span: item.code.expr(item.call), message: `calls ${nameOf(item)}` }));
    const last: Step = {
      code: operation.code,
      span: pointOf(operation.code, operation.call),
      message: `${operation.does === "read" ? "reads" : "writes"} outside of it`,
    };
    const base = { span: pointOf(code, event.call), steps: [opened, ...way, last] };
    const data = { call: shortText(code, event.call), handle: inside.handle === undefined ? "the handle of the transaction" : `\`${inside.handle}\`` };
    const edit = handleEdit(this.#names, this.effects, code, event, effect, inside);
    if (event.k === "operation")
      return { kind: operation.does !== "read" ? "outerClient" : missed === "written" ? "outerRead" : "earlyRead", ...base, data, ...(edit && { edit }) };
    const drop = dropOf(this.effects, effect, inside);
    if (drop) return { kind: "droppedHandle", ...base, data: { ...data, inner: shortText(drop.code, drop.call) } };
    return { kind: "outerCallee", ...base, data, ...(edit && { edit }) };
  }

  /** Whether the code says that an effect is no part of the work, or the transaction comes to it after the call. */
  #isMeant(code: Code, event: DataEvent, effect: DataEffect, inside: Inside): boolean {
    if (isMeantOutside(pointsOf(code, inside.f, event, effect))) return true;
    if (effect.calls.length === 0) return false;
    if (isToldNone(this.effects, effect) || isHandedAfter(this.effects, code, event.call, effect, inside) || isFoundOrMade(this.effects, effect, inside))
      return true;
    const isRepeatable = isMadeIfMissing(effect.operation) || mendsWhatIsMade(this.effects, effect);
    return isRepeatable && dropOf(this.effects, effect, inside) !== undefined;
  }

  /** A receiver that was made from a transaction, or that we know nothing about, carries it along. */
  #isBound(code: Code, call: ExprId): boolean {
    const expr = code.expr(call);
    const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
    if (callee?.k !== "member" || code.expr(callee.o).k === "this") return false;
    return this.effects.roots.of(code, callee.o).some((root) => root.k !== "client");
  }

  /** Proven: every place it may run is a client that lives outside, of the same database. */
  #isOuter({ operation, roots, calls }: DataEffect, inside: Inside): boolean {
    const { does, library } = operation;
    if (does !== "write" && does !== "flush" && (does !== "read" || calls.length > 0)) return false;
    // Runs alone, and reads what nobody changes meanwhile.
    if (does === "read" && migrating.test(operation.code.path)) return false;
    const { catalog } = this.#names.project;
    if (catalog.data.familyOf(library) !== catalog.data.familyOf(inside.use.library)) return false;
    if (roots.length === 0 || inside.clients.length === 0 || this.identity.finds(roots, inside.use)) return false;
    if (!roots.every((root) => inside.clients.some((client) => this.identity.isProven(root, client, library)))) return false;
    const text = `${shortText(operation.code, operation.chain)} ${tableOf(operation)}`;
    if (isLossyText(text) || meantElsewhere.test(text) || calls.some((item) => isLossyText(nameOf(item)))) return false;
    return !(calls.length > 0 && enclosing(operation.code, operation.call, "catch"));
  }
}

const known = new WeakMap<Names, TransactionEscapes>();

/** What leaves transactions in a project. */
export function transactionEscapesOf(names: Names): TransactionEscapes {
  let escapes = known.get(names);
  if (!escapes) known.set(names, (escapes = new TransactionEscapes(names)));
  return escapes;
}

function libraryOf(api: string): string {
  return api.slice(0, api.indexOf("#"));
}

/** One call may open a transaction in several ways. */
function distinct(problems: readonly EscapeProblem[]): readonly EscapeProblem[] {
  return [...new Map(problems.map((item) => [`${item.kind}:${String(item.span.s)}`, item])).values()];
}

function nameOf({ code, call, target }: DataEffect["calls"][number]): string {
  const expr = code.expr(call);
  const name = target.code.summary.functions[target.f]?.n ?? (expr.k === "call" ? code.calleeName(expr.c) : undefined);
  return name ? `${name}()` : "a function";
}

/** Whatever callers hand in is judged where they write it. */
function isParameter(code: Code, call: ExprId): boolean {
  const expr = code.expr(call);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  return callee?.k === "name" && code.summary.bindings[callee.b]?.kind === "param";
}

/** What is called, without arguments: `this.prisma.loan.create`. */
function shortText(code: Code, call: ExprId): string {
  const expr = code.expr(call);
  if (expr.k === "tag") return code.text.slice(expr.s, code.expr(expr.tag).e);
  const callee = expr.k === "call" || expr.k === "new" ? code.expr(expr.c) : expr;
  if (callee.k === "function") return "(() => …)()";
  const text = code.text.slice(callee.s, callee.e).replace(/\s+/g, "");
  return text.length > 60 ? `…${text.slice(-50)}` : text;
}
