import type { FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { transportParam } from "./layer-evidence.ts";
import { isGiven } from "./state-judgement.ts";
import type { Names } from "./names.ts";

/** Functions of ours that are looked into, one inside the other. */
const deepest = 4;

const known = new WeakMap<Names, Map<string, boolean>>();

/**
 * Whether a function only makes something of what it is given: it asks no database, no network and no environment, takes nothing of a
 * request, and calls only functions like itself. Such a function is a tool of whoever calls it, wherever it lies.
 */
export function isPureFunction(names: Names, code: Code, f: FnId, depth = 0): boolean {
  let memo = known.get(names);
  if (!memo) known.set(names, (memo = new Map()));
  const key = `${code.path}:${String(f)}`;
  const answer = memo.get(key);
  if (answer !== undefined) return answer;
  // A function that calls itself is as pure as the rest of it.
  memo.set(key, true);
  const found = depth <= deepest && isPure(names, code, f, depth);
  memo.set(key, found);
  return found;
}

function isPure(names: Names, code: Code, f: FnId, depth: number): boolean {
  const fn = code.summary.functions[f];
  if (!fn || fn.async || fn.kind === "constructor" || transportParam(names, code, fn)) return false;
  const isInside = (item: { readonly s: number; readonly e: number }): boolean => fn.s <= item.s && item.e <= fn.e;
  return code.summary.exprs.every((expr) => {
    if (!isInside(expr)) return true;
    if (expr.k === "this" || expr.k === "module" || expr.k === "tag") return false;
    if (expr.k === "global") return expr.n !== "process" && expr.n !== "fetch";
    if (expr.k !== "call" && expr.k !== "new") return true;
    return names.denote(code, expr.c).every((item) => {
      // What a function it was handed does is the business of whoever handed it.
      if (item.k === "function") return isGiven(code, expr.c) || isPureFunction(names, item.code, item.f, depth + 1);
      if (item.k === "class") return /(?:Error|Exception)$/.test(item.code.summary.classes[item.c]?.n ?? "");
      return item.k === "api" && !isOutside(names, item.name);
    });
  });
}

/** Asks a database, does something in the world, or speaks HTTP; to build a query, or a schema, is none of that. */
function isOutside(names: Names, api: string): boolean {
  const { catalog } = names.project;
  const asks = catalog.data.operationOf(api) !== undefined || catalog.data.transactions.of(api).length > 0;
  return asks || catalog.isIn(catalog.data.clients, api) || catalog.effects.calls.of(api) !== undefined || catalog.isIn(catalog.http.transportTypes, api);
}
