import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { isInside, regionsOf } from "./control.ts";
import type { DataEffect, DataEvent } from "./data-effects.ts";
import { isLossyText } from "./lossy-writes.ts";
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

/** Whether somewhere on the way the code says that what follows is not part of the work: nobody waits for it, or it may fail alone, or it tells of a failure. */
export function isMeantOutside(points: readonly Point[]): boolean {
  return points.some(({ code, call, f }, index) => {
    if (index > 0 && (isLetGo(code, call) || isSwallowed(code, call, f))) return true;
    return isUnawaited(code, call, f) || isLastWord(code, call, f) || (index < points.length - 1 && isLossyText(calleeText(code, call)));
  });
}

/** What is written in an arm that then throws is to stay when the transaction is rolled back because of it. */
function isLastWord(code: Code, call: ExprId, f: FnId): boolean {
  return regionsOf(code, call).some((id) => {
    const region = code.summary.regions[id];
    if (!region || !isInside(code, region.fn, f)) return false;
    return region.exits === "throw" && (region.k === "then" || region.k === "else" || region.k === "case" || region.k === "catch");
  });
}

/** The last name of what is called: `sendReminder`. */
function calleeText(code: Code, call: ExprId): string {
  const expr = code.expr(call);
  return expr.k === "call" ? (code.calleeName(expr.c) ?? "") : "";
}
