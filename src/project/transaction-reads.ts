import type { ExprId, FnId } from "#syntax/summary";
import { partsOfResult, resultsOf } from "./call-results.ts";
import { callsInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import { iterationsAround } from "./control.ts";
import type { DataEffects, DataEvent } from "./data-effects.ts";
import type { Operation } from "./data-operations.ts";
import type { Inside } from "./transaction-escapes.ts";
import { isWithin } from "./spans.ts";
import { subjectOf } from "./write-kinds.ts";

/** Shorter names end many others by chance. */
const shortest = 4;

/** What goes wrong with a read outside: it misses what the transaction has written before, or what it brought may be out of date when the transaction writes. */
export type Missed = "written" | "meanwhile";

/**
 * Whether a read may miss what its transaction does, or the transaction what is done meanwhile: only of a table the transaction has written before, or writes
 * afterwards, where more is made of the rows than a question; of others any connection finds the same.
 */
export function missedBy(effects: DataEffects, code: Code, operation: Operation, inside: Inside): Missed | undefined {
  const tables = tablesOf(operation);
  const isOf = (write: Operation): boolean => isGivenRow(write, operation) || tablesOf(write).some((table) => tables.some((other) => isSame(table, other)));
  // Another row of the same class, made later, has nothing to do with the one that was read.
  const isMadeOf = (write: Operation): boolean => isOf(write) || classesOf(write).some((table) => tables.some((other) => isSame(table, other)));
  const writesOf = (isAbout: (write: Operation) => boolean): readonly DataEvent[] =>
    effects.eventsOf(code, inside.f).filter(
      (event) =>
        inside.holds(event.call) &&
        effects.ofEvent({ code, f: inside.f }, event).some((item) => {
          const { does } = item.operation;
          // A flush writes whatever was changed before.
          return item.roots.some(inside.isHandle) && (does === "flush" || (does === "write" && isAbout(item.operation)));
        }),
    );
  if (writesOf(isMadeOf).some((event) => mayComeBefore(code, event.call, operation.call, inside.f))) return "written";
  return writesOf(isOf).length > 0 && isMoreThanAsked(code, operation, inside.f) ? "meanwhile" : undefined;
}

/** What a write is given is the row that was read: `manager.save(loan)`, `loan.save({ session })`. */
function isGivenRow({ code, call }: Operation, read: Operation): boolean {
  if (code !== read.code) return false;
  const rows = resultsOf(code, read.call);
  const expr = code.expr(call);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  const parts = expr.k === "call" ? [...expr.args, ...(callee?.k === "member" ? [callee.o] : [])] : [];
  return parts.some((id) => {
    const part = code.expr(id);
    return part.k === "name" && rows.has(part.b);
  });
}

/** What a read brought is no mere question (`if (found) throw …`): it is copied, changed, or given back. */
function isMoreThanAsked(code: Code, { call, fact }: Operation, f: FnId): boolean {
  const rows = partsOfResult(code, call);
  const whole = resultsOf(code, call);
  const { e } = code.expr(call);
  const tests = code.summary.regions.flatMap(({ o }) => (o === undefined ? [] : [code.expr(o)]));
  const end = code.summary.functions[f]?.e ?? 0;
  return code.summary.exprs.some((expr, id) => {
    if (expr.k !== "name" || !rows.has(expr.b) || expr.s <= e || expr.e > end || tests.some((test) => isWithin(expr, test))) return false;
    return fact.rows !== "one" || !whole.has(expr.b) || !isLittle(code, id);
  });
}

const identifying = /^_?(?:uu|gu)?id$|[a-z\d]I[dD]$|_(?:uu)?id$|Uuid$/;

/** What never changes of one row is taken, or what is written back where it was: `loan.id`, `{ shelf: loan.shelf }`. */
function isLittle(code: Code, row: ExprId): boolean {
  const taken = code.summary.exprs.flatMap((expr, id) => (expr.k === "member" && expr.o === row ? [{ id, name: expr.p }] : []));
  return (
    taken.length > 0 &&
    taken.every(
      ({ id, name }) =>
        identifying.test(name) || code.summary.exprs.some((expr) => expr.k === "object" && expr.props.some(([key, value]) => key === name && value === id)),
    )
  );
}

/** What is written before it in the text, or in a turn of a loop that is around both. */
function mayComeBefore(code: Code, write: ExprId, read: ExprId, f: FnId): boolean {
  const { s } = code.expr(write);
  if (s < code.expr(read).s) return true;
  return iterationsAround(code, read, f).some(({ region, f: callback }) => {
    const round = region ?? (callback === undefined ? undefined : code.summary.functions[callback]);
    return round !== undefined && round.s <= s && s < round.e;
  });
}

/** Methods of builders that are given a table. */
const giving = /^(?:from|into|table|selectFrom|insertInto|deleteFrom|updateTable|update|insert|delete|replaceInto)$/;

/** What an operation is about, by each name that may say it: of the model, of the entity, or for a write the row, that a manager is given, of the table a chain starts with. */
function tablesOf(operation: Operation): readonly string[] {
  const { code, call, chain, does } = operation;
  const links = [...callsInChain(code, chain)];
  const entity = links.find((link) => link.call === call)?.args[0];
  const start = links.at(-1);
  const tables = links.filter((link) => link === start || giving.test(link.method)).flatMap(({ args }) => nameOf(code, args[0], /./));
  return [subjectOf(operation), ...tables, ...nameOf(code, entity, does === "write" ? /./ : /^[A-Z]/)].flatMap((name) =>
    name === "" ? [] : [name.toLowerCase().replace(/s$/, "")],
  );
}

function classesOf({ code, call }: Operation): readonly string[] {
  const expr = code.expr(call);
  return classOf(code, expr.k === "call" ? expr.args[0] : undefined).map((name) => name.toLowerCase().replace(/s$/, ""));
}

/** What a row was made as: `const loan = new Loan()`, `manager.create(Loan, …)`. */
function classOf(code: Code, row: ExprId | undefined): readonly string[] {
  const expr = row === undefined ? undefined : code.expr(row);
  const writes = expr?.k === "name" ? (code.summary.writes[`b${String(expr.b)}`] ?? []) : [];
  return writes.flatMap(({ v }) => {
    const made = code.expr(v);
    if (made.k === "new") return nameOf(code, made.c, /./);
    return made.k === "call" && code.calleeName(made.c) === "create" ? nameOf(code, made.args[0], /^[A-Z]/) : [];
  });
}

function nameOf(code: Code, id: ExprId | undefined, pattern: RegExp): readonly string[] {
  const expr = id === undefined ? undefined : code.expr(id);
  const name = expr?.k === "const" ? expr.v : expr?.k === "name" ? code.summary.bindings[expr.b]?.n : expr?.k === "member" ? expr.p : undefined;
  return typeof name === "string" && pattern.test(name) ? [name.replace(/^.*\./, "").replace(/\s+as\s+\w+$/i, "")] : [];
}

/** Entities and rows may bear a mark before the name that their repository is called by: `DbLoan`, `newLoan`; a `BookLoan` is something else. */
const mark = /^(?:db|tbl|orm|app|my|the|this|new|old|next|saved|stored|existing|created|updated|found|current|fresh|original|prev|previous|target)_?$/;

function isSame(a: string, b: string): boolean {
  if (a.length < b.length) return isSame(b, a);
  return a === b || (b.length >= shortest && a.endsWith(b) && mark.test(a.slice(0, -b.length)));
}
