import { escaped } from "#graph/patterns";
import type { BindingId, ExprId } from "#syntax/summary";
import { callsInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import type { DataEvent } from "./data-effects.ts";
import type { Operation } from "./data-operations.ts";
import type { Names } from "./names.ts";
import { statementOf } from "./statement-text.ts";
import { isAwaited } from "./unawaited.ts";

/** What a write does to its rows. `upsert`: makes the row if it is not there, so that it may be repeated. */
export type WriteKind = "create" | "upsert" | "update" | "delete" | "other";

const byMethod: readonly (readonly [RegExp, WriteKind])[] = [
  [/^(?:upsert|replaceInto|mergeInto|findOrCreate|findCreateFind|replaceOne|findOneAndReplace)/, "upsert"],
  [/^(?:create|insert|bulkCreate|bulkInsert|batchInsert|persist$)/, "create"],
  [/^(?:delete|del$|remove|destroy|truncate|softDelete|softRemove|clear$|nativeDelete|findOneAndDelete|findByIdAndDelete|bulkDelete)/, "delete"],
  [/^(?:update|save|patch|flush|persistAndFlush|findOneAndUpdate|findByIdAndUpdate|increment|decrement|restore|recover|nativeUpdate|bulkUpdate)/, "update"],
];
const byVerb: readonly (readonly [RegExp, WriteKind])[] = [
  [/\bon\s+conflict\b|\bon\s+duplicate\s+key\b|^\W*(?:replace|merge|insert\s+(?:ignore|or))\b/i, "upsert"],
  [/^\W*insert\b/i, "create"],
  [/^\W*update\b/i, "update"],
  [/^\W*(?:delete|truncate)\b/i, "delete"],
];
const repeatable = /^(?:onConflict|onConflictDoNothing|onConflictDoUpdate|onDuplicateKeyUpdate|orUpdate|orIgnore|ignore|merge)$/;

/** What a write does, as far as its call or the text of its statement says. */
export function kindOf(names: Names, operation: Operation): WriteKind {
  const { code, call, chain, fact } = operation;
  if (fact.does === "statement") {
    const text = statementOf(names, code, call, fact) ?? "";
    return byVerb.find(([pattern]) => pattern.test(text))?.[1] ?? "other";
  }
  const method = methodOf(operation);
  if ((method === "save" || method === "persistAndFlush") && savesNew(code, call)) return "create";
  const kind = byMethod.find(([pattern]) => pattern.test(method))?.[1] ?? "other";
  const step = [...callsInChain(code, chain)].some((item) => repeatable.test(item.method));
  if (kind === "create" && (step || isRepeatable(code, call))) return "upsert";
  return kind === "update" && /\bupsert\s*:\s*true/.test(textAt(code, chain)) ? "upsert" : kind;
}

/** `createMany({ skipDuplicates: true })`, `bulkCreate(rows, { ignoreDuplicates: true })`. */
function isRepeatable(code: Code, call: ExprId): boolean {
  return /\b(?:skipDuplicates|ignoreDuplicates)\s*:\s*true|\bupdateOnDuplicate\b/.test(textAt(code, call));
}

/** Variables whose new objects a write stores: afterwards they have their ids. */
export function storedBy({ code, call, api }: Operation): readonly BindingId[] {
  const expr = code.expr(call);
  const argument = expr.k === "call" && /\.(?:save|persistAndFlush)$/.test(api) && savesNew(code, call) ? expr.args.at(-1) : undefined;
  const given = argument === undefined ? undefined : code.expr(argument);
  return given?.k === "name" ? [given.b] : [];
}

/** `save` of an object that is written out, or that `create` has just made. */
function savesNew(code: Code, call: ExprId): boolean {
  const expr = code.expr(call);
  const argument = expr.k === "call" ? expr.args.at(-1) : undefined;
  const given = argument === undefined ? undefined : code.expr(argument);
  if (given?.k === "object") return !given.props.some(([name]) => name === "id" || name === "...");
  if (given?.k === "call") return code.calleeName(given.c) === "create";
  if (given?.k !== "name") return false;
  const writes = code.summary.writes[`b${given.b}`] ?? [];
  return (
    writes.length === 1 &&
    writes.every(({ v }) => {
      const value = code.expr(v);
      return value.k === "new" || (value.k === "call" && code.calleeName(value.c) === "create");
    })
  );
}

function methodOf({ api }: Operation): string {
  return api.slice(api.lastIndexOf(".") + 1);
}

/** What a write is about, as far as the text says: the model, the table, the repository. */
export function tableOf({ code, api, fact, receiver, call, chain }: Operation): string {
  const first = (id: ExprId): string => {
    const expr = code.expr(id);
    const argument = expr.k === "call" ? expr.args[0] : undefined;
    const given = argument === undefined ? undefined : code.expr(argument);
    return given && (given.k === "name" || given.k === "member" || given.k === "const") ? textAt(code, argument ?? id) : "";
  };
  return [
    api.split(".").slice(0, -1).join("."),
    textAt(code, receiver).replace(/\s+/g, ""),
    fact.does === "statement" ? (/\b(?:update|from|into)\s+["`[]?([\w.]+)/i.exec(textAt(code, call))?.[1] ?? "") : "",
    fact.table !== undefined || chain !== call ? first(call) : "",
  ].join(" ");
}

/** Model or table of an operation in lower case: `loan` of `prisma.loan`, `loans` of `insert(loans)`. */
export function subjectOf(operation: Operation): string {
  const [api = "", receiver = "", table = "", argument = ""] = tableOf(operation).split(" ");
  const model = api.slice(api.search(/[^.#]*$/));
  const word = (/Repository$/.test(model) ? receiver : argument || table || (/^[A-Z]/.test(model) ? receiver : model)).replace(/["'`)]+$/, "");
  return word
    .slice(word.search(/\w*$/))
    .toLowerCase()
    .replace(/(?:repository|model|table)$/, "");
}

/** Whether two operations are on one table; an entity counts as its table in a statement: `prisma.loan` and `UPDATE loans`, `Loan.create` and `loan.update` of a loan that was found. */
export function isSameTable(first: Operation, second: Operation): boolean {
  if (tableOf(first) === tableOf(second)) return true;
  const [one, other] = [first, second].map((operation) => subjectOf(operation).replace(/s$/, ""));
  if (one !== "" && one === other) return true;
  const [from, to] = [first, second].map((operation) => modelOf(operation));
  return from !== undefined && from === to;
}

/** The class an operation is called on, or that brought the row it is called on: `Loan` of `loan.update(…)` after `const loan = await Loan.findByPk(id)`. */
function modelOf({ code, receiver }: Operation): string | undefined {
  const expr = code.expr(receiver);
  const [write, ...more] = expr.k === "name" ? (code.summary.writes[`b${String(expr.b)}`] ?? []) : [];
  const value = write === undefined || more.length > 0 ? undefined : code.expr(write.v);
  const callee = value?.k === "call" ? code.expr(value.c) : undefined;
  const text = textAt(code, callee?.k === "member" ? callee.o : receiver);
  return /^(?:\w+\.)*[A-Z]\w*$/.test(text) ? text.slice(text.lastIndexOf(".") + 1) : undefined;
}

/** Whether a write finds its row by the id of what another call brought: the next stage of that same row, or of one inside it. */
export function isStageOf({ code, chain, call }: Operation, value: string): boolean {
  const path = String.raw`${escaped(value)}(?:[?!]?\.\w+|[?!]?\.?\[\d+\])*[?!]?\.(?:_?id|uuid)\b`;
  const byId = new RegExp(String.raw`(?:["'\`]?\b_?id["'\`]?\s*[:,]|ById\w*\()\s*(?:${path})`);
  const expr = code.expr(call);
  const first = expr.k === "call" && expr.args.length > 1 && expr.args[0] !== undefined ? textAt(code, expr.args[0]) : "";
  // A compound key that names the row: its versions, its settings.
  const byKey = new RegExp(String.raw`\bwhere\s*:\s*\{[^{}]*\b\w+_\w+\s*:\s*\{[^{}]*${path}`);
  return byId.test(textAt(code, chain)) || byKey.test(textAt(code, chain)) || new RegExp(`^(?:${path})$`).test(first);
}

/**
 * Whether two deletes clear rows of two tables by the same foreign key: `{ memberId }` in both, and neither table is the member's own.
 * Neither needs the other; who gets an error does it again.
 */
export function areSiblings(first: Operation, second: Operation, value: string): boolean {
  const keys = [first, second].map((operation) => keyOf(textAt(operation.code, operation.chain), value));
  const [key] = keys;
  if (key === undefined || key !== keys[1] || /^_?(?:id|uuid)$/.test(key) || !/id$/.test(key)) return false;
  const owner = key.replace(/_?(?:uu)?id$/, "");
  return ![first, second].some((operation) => wordsOf(tableOf(operation)).some((word) => word === owner || word === `${owner}s`));
}

/** The column that is compared with a value, in lower case: `where: { memberId: id }`, `eq(loans.memberId, id)`, `where("member_id", id)`. */
function keyOf(text: string, value: string): string | undefined {
  const path = escaped(value);
  // `{ member: { id } }`: the relation is the key.
  const relation = new RegExp(String.raw`(\w+)["'\`]?\s*:\s*\{\s*(?:_?id|uuid)\s*(?::\s*${path}\s*\}|\})`).exec(text)?.[1];
  if (relation !== undefined && relation !== "where") return `${relation}id`.toLowerCase();
  const found = new RegExp(String.raw`(?:(\w+)["'\`]?\s*[:,]\s*(?:["'\`]=["'\`]\s*,\s*)?)?(?<![\w.])${path}(?![\w.])`).exec(text);
  return found === null ? undefined : (found[1] ?? value.slice(value.lastIndexOf(".") + 1)).toLowerCase();
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .replaceAll(/(?:repository|model|table)s?\b/g, "")
    .split(/\W+/);
}

/** Operations in a list that is handed on, but not awaited: a batch. Or in one whose failures are looked at one by one. */
export function isListed(code: Code, event: DataEvent): boolean {
  if (isSettled(code, event.call)) return true;
  if (event.k !== "operation" || !event.operation.fact.lazy) return false;
  const items = itemsOf(code, event.operation.chain);
  if ((code.callsByName.get("push") ?? []).some((call) => [...items].some((item) => isGiven(code, call, item)))) return true;
  const lists = code.summary.exprs.flatMap((expr, id) => (expr.k === "array" && expr.items.some((item) => items.has(item)) ? [id] : []));
  return lists.some((list) => !(code.callsByName.get("all") ?? []).some((call) => isGiven(code, call, list)));
}

/** An operation, and the names of the variable that holds it without having run it: `const rename = prisma.book.update(…)`. */
function itemsOf(code: Code, chain: ExprId): ReadonlySet<ExprId> {
  const items = new Set([chain]);
  if (isAwaited(code, chain)) return items;
  const holders = Object.entries(code.summary.writes).flatMap(([key, writes]) => (writes.some(({ v }) => v === chain) && /^b\d+$/.test(key) ? [key] : []));
  if (holders.length > 0) code.summary.exprs.forEach((expr, id) => (expr.k === "name" && holders.includes(`b${String(expr.b)}`) ? items.add(id) : undefined));
  return items;
}

function isSettled(code: Code, call: ExprId): boolean {
  const { s, e } = code.expr(call);
  return (code.callsByName.get("allSettled") ?? []).some((outer) => code.expr(outer).s <= s && e <= code.expr(outer).e);
}

function isGiven(code: Code, call: ExprId, list: ExprId): boolean {
  const expr = code.expr(call);
  return expr.k === "call" && expr.args.includes(list);
}

function textAt(code: Code, id: ExprId): string {
  const { s, e } = code.expr(id);
  return code.text.slice(s, e);
}
