import { escaped } from "#graph/patterns";
import type { Expr, ExprId, Write } from "#syntax/summary";
import { callsInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import { isCountColumn } from "./count-columns.ts";
import type { Operation } from "./data-operations.ts";

type ObjectExpr = Extract<Expr, { k: "object" }>;

const changing = /^(?:set|update|patch|findOneAndUpdate|findByIdAndUpdate|nativeUpdate)/;
/** Columns that only say that somebody was here: who and when, last or first. */
const stamped =
  /^(?:updated|modified|changed|edited|touched)(?:[A-Z_]\w*)?$|^(?:last|first)[A-Z_]\w*(?:At|Date|On|Time|By|Ip|Id|_at|_date|_on|_time|_by|_ip|_id)$|^(?:last|latest)_?(?:[mM]essage|[aA]ctivity|[cC]omment|[rR]eply|[pP]ost|[eE]vent|[rR]un|[sS]ync|[cC]heck|[eE]rror|[rR]esult|[aA]ction|[vV]iew)\w*$|[a-z]Last[A-Z]\w*(?:At|Date|On|Time)$/;

/** Whether a column by its name only says that somebody was here. */
export function isStamped(name: string): boolean {
  return stamped.test(name);
}

/** Whether an update changes nothing but who was there last, and when, and how often. */
export function isStamp(operation: Operation): boolean {
  const objects = changesOf(operation);
  if (objects.length > 0)
    return objects.every(({ props }) => props.some(([name]) => stamped.test(name)) && props.every((item) => isTellingColumn(operation.code, item)));
  const columns = assignedTo(operation);
  return columns.length > 0 && columns.every((name) => stamped.test(name) || isCountColumn(name));
}

/** Whether an update only says when somebody was there last, and what that brings a row to: `{ lastMessageAt: new Date(), status: "open" }`. */
export function onlyWakes(operation: Operation): boolean {
  const { code } = operation;
  const isWaking = ([name, value]: ObjectExpr["props"][number]): boolean =>
    isTellingColumn(code, [name, value]) || (code.expr(value).k === "const" && /(?:status|state|archived|closed|hidden|deleted)(?:At)?$/i.test(name));
  return changesOf(operation).some(({ props }) => props.some(([name]) => stamped.test(name)) && props.every(isWaking));
}

/** `lastMessage`, `unreadCount`, `$inc: unread`. */
function isTellingColumn(code: Code, [name, value]: ObjectExpr["props"][number]): boolean {
  if (stamped.test(name) || isCountColumn(name)) return true;
  const { s, e } = code.expr(value);
  return name === "$inc" && /unread|[cC]ount/.test(code.text.slice(s, e));
}

/** Properties that are assigned to the object an operation saves: `thread.lastMessageId = message.id`. */
function assignedTo(operation: Operation): readonly string[] {
  return assignmentsOf(operation).map(([name]) => name);
}

/** The same with what is assigned: `loan.save()`, `loans.save(loan)`. */
export function assignmentsOf({ code, call, api, receiver }: Operation): readonly (readonly [name: string, values: readonly Write[]])[] {
  const expr = code.expr(call);
  if (expr.k !== "call" || !/\.(?:save|persistAndFlush)$/.test(api)) return [];
  const given = code.expr(expr.args.at(-1) ?? receiver);
  const owner = given.k === "name" ? given : code.expr(receiver);
  const prefix = owner.k === "name" ? `b${String(owner.b)}.` : undefined;
  if (prefix === undefined) return [];
  return Object.entries(code.summary.writes).flatMap(([key, writes]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), writes] as const] : []));
}

const making = /^(?:create|insert|insertOne|values|save)$/;
/** Columns that tell what was before and what is now. */
const transition = /^(?:old|new|from|to|prev(?:ious)?|next|before|after)_?(?:status|state|stage|values?|data|role|plan|level|phase)$/i;
/** Columns that tell what happened, and those that tell more about it. */
const happening = /^(?:type|action|kind|activity|verb|event|event_?(?:type|name)|(?:activity|action)_?type)$/i;
const detail = /^(?:data|payload|meta(?:data)?|details?|description|message|note|reason|comment|content|actor\w*|(?:performed|changed|created)_?by(?:_?id)?)$/i;

/** Whether the columns of a new row tell a change of another row: what was before and what is now. */
export function tellsTransition(operation: Operation, statement = ""): boolean {
  return columnsOf(operation, statement).filter((name) => transition.test(name)).length > 1;
}

/** Whether the columns of a new row tell that something happened, and how. */
export function tellsHappening(operation: Operation, statement = ""): boolean {
  const columns = [...columnsOf(operation, statement), ...heldColumnsOf(operation)];
  return columns.some((name) => happening.test(name)) && columns.some((name) => detail.test(name));
}

/** The same of a row that was made before it is saved: `const note = notes.create({ type, details }); await notes.save(note)`. */
function heldColumnsOf({ code, call, api }: Operation): readonly string[] {
  const expr = code.expr(call);
  const given = expr.k === "call" && /\.(?:save|persistAndFlush)$/.test(api) ? code.expr(expr.args.at(-1) ?? call) : undefined;
  const [only, ...more] = given?.k === "name" ? (code.summary.writes[`b${String(given.b)}`] ?? []) : [];
  return only && more.length === 0 ? (rowIn(code, code.expr(only.v))?.props.map(([name]) => name) ?? []) : [];
}

/** The same of a row that a callee is given: `this.note({ type: "lent", payload })`. */
export function isGivenHappening(code: Code, call: ExprId): boolean {
  const expr = code.expr(call);
  // What happened may have a column of that name: `{ type: "lent", data: { … } }`.
  const rows = (expr.k === "call" ? expr.args : []).map((item) => code.expr(item)).flatMap((item) => [item, rowIn(code, item) ?? item]);
  return rows.some((row) => {
    const { props } = row.k === "object" ? row : { props: [] };
    const names = props.map(([name]) => name);
    return (
      names.some((name) => happening.test(name)) && names.some((name) => detail.test(name)) && !names.some((name) => /^(?:start|end|schedul|due)/i.test(name))
    );
  });
}

/** Whether a new row is a secret for a while: a code or token, and when it ends. Whoever loses it asks for another. */
export function isPassing(operation: Operation): boolean {
  const columns = columnsOf(operation);
  return hasAnEnd(operation) && columns.some((name) => /token|code|hash|secret|otp|^pin$/i.test(name));
}

/** Whether a new row counts for a while only, and says until when. */
export function hasAnEnd(operation: Operation): boolean {
  return columnsOf(operation).some((name) => /expir|valid_?(?:until|to|till)|ends_?at/i.test(name));
}

const wording = /^(?:content|message|description|note|text|body|comment|details?|summary|reason)$/i;

/** Whether a new row says in words what happened, and beyond that only to whom: `{ content: `${name} was lent`, bookId, memberId }`. */
export function tellsInWords({ code, chain }: Operation): boolean {
  return rowsIn(code, chain).some((row) => isTold(code, row));
}

/** Whether a call is given such a row. */
export function isGivenWords(code: Code, call: ExprId): boolean {
  const expr = code.expr(call);
  const args = expr.k === "call" ? expr.args : [];
  return args.some((item) => {
    const row = rowIn(code, code.expr(item));
    return row !== undefined && isTold(code, row);
  });
}

function isTold(code: Code, { props }: ObjectExpr): boolean {
  const isTelling = ([name, value]: ObjectExpr["props"][number]): boolean => wording.test(name) && isSentence(code, value);
  return props.some(isTelling) && props.every((item) => isTelling(item) || isReference(code, item[0], item[1]));
}

/** A text that is written out, with words in it. */
function isSentence(code: Code, value: ExprId): boolean {
  const { s, e } = code.expr(value);
  return /^[`"'][^]*\S\s+\S[^]*[`"']$/.test(code.text.slice(s, e));
}

/** Whom or what a row is about, its kind, its time; not an amount, nor what somebody said. */
function isReference(code: Code, name: string, value: ExprId): boolean {
  const expr = code.expr(value);
  if (name === "name" || name === "...") return false;
  if (expr.k === "const" && typeof expr.v !== "number") return true;
  return /(?:id|by|at|on|date)$/i.test(name) || /(?:Id|_id|\.id)$|^[A-Z]\w*\.\w+$/.test(code.text.slice(expr.s, expr.e));
}

/** Columns of the row an operation makes, as far as they are written out: in objects, or in its statement. */
function columnsOf({ code, chain }: Operation, statement = ""): readonly string[] {
  const listed = /^insert\s+into\s+[\w."`[\]]+\s*\(([^()]*)\)/i.exec(statement)?.[1];
  if (listed !== undefined) return listed.split(",").map((name) => name.replace(/["`[\]\s]/g, ""));
  return rowsIn(code, chain).flatMap((row) => row.props.map(([name]) => name));
}

/** Rows that the calls of a chain are given, as far as they are written out. */
export function rowsIn(code: Code, chain: ExprId): readonly ObjectExpr[] {
  return [...callsInChain(code, chain)].flatMap(({ method, args }) => {
    const given = making.test(method) ? args.map((item) => rowIn(code, code.expr(item))).find((row) => row !== undefined) : undefined;
    return given ? [given] : [];
  });
}

/** `{ data: row }`, `row`, `[row]`, `repository.create(row)`. */
function rowIn(code: Code, expr: Expr, depth = 0): ObjectExpr | undefined {
  if (expr.k === "object") return propertyOf(code, expr, "data") ?? expr;
  const inner = expr.k === "array" ? expr.items[0] : expr.k === "call" && code.calleeName(expr.c) === "create" ? expr.args[0] : undefined;
  return inner === undefined || depth > 1 ? undefined : rowIn(code, code.expr(inner), depth + 1);
}

/**
 * Whether a value says which row an update or delete is about, and is not just stored by it.
 * @param value as it is written: `loan.memberId`
 */
export function isAbout(operation: Operation, value: string): boolean {
  const { code, chain } = operation;
  const { s, e } = code.expr(chain);
  const stored = changesOf(operation);
  const path = new RegExp(String.raw`(?<![\w.])${escaped(value)}(?![\w.])`, "g");
  return [...code.text.slice(s, e).matchAll(path)].some(({ index }) => stored.every((item) => s + index < item.s || s + index > item.e));
}

/** The objects that hold the new values of an update. */
export function changesOf({ code, chain }: Operation): readonly ObjectExpr[] {
  return [...callsInChain(code, chain)].flatMap(({ method, args }) => {
    const given = changing.test(method) ? changesIn(code, args) : undefined;
    return given ? [given] : [];
  });
}

/** `update({ where, data })`, `update(criteria, values)`, `update(values, { where })`, `updateOne(filter, { $set })`, `set(values)`. */
function changesIn(code: Code, args: readonly ExprId[]): ObjectExpr | undefined {
  const objects = args.map((item) => code.expr(item));
  const first = objects[0];
  const isWhere = (expr: Expr | undefined): boolean => expr?.k === "object" && expr.props.some(([name]) => name === "where");
  if (isWhere(first)) return propertyOf(code, first, "data");
  const values = objects.length > 1 && !isWhere(objects[1]) ? objects[1] : first;
  return propertyOf(code, values, "$set") ?? (values?.k === "object" ? values : undefined);
}

function propertyOf(code: Code, object: Expr | undefined, property: string): ObjectExpr | undefined {
  const id = object?.k === "object" ? object.props.find(([name]) => name === property)?.[1] : undefined;
  const value = id === undefined ? undefined : code.expr(id);
  return value?.k === "object" ? value : undefined;
}
