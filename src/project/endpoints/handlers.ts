import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Denotation, Names } from "../names.ts";
import { type Origin, originsOf, readPath } from "../origins.ts";

export interface Handler {
  readonly code: Code;
  readonly f: FnId;
}

/** What an argument in handler position runs: the function, and the calls it is wrapped in, outermost first. */
export interface Handling {
  readonly handler?: Handler;
  readonly wrappers: readonly Origin[];
}

/** Properties under which a wrapper's options hold the handler. */
export const handlerProperties: readonly string[] = ["handler", "fn", "resolver", "resolve", "action", "execute", "run"];

/**
 * Finds the function behind an argument: named, imported, a method (also bound), made by a factory, wrapped: `asyncHandler(listBooks)`,
 * `withSchema({ handler })`.
 */
export function handlingOf(names: Names, at: Origin, depth = 0): Handling {
  if (depth > 6) return { wrappers: [] };
  for (const origin of originsOf(names, { ...at, asCalled: true })) {
    const expr = origin.code.expr(origin.id);
    if (expr.k === "function") return { handler: { code: origin.code, f: expr.f }, wrappers: [] };
    const bound = boundOf(origin);
    if (bound !== undefined) return handlingOf(names, { ...origin, id: bound }, depth + 1);
    const wrapped = expr.k === "call" ? wrappedIn(names, origin, expr.args, depth) : undefined;
    if (wrapped) return { ...wrapped, wrappers: [origin, ...wrapped.wrappers] };
    const named = functionOf(names.denote(origin.code, origin.id));
    if (named) return { handler: named, wrappers: [] };
  }
  const named = functionOf(names.denote(at.code, at.id));
  return named ? { handler: named, wrappers: [] } : { wrappers: [] };
}

/** `list` in `list.bind(this)`. */
function boundOf({ code, id }: Origin): ExprId | undefined {
  const expr = code.expr(id);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  return callee?.k === "member" && callee.p === "bind" ? callee.o : undefined;
}

/** The last argument that is a function, or the handler among the options. */
function wrappedIn(names: Names, origin: Origin, args: readonly number[], depth: number): Handling | undefined {
  for (const id of args.toReversed()) {
    const at = { ...origin, id };
    if (originsOf(names, { ...at, asCalled: true }).some((item) => item.code.expr(item.id).k === "object")) {
      const inner = handlerProperties.flatMap((name) => readPath(names, at, [name]).values).map((value) => handlingOf(names, value, depth + 1));
      const found = inner.find((item) => item.handler);
      if (found) return found;
      continue;
    }
    const found = handlingOf(names, at, depth + 1);
    if (found.handler) return found;
  }
  return undefined;
}

function functionOf(items: readonly Denotation[]): Handler | undefined {
  for (const item of items) if (item.k === "function") return { code: item.code, f: item.f };
  return undefined;
}
