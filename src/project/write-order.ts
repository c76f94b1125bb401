import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { enclosing, handlerText, isInside, regionsOf } from "./control.ts";
import { runsNow } from "./outside-work.ts";

/** Runs while the function does, and not in batches: what goes on until nothing is left is taken up again where it stopped. */
export function isAtOnce(code: Code, call: ExprId, other: ExprId): boolean {
  const expr = code.expr(call);
  if (expr.k !== "call" && expr.k !== "tag") return true;
  const around = code.expr(other);
  const to = around.k === "call" || around.k === "tag" ? around.fn : 0;
  for (let f = expr.fn; !isInside(code, to, f); f = code.summary.functions[f]?.parent ?? 0) if (!runsNow(code, f)) return false;
  const outer = new Set(regionsOf(code, other));
  return regionsOf(code, call).every((id) => outer.has(id) || code.summary.regions[id]?.loop !== "while") && !isInBackground(code, call);
}

function isInBackground(code: Code, call: ExprId): boolean {
  const { s, e } = code.expr(call);
  return ["waitUntil", "after", "setImmediate", "setTimeout", "queueMicrotask", "nextTick"].some((name) =>
    (code.callsByName.get(name) ?? []).some((outer) => code.expr(outer).s <= s && e <= code.expr(outer).e),
  );
}

/** A `return` between two calls: the second is not always needed. A `try` between them: a step of another kind, which may fail alone. */
export function mayEndBetween(code: Code, first: ExprId, second: ExprId): boolean {
  const { e } = code.expr(first);
  const { s } = code.expr(second);
  const around = new Set(regionsOf(code, second));
  const expr = code.expr(second);
  return code.summary.regions.some(
    (region, id) =>
      region.exits === "return" && region.s >= e && region.e <= s && !around.has(id) && (expr.k === "call" || expr.k === "tag") && region.fn === expr.fn,
  );
}

/** In a `try` whose `catch` does nothing at all: each of the writes is as good as it gets. */
export function isSalvage(code: Code, call: ExprId): boolean {
  return /^\{\s*\}$/.test(caughtBy(code, call));
}

/** In a `try` whose `catch` only notes the error, and goes on: a new row that is taken back would be lost, and nobody told. */
export function isLostUnseen(code: Code, call: ExprId): boolean {
  return quiet.test(caughtBy(code, call));
}

/** `{ console.error(error); }` */
const quiet = /^\{\s*(?:(?:this\.)?#?(?:console|\w*[lL]og(?:ger)?)\.\w+\((?:[^()]|\([^()]*\))*\)\s*;?\s*)+\}$/;

/** What is done where a call fails, without comments. */
function caughtBy(code: Code, call: ExprId): string {
  const attempt = enclosing(code, call, "try");
  return ((attempt && handlerText(code, attempt)) ?? "").replace(/\/\/[^\n]*|\/\*[^]*?\*\//g, "").trim();
}
