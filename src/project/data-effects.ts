import type { ExprId, FnId } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import { isInside } from "./control.ts";
import type { Code } from "./code.ts";
import { type Operation, operationsIn } from "./data-operations.ts";
import { lazyReadsIn } from "./lazy-reads.ts";
import { rootsAt } from "./data-roots/handed-paths.ts";
import { DataRoots, type Root } from "./data-roots.ts";
import type { Names } from "./names.ts";
import { type TransactionUse, TransactionUses } from "./transaction-uses.ts";

/** A function of ours. */
export interface FunctionRef {
  readonly code: Code;
  readonly f: FnId;
}

/** What a function does itself, in source order; callbacks written inside it count as its own. */
export type DataEvent =
  | { readonly k: "operation"; readonly call: ExprId; readonly operation: Operation }
  /** A call of exactly one function of ours. */
  | { readonly k: "call"; readonly call: ExprId; readonly target: FunctionRef };

/** An operation a function causes, itself or through the functions it calls. */
export interface DataEffect {
  readonly operation: Operation;
  /** Where it runs, seen from the function: `param` is a parameter of that function. */
  readonly roots: readonly Root[];
  /** It runs in a transaction that the function, or one it calls, opens. */
  readonly transaction?: TransactionUse;
  /** The calls on the way, outermost first; empty for what the function does itself. */
  readonly calls: readonly { readonly code: Code; readonly call: ExprId; readonly target: FunctionRef }[];
}

const mostEffects = 60;
const mostCalls = 6;

/** Answers what functions do to databases, followed through calls, across files and injection. What is unknown does nothing. */
export class DataEffects {
  readonly names: Names;
  readonly roots: DataRoots;
  readonly #events = new WeakMap<Code, ReadonlyMap<FnId, readonly DataEvent[]>>();
  readonly #effects = new WeakMap<Code, Map<FnId, readonly DataEffect[]>>();
  readonly #uses: TransactionUses;
  readonly #open = new Set<string>();

  constructor(names: Names) {
    this.names = names;
    this.roots = new DataRoots(names);
    this.#uses = new TransactionUses(names, this.roots);
  }

  /** Transactions that are opened in a file: callbacks, beginnings, batches. */
  transactionsIn(code: Code): readonly TransactionUse[] {
    return this.#uses.in(code);
  }

  /** What a transaction was opened on. */
  openedOn(use: TransactionUse): readonly Root[] {
    return this.#uses.clientsOf(use);
  }

  eventsOf(code: Code, f: FnId): readonly DataEvent[] {
    let events = this.#events.get(code);
    if (!events) this.#events.set(code, (events = this.#findEvents(code)));
    return events.get(f) ?? [];
  }

  /** All operations a function causes; at most 60, through at most six calls. */
  of({ code, f }: FunctionRef, depth = 0): readonly DataEffect[] {
    let memo = this.#effects.get(code);
    if (!memo) this.#effects.set(code, (memo = new Map()));
    const known = memo.get(f);
    if (known) return known;
    const key = `${code.path}:${f}`;
    if (depth > mostCalls || this.#open.has(key)) return [];
    this.#open.add(key);
    const found = this.eventsOf(code, f)
      .flatMap((event) => this.ofEvent({ code, f }, event, depth))
      .slice(0, mostEffects);
    this.#open.delete(key);
    if (this.#open.size === 0) memo.set(f, found);
    return found;
  }

  /** Operations one event of a function causes. */
  ofEvent({ code, f }: FunctionRef, event: DataEvent, depth = 0): readonly DataEffect[] {
    if (event.k === "operation") return [this.#settled({ operation: event.operation, roots: this.roots.ofOperation(event.operation), calls: [] }, code, f)];
    const expr = code.expr(event.call);
    const args = expr.k === "call" || expr.k === "new" ? expr.args : [];
    return this.of(event.target, depth + 1).map((effect) => {
      const roots = effect.roots.flatMap((root) => this.#fromCaller(root, event.target, code, args));
      return this.#settled({ ...effect, roots, calls: [{ code, call: event.call, target: event.target }, ...effect.calls] }, code, f);
    });
  }

  /** A parameter is what the caller hands over; what is not handed over is nothing. */
  #fromCaller(root: Root, target: FunctionRef, code: Code, args: readonly ExprId[]): readonly Root[] {
    if (root.k !== "param" || root.code !== target.code || root.f !== target.f) return [root];
    const spread = args.findIndex((argument) => code.expr(argument).k === "spread");
    if (spread !== -1 && spread <= root.i) return [{ k: "unknown" }];
    return rootsAt(this.roots, code, args[root.i], root.path);
  }

  /** A transaction the function opens itself ends with it: seen from outside the operation runs on the opener's client. */
  #settled(effect: DataEffect, code: Code, f: FnId): DataEffect {
    const own = effect.roots.find((root) => root.k === "handle" && root.code === code && isInside(code, root.f, f) && root.f !== f);
    const use = own?.k === "handle" ? this.transactionsIn(code).find((item) => item.call === own.opener) : undefined;
    if (own?.k !== "handle") return effect;
    const roots = use ? this.openedOn(use) : [{ k: "unknown" as const }];
    return { ...effect, roots, ...(use && { transaction: effect.transaction ?? use }) };
  }

  #findEvents(code: Code): ReadonlyMap<FnId, readonly DataEvent[]> {
    const events = new Map<FnId, DataEvent[]>();
    const add = (fn: FnId, event: DataEvent): void => {
      for (let f = fn; ; f = code.summary.functions[f]?.parent ?? 0) {
        const list = events.get(f);
        if (list) list.push(event);
        else events.set(f, [event]);
        // A callback belongs to the function around it; a function with a name of its own does what it does when it is called.
        if (f === 0 || !callbackUse(code, f)) return;
      }
    };
    const operations = new Map(operationsIn(this.names, code).map((operation) => [operation.call, operation]));
    for (const call of code.summary.calls) {
      const expr = code.expr(call);
      const operation = operations.get(call);
      if (operation) add(operation.fn, { k: "operation", call, operation });
      if (expr.k !== "call" || operation) continue;
      const targets = this.names.denote(code, expr.c);
      const target = targets.length === 1 ? targets[0] : undefined;
      if (target?.k === "function") add(expr.fn, { k: "call", call, target: { code: target.code, f: target.f } });
    }
    for (const operation of lazyReadsIn(this.names, code)) add(operation.fn, { k: "operation", call: operation.call, operation });
    return events;
  }
}

const known = new WeakMap<Names, DataEffects>();

/** The data effects of a project. */
export function dataEffectsOf(names: Names): DataEffects {
  let effects = known.get(names);
  if (!effects) known.set(names, (effects = new DataEffects(names)));
  return effects;
}
