import { callbackUse } from "./callback-use.ts";
import { callsInChain, chainOf } from "./chains.ts";
import type { Code } from "./code.ts";
import { enclosing, handlerOf, standsIn } from "./control.ts";
import type { DataEffect } from "./data-effects.ts";
import type { ExprId, FnId } from "#syntax/summary";

/** How much text before a call is looked at. */
const near = 300;
/** Words after which an expression goes on in the next line. */
const continuing = /\b(?:await|return|yield|throw|typeof|in|of|new|delete|instanceof|case|extends)$/;

/** Methods of a promise whose callbacks run before what they hand back is settled. */
const following = new Set(["then", "catch", "finally"]);

/** Whether nobody waits for a call: it is a statement without `await`, or in a callback of one (`ready.then(() => notify())`), or stands in an `async` callback of `forEach`, whose promises are dropped. */
export function isUnawaited(code: Code, call: ExprId, f: FnId): boolean {
  for (let { fn } = standsIn(code, call); fn !== f && fn !== 0; fn = code.summary.functions[fn]?.parent ?? 0) {
    const use = callbackUse(code, fn);
    if (use === undefined) return false;
    if (code.calleeName(use.callee) === "forEach" && code.summary.functions[fn]?.async) return true;
    // What a callback of `new Promise` starts, its caller waits for.
    if (code.calleeName(use.callee) === "Promise") return false;
    if (following.has(code.calleeName(use.callee) ?? "") && isStatement(code, chainOf(code, use.call))) return true;
  }
  return isStatement(code, chainOf(code, call));
}

/** Whether what an expression brings is waited for where it stands: `await find(id)`, `(await find(id))`. Summaries look through `await`; the text says it. */
export function isAwaited(code: Code, id: ExprId): boolean {
  const { s } = code.expr(id);
  return /\bawait\s*\(*\s*$/.test(code.text.slice(Math.max(0, s - 20), s));
}

/** Whether a call is started on purpose without waiting for it, or without minding that it fails: `void notify()`, `notify().catch(log)`. */
export function isLetGo(code: Code, call: ExprId): boolean {
  const chain = chainOf(code, call);
  for (const { method } of callsInChain(code, chain)) if (method === "catch") return true;
  return /\bvoid$/.test(textBefore(code, chain).trimEnd());
}

/** Whether a `try` around a call, begun after another call of the same function if one is named, goes on when it fails. */
export function isSwallowed(code: Code, call: ExprId, f: FnId, after?: ExprId): boolean {
  const around = enclosing(code, call, "try", f);
  if (!around || (after !== undefined && around.s < code.expr(after).s)) return false;
  const handler = handlerOf(code, around);
  // An empty one is no region.
  if (!handler) return /^\}?\s*catch\b/.test(code.text.slice(around.e));
  return handler.exits === undefined && !/\b(?:throw|reject|next|res\w*\.|rollback|abort)/i.test(code.text.slice(handler.s, handler.e));
}

/** A callee catches what goes wrong and goes on: its caller does not learn of it, and no transaction would. */
export function isCaughtOnTheWay({ operation, calls }: DataEffect): boolean {
  return calls.some(({ target: { code, f } }, index) => {
    const around = enclosing(code, calls[index + 1]?.call ?? operation.call, "try", f);
    const handler = around && handlerOf(code, around);
    return handler !== undefined && handler.exits !== "throw" && !/\b(?:throw|reject|next\s*\()/.test(code.text.slice(handler.s, handler.e));
  });
}

function isStatement(code: Code, chain: ExprId): boolean {
  const before = textBefore(code, chain);
  const text = before.trimEnd();
  if (/(?:^|[;}{)]|\b(?:void|else|do))$/.test(text)) return !text.endsWith("${");
  return /\n/.test(before.slice(text.length)) && /[\w$\]'"`]$/.test(text) && !continuing.test(text);
}

/** The text before an expression without comments. */
function textBefore(code: Code, id: ExprId): string {
  const { s } = code.expr(id);
  return code.text.slice(Math.max(0, s - near), s).replaceAll(/\/\*[^]*?\*\/|(?<!:)\/\/[^\n]*/g, "");
}
