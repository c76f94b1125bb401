import type { ExprId } from "#syntax/summary";
import { textsBehind } from "./changed-values.ts";
import type { Code } from "./code.ts";
import type { Operation } from "./data-operations.ts";
import { roundsAround } from "./rounds-around.ts";
import { isWithin } from "./spans.ts";
import type { Names } from "./names.ts";

/** A filter by a state, and what it is compared with: `status: "draft"`, `state: { in: [State.DRAFT] }`, `eq(offers.status, "draft")`, `status = 'draft'`. */
const byState = /\b\w*(?:status|state)["'`]?\s*(?:[:,=]|\bin\b)\s*(?:\{\s*["']?\$?(?:in|eq|equals)["']?\s*:\s*)?([[(]?[^\])}\n;]*)/i;
const nameOfState = /["'`]?((?:\w+\.)*\w+)["'`]?/g;
/** States of rows that nobody has acted upon, or that were turned down. */
const unsettled = /^(?:draft|proposed|suggested|suggestion|candidate|preview|unsent|rejected|declined|discarded)s?$/i;
/** Filters that leave the rows alone that are wanted. */
const others = /\bnotIn(?:Array)?\b|\$nin\b|\bNot\(\s*In\(|\bnot\s+in\s*\(|\bwhereNotIn\b|\bOp\.notIn\b|<>\s*(?:all|any)\s*\(/i;

/**
 * Whether a delete takes only rows nobody misses when those that follow do not come: drafts and proposals, or what is not among the wanted ones.
 * @param second the write that makes the new rows
 */
export function takesObsolete(names: Names, deleted: Operation, second: { readonly code: Code; readonly call: ExprId }): boolean {
  const { code, chain } = deleted;
  const { s, e } = code.expr(chain);
  const text = code.text.slice(s, e);
  const leavesWanted = others.test(text) && !/status|state/i.test(text);
  return isUnsettled(text) || leavesWanted || takesListedDifference(deleted) || (code === second.code && takesDifference(names, deleted, second.call));
}

/** Whether a delete takes nothing but drafts and proposals, by a state that is written out: those that stay are in nobody's way. */
export function takesDrafts({ code, chain }: Operation): boolean {
  const { s, e } = code.expr(chain);
  return isUnsettled(code.text.slice(s, e));
}

function isUnsettled(text: string): boolean {
  const states = byState.exec(text)?.[1];
  if (states === undefined) return false;
  const list = /^[[(]/.test(states) ? states : states.replace(/,[^]*$/, "");
  const words = [...list.matchAll(nameOfState)].map(([, name = ""]) => name.slice(name.lastIndexOf(".") + 1));
  return words.length > 0 && words.every((word) => unsettled.test(word));
}

/** Rows that are gone through one by one, because they are not among the wanted: what is made later is made of other rows. */
function takesDifference(names: Names, { code, call }: Operation, second: ExprId): boolean {
  const at = code.expr(second);
  return roundsAround(names, code, call).some(({ o, region, call: round }) => {
    const whole = round === undefined ? region : code.expr(round);
    return o !== undefined && whole !== undefined && !isWithin(at, whole) && textsOf(code, o).some((text) => comparing.test(text));
  });
}

const listBefore = /(?:\$?\bin["']?\s*:\s*|\binArray\(\s*[\w.]+\s*,\s*|\bIn\(\s*)(?:\[\s*\.\.\.)?$/;
const mostBefore = 60;

/** The same with a list of them: `deleteMany({ where: { bookId: { in: gone } } })` after `const gone = known.filter((id) => !wanted.includes(id))`. */
function takesListedDifference({ code, chain }: Operation): boolean {
  const { s, e } = code.expr(chain);
  return code.summary.exprs.some(
    (expr, id) =>
      expr.k === "name" &&
      s <= expr.s &&
      expr.e <= e &&
      listBefore.test(code.text.slice(Math.max(s, expr.s - mostBefore), expr.s)) &&
      textsOf(code, id).some((text) => comparing.test(text)),
  );
}

/** A collection as it is written and worked out, that taken out of an object included: `const { gone } = diff(…)`. */
function textsOf(code: Code, o: ExprId): readonly string[] {
  const expr = code.expr(o);
  const writes = expr.k === "name" ? (code.summary.writes[`b${String(expr.b)}`] ?? []) : [];
  const owners = writes.map(({ v }) => code.expr(v)).flatMap((value) => (value.k === "member" ? [value.o] : []));
  return [o, ...owners].flatMap((id) => textsBehind(code, id));
}

/** `.filter((book) => !wanted.includes(book.id))`, `difference(books, wanted)`. */
const comparing =
  /\.filter\([^]*(?:!\s*[\w.]+\.(?:includes|has|some|find)\(|\.(?:find\w*|indexOf)\([^]*(?:===?\s*(?:undefined|-1)|<\s*0))|\b\w*(?:diff|difference|venn|minus|without|xor)\w*\(/i;
