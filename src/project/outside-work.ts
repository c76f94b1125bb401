import type { EffectKind } from "#catalog/facts/effects";
import type { ExprId, FnId } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { enclosing } from "./control.ts";
import type { FunctionRef } from "./data-effects.ts";
import type { Names } from "./names.ts";
import { isUnawaited } from "./unawaited.ts";

/** A call that waits for another system, and the calls that lead to it. */
export interface OutsideWork {
  /** In words: `an HTTP request`. */
  readonly what: string;
  readonly calls: readonly { readonly code: Code; readonly call: ExprId }[];
}

const deepest = 4;
/** What waits for another system; hashing a password does not. */
const waiting: Readonly<Partial<Record<EffectKind, string>>> = { request: "an HTTP request", mail: "a mail", payment: "a payment" };

/** Answers whether a call waits for HTTP or mail, itself or in the functions it calls. */
export class OutsideWorks {
  readonly #names: Names;
  readonly #awaited: boolean;
  readonly #memo = new WeakMap<Code, Map<FnId, OutsideWork | undefined>>();

  /** @param awaited only what somebody waits for: what is started and left alone holds nobody up */
  constructor(names: Names, awaited = false) {
    this.#names = names;
    this.#awaited = awaited;
  }

  ofCall(code: Code, call: ExprId, depth = 0): OutsideWork | undefined {
    const expr = code.expr(call);
    if (expr.k !== "call" || depth > deepest) return undefined;
    const { catalog } = this.#names.project;
    const callee = code.expr(expr.c);
    if (callee.k === "global") {
      const what = waiting[catalog.effects.globals.get(callee.n) ?? "password"];
      return what === undefined ? undefined : { what, calls: [{ code, call }] };
    }
    if (callee.k === "name" || catalog.effects.calls.methods.has(code.calleeName(expr.c) ?? "")) {
      for (const api of this.#names.apisOf(code, expr.c)) {
        const what = waiting[catalog.effects.calls.of(api) ?? "password"];
        if (what !== undefined) return { what, calls: [{ code, call }] };
      }
    }
    const targets = this.#names.denote(code, expr.c);
    const target = targets.length === 1 ? targets[0] : undefined;
    const inner = target?.k === "function" ? this.#ofFunction(target, depth + 1) : undefined;
    return inner && { what: inner.what, calls: [{ code, call }, ...inner.calls] };
  }

  #ofFunction({ code, f }: FunctionRef, depth: number): OutsideWork | undefined {
    let memo = this.#memo.get(code);
    if (!memo) this.#memo.set(code, (memo = new Map()));
    if (memo.has(f)) return memo.get(f);
    memo.set(f, undefined);
    for (const call of code.summary.calls) {
      const expr = code.expr(call);
      if (expr.k !== "call" || !isOwn(code, expr.fn, f) || isConditional(code, call, f)) continue;
      if (this.#awaited && isUnawaited(code, call, f)) continue;
      const found = this.ofCall(code, call, depth);
      if (!found) continue;
      memo.set(f, found);
      return found;
    }
    return undefined;
  }
}

const known = new WeakMap<Names, OutsideWorks>();

/** The answers of a project, also about what nobody waits for. */
export function outsideWorksOf(names: Names): OutsideWorks {
  let works = known.get(names);
  if (!works) known.set(names, (works = new OutsideWorks(names)));
  return works;
}

/** What a callee does in one of its arms, it may not do for this caller. */
function isConditional(code: Code, call: ExprId, f: FnId): boolean {
  return (["then", "else", "case", "catch"] as const).some((kind) => enclosing(code, call, kind, f) !== undefined);
}

/** A call of the function itself, or of a callback that runs while it does. */
function isOwn(code: Code, fn: FnId, f: FnId): boolean {
  for (let at = fn; at !== f; at = code.summary.functions[at]?.parent ?? 0) {
    if (at === 0 || !runsNow(code, at)) return false;
  }
  return true;
}

const immediate = new Set(["map", "forEach", "flatMap", "filter", "some", "every", "reduce", "find", "then", "catch", "finally", "Promise"]);

/** Whether a callback runs while the function around it does, as far as the call it is handed to says; `afterCommit(() => …)` does not. */
export function runsNow(code: Code, f: FnId): boolean {
  const use = callbackUse(code, f);
  return use !== undefined && immediate.has(code.calleeName(use.callee) ?? "");
}
