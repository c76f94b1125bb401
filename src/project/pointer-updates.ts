import { escaped } from "#graph/patterns";
import type { Expr, ExprId, FnId } from "#syntax/summary";
import { resultNames } from "./call-results.ts";
import type { Code } from "./code.ts";
import type { DataEffects } from "./data-effects.ts";
import type { Operation } from "./data-operations.ts";
import { assignmentsOf, changesOf, isStamped, rowsIn } from "./write-columns.ts";
import { kindOf, subjectOf } from "./write-kinds.ts";
import type { Unit } from "./write-pairs.ts";

type Row = Extract<Expr, { k: "object" }>;
type Column = Row["props"][number];

/** Columns by which a second row is refused, or found in place of the first. */
const unique =
  /^(?:e_?mail|user_?name|login|phone\w*|mobile|code|slug|handle|sku|barcode|isbn|hash|sha\d*|checksum|key|external_?\w*|\w+_?(?:number|no|code|email|phone))$/i;
/** Amounts: the row counts for something by itself. */
const amount = /amount|price|\bqty|quantity|balance|points?$|\bcost|total|discount|credit|stock|copies|\bfee|\brate$|value$/i;
/** Rows that are promises to somebody, whoever points at them. */
const promise =
  /order|invoice|payment|voucher|coupon|transaction|booking|reservation|certificate|subscription|receipt|contract|ticket|user|member|account|customer|tenant/i;
/** The version of a row that counts; the older ones, and those that never counted, stay beside it. */
const version = /^(?:current|latest|active|published|head|live|default)\w*version\w*$/i;

/**
 * Whether an update does nothing but make a row point at the new one, which alone is a row that nobody looks at. Doing both again makes another one and points at that:
 * a reading list, then the shelf's `readingListId`; the next version of a plan, then its `currentVersion`.
 */
export function onlyPointsAt(effects: DataEffects, code: Code, f: FnId, first: Unit, second: Unit): boolean {
  const { names } = effects;
  if (kindOf(names, first.effect.operation) !== "create" || kindOf(names, second.effect.operation) !== "update") return false;
  const changes = changesBy(code, second);
  const isPointer = ([name, value]: Column): boolean => isIdOf(code, first, name, value);
  const pointers = changes.filter((column) => isPointer(column) || version.test(column[0]));
  if (pointers.length !== 1 || changes.some((column) => !pointers.includes(column) && !isStamped(column[0]))) return false;
  const row = rowOf(code, first);
  if (row === undefined || row.some(([name]) => name === "..." || amount.test(name) || (unique.test(name) && !/version/i.test(name)))) return false;
  if (isPromise(first) || isLookedFor(effects, code, f, first)) return false;
  return pointers.some(([name]) => version.test(name)) || !namesRowOf(code, second, row);
}

/** An order, an account: rows that count for somebody, whoever points at them. */
export function isPromise({ effect }: Unit): boolean {
  return promise.test(subjectOf(effect.operation));
}

/** What an update sets: in its object, on the entity that is saved, in the object a callee is given. */
function changesBy(code: Code, { event }: Unit): readonly Column[] {
  if (event.k === "call") return objectGiven(code, event.call)?.props ?? [];
  const { operation } = event;
  const assigned = assignmentsOf(operation).map(([name, values]): Column | undefined => values[0] && [name, values[0].v]);
  return [...changesOf(operation).flatMap(({ props }) => props), ...assigned.flatMap((column) => (column ? [column] : []))];
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

function objectGiven(code: Code, call: ExprId): Row | undefined {
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

/** Whether the new row names the row that will point at it: then it is seen there already. */
function namesRowOf(code: Code, { event }: Unit, row: readonly Column[]): boolean {
  const receiver = event.k === "operation" ? textAt(code, event.operation.receiver) : "";
  const { s, e } = code.expr(event.k === "operation" ? event.operation.chain : event.call);
  const changes = event.k === "operation" ? changesOf(event.operation) : [];
  const text = [...code.text.slice(s, e)].map((letter, at) => (changes.some((item) => item.s <= s + at && s + at < item.e) ? " " : letter)).join("");
  return row.some(([, value]) => {
    const path = textAt(code, value);
    if (!/^[\w$.?!]+$/.test(path) || /^(?:true|false|null|undefined|\d+)$/.test(path)) return false;
    return new RegExp(String.raw`(?<![\w$.])${escaped(path)}(?![\w$])`).test(text) || (receiver !== "" && path.startsWith(`${receiver}.`));
  });
}

function textAt(code: Code, id: ExprId): string {
  const { s, e } = code.expr(id);
  return code.text.slice(s, e);
}
