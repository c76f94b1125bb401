import { escaped } from "#graph/patterns";
import type { ExprId, Region } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { type Iteration, regionsOf } from "./control.ts";
import type { DataEffect } from "./data-effects.ts";
import type { Operation } from "./data-operations.ts";
import type { Names } from "./names.ts";
import { remembers } from "./remembered.ts";
import { usesOf } from "./value-uses.ts";

/**
 * Whether a call stands in a round of a loop or callback and yet runs once at most: the arm around it leaves the loop, or closes itself
 * (`if (!created) created = await create()`).
 */
export function endsRound(code: Code, call: ExprId, { kind, region, f }: Iteration): boolean {
  for (const id of regionsOf(code, call)) {
    const around = code.summary.regions[id];
    if (!around || (f !== undefined && around.fn !== f) || (kind === "loop" && around === region)) break;
    // What a callback returns ends that turn only.
    const leaves = kind === "loop" && around.fn === region?.fn && (around.exits === "return" || around.exits === "throw");
    if (leaves || closesItself(code, around, region ?? code.summary.functions[f ?? 0])) return true;
  }
  return kind === "loop" && (region?.exits === "return" || region?.exits === "throw");
}

/** An arm that assigns a plain variable its test asks for, and that lives longer than the round. */
function closesItself(code: Code, arm: Region, round: { readonly s: number; readonly e: number } | undefined): boolean {
  if ((arm.k !== "then" && arm.k !== "else") || arm.o === undefined || !round) return false;
  const test = code.expr(arm.o);
  const names = new Set(code.text.slice(test.s, test.e).match(/(?<![.\w])[A-Za-z_$][\w$]*(?![\w$]*[.([])/g));
  const inside = code.text.slice(arm.s, arm.e);
  const whole = code.text.slice(round.s, round.e);
  return [...names].some((name) => {
    const quoted = escaped(name);
    return new RegExp(`(?<![.\\w])${quoted}\\s*(?:\\?\\?|\\|\\|)?=(?![=>])`).test(inside) && !new RegExp(`\\b(?:const|let|var)\\s+${quoted}\\b`).test(whole);
  });
}

/** A function on the way to the query keeps what it brings: the next turn with the same key does not ask again, nor does the next request. */
export function isRememberedOnTheWay(names: Names, { calls, operation }: DataEffect): boolean {
  return calls.some(({ target }, index) => remembers(names, target.code, target.f, target.code.expr(calls[index + 1]?.call ?? operation.call)));
}

/** A statement that no other one could do for several rounds: it continues a builder, or each round works on a table of its own. */
export function isOneOfItsKind(names: Names, operation: Operation, iteration: Iteration): boolean {
  return continuesBuilder(names, operation) || hasOwnTable(operation, iteration);
}

/** Methods that take a statement as a part of another one. */
const composing = /^(?:union|unionAll|intersect|except|with|from|join|where|having|orWhere|andWhere|orderBy|groupBy|select)(?:[A-Z]\w*)?$|Raw$/;

/** A builder that is a part of another one, perhaps one of several that a `map` gives: `query.unionAll(shelves.map((shelf) => knex("books").where({ shelf })))`. */
export function isFragment(names: Names, { code, chain, fact, library }: Operation): boolean {
  if (!fact.lazy) return false;
  let at = chain;
  for (let depth = 0; depth < 8; depth++) {
    const [use, ...more] = usesOf(code, at);
    if (!use || more.length > 0) return false;
    if (use.k === "returned") {
      const taken = callbackUse(code, use.f);
      if (!taken) return false;
      at = taken.call;
    } else if (use.k === "part") {
      const by = code.expr(use.by);
      if (by.k === "template" || by.k === "concat" || by.k === "tag") return true;
      if (by.k === "call" && by.c !== at) {
        const callee = code.expr(by.c);
        const isComposing = callee.k === "member" && composing.test(callee.p) && !/^(?:Array|Promise)$/.test(textOfName(code, callee.o));
        if (isComposing) return true;
        if (names.apisOf(code, by.c).some((api) => api.startsWith(`${library}#`))) return false;
      }
      at = use.by;
    } else return false;
  }
  return false;
}

function textOfName(code: Code, id: ExprId): string {
  const { s, e } = code.expr(id);
  return code.text.slice(s, Math.min(e, s + 20));
}

/** `insert(schema[key])`: the element says which table. */
function hasOwnTable({ code, call, fact, receiver }: Operation, { kind, region, f }: Iteration): boolean {
  const round = kind === "loop" ? region && { s: region.g, e: region.e } : code.summary.functions[f ?? 0];
  const expr = code.expr(call);
  const table = fact.table === undefined || expr.k !== "call" ? undefined : expr.args[fact.table];
  return round !== undefined && [table, receiver].some((id) => id !== undefined && isPickedIn(code, id, round));
}

/** `schema[key]` whose key, or the variable that holds it, belongs to the round. */
function isPickedIn(code: Code, id: ExprId, round: { readonly s: number; readonly e: number }): boolean {
  const expr = code.expr(id);
  if (expr.k === "index") {
    const key = code.expr(expr.i);
    return key.k === "name" && isDeclaredIn(code, key.b, round);
  }
  if (expr.k !== "name" || !isDeclaredIn(code, expr.b, round)) return false;
  const [only, ...more] = code.summary.writes[`b${String(expr.b)}`] ?? [];
  return only !== undefined && more.length === 0 && code.expr(only.v).k === "index" && isPickedIn(code, only.v, round);
}

function isDeclaredIn(code: Code, binding: number, { s, e }: { readonly s: number; readonly e: number }): boolean {
  const at = code.summary.bindings[binding]?.at ?? -1;
  return at >= s && at < e;
}

/** `query.increment(column)` on a builder that was begun before the round: it says more about one statement, and sends none. */
function continuesBuilder(names: Names, { code, chain, fact, receiver, library }: Operation): boolean {
  const owner = code.expr(receiver);
  if (!fact.lazy || owner.k !== "name" || /\b(?:await|return|yield)\s*\(?\s*$/.test(code.text.slice(0, code.expr(chain).s).slice(-20))) return false;
  const [only, ...more] = code.summary.writes[`b${String(owner.b)}`] ?? [];
  const value = only && more.length === 0 ? code.expr(only.v) : undefined;
  return value?.k === "call" && names.apisOf(code, value.c).some((api) => api.startsWith(`${library}#`) && api.includes("QueryBuilder"));
}

/** Prisma sends the `findUnique` calls of one tick as one query. */
export function isBatched(code: Code, iteration: Iteration, { operation }: DataEffect): boolean {
  if (operation.fact.sameTick !== true || iteration.kind !== "callback" || iteration.call === undefined) return false;
  const expr = code.expr(iteration.call);
  const method = expr.k === "call" ? code.calleeName(expr.c) : undefined;
  return method !== undefined && /^(?:\w*map|forEach)$/i.test(method);
}
