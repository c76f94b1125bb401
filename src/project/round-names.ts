import type { ExprId } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { elementAt } from "./list-methods.ts";
import { ofFile } from "./per-file.ts";

const none: ReadonlySet<string> = new Set();

/**
 * What the elements of lists are called where a file goes through them: `define` of `[Book, Loan].forEach((define) => define(sequelize))`.
 * @param name something in the list, as this file calls it
 */
export function roundNames(code: Code, name: string): ReadonlySet<string> {
  return namesIn(code).get(name) ?? none;
}

/** What elements are called in lists that have whole modules in them: `for (const define of [require("./book")]) define(sequelize)`. */
export function roundNamesOfModules(code: Code): ReadonlySet<string> {
  return namesIn(code).get("") ?? none;
}

const namesIn = ofFile((code): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const [list, called] of roundsIn(code)) {
    for (const array of arraysOf(code, list)) {
      for (const item of array) {
        const expr = code.expr(item);
        const name = expr.k === "module" ? "" : expr.k === "name" ? code.summary.bindings[expr.b]?.n : undefined;
        if (name !== undefined) found.set(name, (found.get(name) ?? new Set()).add(called));
      }
    }
  }
  return found;
});

/** Lists that are gone through, and what their elements are called there. */
function* roundsIn(code: Code): Iterable<readonly [list: ExprId, called: string]> {
  for (const [f, fn] of code.summary.functions.entries()) {
    const use = fn.params.length > 0 ? callbackUse(code, f) : undefined;
    const callee = use?.argument === 0 ? code.expr(use.callee) : undefined;
    const called = callee?.k === "member" ? fn.params[elementAt[callee.p] ?? -1]?.n : undefined;
    if (callee?.k === "member" && called !== undefined) yield [callee.o, called];
  }
  for (const [key, writes] of Object.entries(code.summary.writes)) {
    const called = /^b\d+$/.test(key) ? code.summary.bindings[Number(key.slice(1))]?.n : undefined;
    for (const { v } of writes) {
      const expr = code.expr(v);
      if (called !== undefined && expr.k === "element") yield [expr.o, called];
    }
  }
}

function arraysOf(code: Code, list: ExprId): readonly (readonly ExprId[])[] {
  const expr = code.expr(list);
  if (expr.k === "array") return [expr.items];
  const writes = expr.k === "name" ? (code.summary.writes[`b${expr.b}`] ?? []) : [];
  return writes.flatMap((write) => {
    const value = code.expr(write.v);
    return value.k === "array" ? [value.items] : [];
  });
}
