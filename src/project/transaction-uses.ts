import type { TransactionFact } from "#catalog/facts/data";
import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { isInside } from "./control.ts";
import type { DataRoots, Root } from "./data-roots.ts";
import type { Names } from "./names.ts";

/** A call that opens a transaction, itself or through a function of ours that runs its callback in one. */
export interface TransactionUse {
  readonly code: Code;
  readonly call: ExprId;
  readonly api: string;
  readonly fact: TransactionFact;
  /** Function that runs inside, where it is written out in the call. */
  readonly f?: FnId;
  /** What a function of ours opens it on, where the call does not say. */
  readonly clients?: readonly Root[];
}

/** A function of ours that runs one of its parameters in a transaction: `withTransaction((tx) => …)`. */
interface Wrapper {
  readonly code: Code;
  readonly f: FnId;
  /** Index of the parameter it runs, and what it hands to that; without it calls join by themselves. */
  readonly argument: number;
  readonly handle?: number;
  /** Parameters that it may be run with instead: `existing ? work(existing) : database.transaction(work)`. */
  readonly joins: readonly number[];
  readonly inner: Opening;
}

/** A call of a library's opener. `given`: what is to run inside, if that is no function we know. */
interface Opening extends TransactionUse {
  readonly given?: ExprId;
}

/** Answers where transactions are opened. */
export class TransactionUses {
  readonly #names: Names;
  readonly #roots: DataRoots;
  readonly #openings = new WeakMap<Code, readonly Opening[]>();
  readonly #memo = new WeakMap<Code, readonly TransactionUse[]>();
  #wrappers: ReadonlyMap<string, readonly Wrapper[]> | undefined;

  constructor(names: Names, roots: DataRoots) {
    this.#names = names;
    this.#roots = roots;
  }

  /** Transactions that are opened in a file: callbacks, beginnings, batches. */
  in(code: Code): readonly TransactionUse[] {
    let found = this.#memo.get(code);
    if (!found) this.#memo.set(code, (found = [...this.#openingsIn(code).filter(({ given }) => given === undefined), ...this.#wrappedIn(code)]));
    return found;
  }

  /** What a transaction was opened on. */
  clientsOf({ code, call, clients }: TransactionUse): readonly Root[] {
    if (clients) return clients;
    const expr = code.expr(call);
    const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
    if (callee?.k === "member") return this.#roots.of(code, callee.o);
    const first = expr.k === "call" ? expr.args[0] : undefined;
    return first === undefined ? [] : this.#roots.of(code, first);
  }

  #openingsIn(code: Code): readonly Opening[] {
    let found = this.#openings.get(code);
    if (!found) this.#openings.set(code, (found = code.summary.calls.flatMap((call) => this.#openingAt(code, call))));
    return found;
  }

  #openingAt(code: Code, call: ExprId): readonly Opening[] {
    const { catalog } = this.#names.project;
    const expr = code.expr(call);
    if (expr.k !== "call" || !catalog.data.transactionMethods.has(code.calleeName(expr.c) ?? "")) return [];
    return this.#names.apisOf(code, expr.c).flatMap((api): readonly Opening[] => {
      for (const fact of catalog.data.transactions.of(api)) {
        const argument = expr.args.at(fact.argument ?? 0);
        const given = argument === undefined ? undefined : code.expr(argument);
        if ((fact.form === "callback" || fact.form === "wrapper") && given?.k === "function") return [{ code, call, api, fact, f: given.f }];
        // `const addAll = db.transaction(addEach)`
        if (fact.form === "wrapper" && argument !== undefined) {
          const [only, ...more] = this.#names.denote(code, argument);
          if (only?.k === "function" && more.length === 0 && only.code === code) return [{ code, call, api, fact, f: only.f }];
        }
        if (fact.form === "callback" && given !== undefined && argument !== undefined) {
          if (given.k === "name" && code.summary.bindings[given.b]?.kind === "param") return [{ code, call, api, fact, given: argument }];
          if (this.#names.denote(code, argument).some((item) => item.k === "function")) return [{ code, call, api, fact }];
        }
        if (fact.form === "batch" && given !== undefined && given.k !== "function") return [{ code, call, api, fact }];
        if (fact.form === "begin" && (given === undefined || given.k === "object")) return [{ code, call, api, fact }];
      }
      return [];
    });
  }

  /** Calls of functions of ours that run their callback in a transaction. */
  #wrappedIn(code: Code): readonly TransactionUse[] {
    this.#wrappers ??= this.#findWrappers();
    return [...this.#wrappers].flatMap(([name, wrappers]) =>
      (code.callsByName.get(name) ?? []).flatMap((call): readonly TransactionUse[] => {
        const expr = code.expr(call);
        if (expr.k !== "call") return [];
        const targets = this.#names.denote(code, expr.c);
        const wrapper = wrappers.find((item) => targets.some((target) => target.k === "function" && target.code === item.code && target.f === item.f));
        const given = wrapper && expr.args[wrapper.argument];
        const run = given === undefined ? undefined : code.expr(given);
        return wrapper && run ? [this.#useOf(code, call, expr.args, wrapper, run.k === "function" ? run.f : undefined)] : [];
      }),
    );
  }

  #useOf(code: Code, call: ExprId, args: readonly ExprId[], wrapper: Wrapper, f: FnId | undefined): TransactionUse {
    const { inner, argument, handle } = wrapper;
    const joined = wrapper.joins.flatMap((i) => (args[i] === undefined ? [] : this.#roots.of(code, args[i])));
    const clients = [...joined, ...this.#clientsAt(code, args, wrapper)];
    const fact: TransactionFact = {
      apis: inner.fact.apis,
      form: "callback",
      argument,
      // Who does not take what it is handed (work under a lock) means to run outside.
      ...(handle !== undefined && f !== undefined && code.summary.functions[f]?.params[handle] && { handle }),
      ...(inner.fact.serial && { serial: true }),
      ...(inner.fact.contextual && { contextual: true }),
    };
    return { code, call, api: inner.api, fact, clients, ...(f !== undefined && { f }) };
  }

  #clientsAt(code: Code, args: readonly ExprId[], wrapper: Wrapper): readonly Root[] {
    return this.clientsOf(wrapper.inner).flatMap((root): readonly Root[] => {
      if (root.k !== "param") return [root];
      const from = root.code === wrapper.code && root.f === wrapper.f && root.path.length === 0 ? args[root.i] : undefined;
      return from === undefined ? [{ k: "unknown" }] : this.#roots.of(code, from);
    });
  }

  #findWrappers(): ReadonlyMap<string, readonly Wrapper[]> {
    const found = new Map<string, Wrapper[]>();
    for (const code of this.#names.project.productCodes()) {
      for (const wrapper of this.#openingsIn(code).flatMap((opening) => this.#wrappersAround(opening))) {
        const name = code.summary.functions[wrapper.f]?.n;
        if (name) found.set(name, [...(found.get(name) ?? []), wrapper]);
      }
    }
    return found;
  }

  /** The functions around an opening whose parameter is run inside. */
  #wrappersAround(inner: Opening): readonly Wrapper[] {
    const { code, call, fact } = inner;
    const expr = code.expr(call);
    if (fact.form === "batch" || expr.k !== "call") return [];
    const found: Wrapper[] = [];
    for (let f = expr.fn; f !== 0; f = code.summary.functions[f]?.parent ?? 0) {
      code.summary.functions[f]?.params.forEach(({ n, b }, argument) => {
        if (n === undefined || b === undefined) return;
        const given = inner.given === undefined ? undefined : code.expr(inner.given);
        const runs = (code.callsByName.get(n) ?? []).filter((item) => isCallOf(code, item, b));
        const joins = runs.flatMap((item) => parametersIn(code, item, f));
        if (given?.k === "name" && given.b === b) found.push({ code, f, argument, joins, inner, ...(fact.handle !== undefined && { handle: fact.handle }) });
        const run = runs.find((item) => this.#runsIn(inner, item, f));
        const args = run === undefined ? undefined : code.expr(run);
        if (args?.k !== "call") return;
        const handle = args.args.findIndex((item) => this.#roots.of(code, item).some((root) => root.k === "handle" || root.k === "made"));
        found.push({ code, f, argument, joins, inner, ...(handle !== -1 && { handle }) });
      });
    }
    return found;
  }

  /** Whether a call of the function around stands in a transaction: in its callback, or after its beginning. */
  #runsIn({ code, call, fact, f }: Opening, run: ExprId, around: FnId): boolean {
    const opening = code.expr(call);
    const expr = code.expr(run);
    if (expr.k !== "call" || opening.k !== "call") return false;
    if (fact.form === "begin") return expr.s > opening.e && isInside(code, expr.fn, around);
    return f !== undefined && isInside(code, expr.fn, f);
  }
}

function isCallOf(code: Code, call: ExprId, b: number): boolean {
  const expr = code.expr(call);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  return callee?.k === "name" && callee.b === b;
}

/** Which parameters of a function go into a call as they are. */
function parametersIn(code: Code, call: ExprId, f: FnId): readonly number[] {
  const expr = code.expr(call);
  const names = (expr.k === "call" ? expr.args : []).flatMap((id) => {
    const item = code.expr(id);
    return item.k === "name" ? [item.b] : [];
  });
  return (code.summary.functions[f]?.params ?? []).flatMap(({ b }, i) => (b !== undefined && names.includes(b) ? [i] : []));
}
