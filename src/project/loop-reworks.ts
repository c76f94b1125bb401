import type { BindingId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { standsIn } from "./control.ts";
import { dataEffectsOf } from "./data-effects.ts";
import type { Operation } from "./data-operations.ts";
import { subjectOf as readSubjectOf } from "./growing-tables.ts";
import type { Turn } from "./loop-business.ts";
import { resultsOf } from "./loop-purpose.ts";
import type { Names } from "./names.ts";
import { isWithin } from "./spans.ts";
import { changesOf } from "./write-columns.ts";
import { kindOf, subjectOf } from "./write-kinds.ts";

/**
 * Whether a turn looks for a row of the table it writes, in a way that the next turn may have to see: it makes the row where there is none, or writes what it
 * worked out from the one it read. Rows read ahead would be out of date. The same values for each row need no read at all.
 */
export function reworksWhatItReads(names: Names, turn: Turn): boolean {
  const { operation } = turn.effect;
  const all = operationsOf(names, turn);
  if (operation.does === "read") return all.some((other) => other.does !== "read" && areOne(names, operation, other));
  return kindOf(names, operation) === "create" && all.some((other) => other.does === "read" && areOne(names, other, operation));
}

function operationsOf(names: Names, { code, call, round, effects }: Turn): readonly Operation[] {
  const known = dataEffectsOf(names);
  const f = standsIn(code, call).fn;
  const beside = known.eventsOf(code, f).flatMap((event) => (isWithin(code.expr(event.call), round) ? known.ofEvent({ code, f }, event) : []));
  return [...new Set([...effects, ...beside].map(({ operation }) => operation))];
}

/** A row that is read and made, or read and reworked. */
function areOne(names: Names, read: Operation, write: Operation): boolean {
  if (!isOfSame(read, write)) return false;
  if (read.code === write.code && read.fn === write.fn && read.code.expr(read.call).e > write.code.expr(write.call).s + 1) {
    // A row that is read after it was written.
    if (read.code.expr(read.chain).s > write.code.expr(write.call).e) return false;
  }
  const kind = kindOf(names, write);
  return kind === "create" || (kind === "update" && isReworked(read, write));
}

function isOfSame(read: Operation, write: Operation): boolean {
  const subject = subjectOf(write);
  return subject.length > 1 && [subjectOf(read), readSubjectOf(read).toLowerCase()].includes(subject);
}

/** The write gives the row values of its own columns, or of what was worked out from them. */
function isReworked(read: Operation, write: Operation): boolean {
  const { code } = read;
  if (write.code !== code) return false;
  const rows = resultsOf(code, read.call);
  if ([...rows].some((b) => isChangedByItself(code, b))) return true;
  const made = new Set([...rows, ...workedOutOf(code, rows, read)]);
  return changesOf(write).some((span) => mentions(code, span, made));
}

/** `book.copies = book.copies - 1`, `book.copies--`, `book.lend(3)`. */
function isChangedByItself(code: Code, b: BindingId): boolean {
  const { writes, updates, calls } = code.summary;
  const own = new Set([b]);
  const isOwn = (id: number): boolean => {
    const expr = code.expr(id);
    return expr.k === "name" ? expr.b === b : expr.k === "member" && isOwn(expr.o);
  };
  const isStored = Object.entries(writes).some(
    ([key, stored]) => key.startsWith(`b${String(b)}.`) && stored.some(({ v, op }) => op !== "=" || mentions(code, code.expr(v), own)),
  );
  return isStored || updates.some(({ o }) => isOwn(o) && code.expr(o).k === "member") || calls.some((call) => reworks(code, call, b));
}

/** A method of the row that is handed what to change it by. */
function reworks(code: Code, call: number, b: BindingId): boolean {
  const expr = code.expr(call);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  const owner = callee?.k === "member" ? code.expr(callee.o) : undefined;
  const isPlain =
    callee?.k === "member" && /^(?:save|set|update|get|toJSON|toObject|populate|exec|lean|then|catch|map|filter|find|some|every|includes)$/.test(callee.p);
  return expr.k === "call" && expr.args.length > 0 && owner?.k === "name" && owner.b === b && !isPlain;
}

/** Variables that hold something worked out from a row. */
function workedOutOf(code: Code, rows: ReadonlySet<BindingId>, { fn }: Operation): readonly BindingId[] {
  return Object.entries(code.summary.writes).flatMap(([key, writes]) => {
    const binding = /^b(\d+)$/.exec(key);
    const isMade = writes.some(({ v, op, fn: at }) => op === "=" && at === fn && code.expr(v).k !== "call" && mentions(code, code.expr(v), rows));
    return binding && isMade ? [Number(binding[1])] : [];
  });
}

function mentions(code: Code, span: Span, names: ReadonlySet<BindingId>): boolean {
  return code.summary.exprs.some((expr) => expr.k === "name" && names.has(expr.b) && isWithin(expr, span));
}
