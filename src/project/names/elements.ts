import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Denotation, Names } from "../names.ts";
import { ofReturns } from "./calls.ts";

const none: readonly Denotation[] = [];

/** What elements of lists denote. */
export class Elements {
  readonly #names: Names;
  /** Lists whose elements are being asked for. */
  readonly #open = new Set<string>();

  constructor(names: Names) {
    this.#names = names;
  }

  /** What an element of a list denotes. */
  of(code: Code, o: ExprId): readonly Denotation[] {
    const expr = code.expr(o);
    if (expr.k === "array") return expr.items.flatMap((item) => this.#names.denote(code, item));
    if (expr.k === "call") return ofMapped(this.#names, code, expr.c, expr.args);
    if (expr.k !== "name") return none;
    // Two lists that are assigned to each other would ask for ever.
    const key = `${code.path}:${String(expr.b)}`;
    if (this.#open.has(key)) {
      this.#names.cutShort();
      return none;
    }
    this.#open.add(key);
    const found = (code.summary.writes[`b${expr.b}`] ?? []).flatMap((write) =>
      write.op === "push" ? this.#names.denote(code, write.v) : write.op === "=" ? this.of(code, write.v) : none,
    );
    this.#open.delete(key);
    return found;
  }
}

/** Elements of `files.map((file) => sequelize.import(file))`. */
function ofMapped(names: Names, code: Code, c: ExprId, args: readonly ExprId[]): readonly Denotation[] {
  const callee = code.expr(c);
  const mapper = args[0] === undefined ? undefined : code.expr(args[0]);
  return callee.k === "member" && callee.p === "map" && mapper?.k === "function" ? ofReturns(names, code, mapper.f) : none;
}
