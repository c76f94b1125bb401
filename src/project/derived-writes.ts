import type { BindingId, ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { DataEffects } from "./data-effects.ts";
import { type Operation, operationsIn } from "./data-operations.ts";
import { statementOf } from "./statement-text.ts";
import { changesOf } from "./write-columns.ts";
import { subjectOf } from "./write-kinds.ts";
import type { Unit } from "./write-pairs.ts";

/**
 * Whether an update only works out again what the rows of the other write add up to: the total of an order, from its lines as they are read after one was added.
 * The next write works it out again.
 */
export function isWorkedOut(effects: DataEffects, code: Code, first: Unit, second: Unit): boolean {
  const subject = subjectOf(first.effect.operation);
  if (subject === "") return false;
  const isList = (operation: Operation): boolean => subjectOf(operation) === subject && readsMany(effects, operation);
  if (second.event.k === "call") {
    return effects.of(second.event.target).some(({ operation }) => operation.does === "read" && isList(operation));
  }
  const { e } = code.expr(first.event.call);
  const { s } = code.expr(second.event.call);
  return operationsIn(effects.names, code).some((operation) => {
    const at = code.expr(operation.chain);
    return operation.does === "read" && at.s >= e && at.e <= code.expr(second.event.call).e && isList(operation) && flowsInto(code, operation.chain, second, s);
  });
}

/** A list, a count, a sum; not one row. */
function readsMany({ names }: DataEffects, { code, call, fact, api }: Operation): boolean {
  if (fact.does === "statement") return /\b(?:sum|count|avg|max|min)\s*\(/i.test(statementOf(names, code, call, fact) ?? "");
  if (/\.(?:aggregate|count|groupBy|sum)\w*$/i.test(api)) return true;
  return fact.rows !== "one" && !/\.(?:find(?:One|First|Unique|ById|ByPk)\w*|first|get)$/.test(api);
}

/** Whether what a read brought, or what was made of it, is given to a write. */
function flowsInto(code: Code, read: ExprId, second: Unit, before: number): boolean {
  const source = code.expr(read);
  const changes = changesOf(second.effect.operation);
  const end = Math.max(0, ...changes.map(({ e }) => e));
  if (changes.some(({ s, e }) => s <= source.s && source.e <= e)) return true;
  const held = new Set<BindingId>();
  const names = code.summary.exprs.filter((expr) => expr.k === "name" && expr.s > source.s && expr.e <= end);
  for (let hop = 0; hop < 3; hop++) {
    for (const [key, writes] of Object.entries(code.summary.writes)) {
      const binding = /^b(\d+)$/.exec(key);
      if (!binding) continue;
      const holds = writes.some(({ v }) => {
        const { s, e } = code.expr(v);
        if (s > before) return false;
        return (s <= source.s && source.e <= e) || names.some((expr) => expr.k === "name" && held.has(expr.b) && s <= expr.s && expr.e <= e);
      });
      if (holds) held.add(Number(binding[1]));
    }
  }
  return names.some((expr) => expr.k === "name" && held.has(expr.b) && changes.some(({ s, e }) => s <= expr.s && expr.e <= e));
}
