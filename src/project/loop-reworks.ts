import type { BindingId, ExprId, Span } from "#syntax/summary";
import { findAllCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import { regionsOf, standsIn } from "./control.ts";
import { type DataEffect, dataEffectsOf } from "./data-effects.ts";
import type { Operation } from "./data-operations.ts";
import type { Root } from "./data-roots.ts";
import { subjectOf as readSubjectOf } from "./growing-tables.ts";
import type { Turn } from "./loop-business.ts";
import { isWaitedFor } from "./loop-jobs.ts";
import { partsOfResult } from "./call-results.ts";
import type { Names } from "./names.ts";
import { isWithin } from "./spans.ts";
import { statementOf } from "./statement-text.ts";
import { changesOf } from "./write-columns.ts";
import { kindOf, subjectOf } from "./write-kinds.ts";
import { isAwaited } from "./unawaited.ts";

/**
 * Whether a turn looks for a row of the table it writes, in a way that the next turn may have to see: it makes the row where there is none, or writes what it
 * worked out from the one it read. Rows read ahead would be out of date. The same values for each row need no read at all; and where a request waits, a read
 * ahead is worth its care, unless a function of its own reads and works out, or the row that was read is itself changed and stored: each is stored by itself anyway.
 */
export function reworksWhatItReads(names: Names, turn: Turn): boolean {
  const { effect } = turn;
  if (effect.operation.does === "read" && isHandedOn(turn)) return true;
  const all = effectsOf(names, turn);
  const isOfFunction = effect.operation.does === "read" && effect.calls.length > 0 && !all.some(({ operation }) => kindOf(names, operation) === "create");
  const reads = all.filter(({ operation }) => operation.does === "read");
  if (effect.operation.does !== "read" && reads.some((read) => isOtherArm(names, effect, read, all))) return true;
  const isOne =
    effect.operation.does === "read"
      ? all.some((other) => other.operation.does !== "read" && areOne(names, effect, other))
      : kindOf(names, effect.operation) === "create" && reads.some((read) => areOne(names, read, effect));
  if (!isOne) return false;
  if (
    effect.operation.does === "read" &&
    all.some((other) => other.operation.does !== "read" && areOne(names, effect, other) && isInPlace(effect, other.operation))
  )
    return true;
  return (
    isOfFunction ||
    isMadeBeside(names, effect, all) ||
    (effect.operation.does === "read" && isMadeInTransaction(names, effect, all)) ||
    !isWaitedFor(names, turn.code, turn.call)
  );
}

/** The row is made where there is none, or changed where there is one: a write of either kind hangs on what the turns before made. */
function isOtherArm(names: Names, write: DataEffect, read: DataEffect, all: readonly DataEffect[]): boolean {
  return isOfSame(names, read.operation, write.operation) && hangsOn(write.operation, read.operation) && isMadeInTransaction(names, read, all);
}

/** Looked for by a function of its own, and made by the turn: two elements that are one the turn tells apart by that function. */
function isMadeBeside(names: Names, effect: DataEffect, all: readonly DataEffect[]): boolean {
  const isPair = (read: DataEffect, write: DataEffect): boolean => {
    if (read.operation.does !== "read" || read.calls[0] === undefined || write.calls[0]?.call === read.calls[0].call) return false;
    return kindOf(names, write.operation) === "create" && areOne(names, read, write);
  };
  return all.some((other) => isPair(effect, other) || isPair(other, effect));
}

/** Looked for and made in the turn itself, both on the handle of one transaction: what the turns before made is seen there, and nowhere else. */
function isMadeInTransaction(names: Names, read: DataEffect, all: readonly DataEffect[]): boolean {
  const isHere = ({ calls, roots }: DataEffect): boolean => calls.length === 0 && isOnHandle(names, roots);
  const makes = (write: DataEffect): boolean => kindOf(names, write.operation) === "create" && areOne(names, read, write);
  return isHere(read) && all.some((write) => makes(write) && isHere(write) && hangsOn(write.operation, read.operation));
}

/** The handle of a transaction, or a parameter for which every known caller hands it over. */
function isOnHandle(names: Names, roots: readonly Root[]): boolean {
  return roots.some((root) => {
    if (root.k !== "param" || root.path.length > 0) return root.k === "handle";
    const calls = findAllCalls(names, root.code, root.f).filter(({ code }) => code.role !== "test");
    return calls.length > 0 && calls.every(({ code, args, certain }) => isHandle(names, code, certain ? args[root.i] : undefined));
  });
}

function isHandle(names: Names, code: Code, id: ExprId | undefined): boolean {
  return (
    id !== undefined &&
    dataEffectsOf(names)
      .roots.of(code, id)
      .some(({ k }) => k === "handle")
  );
}

/** The write stands in an arm whose test asks for the row, or after one that leaves with it. */
function hangsOn({ code, call }: Operation, read: Operation): boolean {
  if (read.code !== code) return false;
  const rows = partsOfResult(code, read.call);
  const around = regionsOf(code, call);
  return code.summary.regions.some((arm, id) => {
    const isBefore = arm.exits !== undefined && arm.s > code.expr(read.call).s && arm.e <= code.expr(call).s;
    return arm.o !== undefined && (around.includes(id) || isBefore) && arm.k !== "loop" && mentions(code, code.expr(arm.o), rows);
  });
}

function effectsOf(names: Names, { code, call, round, effects }: Turn): readonly DataEffect[] {
  const known = dataEffectsOf(names);
  const f = standsIn(code, call).fn;
  const beside = known.eventsOf(code, f).flatMap((event) => (isWithin(code.expr(event.call), round) ? known.ofEvent({ code, f }, event) : []));
  return [...effects, ...beside];
}

/** A row that is read and made, or read and reworked. */
function areOne(names: Names, read: DataEffect, write: DataEffect): boolean {
  if ((!isOfSame(names, read.operation, write.operation) && !isRowOf(read, write.operation)) || isReadAfter(read.operation, write.operation)) return false;
  const kind = kindOf(names, write.operation);
  return kind === "create" || ((kind === "update" || kind === "upsert") && isReworked(read, write.operation));
}

/** `await row.save()`, `await repository.save(row)`: what is stored is what was read. */
function isRowOf(read: DataEffect, write: Operation): boolean {
  const { code, call, receiver } = write;
  const begun = callBeside(read, write);
  const expr = code.expr(call);
  if (begun === undefined || expr.k !== "call") return false;
  const rows = partsOfResult(code, begun);
  return [receiver, ...expr.args].some((id) => {
    const given = code.expr(id);
    return given.k === "name" && rows.has(given.b);
  });
}

function isReadAfter(read: Operation, write: Operation): boolean {
  return read.code === write.code && read.fn === write.fn && read.code.expr(read.chain).s > write.code.expr(write.call).e;
}

function isOfSame(names: Names, read: Operation, write: Operation): boolean {
  const [from, to] = [read, write].map((operation) => tableIn(names, operation));
  if (from !== undefined || to !== undefined) return from === to;
  const subject = subjectOf(write);
  // `this.repository` says in its own file what it holds.
  if (subject === "") return read.code === write.code && textOf(read, read.receiver) === textOf(write, write.receiver);
  return [subjectOf(read), readSubjectOf(read).toLowerCase()].includes(subject);
}

/** The table a statement in SQL begins with. */
function tableIn(names: Names, { code, call, fact }: Operation): string | undefined {
  if (fact.does !== "statement") return undefined;
  return /\b(?:from|into|update)\s+["`[]?([\w.]+)/i.exec(statementOf(names, code, call, fact) ?? "")?.[1]?.toLowerCase();
}

function textOf({ code }: Operation, id: ExprId): string {
  return code.text.slice(code.expr(id).s, code.expr(id).e);
}

/** The write gives the row values of its own columns, or of what was worked out from them. */
function isReworked(read: DataEffect, write: Operation): boolean {
  const { code, fn } = write;
  // A list is gone through; what it brought is not the row that is written.
  if (read.operation.fact.rows !== "one" && read.operation.fact.does !== "statement") return false;
  const call = callBeside(read, write);
  if (call === undefined) return false;
  const rows = partsOfResult(code, call);
  const made = new Set([...rows, ...workedOutOf(code, rows, fn)]);
  if ([...rows].some((b) => isChangedByItself(code, b, made))) return true;
  const changes = changesOf(write);
  return (changes.length > 0 || write.fact.does !== "statement" ? changes : [code.expr(write.chain)]).some((span) => mentions(code, span, made));
}

/** The call of the function that writes, by which it reads. */
function callBeside(read: DataEffect, { code, fn }: Operation): ExprId | undefined {
  return [...read.calls, read.operation].find((step) => step.code === code && standsIn(code, step.call).fn === fn)?.call;
}

/** `book.copies--; await book.save();`: what was read is changed, and stored as a whole. */
function isInPlace(read: DataEffect, write: Operation): boolean {
  const { code, fn } = write;
  const call = callBeside(read, write);
  if (call === undefined || !/\.save$/.test(write.api)) return false;
  const rows = partsOfResult(code, call);
  const made = new Set([...rows, ...workedOutOf(code, rows, fn)]);
  return [...rows].some((b) => isChangedByItself(code, b, made));
}

/** `book.copies = book.copies - 1`, `book.copies--`; what was worked out from the row before is among what it is made of. */
function isChangedByItself(code: Code, b: BindingId, made: ReadonlySet<BindingId>): boolean {
  const { writes, updates } = code.summary;
  const isOwn = (id: ExprId): boolean => {
    const expr = code.expr(id);
    return expr.k === "name" ? expr.b === b : expr.k === "member" && isOwn(expr.o);
  };
  const isStored = Object.entries(writes).some(
    ([key, stored]) => key.startsWith(`b${String(b)}.`) && stored.some(({ v, op }) => op !== "=" || mentions(code, code.expr(v), made)),
  );
  return isStored || updates.some(({ o }) => isOwn(o) && code.expr(o).k === "member");
}

const reworking = /^(?:update|add|remove|increase|decrease|increment|decrement|deduct|adjust|apply|consume|use)(?=[A-Z])/;

/** `await book.addCopies(3)`: a method of the row that was read changes it, and stores it. */
function isHandedOn({ effect: { operation, calls } }: Turn): boolean {
  const { code, call } = operation;
  if (calls.length > 0) return false;
  const rows = partsOfResult(code, call);
  return code.summary.calls.some((id) => {
    const expr = code.expr(id);
    const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
    const owner = callee?.k === "member" && reworking.test(callee.p) ? code.expr(callee.o) : undefined;
    return owner?.k === "name" && rows.has(owner.b) && isAwaited(code, id);
  });
}

/** Variables that hold something worked out from a row. */
function workedOutOf(code: Code, rows: ReadonlySet<BindingId>, fn: number): readonly BindingId[] {
  return Object.entries(code.summary.writes).flatMap(([key, writes]) => {
    const binding = /^b(\d+)$/.exec(key);
    const isMade = writes.some(({ v, op, fn: at }) => op === "=" && at === fn && code.expr(v).k !== "call" && mentions(code, code.expr(v), rows));
    return binding && isMade ? [Number(binding[1])] : [];
  });
}

/** Whether one of some variables stands in a stretch; the id of a row only says which it is. */
function mentions(code: Code, span: Span, names: ReadonlySet<BindingId>): boolean {
  return code.summary.exprs.some(
    (expr) => expr.k === "name" && names.has(expr.b) && isWithin(expr, span) && !/^[?!]?\.(?:_?id|uuid)\b/.test(code.text.slice(expr.e, expr.e + 8)),
  );
}
