import type { ExprId, FnId } from "#syntax/summary";
import { pointOf } from "./call-sites.ts";
import type { Code } from "./code.ts";
import { enclosing, isInside, iterationsAround, standsIn } from "./control.ts";
import type { DataEffects, DataEvent } from "./data-effects.ts";
import { isForCommandLine } from "./one-off-programs.ts";
import { type OutsideWork, type OutsideWorks, runsNow } from "./outside-work.ts";
import type { Step } from "./step.ts";
import { Carrier } from "./transaction-carrier.ts";
import type { EscapeProblem, Inside } from "./transaction-escapes.ts";
import { isUnawaited } from "./unawaited.ts";

/** Several writes at once on a connection that can only do one thing at a time. */
export function parallelIn(effects: DataEffects, code: Code, events: readonly DataEvent[], inside: Inside): readonly EscapeProblem[] {
  if (!inside.use.serial) return [];
  return ["all", "allSettled"]
    .flatMap((name) => code.callsByName.get(name) ?? [])
    .flatMap((call): readonly EscapeProblem[] => {
      const expr = code.expr(call);
      const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
      const owner = callee?.k === "member" ? code.expr(callee.o) : undefined;
      const list = expr.k === "call" ? expr.args[0] : undefined;
      // Around the transaction each of several has one of its own.
      if (owner?.k !== "global" || owner.n !== "Promise" || list === undefined || !inside.holds(call) || !standsInside(code, call, inside.f)) return [];
      const { s, e } = code.expr(list);
      const within = events.filter((event) => code.expr(event.call).s >= s && code.expr(event.call).e <= e && writesOn(effects, code, event, inside));
      const first = within[0];
      const isRepeated =
        first &&
        iterationsAround(code, first.call, inside.f).some((item) => item.kind === "callback" && item.call !== undefined && code.expr(item.call).s >= s);
      if (!first || (within.length < 2 && !isRepeated)) return [];
      const opened: Step = { code, span: pointOf(code, inside.use.call), message: "opens the transaction" };
      const steps = within.slice(0, 2).map((event): Step => ({ code, span: pointOf(code, event.call), message: "one of the statements" }));
      return [{ kind: "parallelStatements", span: expr, steps: [opened, ...steps], data: { handle: inside.handle ?? "the transaction" } }];
    });
}

function standsInside(code: Code, call: ExprId, f: FnId): boolean {
  return isInside(code, standsIn(code, call).fn, f);
}

function writesOn(effects: DataEffects, code: Code, event: DataEvent, inside: Inside): boolean {
  return effects.ofEvent({ code, f: inside.f }, event).some(({ operation, roots }) => operation.does === "write" && roots.some(inside.isHandle));
}

/** The first call in a transaction that waits for another system, unless it comes last on purpose. */
export function slowIn(outside: OutsideWorks, effects: DataEffects, code: Code, events: readonly DataEvent[], inside: Inside): readonly EscapeProblem[] {
  const { s, e } = code.summary.functions[inside.f] ?? { s: 0, e: 0 };
  // Somebody runs it by hand, one at a time; or the lock of one row is what keeps others from doing the same work.
  if (isForCommandLine(code) || claiming.test(code.text.slice(s, e))) return [];
  for (const [call, work] of waitsIn(outside, code, inside)) {
    if (work.what !== "a mail" && isLast(outside, effects, code, call, events, inside)) continue;
    const steps = work.calls.map((item, index): Step => ({
      code: item.code,
      span: item.code.expr(item.call),
      message: index === work.calls.length - 1 ? `waits for ${work.what}` : "calls a function that waits",
    }));
    const opened: Step = { code: inside.use.code, span: pointOf(inside.use.code, inside.use.call), message: "opens the transaction" };
    return [{ kind: "slowWork", span: pointOf(code, call), steps: [opened, ...steps], data: { what: work.what } }];
  }
  return [];
}

/** Calls of a transaction that wait for another system, in the order of the text, asked for one by one. */
function* waitsIn(outside: OutsideWorks, code: Code, inside: Inside, after = 0): Generator<readonly [ExprId, OutsideWork]> {
  const { s, e } = code.summary.functions[inside.f] ?? { s: 0, e: 0 };
  for (const call of code.summary.calls) {
    const expr = code.expr(call);
    if (expr.k !== "call" || expr.s < Math.max(s, after) || expr.e > e || !inside.holds(call) || enclosing(code, call, "catch", inside.f)) continue;
    if (isUnawaited(code, call, inside.f) || !runsInside(code, call, inside.f)) continue;
    const work = outside.ofCall(code, call);
    if (work) yield [call, work];
  }
}

/** `forUpdate().skipLocked()`, `FOR UPDATE SKIP LOCKED`: whoever comes next takes another row. */
const claiming = /\bskip_?\s?locked\b/i;

/**
 * One request after all the work on the database: when it fails, everything is rolled back. A mail cannot be taken back when the commit fails, nor can
 * the first of two requests when the second fails; and a transaction that is not used at all only holds a connection.
 */
function isLast(outside: OutsideWorks, effects: DataEffects, code: Code, call: ExprId, events: readonly DataEvent[], inside: Inside): boolean {
  const expr = code.expr(call);
  const carrier = new Carrier(effects, code, [], inside);
  const works = (event: DataEvent): boolean => effects.ofEvent({ code, f: inside.f }, event).length > 0;
  // What does both goes on with the database when the answer is there; rows that were read with the handle are not the handle.
  const isHanded = (id: ExprId): boolean => {
    const other = code.expr(id);
    return other.k === "call" && other.args.some((argument) => carrier.pathsIn(argument).length > 0);
  };
  const goesOn = (id: ExprId): boolean => code.expr(id).s > expr.e && inside.holds(id) && runsInside(code, id, inside.f) && isHanded(id);
  const isMixed = isHanded(call) || events.some((event) => event.call === call && works(event));
  const isFollowed = events.some((event) => code.expr(event.call).s > expr.e && works(event)) || code.summary.calls.some(goesOn);
  const isRepeated = iterationsAround(code, call, inside.f).length > 0;
  return !isMixed && !isFollowed && !isRepeated && isUsed(code, inside) && waitsIn(outside, code, inside, expr.e).next().done === true;
}

/** Whether a callback that takes the handle speaks of it, or of the session it was opened on. */
function isUsed(code: Code, { f, handle, use }: Inside): boolean {
  const { bindings, exprs, functions } = code.summary;
  const { s, e } = functions[f] ?? { s: 0, e: 0 };
  const held = new Set(bindings.flatMap(({ kind, fn, n }, b) => (kind === "param" && fn === f && n === handle ? [b] : [])));
  if (held.size === 0) return true;
  const opener = code.expr(use.call);
  const callee = opener.k === "call" ? code.expr(opener.c) : undefined;
  const owner = callee?.k === "member" ? code.expr(callee.o) : undefined;
  if (owner?.k === "name") held.add(owner.b);
  return exprs.some((expr) => expr.k === "name" && held.has(expr.b) && s <= expr.s && expr.e <= e);
}

/** Whether a call runs while a function does, and not in a callback that is kept for later. */
export function runsInside(code: Code, call: ExprId, f: FnId): boolean {
  const expr = code.expr(call);
  let at = expr.k === "call" || expr.k === "new" || expr.k === "tag" ? expr.fn : f;
  for (; at !== f; at = code.summary.functions[at]?.parent ?? 0) {
    if (at === 0 || !runsNow(code, at)) return false;
  }
  return true;
}
