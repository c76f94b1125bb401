import { escaped } from "#graph/patterns";
import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { DataEffects } from "./data-effects.ts";
import { type Column, isIdOf, isLookedFor, isPromise, objectGiven, rowOf, textAt } from "./new-rows.ts";
import { textWithout } from "./spans.ts";
import { assignmentsOf, changesOf, isStamped } from "./write-columns.ts";
import { kindOf } from "./write-kinds.ts";
import type { Unit } from "./write-pairs.ts";

/** Columns by which a second row is refused, or found in place of the first. */
const unique =
  /^(?:e_?mail|user_?name|login|phone\w*|mobile|code|slug|handle|sku|barcode|isbn|hash|sha\d*|checksum|key|external_?\w*|\w+_?(?:number|no|code|email|phone))$/i;
/** Amounts: the row counts for something by itself. */
const amount = /amount|price|\bqty|quantity|balance|points?$|\bcost|total|discount|credit|stock|copies|\bfee|\brate$|value$/i;
/** The version of a row that counts; the older ones, and those that never counted, stay beside it. */
const version = /^(?:current|latest|active|published|head|live|default)\w*version\w*$/i;

/**
 * Whether an update does nothing but make a row point at the new one, which alone is a row that nobody looks at. Doing both again makes another one and points at that:
 * a reading list, then the shelf's `readingListId`; the next version of a plan, then its `currentVersion`.
 */
export function onlyPointsAt(effects: DataEffects, code: Code, f: FnId, first: Unit, second: Unit): boolean {
  const { names } = effects;
  if (kindOf(names, first.effect.operation) !== "create" || !/^(?:update|upsert)$/.test(kindOf(names, second.effect.operation))) return false;
  const changes = changesBy(code, second);
  const isPointer = ([name, value]: Column): boolean => isIdOf(code, first, name === "value" ? "id" : name, value);
  const pointers = changes.filter((column) => isPointer(column) || version.test(column[0]));
  const isVersion = pointers.some(([name]) => version.test(name));
  const isBeside = ([name, value]: Column): boolean => isStamped(name) || (isVersion && /^(?:true|false)$/.test(textAt(code, value)));
  if (pointers.length !== 1 || changes.some((column) => !pointers.includes(column) && !isBeside(column))) return false;
  const row = rowOf(code, first);
  if (row === undefined || row.some(([name]) => name === "..." || amount.test(name) || (unique.test(name) && !/version/i.test(name)))) return false;
  if (isPromise(first) || isLookedFor(effects, code, f, first)) return false;
  return isVersion || !namesRowOf(code, second, row);
}

/** What an update sets: in its object, on the entity that is saved, in the object a callee is given. */
function changesBy(code: Code, { event }: Unit): readonly Column[] {
  if (event.k === "call") return objectGiven(code, event.call)?.props ?? [];
  const { operation } = event;
  if (/\.upsert$/.test(operation.api))
    return objectGiven(code, event.call)?.props.flatMap(([name, value]) => (name === "update" ? columnsOf(code, value) : [])) ?? [];
  const assigned = assignmentsOf(operation).map(([name, values]): Column | undefined => values[0] && [name, values[0].v]);
  return [...changesOf(operation).flatMap(({ props }) => props), ...assigned.flatMap((column) => (column ? [column] : []))];
}

function columnsOf(code: Code, id: ExprId): readonly Column[] {
  const expr = code.expr(id);
  return expr.k === "object" ? expr.props : [];
}

/** Whether the new row names the row that will point at it: then it is seen there already. */
function namesRowOf(code: Code, { event }: Unit, row: readonly Column[]): boolean {
  const receiver = event.k === "operation" ? textAt(code, event.operation.receiver) : "";
  const whole = code.expr(event.k === "operation" ? event.operation.chain : event.call);
  const changes = event.k === "operation" ? changesOf(event.operation) : [];
  const text = textWithout(code.text, whole, changes);
  return row.some(([, value]) => {
    const path = textAt(code, value);
    if (!/^[\w$.?!]+$/.test(path) || /^(?:true|false|null|undefined|\d+)$/.test(path)) return false;
    return new RegExp(String.raw`(?<![\w$.])${escaped(path)}(?![\w$])`).test(text) || (receiver !== "" && path.startsWith(`${receiver}.`));
  });
}
