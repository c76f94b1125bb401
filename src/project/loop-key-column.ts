import { conditionFrames, conversions, equalities, equalityMethods } from "#catalog/equalities";
import type { ExprId } from "#syntax/summary";
import { callsInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import type { Turn } from "./loop-business.ts";
import { RoundValues } from "./loop-keys.ts";
import type { Names } from "./names.ts";
import { partsOf } from "./value-uses.ts";

/** `primary`: the key itself, `findById(loan.bookId)`; a name: that column; `undefined`: several of them, or nobody can see which. */
export type KeyColumn = "primary" | { readonly name: string } | undefined;

/** The column in which the element says which row a query is to read. */
export function keyColumnOf(names: Names, turn: Turn): KeyColumn {
  const { operation } = turn.effect;
  const finder = new ColumnFinder(operation.code, new RoundValues(names, turn));
  const expr = operation.code.expr(operation.call);
  if (expr.k === "tag") return undefined;
  for (const { method, args } of callsInChain(operation.code, operation.chain)) finder.ofLink(method, args);
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
  ofLink(method: string, args: readonly ExprId[]): void {
    const [first, second] = args.map((id) => this.#code.expr(id));
    const text = first?.k === "const" && typeof first.v === "string" && args.length > 1 ? first.v : undefined;
    const isEqual = equalityMethods.has(method) && (args.length === 2 || (second?.k === "const" && second.v === "="));
    const column = text === undefined ? "" : isEqual && /^[\w$."`]+$/.test(text) ? lastOf(text) : unseen;
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
    for (const [key, value, computed] of props) {
      // `[Op.eq]`
      const written = computed === undefined ? undefined : this.#code.expr(computed);
      const name = written?.k === "member" ? written.p : key;
      if (equalities.has(name)) this.#of(value, column);
      else this.#of(value, conditionFrames.has(name) ? "" : column === "" && computed === undefined && key !== "..." ? key : unseen);
    }
  }

  /** `eq(books.id, loan.bookId)`, `String(loan.bookId)`, `loan.bookId.toString()`; of what else is called nobody knows how it compares. */
  #ofCall(callee: ExprId, args: readonly ExprId[], column: string): void {
    const name = this.#code.calleeName(callee) ?? "";
    const [place, value] = args;
    const compared = place === undefined ? undefined : this.#code.expr(place);
    if (name === "eq" && compared?.k === "member" && value !== undefined) return this.#of(value, compared.p);
    const method = this.#code.expr(callee);
    const converted = args.length > 0 ? args : method.k === "member" ? [method.o] : [];
    for (const id of converted) this.#of(id, conversions.has(name) ? column : unseen);
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
