import type { Span } from "#syntax/summary";
import { isBoundedType } from "../bounded.ts";
import type { Denotation } from "../names.ts";
import type { Step } from "../step.ts";
import type { TextWalk } from "../text.ts";
import type { Argument, Frame, Visit } from "./visit.ts";

/** A function of ours, as `Names` denotes it. */
export type OwnFunction = Extract<Denotation, { k: "function" }>;

const maxDepth = 7;

/** Walks into what a function of ours returns when it is called with these arguments. */
export function ofReturns(walk: TextWalk, visit: Visit, item: OwnFunction, args: readonly Argument[], call: Span): string {
  const { path, before, steps } = visit;
  const fn = item.code.summary.functions[item.f];
  const depth = (visit.frame?.depth ?? 0) + 1;
  if (!fn || depth > maxDepth || isRecursive(visit.frame, item)) return before;
  if (isBoundedType(walk.names, item.code, fn.ret, path)) return before;
  const frame: Frame = { code: item.code, f: item.f, args, context: visit, call, depth };
  let after = before;
  for (const id of fn.returns) {
    const at = item.code.expr(id);
    const returned: Step = { code: item.code, span: { s: at.s, e: at.e }, message: `returned by ${fn.n === "" ? "the callback" : `${fn.n}()`}` };
    after = walk.follow({ code: item.code, frame, top: undefined, id, path, before, steps: [returned, ...steps] });
  }
  return after;
}

function isRecursive(frame: Frame | undefined, item: OwnFunction): boolean {
  for (let at = frame; at; at = at.context.frame) if (at.code === item.code && at.f === item.f) return true;
  return false;
}
