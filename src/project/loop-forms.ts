import type { Expr, ExprId } from "#syntax/summary";
import { callsInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import { standsIn } from "./control.ts";
import type { Operation } from "./data-operations.ts";
import { dataEffectsOf } from "./data-effects.ts";
import { isSingleForm, type Turn } from "./loop-business.ts";
import { decidesRowByRow } from "./loop-decisions.ts";
import { RoundValues } from "./loop-keys.ts";
import { asksTheSame, isTheSame } from "./loop-sameness.ts";
import { resultsOf } from "./call-results.ts";
import { reworksWhatItReads } from "./loop-reworks.ts";
import type { Names } from "./names.ts";
import { isWithin } from "./spans.ts";
import { statementOf } from "./statement-text.ts";
import { partsOf, readsOf } from "./value-uses.ts";
import { kindOf } from "./write-kinds.ts";

/**
 * Whether one statement would do for all elements. `named`: it can be named. `same`: a read that asks the same each time. `entangled`: each turn needs its own the way it is written, because the query
 * hangs on what another one of the turn brought, gives each row values of its own, or something hangs on the row it wrote. `none`: the turns ask for different
 * things (a table, a column, a database that the element names; the first few of each; what the turn before left), or nobody can see what they ask for.
 */
export function batchFormOf(names: Names, turn: Turn): "named" | "same" | "entangled" | "none" {
  const { operation } = turn.effect;
  const values = new RoundValues(names, turn);
  const given = argumentsOf(operation);
  const hanging = [...given.map((id) => values.of(id)), values.of(operation.receiver)];
  const isRead = operation.does === "read";
  if (hanging.some(({ carried }) => carried) || cutsOff(names, operation)) return "none";
  if (namesPlace(names, operation, given, values) || isMadeHere(names, operation, values) || isBuiltInRound(turn)) return "none";
  if (hanging.some(({ asked }) => asked) || setsOwnValues(names, operation)) return "entangled";
  if (isTheSame(turn, values, hanging)) return isRead && !writesIn(names, turn) ? "same" : "none";
  if (isRead && turn.effect.calls.length > 1 && ![...hanging, values.handed()].some(({ element }) => element)) return "none";
  if (isRead && asksTheSame(turn, values, given)) return writesIn(names, turn) ? "none" : "same";
  if (!isRead && (hasOwnValues(operation, values) || isResultUsed(turn) || writesRowsInside(names, operation))) return "entangled";
  if (decidesRowByRow(names, turn)) return "entangled";
  return reworksWhatItReads(names, turn) && !isSingleForm(names, turn) ? "entangled" : "named";
}

function writesIn(names: Names, { code, call, round }: Turn): boolean {
  const effects = dataEffectsOf(names);
  const f = standsIn(code, call).fn;
  return effects
    .eventsOf(code, f)
    .some((event) => isWithin(code.expr(event.call), round) && effects.ofEvent({ code, f }, event).some(({ operation }) => operation.does !== "read"));
}

/** `const count = countIn(client); await count();`: what the round made is called, and nobody sees what it was given. */
function isBuiltInRound({ code, call, round, effect }: Turn): boolean {
  const expr = code.expr(call);
  if (effect.calls.length === 0 || expr.k !== "call") return false;
  let at = expr.c;
  for (let link = code.expr(at); link.k === "member"; link = code.expr(at)) at = link.o;
  const root = code.expr(at);
  const binding = root.k === "name" ? code.summary.bindings[root.b] : undefined;
  return binding !== undefined && binding.kind === "const" && binding.at >= round.s && binding.at < round.e && isMade(code, root);
}

function isMade(code: Code, root: Expr): boolean {
  const writes = root.k === "name" ? (code.summary.writes[`b${String(root.b)}`] ?? []) : [];
  return writes.some(({ v }) => code.expr(v).k === "call" || code.expr(v).k === "new" || code.expr(v).k === "function");
}

/** What an operation is given, in all links of its chain. */
export function argumentsOf({ code, call, chain }: Operation): readonly ExprId[] {
  const expr = code.expr(call);
  return expr.k === "tag" ? [expr.quasi] : [...callsInChain(code, chain)].flatMap((link) => link.args);
}

/** Methods that begin a chain with the name of a table. */
const tables = /^(?:from|into|table|insertInto|selectFrom|updateTable|deleteFrom)$/;
const afterTable = /\b(?:from|into|update|join|table|index|view|schema|exists)\s+["'`[]?(?:[\w"]+\.)?["'`[]?$/i;

/** The element names the table, or a column: `knex(table)`, `{ [field]: value }`, `` `DELETE FROM ${table}` ``. */
function namesPlace(names: Names, operation: Operation, given: readonly ExprId[], values: RoundValues): boolean {
  const { code, call, chain, fact, library } = operation;
  const expr = code.expr(call);
  const isOfElement = (id: ExprId): boolean => values.of(id).element && !isConstantText(code, id);
  const links = [...callsInChain(code, chain)];
  const first = links.at(-1)?.args[0];
  const named = [
    ...(fact.table === undefined || expr.k !== "call" ? [] : [expr.args[fact.table]]),
    ...links.filter(({ method }) => tables.test(method)).map(({ args }) => args[0]),
    ...(names.project.catalog.data.tableFirst.has(library) && links.at(-1)?.method !== "raw" && code.expr(first ?? call).k === "name" ? [first] : []),
  ];
  if (named.some((id) => id !== undefined && isOfElement(id)) || isPickedBy(operation, isOfElement)) return true;
  if (given.some((id) => isOfModule(code, id) && isOfElement(id))) return true;
  return given.some((id) => inside(code, id).some((part) => namesIn(code, part, isOfElement)));
}

/** `manager.delete(entities[name], …)`: one of what a module lists, which is imported as a whole. */
function isOfModule(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  const list = expr.k === "index" ? code.expr(expr.o) : undefined;
  const binding = list?.k === "name" ? code.summary.bindings[list.b] : undefined;
  return list?.k === "module" || binding?.imported?.n === "*";
}

const picking = /^(?:model|getRepository|collection|table|getModel)$/;

/** `mongoose.model(name).find()`. */
function isPickedBy({ code, call, chain }: Operation, isOfElement: (id: ExprId) => boolean): boolean {
  const expr = code.expr(call);
  const links = [...callsInChain(code, expr.k === "call" ? expr.c : chain)];
  return links.some(({ method, args }) => picking.test(method) && args[0] !== undefined && isOfElement(args[0]));
}

function namesIn(code: Code, id: ExprId, isOfElement: (id: ExprId) => boolean): boolean {
  const expr = code.expr(id);
  if (expr.k === "object") return expr.props.some(([key, , keyExpr]) => key === "[]" && keyExpr !== undefined && isOfElement(keyExpr));
  return expr.k === "template" && expr.parts.some((part, index) => afterTable.test(expr.quasis[index] ?? "") && isOfElement(part));
}

function isConstantText(code: Code, id: ExprId): boolean {
  return code.expr(id).k === "const";
}

function inside(code: Code, id: ExprId): readonly ExprId[] {
  return [id, ...partsOf(code.expr(id)).flatMap((part) => inside(code, part))];
}

const connecting =
  /(?:db|database|client|connection|conn|knex|prisma|datasource|pool|tenant\w*|fork|coll|collection|(?:model|collection|repository|table)(?:For|Of))$/i;

/** Each turn asks a database of its own: `clientOf(tenant).loan.findMany()`. */
function isMadeHere(names: Names, { code, receiver, api }: Operation, values: RoundValues): boolean {
  const expr = code.expr(receiver);
  const made = expr.k === "name" ? (code.summary.writes[`b${String(expr.b)}`] ?? []).map(({ v }) => v) : [receiver];
  return made.some((id) => {
    const call = code.expr(id);
    return call.k === "call" && (connecting.test(code.calleeName(call.c) ?? "") || isBuilt(names, code, call.c, api)) && values.of(id).element;
  });
}

/** What a function of the project hands back to go on with may hold any conditions. */
function isBuilt(names: Names, code: Code, callee: ExprId, api: string): boolean {
  return /Query\w*Builder/.test(api) && names.denote(code, callee).some((target) => target.k === "function");
}

const cutting = /^(?:take|limit|skip|offset|top|first|last)$/;

/** The first few of each: `findMany({ where: { shelfId }, take: 5 })`. One statement for all cannot count by element. */
function cutsOff(names: Names, { code, call, chain, fact }: Operation): boolean {
  if (fact.does === "statement") return /\blimit\s+(?!1\b)\S/i.test(statementOf(names, code, call, fact) ?? "");
  if (fact.rows === "one") return false;
  const isMany = (id: ExprId | undefined): boolean => id !== undefined && !(code.expr(id).k === "const" && textOf(code, id) === "1");
  const links = [...callsInChain(code, chain)];
  if (links.some(({ method, args }) => /^(?:limit|take|skip|offset)$/.test(method) && isMany(args[0]))) return true;
  const expr = code.expr(call);
  return (
    expr.k === "call" &&
    expr.args.some((argument) => {
      const options = code.expr(argument);
      return options.k === "object" && options.props.some(([key, value]) => cutting.test(key) && isMany(value));
    })
  );
}

/** Raw SQL that gives a row values that are handed in. */
function setsOwnValues(names: Names, { code, call, fact }: Operation): boolean {
  const text = fact.does === "statement" ? statementOf(names, code, call, fact) : undefined;
  const [, given = ""] = /^update\b[\s\S]*?\bset\b([\s\S]*?)(?:\bwhere\b|$)/i.exec(text ?? "") ?? [];
  return /[?$:@]/.test(given);
}

function textOf(code: Code, id: ExprId): string {
  return code.text.slice(code.expr(id).s, code.expr(id).e);
}

/** `update({ where: { id }, data: { due: loan.due } })`: a statement about many rows gives all of them the same. */
function hasOwnValues({ code, call, chain, fact }: Operation, values: RoundValues): boolean {
  if (!fact.perRow) return false;
  const expr = code.expr(call);
  const found = fact.perRow.flatMap((path): readonly ExprId[] => {
    if (path.endsWith("()")) return [...callsInChain(code, chain)].filter(({ method }) => method === path.slice(0, -2)).flatMap(({ args }) => args);
    const [index = "", property] = path.split(".");
    const argument = expr.k === "call" ? expr.args[Number(index)] : undefined;
    const options = argument === undefined ? undefined : code.expr(argument);
    if (argument === undefined || property === undefined) return argument === undefined ? [] : [argument];
    return options?.k === "object" ? options.props.filter(([key]) => key === property).map(([, value]) => value) : [argument];
  });
  return found.length === 0 || found.some((id) => values.of(id).element);
}

/** `create({ data: { title, copies: { create: copies } } })`: rows inside of a row, or ties to others, which a list of rows and an update of many cannot have. */
function writesRowsInside(names: Names, operation: Operation): boolean {
  const { code, call, library } = operation;
  const words = names.project.catalog.data.nestedOf(library);
  const expr = code.expr(call);
  const kind = kindOf(names, operation);
  if (words.length === 0 || expr.k !== "call" || (kind !== "create" && kind !== "update" && kind !== "upsert")) return false;
  return expr.args
    .flatMap((argument) => inside(code, argument).filter((id) => id !== argument))
    .some((id) => {
      const object = code.expr(id);
      return object.k === "object" && object.props.some(([key, value]) => words.includes(key) && !isPlain(code, key, value, kind === "create"));
    });
}

/** A new row that is tied to one other can be given its key. */
function isPlain(code: Code, key: string, value: ExprId, isNew: boolean): boolean {
  const { k } = code.expr(value);
  return k === "const" || (isNew && key === "connect" && k === "object");
}

/** `const shelf = await create(…); made.push(shelf.id);`: a statement about many rows does not say which row came of which element. */
function isResultUsed({ code, call, round }: Turn): boolean {
  const { e } = code.expr(call);
  const reads = [...resultsOf(code, call)].flatMap((b) => readsOf(code, b)).map((id) => code.expr(id));
  return reads.some((read) => read.s >= e && isWithin(read, round));
}
