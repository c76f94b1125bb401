import type { CheckoutFact } from "#catalog/facts/data";
import type { ExprId, FnId, Span } from "#syntax/summary";
import { pointOf } from "./call-sites.ts";
import { callbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { enclosing, handlerOf, handlerText, isInside, standsIn } from "./control.ts";
import { dataEffectsOf } from "./data-effects.ts";
import { operationsIn } from "./data-operations.ts";
import type { Names } from "./names.ts";
import { isPing } from "./statement-text.ts";
import type { Step } from "./step.ts";

/** A transaction that nothing undoes, or a connection that does not come back. */
export interface EndProblem {
  readonly kind: "neverRolledBack" | "neverReleased" | "lostOnError";
  readonly span: Span;
  readonly steps: readonly Step[];
  readonly data: Readonly<Record<string, string>>;
}

/** A variable that holds what a call made, where nobody else gets hold of it. */
interface Held {
  readonly name: string;
  readonly f: FnId;
  readonly made: ExprId;
  /** Calls of its methods, in the order of the text. */
  readonly calls: readonly { readonly call: ExprId; readonly method: string }[];
}

/** Begun by hand, with no way back when something fails; taken from the pool and not given back on every path. */
export function endProblems(names: Names, code: Code): readonly EndProblem[] {
  const { catalog } = names.project;
  const found: EndProblem[] = [];
  for (const call of code.summary.calls) {
    const expr = code.expr(call);
    if (expr.k !== "call" || expr.fn === 0 || !catalog.data.transactionMethods.has(code.calleeName(expr.c) ?? "")) continue;
    for (const api of names.apisOf(code, expr.c)) {
      const checkout = catalog.data.checkouts.of(api);
      const held = checkout && expr.args.every((id) => code.expr(id).k !== "function") ? heldBy(names, code, call) : undefined;
      if (!checkout || !held) continue;
      // A program that ends takes its connections along, and so does who made the pool for this piece of work and closes it.
      const isOver = code.text.includes("process.exit(") || isLent(names, code, expr.c);
      found.push(...releases(code, held, checkout).filter(({ kind }) => !isOver || kind === "neverRolledBack"));
      break;
    }
  }
  for (const use of dataEffectsOf(names).transactionsIn(code)) {
    const expr = code.expr(use.call);
    if (use.fact.form !== "begin" || expr.k !== "call" || expr.fn === 0) continue;
    const held = use.fact.on === "result" ? heldBy(names, code, use.call) : heldAs(names, code, expr.c);
    const undo = new Set([...(use.fact.rollback ?? []), ...(use.fact.on === "receiver" ? (checkoutReleases(names, code, held) ?? []) : [])]);
    const ends = held?.calls.filter(({ method }) => use.fact.commit?.includes(method));
    if (!held || !ends || ends.length === 0 || held.calls.some(({ method }) => undo.has(method) && use.fact.rollback?.includes(method))) continue;
    found.push({ kind: "neverRolledBack", span: pointOf(code, use.call), steps: [], data: { name: held.name, method: use.fact.rollback?.[0] ?? "rollback" } });
  }
  return found;
}

/** Taken from a pool that is lent to a callback: `withDatabase(async (source) => …)`. Whoever lends it closes it. */
function isLent(names: Names, code: Code, callee: ExprId): boolean {
  const member = code.expr(callee);
  return (
    member.k === "member" &&
    dataEffectsOf(names)
      .roots.of(code, member.o)
      .some((root) => root.k === "param" && callbackUse(root.code, root.f) !== undefined)
  );
}

function checkoutReleases(names: Names, code: Code, held: Held | undefined): readonly string[] | undefined {
  const made = held && code.expr(held.made);
  return made?.k === "call" ? names.apisOf(code, made.c).flatMap((api) => names.project.catalog.data.checkouts.of(api)?.release ?? []) : undefined;
}

function releases(code: Code, held: Held, { obtain = [], release }: CheckoutFact): readonly EndProblem[] {
  const given = held.calls.filter(({ method }) => release.includes(method));
  const span = pointOf(code, held.made);
  const data = { name: held.name, method: release[0] ?? "release" };
  const used = held.calls.filter(({ method }) => !release.includes(method));
  if (given.length === 0) return used.length > 0 ? [{ kind: "neverReleased", span, steps: [], data }] : [];
  const [first] = given;
  const risky = used.find(
    ({ call, method }) =>
      first !== undefined && code.expr(call).s < code.expr(first.call).s && !obtain.includes(method) && !isSurvived(code, call, first.call, held.f),
  );
  const isSafe = given.some(({ call }) => isAlwaysReached(code, call, held.f));
  if (isSafe || !risky || !first || used.every(({ call, method }) => method === "ping" || isPing(code, code.expr(call)))) return [];
  const steps: Step[] = [
    { code, span: pointOf(code, risky.call), message: "when this fails" },
    { code, span: pointOf(code, first.call), message: "this is not reached" },
  ];
  return [{ kind: "lostOnError", span, steps, data }];
}

/** In a `finally` or a `catch`, or in what a promise, or a stream of `rxjs`, does whatever happens: `.finally(() => client.release())`, `finalize(…)`. */
function isAlwaysReached(code: Code, call: ExprId, f: FnId): boolean {
  if (enclosing(code, call, "finally", f) || enclosing(code, call, "catch", f)) return true;
  for (let { fn } = standsIn(code, call); fn !== f && fn !== 0; fn = code.summary.functions[fn]?.parent ?? 0) {
    const use = callbackUse(code, fn);
    if (use && /^(?:finally|finalize)$/.test(code.calleeName(use.callee) ?? "")) return true;
  }
  return false;
}

/** It stands in a `try` of its own whose `catch` goes on: what comes after it is reached. */
function isSurvived(code: Code, call: ExprId, after: ExprId, f: FnId): boolean {
  const attempt = enclosing(code, call, "try", f);
  const { s } = code.expr(after);
  if (!attempt || (attempt.s <= s && s < attempt.e)) return false;
  const text = handlerText(code, attempt);
  return text !== undefined && handlerOf(code, attempt)?.exits === undefined && !/\b(?:throw|return|reject)\b/.test(text);
}

/** The one variable a call's result is kept in. */
function heldBy(names: Names, code: Code, made: ExprId): Held | undefined {
  const keys = Object.entries(code.summary.writes).filter(([, writes]) => writes.some((write) => write.v === made));
  const [key, writes] = keys[0] ?? [];
  if (keys.length !== 1 || key === undefined || writes?.length !== 1 || !/^b\d+$/.test(key)) return undefined;
  return holdingOf(names, code, Number(key.slice(1)), made);
}

/** The variable whose method is called: `queryRunner` of `queryRunner.startTransaction`. */
function heldAs(names: Names, code: Code, callee: ExprId): Held | undefined {
  const member = code.expr(callee);
  const owner = member.k === "member" ? code.expr(member.o) : undefined;
  if (owner?.k !== "name") return undefined;
  const writes = code.summary.writes[`b${owner.b}`] ?? [];
  const made = writes.length === 1 ? writes[0] : undefined;
  return made && code.expr(made.v).k === "call" ? holdingOf(names, code, owner.b, made.v) : undefined;
}

function holdingOf(names: Names, code: Code, b: number, made: ExprId): Held | undefined {
  const expr = code.expr(made);
  const binding = code.summary.bindings[b];
  if (expr.k !== "call" || !binding || binding.fn !== expr.fn) return undefined;
  const calls: { call: ExprId; method: string }[] = [];
  const members = new Set<ExprId>();
  for (const call of code.summary.calls) {
    const other = code.expr(call);
    const callee = other.k === "call" ? code.expr(other.c) : undefined;
    const path = callee?.k === "member" ? pathFrom(code, callee.o, b) : undefined;
    if (other.k !== "call" || callee?.k !== "member" || path === undefined || !isInside(code, other.fn, expr.fn)) continue;
    members.add(path);
    calls.push({ call, method: callee.p });
  }
  const operations = operationsIn(names, code);
  // Somebody else gets hold of it: whoever that is may end it.
  const escapes = code.summary.exprs.some((item, id) => {
    if (item.k !== "name" || item.b !== b || members.has(id)) return false;
    return !operations.some(({ chain }) => code.expr(chain).s <= item.s && item.e <= code.expr(chain).e);
  });
  return escapes ? undefined : { name: binding.n, f: expr.fn, made, calls };
}

/** The name at the start of `runner.manager`; only plain members. */
function pathFrom(code: Code, id: ExprId, b: number): ExprId | undefined {
  let at = id;
  for (let expr = code.expr(at); expr.k === "member"; expr = code.expr(at)) at = expr.o;
  const start = code.expr(at);
  return start.k === "name" && start.b === b ? at : undefined;
}
