import type { Expr, ExprId } from "#syntax/summary";
import { callsInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import type { Operation } from "./data-operations.ts";

type ObjectExpr = Extract<Expr, { k: "object" }>;

const changing = /^(?:set|update|patch|findOneAndUpdate|findByIdAndUpdate|nativeUpdate)/;
/** Columns that only say that somebody was here: who and when, last or first. */
const stamped = /^(?:updated|modified|changed|edited|touched)(?:[A-Z_]\w*)?$|^(?:last|first)[A-Z_]\w*(?:At|Date|On|Time|By|Ip|_at|_date|_on|_time|_by|_ip)$/;

/** Whether an update changes nothing but who was there last, and when. */
export function isStamp(operation: Operation): boolean {
  const objects = changesOf(operation);
  return objects.length > 0 && objects.every(({ props }) => props.length > 0 && props.every(([name]) => stamped.test(name)));
}

/**
 * Whether a value says which row an update or delete is about, and is not just stored by it.
 * @param value as it is written: `loan.memberId`
 */
export function isAbout(operation: Operation, value: string): boolean {
  const { code, chain } = operation;
  const { s, e } = code.expr(chain);
  const stored = changesOf(operation);
  const path = new RegExp(String.raw`(?<![\w.])${value.replace(/[.?$[\]()!]/g, String.raw`\$&`)}(?![\w.])`, "g");
  return [...code.text.slice(s, e).matchAll(path)].some(({ index }) => stored.every((item) => s + index < item.s || s + index > item.e));
}

/** The objects that hold the new values of an update. */
function changesOf({ code, chain }: Operation): readonly ObjectExpr[] {
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
