import type { ExprId } from "#syntax/summary";
import { callsInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import type { Turn } from "./loop-business.ts";
import { RoundValues } from "./loop-keys.ts";
import type { Names } from "./names.ts";
import { partsOf } from "./value-uses.ts";

/** What compares, and what conditions stand in: no columns. */
const operators = /^(?:equals|eq|in|is|\$eq|\$in|\[\]|mode|contains|startsWith|\$regex|\$options)$/;
const frames = /^(?:where|filter|rejectOnEmpty|AND|and|\$and)$/;

/** `primary`: the key itself, `findById(loan.bookId)`; a name: that column; `undefined`: several of them, or nobody can see which. */
export type KeyColumn = "primary" | { readonly name: string } | undefined;

/** The column in which the element says which row a query is to read. */
export function keyColumnOf(names: Names, turn: Turn): KeyColumn {
  const { operation } = turn.effect;
  const finder = new ColumnFinder(operation.code, new RoundValues(names, turn));
  const expr = operation.code.expr(operation.call);
  if (expr.k === "tag") return undefined;
  for (const { args } of callsInChain(operation.code, operation.chain)) finder.ofLink(args);
  const [only, ...others] = finder.found;
  if (only === undefined || others.length > 0 || only === unseen) return undefined;
  return only === "" ? "primary" : { name: only };
}

const unseen = "?";

class ColumnFinder {
  /** Columns that are compared with something of the element: empty for the key itself. */
  readonly found = new Set<string>();
  readonly #code: Code;
  readonly #values: RoundValues;
  /** Objects that are being looked into: one that is spread into itself (`where = { ...where, bookId }`) is looked into once. */
  readonly #open = new Set<ExprId>();

  constructor(code: Code, values: RoundValues) {
    this.#code = code;
    this.#values = values;
  }

  /** One link of a chain: `.where("bookId", loan.bookId)`, `.findOne({ where: { bookId: loan.bookId } })`. */
  ofLink(args: readonly ExprId[]): void {
    const first = args[0] === undefined ? undefined : this.#code.expr(args[0]);
    const text = first?.k === "const" && typeof first.v === "string" ? first.v : undefined;
    const column = text === undefined || args.length < 2 ? "" : /^[\w$."`]+$/.test(text) ? lastOf(text) : unseen;
    for (const id of args) this.#of(id, column);
  }

  #of(id: ExprId, column: string): void {
    const expr = this.#code.expr(id);
    if (expr.k === "object") return this.#ofObject(expr.props, column);
    if (expr.k === "call") return this.#ofCall(expr.c, expr.args, column);
    if (expr.k === "name" || expr.k === "param" || expr.k === "member") return this.#ofValue(id, column);
    for (const part of partsOf(expr)) this.#of(part, column);
  }

  #ofObject(props: readonly (readonly [key: string, value: ExprId, keyExpr?: ExprId])[], column: string): void {
    for (const [key, value] of props) {
      if (key === "...") this.#of(value, unseen);
      else if (operators.test(key)) this.#of(value, column);
      else this.#of(value, frames.test(key) ? "" : column === "" ? key : unseen);
    }
  }

  /** `eq(books.id, loan.bookId)`, `String(loan.bookId)`. */
  #ofCall(callee: ExprId, args: readonly ExprId[], column: string): void {
    const name = this.#code.calleeName(callee);
    const place = name === "eq" && args[0] !== undefined ? this.#code.expr(args[0]) : undefined;
    if (place?.k === "member" && args[1] !== undefined) return this.#of(args[1], place.p);
    for (const id of args) this.#of(id, column);
  }

  #ofValue(id: ExprId, column: string): void {
    if (!this.#values.of(id).element) return;
    const objects = this.#values.spelled(id).filter((at) => at.code === this.#code && this.#code.expr(at.id).k === "object");
    if (objects.length === 0) this.found.add(column);
    else for (const at of objects) this.#ofSpelled(at.id, column);
  }

  #ofSpelled(id: ExprId, column: string): void {
    if (this.#open.has(id)) return;
    this.#open.add(id);
    this.#of(id, column);
    this.#open.delete(id);
  }
}

/** `bookId` of `loans.bookId`. */
function lastOf(text: string): string {
  return text.replace(/["`]/g, "").replace(/^.*\./, "");
}
