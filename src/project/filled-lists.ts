import { limiters } from "#catalog/iterators";
import type { ExprId, FnId, Write } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import { findAllCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import { standsIn } from "./control.ts";
import type { Names } from "./names.ts";
import { iterators } from "./rounds-around.ts";
import { isWithin } from "./spans.ts";

/** Somebody typed each of them. */
const mostPushed = 20;
const deepest = 6;

/**
 * Whether a list gets few elements, one by one: `const ids = []; if (cardId) ids.push(cardId); if (packId) ids.push(packId);`, also in rounds through a short list.
 * @param isShort whether a collection of the same file is short
 */
export function isFilledByHand(names: Names, code: Code, writes: readonly Write[], isShort: (id: ExprId) => boolean): boolean {
  const [first, ...pushes] = writes.toSorted((a, b) => a.at - b.at);
  const list = first?.op === "=" ? code.expr(first.v) : undefined;
  if (!first || list?.k !== "array" || list.items.length + pushes.length > mostPushed || list.items.some((item) => code.expr(item).k === "spread"))
    return false;
  const filling: Filling = { names, code, isShort, home: first };
  return pushes.every(({ op, v, at, fn }) => op === "push" && code.expr(v).k !== "spread" && runsFewTimes(filling, { at, fn }, 0));
}

interface Filling {
  readonly names: Names;
  readonly code: Code;
  readonly isShort: (id: ExprId) => boolean;
  /** Where the list is made. */
  readonly home: Write;
}

/** Whether a place runs a few times only for each list that is made: all rounds around it go through short lists. */
function runsFewTimes(filling: Filling, { at, fn }: { readonly at: number; readonly fn: FnId }, depth: number): boolean {
  const { names, code, isShort, home } = filling;
  const loops = code.summary.regions.filter((region) => region.k === "loop" && region.fn === fn && region.s <= at && at < region.e);
  const own = loops.filter(({ s, e }) => fn !== home.fn || !isWithin({ s: home.at, e: home.at }, { s, e }));
  if (!own.every(({ loop, o }) => loop === "of" && o !== undefined && isShort(o))) return false;
  if (fn === home.fn) return true;
  if (depth > deepest) return false;
  const again = (call: ExprId): boolean => runsFewTimes(filling, { at: code.expr(call).s, fn: standsIn(code, call).fn }, depth + 1);
  const use = callbackUse(code, fn);
  if (use) {
    const callee = code.expr(use.callee);
    const goesRound = callee.k === "member" && iterators.includes(callee.p);
    return goesRound ? isShort(callee.o) && again(use.call) : isRunOnce(names, code, use.callee) && again(use.call);
  }
  const calls = findAllCalls(names, code, fn);
  return calls.length > 0 && calls.length <= mostPushed && calls.every((found) => found.certain && found.code === code && again(found.call));
}

/** `limit(() => print(loan))`: what limits how many run at a time runs each once. */
function isRunOnce(names: Names, code: Code, callee: ExprId): boolean {
  return names.apisOf(code, callee).some((api) => limiters.includes(api.slice(0, api.indexOf("#"))));
}
