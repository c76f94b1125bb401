import { escaped } from "#graph/patterns";
import type { ExprId } from "#syntax/summary";
import { resultNames } from "./call-results.ts";
import { chainOf } from "./chains.ts";
import { textsBehind } from "./changed-values.ts";
import type { Code } from "./code.ts";
import { regionsOf } from "./control.ts";
import type { DataEffect } from "./data-effects.ts";
import type { Operation } from "./data-operations.ts";
import type { Names } from "./names.ts";
import { statementOf } from "./statement-text.ts";
import { subjectOf } from "./write-kinds.ts";

/** What a read or a delete asks for, without the columns it brings. */
export function filterOf(names: Names, { code, chain, call, fact }: Operation): string {
  if (fact.does === "statement") return /\bwhere\b([\s\S]*)/i.exec(statementOf(names, code, call, fact) ?? "")?.[1] ?? "";
  const { s, e } = code.expr(chain);
  return code.text.slice(s, e).replace(/\b(?:select|include|orderBy|columns|order)\s*:\s*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\[[^\]]*\])/g, "");
}

/** Model or table in lower case; of a manager for all of them the class it is given: `em.findOne(Loan, …)`. */
export function rowsOf(operation: Operation): string {
  const { code, api, call } = operation;
  const expr = code.expr(call);
  const [id] = expr.k === "call" && /EntityManager\.\w+$/.test(api) ? expr.args : [];
  const given = id === undefined ? undefined : code.expr(id);
  return given?.k === "name" ? code.text.slice(given.s, given.e).toLowerCase() : subjectOf(operation);
}

const byOwnId = /(?:ById|ByPk)\w*\(|[{(,]\s*["']?(?:_?id|uuid)["']?\s*[:,}]|\.(?:_?id|uuid)\s*,|(?:^|\s|\.)"?(?:id|uuid)"?\s*=/;
const byForeignKey = /\w(?:Id|_id)["']?\s*[:,}]|\w(?:Id|_id)"?\s*=/;

/** Whether a read finds its row by the row's own id, and a delete takes those that hang on a row: answers to a note, which is there as long as it goes last. */
export function asksForParent(names: Names, read: Operation, deleted: Operation): boolean {
  const taken = filterOf(names, deleted);
  return byOwnId.test(filterOf(names, read)) && byForeignKey.test(taken) && !byOwnId.test(taken);
}

/** Whether a write may be about the rows an earlier read brought: it stands in a loop over them, or holds a variable that is set after the read. */
export function goesOnFrom(code: Code, read: ExprId, write: ExprId): boolean {
  const from = code.expr(read);
  const at = code.expr(write);
  if ((from.k !== "call" && from.k !== "tag") || (at.k !== "call" && at.k !== "tag") || from.fn !== at.fn) return true;
  if (regionsOf(code, write).some((id) => code.summary.regions[id]?.loop !== undefined && (code.summary.regions[id]?.s ?? 0) > from.e)) return true;
  const { s, e } = code.expr(chainOf(code, write));
  const brought = resultNames(code, read);
  const isBrought = (text: string): boolean => brought.some((name) => new RegExp(String.raw`(?<![\w$.])${escaped(name)}(?![\w$])`).test(text));
  return code.summary.exprs.some((part) => {
    if (part.k !== "name" || part.s < s || part.e > e) return false;
    if (brought.includes(code.text.slice(part.s, part.e))) return true;
    const values = (code.summary.writes[`b${String(part.b)}`] ?? []).filter(({ v }) => code.expr(v).s >= from.s);
    return values.some(({ v }) => textsBehind(code, v).some(isBrought));
  });
}

const exceptOwn =
  /\b_?(?:id|uuid)\b["'`]?\]?\s*(?::\s*(?:\{\s*\[?["']?(?:not|\$ne|Op\.ne)\b|(?:\w+\.)?Not\()|<>|!=)|\bne\(\s*[\w.]+\.(?:_?id|uuid)\b|["'`]_?id["'`]\s*,\s*["'`](?:!=|<>|ne)["'`]|\b(?:NOT|not)\s*:\s*\{\s*_?id\b/;
const isAnother = /(?:\b|\.)_?(?:id|uuid)\)*\s*!==?\s*[\w$]|!==?\s*[\w$.?]*\.(?:_?id|uuid)\b/;

/**
 * Whether a read asks for rows other than the one that is written, by its filter or on the way: whether somebody else has the address already.
 * The row itself is left out, so that doing it again is not refused.
 */
export function asksForOthers(names: Names, { operation, calls }: DataEffect): boolean {
  if (exceptOwn.test(filterOf(names, operation))) return true;
  return calls.some(({ target: { code, f } }) => {
    const fn = code.summary.functions[f];
    return fn !== undefined && isAnother.test(code.text.slice(fn.s, fn.e));
  });
}
