import { escaped } from "#graph/patterns";
import type { Expr, ExprId, FnId, Region, RegionId } from "#syntax/summary";
import { resultNames } from "./call-results.ts";
import { accumulates, columnsChanged } from "./changed-values.ts";
import type { Code } from "./code.ts";
import { areExclusive, isInside, regionsOf, standsIn } from "./control.ts";
import type { DataEffect, DataEffects, DataEvent } from "./data-effects.ts";
import { onlyLetsIn } from "./membership-rows.ts";
import type { Names } from "./names.ts";
import { takesObsolete } from "./obsolete-rows.ts";
import { onlyPointsAt } from "./pointer-updates.ts";
import { asksForOthers, asksForParent, filterOf, goesOnFrom, rowsOf } from "./row-filters.ts";
import { subjectNamed } from "./standing-alone.ts";
import { isWithin, textWithout } from "./spans.ts";
import { kindOf } from "./write-kinds.ts";
import type { Unit } from "./write-pairs.ts";

/**
 * Whether whoever gets an error may simply do it again: nothing that was written before makes a second row or counts twice, and
 * nothing refuses or passes over what is done already. Then the second write is made up for. Rows that are deleted to make room for new ones are lost,
 * unless they are drafts or not wanted any more; a new row that the second write only points at, or lets somebody in to, may be made twice.
 * @param before the writes that are done when the last one fails, in order
 */
export function healsByRepeating(effects: DataEffects, code: Code, f: FnId, before: readonly Unit[], [first, second]: readonly [Unit, Unit]): boolean {
  const { names } = effects;
  const replaces = kindOf(names, first.effect.operation) === "delete" && kindOf(names, second.effect.operation) === "create";
  const isObsolete = (unit: Unit): boolean => kindOf(names, unit.effect.operation) === "delete" && takesObsolete(names, unit.effect.operation, placeOf(second));
  if (replaces && !isObsolete(first)) return false;
  const end = code.expr(second.event.call).s;
  return before.every((unit) => {
    if (replaces && isObsolete(unit)) return true;
    if (unit === first && (onlyPointsAt(effects, code, f, first, second) || onlyLetsIn(effects, code, f, first, second))) return true;
    if (unit === first && isMadeUpForOnceFound(effects, code, f, first, second)) return true;
    return isRepeatable(names, code, unit) && !leavesAfter(code, f, unit.event.call, unit.event.call, end) && !isAskedFor(effects, code, f, unit, second);
  });
}

function placeOf({ effect: { operation } }: Unit): { readonly code: Code; readonly call: ExprId } {
  return { code: operation.code, call: operation.call };
}

/** Sets values, or deletes, and comes to the same when it is done again. */
function isRepeatable(names: Names, code: Code, { event, effect: { operation } }: Unit): boolean {
  const kind = kindOf(names, operation);
  if (kind === "upsert" || (kind === "create" && isMadeWhenMissing(code, event.call))) return true;
  if (kind === "delete") return operation.fact.mustExist !== true;
  return kind === "update" && !accumulates(names, operation) && !(event.k === "call" && isAdding(code, event.call));
}

/**
 * The second write also stands in an arm for the row that is there already: `if (member) { await addCard(member); return; }`, and only then a member is made, and a card.
 * Doing it again finds the member, and makes the card.
 */
function isMadeUpForOnceFound(effects: DataEffects, code: Code, f: FnId, first: Unit, second: Unit): boolean {
  const { names } = effects;
  const rows = subjectNamed(names, first.effect.operation);
  const made = subjectNamed(names, second.effect.operation);
  const kind = kindOf(names, second.effect.operation);
  if (rows === "" || rows === made || kindOf(names, first.effect.operation) !== "create") return false;
  const events = effects.eventsOf(code, f).filter(({ call }) => code.expr(call).s < code.expr(first.event.call).s);
  const brought = events.flatMap((event) =>
    effects.ofEvent({ code, f }, event).some(({ operation }) => operation.does === "read" && subjectNamed(names, operation) === rows)
      ? resultNames(code, event.call)
      : [],
  );
  return events.some((event) => {
    if (!areExclusive(code, event.call, first.event.call)) return false;
    const writes = effects.ofEvent({ code, f }, event).filter(({ operation }) => operation.does === "write" && subjectNamed(names, operation) === made);
    return writes.some(({ operation }) => [kind, "upsert"].includes(kindOf(names, operation))) && isGivenOne(code, event.call, brought);
  });
}

/** Whether a call is given what one of some variables holds. */
function isGivenOne(code: Code, call: ExprId, variables: readonly string[]): boolean {
  const expr = code.expr(call);
  return expr.k === "call" && expr.args.some((id) => mentions(code.text.slice(code.expr(id).s, code.expr(id).e), variables));
}

const missing = /^!|===?\s*(?:null|undefined)\b|\.(?:length|size|rowCount|count)\s*(?:===?\s*0|<\s*1)\b/;

/** `if (found.length === 0) await create(…)`: the second time it is there. */
function isMadeWhenMissing(code: Code, call: ExprId): boolean {
  return regionsOf(code, call).some((id) => {
    const region = code.summary.regions[id];
    const test = region?.k === "then" && region.o !== undefined ? code.expr(region.o) : undefined;
    return test !== undefined && missing.test(code.text.slice(test.s, test.e));
  });
}

/** `this.stock.add(id, amount)`: a callee that by its name adds or takes away. */
function isAdding(code: Code, call: ExprId): boolean {
  const expr = code.expr(call);
  return (
    expr.k === "call" &&
    /^(?:add|deduct|subtract|increase|decrease|increment|decrement|debit|credit|charge|adjust|transfer|consume|redeem|reserve)(?![a-z])/.test(
      code.calleeName(expr.c) ?? "",
    )
  );
}

/** Whether the function looks, before a write, at what the write changes, and leaves when it is done already. */
function isAskedFor(effects: DataEffects, code: Code, f: FnId, unit: Unit, second: Unit): boolean {
  const { names } = effects;
  const { operation } = unit.effect;
  const rows = rowsOf(operation);
  const at = code.expr(unit.event.call);
  const isDelete = kindOf(names, operation) === "delete";
  const columns = isDelete ? [] : [...columnsChanged(names, operation), ...columnsGiven(code, unit.event)];
  return effects.eventsOf(code, f).some((event) => {
    const place = code.expr(event.call);
    if ((place.e > at.s && !isWithin(at, place)) || areExclusive(code, event.call, unit.event.call)) return false;
    const reads = effects.ofEvent({ code, f }, event).filter((read) => {
      if (read.operation.does !== "read" || rowsOf(read.operation) !== rows) return false;
      return !isDelete || !asksForParent(names, read.operation, operation);
    });
    if (reads.length === 0) return false;
    if (!isDelete && isOnlyForChange(code, event.call, [unit, second], columns)) return true;
    if (!isDelete && reads.every((read) => asksForOthers(names, read))) return false;
    const isFiltered = reads.some((read) => mentions(filterOf(names, read.operation), columns));
    if (isDelete || isFiltered)
      return refuses(event, reads) || leavesAfter(code, f, event.call, unit.event.call, at.s) || goesThrough(code, event.call, unit, second);
    return testsOn(code, f, unit.event.call, place.e, at.s).some((test) => mentions(textOfStored(code, test), columns));
  });
}

/** `if (shelf.room !== room) { … }` around both writes: once the first is done, it is passed over. */
function isOnlyForChange(code: Code, read: ExprId, [first, second]: readonly [Unit, Unit], columns: readonly string[]): boolean {
  const later = new Set(regionsOf(code, second.event.call));
  const tests = regionsOf(code, first.event.call).flatMap((id) => {
    const region = code.summary.regions[id];
    return later.has(id) && region?.k === "then" && region.o !== undefined ? [code.expr(region.o)] : [];
  });
  const [results, changed] = [resultNames(code, read), columns].map((words) => words.map(escaped).join("|"));
  if (!results || !changed) return false;
  const differs = new RegExp(String.raw`(?<![\w$.])(?:${results})[?!]?\.(?:${changed})\s*!==?`);
  return tests.some(({ s, e }) => differs.test(code.text.slice(s, e)));
}

/** Whether an arm that leaves the function asks for what a call brought. */
function leavesAfter(code: Code, f: FnId, call: ExprId, write: ExprId, to: number): boolean {
  const results = resultNames(code, call);
  const { e } = code.expr(call);
  return results.length > 0 && testsOn(code, f, write, e, to).some(({ s, e: end }) => results.some((name) => mentions(code.text.slice(s, end), [name])));
}

/** Tests of the arms that leave the function before a write (or, after one, before the next), of those that begin between two places. */
function testsOn(code: Code, f: FnId, write: ExprId, from: number, to: number): readonly Expr[] {
  const around = new Set(regionsOf(code, write));
  const { fn } = standsIn(code, write);
  return code.summary.regions.flatMap((region) => {
    if (region.o === undefined || region.g < from || region.g > to || !isInside(code, region.fn, f) || !isOnTheWay(code, region, around)) return [];
    return passesOver(code, region, fn, around) ? [code.expr(region.o)] : [];
  });
}

/** Whether an arm leaves what a write stands in: its function, or the turn of a loop around it. `continue` in another loop, and `return` in a callback, pass over nothing. */
function passesOver(code: Code, { exits, fn, up }: Region, writer: FnId, around: ReadonlySet<RegionId>): boolean {
  if (exits === "throw") return true;
  if (exits === "return") return isInside(code, writer, fn);
  if (exits !== "continue") return false;
  for (let at = up; at !== undefined; at = code.summary.regions[at]?.up) if (code.summary.regions[at]?.k === "loop") return around.has(at);
  return false;
}

const parsing = /^(?:parse|safeParse|parseAsync|safeParseAsync|json)$/;

/** A test without what it asks of the input: what was sent, not what is stored, is `input.title`. */
function textOfStored(code: Code, test: Expr): string {
  const asked = code.summary.exprs.filter((expr) => expr.k === "member" && isWithin(expr, test) && isSent(code, expr.o));
  return textWithout(code.text, test, asked);
}

/** A parameter, or what a text that came in says. */
function isSent(code: Code, owner: ExprId): boolean {
  const expr = code.expr(owner);
  if (expr.k === "member") return isSent(code, expr.o);
  if (expr.k !== "name") return false;
  const writes = code.summary.writes[`b${String(expr.b)}`] ?? [];
  return (
    writes.length === 1 &&
    writes.every(({ v }) => {
      const value = code.expr(v);
      return value.k === "param" || (value.k === "call" && parsing.test(code.calleeName(value.c) ?? ""));
    })
  );
}

/** In no arm that the write does not stand in: what another action asks refuses nothing here. */
function isOnTheWay(code: Code, { up }: Region, around: ReadonlySet<RegionId>): boolean {
  for (let at = up; at !== undefined && !around.has(at); at = code.summary.regions[at]?.up)
    if (/^(?:then|else|case)$/.test(code.summary.regions[at]?.k ?? "")) return false;
  return true;
}

/** The rows that were found are gone through, and written: those that are done are not found again. */
function goesThrough(code: Code, call: ExprId, { event }: Unit, second: Unit): boolean {
  const results = resultNames(code, call);
  if (![event.call, second.event.call].some((write) => goesOnFrom(code, call, write))) return false;
  const text = code.text.slice(code.expr(call).e, code.expr(event.call).s);
  return results.some((name) => new RegExp(String.raw`\bof\s+${escaped(name)}\b|\b${escaped(name)}(?:\.\w+)*\.(?:map|forEach|filter|flatMap)\(`).test(text));
}

const refusing = /OrThrow|OrFail|OrError|^(?:assert|ensure|require|must)/;

/** A read that throws when there is no such row, itself or on the way. */
function refuses(event: DataEvent, reads: readonly DataEffect[]): boolean {
  if (event.k === "operation") return refusing.test(event.operation.api.slice(event.operation.api.lastIndexOf(".") + 1));
  return reads.some(({ calls }) =>
    calls.some(({ target }) => {
      const { functions, regions } = target.code.summary;
      const fn = functions[target.f];
      return refusing.test(fn?.n ?? "") || regions.some((region) => region.exits === "throw" && region.fn === target.f);
    }),
  );
}

/** Columns in an object that a callee is given: `update(id, { returned: true })`. */
function columnsGiven(code: Code, { k, call }: DataEvent): readonly string[] {
  const expr = code.expr(call);
  if (k !== "call" || expr.k !== "call") return [];
  return expr.args.flatMap((id) => {
    const argument = code.expr(id);
    return argument.k === "object" ? argument.props.map(([name]) => name).filter((name) => name !== "..." && name !== "[]") : [];
  });
}

function mentions(text: string, words: readonly string[]): boolean {
  return words.some((word) => new RegExp(String.raw`(?<![\w$])${escaped(word)}(?![\w$])`).test(text));
}
