import type { Expr, ExprId, FnId } from "#syntax/summary";
import { resultNames } from "./call-results.ts";
import type { Code } from "./code.ts";
import type { DataEffects } from "./data-effects.ts";
import type { Operation } from "./data-operations.ts";
import { rowsIn } from "./write-columns.ts";
import { subjectOf } from "./write-kinds.ts";
import type { Unit } from "./write-pairs.ts";

export type Row = Extract<Expr, { k: "object" }>;
export type Column = Row["props"][number];

/** Rows that are promises to somebody, whoever points at them. */
const promise =
  /order|invoice|payment|voucher|coupon|transaction|booking|reservation|certificate|subscription|receipt|contract|ticket|user|member|account|customer|tenant/i;

/** An order, an account: rows that count for somebody, whoever points at them. */
export function isPromise({ effect }: Unit): boolean {
  return promise.test(subjectOf(effect.operation));
}

/** `readingListId: list.id`, where the first write brought `list`. */
export function isIdOf(code: Code, { event }: Unit, name: string, value: ExprId): boolean {
  if (!/(?:id|uuid|ref)$/i.test(name)) return false;
  const path = /^([\w$]+)[?!]?(?:\[0\][?!]?)?\.(?:_?id|uuid|insertId|insertedId|lastInsertRowid)$/.exec(textAt(code, value))?.[1];
  return path !== undefined && resultNames(code, event.call).includes(path);
}

/** The new row, where all of it is written out: in the call, or in the variable that is saved. */
export function rowOf(code: Code, { event, effect: { operation } }: Unit): readonly Column[] | undefined {
  const rows = rowsIn(operation.code, operation.chain);
  const [row] = rows.length > 0 ? rows : savedIn(operation);
  const given = event.k === "call" ? objectGiven(code, event.call)?.props : undefined;
  return row?.props.every(([name]) => name !== "...") === true ? row.props : (given ?? row?.props);
}

/** `save(loan)` after `const loan = loans.create({ … })`. */
function savedIn({ code, call }: Operation): readonly Row[] {
  const expr = code.expr(call);
  const given = expr.k === "call" && expr.args[0] !== undefined ? code.expr(expr.args[0]) : undefined;
  if (given?.k !== "name") return [];
  return (code.summary.writes[`b${String(given.b)}`] ?? []).flatMap(({ v }) => {
    const made = code.expr(v);
    const row = made.k === "call" && made.args[0] !== undefined ? code.expr(made.args[0]) : made;
    return row.k === "object" ? [row] : [];
  });
}

/** The object a callee is given. */
export function objectGiven(code: Code, call: ExprId): Row | undefined {
  const expr = code.expr(call);
  return expr.k === "call" ? expr.args.map((id) => code.expr(id)).find((argument) => argument.k === "object") : undefined;
}

/** Somebody looks for such a row: the function before it makes one, or the callee that makes it. By its id no row is found that was not there before. */
export function isLookedFor(effects: DataEffects, code: Code, f: FnId, { event, effect: { operation } }: Unit): boolean {
  const at = code.expr(event.call);
  const subject = subjectOf(operation);
  return effects.eventsOf(code, f).some((other) => {
    if (code.expr(other.call).s > at.s) return false;
    return effects
      .ofEvent({ code, f }, other)
      .some((read) => read.operation.does === "read" && subjectOf(read.operation) === subject && !isLatest(read.operation) && !isById(read.operation));
  });
}

/** The version before, to count on from. */
function isLatest({ code, chain }: Operation): boolean {
  return /\b(?:desc|DESC|max|count)\b/.test(textAt(code, chain));
}

function isById({ code, chain }: Operation): boolean {
  return /(?:ById|ByPk)\w*\(|[{(,]\s*["']?_?id["']?\s*[:,}]|\.id\s*,/.test(textAt(code, chain));
}

/** An expression as it is written. */
export function textAt(code: Code, id: ExprId): string {
  const { s, e } = code.expr(id);
  return code.text.slice(s, e);
}
