import { escaped } from "#graph/patterns";
import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Operation } from "./data-operations.ts";
import type { Names } from "./names.ts";
import { statementOf } from "./statement-text.ts";
import { assignmentsOf, changesOf } from "./write-columns.ts";

/** Columns that an update gives new values, as far as they are written out. */
export function columnsChanged(names: Names, operation: Operation): readonly string[] {
  const { code, call, fact } = operation;
  if (fact.does === "statement") return [...setIn(statementOf(names, code, call, fact)).matchAll(/["`[]?(\w+)["`\]]?\s*=(?!=)/g)].map(([, name = ""]) => name);
  return [...changesOf(operation).flatMap(({ props }) => props.map(([name]) => name)), ...assignmentsOf(operation).map(([name]) => name)].filter((name) =>
    /^\w+$/.test(name),
  );
}

/** `SET returned = true` of an update. */
function setIn(statement = ""): string {
  return /^update\b[\s\S]*?\bset\b([\s\S]*?)(?:\bwhere\b|\breturning\b|$)/i.exec(statement)?.[1] ?? "";
}

/** Columns that are raised and lowered by a method or an operator: `{ increment: 1 }`, `$inc`. */
const adding = /\b(?:increment|decrement|multiply|divide)\s*[:(]|\$(?:inc|mul|push)\b|\bsql(?:<[^<>`]*>)?`[^`]*[-+*][^`]*`|\.(?:increment|decrement)\w*\(/;
/** `copies = copies - 1`, `copies = COALESCE(copies, 0) + 1`. */
const addingInText = /["`]?\b(\w+)["`]?\s*=\s*(?:\w+\s*\()*(?:["`]?\w+["`]?\.)?["`]?\1\b[^=]*?[-+*]/i;

/** Whether an update goes on from the value a column had: done twice, it counts twice. */
export function accumulates(names: Names, operation: Operation): boolean {
  const { code, call, chain, fact } = operation;
  if (fact.does === "statement") return addingInText.test(setIn(statementOf(names, code, call, fact)));
  const { s, e } = code.expr(chain);
  if (adding.test(code.text.slice(s, e))) return true;
  const isAdded = (column: string, value: ExprId): boolean => addsTo(code, column, value);
  return (
    changesOf(operation).some(({ props }) => props.some(([name, value]) => isAdded(name, value))) ||
    assignmentsOf(operation).some(([name, values]) => values.some(({ v, op }) => op === "+=" || isCompound(code, v) || isAdded(name, v)))
  );
}

/** `loan.renewals -= 1`: the summary keeps what is taken away. */
function isCompound(code: Code, value: ExprId): boolean {
  const { s } = code.expr(value);
  return /[-*/]=\s*$/.test(code.text.slice(Math.max(0, s - 4), s));
}

const mostHops = 4;
const arithmetic = /[\w)\]]\s*[-+*/]\s*[\w(]/;

/** Whether a value is worked out of the column it is for: `shelf.copies - 1`, or `left` after `const left = Number(shelf.copies) - lent`. */
function addsTo(code: Code, column: string, value: ExprId): boolean {
  const texts = textsBehind(code, value);
  const own = new RegExp(String.raw`\.${escaped(column)}\b`);
  return texts.some((text) => arithmetic.test(text)) && texts.some((text) => own.test(text));
}

/** A pattern has signs of its own: `.replace(/[^\s]*$/g, "")`. */
const pattern = /(?<=[(,]\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*(?=\s*[,)])/g;

/** A value as it is written, and what the variables in it hold, without texts and patterns. */
export function textsBehind(code: Code, value: ExprId, seen = new Set<ExprId>(), hops = 0): readonly string[] {
  if (seen.has(value) || hops > mostHops) return [];
  seen.add(value);
  const { s, e } = code.expr(value);
  const inner = code.summary.exprs.flatMap((part) =>
    part.k === "name" && s <= part.s && part.e <= e ? (code.summary.writes[`b${String(part.b)}`] ?? []).map(({ v }) => v) : [],
  );
  return [
    code.text
      .slice(s, e)
      .replace(/"[^"\n]*"|'[^'\n]*'/g, "''")
      .replace(pattern, "''"),
    ...inner.flatMap((id) => textsBehind(code, id, seen, hops + 1)),
  ];
}
