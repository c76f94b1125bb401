import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { enclosing, handlerOf, isInside, regionsOf } from "./control.ts";
import type { DataEffect, DataEffects, DataEvent } from "./data-effects.ts";
import { isLossyText } from "./lossy-writes.ts";
import { isWithin } from "./spans.ts";
import type { Inside } from "./transaction-escapes.ts";
import { isLetGo, isSwallowed, isUnawaited } from "./unawaited.ts";

/** A call on the way from a transaction to what runs outside of it, in its function; the last one is the operation itself. */
export interface Point {
  readonly code: Code;
  readonly call: ExprId;
  readonly f: FnId;
}

/** All calls from an event of a function to the operation it causes, outermost first. */
export function pointsOf(code: Code, f: FnId, event: DataEvent, { calls, operation }: DataEffect): readonly Point[] {
  if (event.k === "operation") return [{ code, call: event.call, f }];
  const points = calls.map((item, index): Point => ({ code: item.code, call: item.call, f: index === 0 ? f : (calls[index - 1]?.target.f ?? f) }));
  const last = calls.at(-1)?.target;
  return last ? [...points, { code: operation.code, call: operation.call, f: last.f }] : points;
}

/** Made once by whoever comes first, or counted up for all: `ensureDefaultRule()`, `invoiceNumbering.next()`. They stay on purpose. */
const prepared = /(?:ensure|create|insert|make|init|seed|resolve)\w*default|numbering|sequence|(?:next|document|invoice|order|receipt|voucher)_?numbers?\b/i;

const lock = /advisory_(?:xact_)?lock|\bget_lock\s*\(|sp_getapplock/i;

/** Whether somewhere on the way the code says that what follows is not part of the work: nobody waits for it, or it may fail alone, or it tells of a failure. */
export function isMeantOutside(points: readonly Point[]): boolean {
  return points.some(({ code, call, f }, index) => {
    if (index > 0 && (isLetGo(code, call) || isSwallowed(code, call, f))) return true;
    if (isUnawaited(code, call, f) || isLastWord(code, call, f) || (index > 0 && (isDue(code, call, f) || isUndone(code, call, f)))) return true;
    if (isSaidOutside(code, call)) return true;
    const text = index < points.length - 1 ? calleeText(code, call) : "";
    return isLossyText(text) || prepared.test(text);
  });
}

/** The longest comment that is looked at. */
const mostText = 1000;
const outside = /\boutside(?:\s+of)?\s+(?:\w+\s+)?(?:transaction|tx|trx)\b/i;
const regretted = /\b(?:todo|fixme|xxx|hack|bug|should|wrong)/i;

/** A comment right above that says it: `// Runs outside the transaction on purpose: the shelf is only a hint.` */
function isSaidOutside(code: Code, call: ExprId): boolean {
  const { s } = code.expr(call);
  const lines = code.text
    .slice(Math.max(0, s - mostText), s)
    .split("\n")
    .slice(0, -1);
  const start = lines.findLastIndex((line) => !/^\s*(?:\/\/|\/?\*)/.test(line));
  const said = lines
    .slice(start + 1)
    .map((line) => line.replace(/^\s*(?:\/\/|\/?\*+\/?)/, ""))
    .join(" ");
  return outside.test(said) && !regretted.test(said);
}

/** What is written in an arm that then throws is to stay when the transaction is rolled back because of it. */
function isLastWord(code: Code, call: ExprId, f: FnId): boolean {
  return regionsOf(code, call).some((id) => {
    const region = code.summary.regions[id];
    if (!region || !isInside(code, region.fn, f)) return false;
    return region.exits === "throw" && (region.k === "then" || region.k === "else" || region.k === "case" || region.k === "catch");
  });
}

/** What a function writes because its time has come is as true without the transaction that asked it: `if (hold.until < new Date()) await hold.expire()`. */
function isDue(code: Code, call: ExprId, f: FnId): boolean {
  return regionsOf(code, call).some((id) => {
    const region = code.summary.regions[id];
    const test = region?.o !== undefined && region.k === "then" && isInside(code, region.fn, f) ? textOf(code, region.o) : "";
    return clock.test(test) && /[<>]/.test(test);
  });
}

/** A function that takes back itself what it has made, where something fails: `try { label = await make(); await print(label) } catch { await remove(label) }`. */
function isUndone(code: Code, call: ExprId, f: FnId): boolean {
  const attempt = enclosing(code, call, "try", f);
  const handler = attempt && handlerOf(code, attempt);
  if (!handler) return false;
  const undoes = code.summary.calls.some((id) => {
    const expr = code.expr(id);
    return expr.k === "call" && isWithin(expr, handler) && undoing.test(code.calleeName(expr.c) ?? "");
  });
  return (
    undoes &&
    Object.entries(code.summary.writes).some(
      ([key, writes]) =>
        writes.some(({ v }) => v === call) && code.summary.exprs.some((expr) => expr.k === "name" && key === `b${String(expr.b)}` && isWithin(expr, handler)),
    )
  );
}

const undoing = /^(?:delete|remove|destroy|undo|revert|discard)/;

const clock = /\bDate\.now\(\)|\bnew Date\(\)|\b(?:dayjs|moment)\(\)|\bisBefore\(|\bisAfter\(/;

/** What is called and on what: `docNumbering.generate`. */
function calleeText(code: Code, call: ExprId): string {
  const expr = code.expr(call);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  if (expr.k !== "call" || callee === undefined) return "";
  const owner = callee.k === "member" ? (code.calleeName(callee.o) ?? "") : "";
  return `${owner}.${code.calleeName(expr.c) ?? ""}`;
}

/** Whether some call on the way gives `null` for the transaction that the operation takes: it is told to run outside. */
export function isToldNone(effects: DataEffects, { operation, calls }: DataEffect): boolean {
  let taken = effects.roots.ofOperation(operation);
  for (const { code, call, target } of [...calls].reverse()) {
    const expr = code.expr(call);
    const given = taken.flatMap((root) => {
      const id = root.k === "param" && root.f === target.f && root.path.length === 0 && expr.k === "call" ? expr.args[root.i] : undefined;
      return root.k === "param" && root.code === target.code && id !== undefined ? [id] : [];
    });
    if (given.some((id) => isNull(code, id))) return true;
    taken = given.flatMap((id) => effects.roots.of(code, id));
  }
  return false;
}

function isNull(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  return expr.k === "const" && expr.v === null;
}

/** A transaction that is opened for nothing but a lock: what is done under it means to run outside. */
export function isLockOnly(effects: DataEffects, code: Code, inside: Inside): boolean {
  const held = effects
    .eventsOf(code, inside.f)
    .filter((event) => inside.holds(event.call))
    .flatMap((event) => effects.ofEvent({ code, f: inside.f }, event))
    .filter(({ roots }) => roots.some(inside.isHandle))
    .map(({ operation }) => ({ isWrite: operation.does === "write", isLock: lock.test(textOf(operation.code, operation.chain)) }));
  return held.some(({ isLock }) => isLock) && held.every(({ isWrite, isLock }) => !isWrite || isLock);
}

function textOf(code: Code, id: ExprId): string {
  const { s, e } = code.expr(id);
  return code.text.slice(s, e);
}
