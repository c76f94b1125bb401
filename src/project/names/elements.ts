import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import { exportedValue } from "../exported-value.ts";
import { returningList } from "../list-methods.ts";
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
    if (expr.k === "call") return this.#ofCall(code, expr.c, expr.args);
    if (expr.k !== "name") return none;
    // Two lists that are assigned to each other would ask for ever.
    const key = `${code.path}:${String(expr.b)}`;
    if (this.#open.has(key)) {
      this.#names.cutShort();
      return none;
    }
    this.#open.add(key);
    const imported = code.summary.bindings[expr.b]?.imported;
    const found = imported ? this.#ofImported(code, imported) : this.#ofHeld(code, expr.b);
    this.#open.delete(key);
    return found;
  }

  #ofHeld(code: Code, b: number): readonly Denotation[] {
    return (code.summary.writes[`b${b}`] ?? []).flatMap((write) =>
      write.op === "push" ? this.#names.denote(code, write.v) : write.op === "=" ? this.of(code, write.v) : none,
    );
  }

  #ofImported(code: Code, { i, n }: { readonly i: number; readonly n: string }): readonly Denotation[] {
    const target = this.#names.project.target(code, i);
    const list = target.kind === "code" ? exportedValue(this.#names, target.code, n) : undefined;
    return list?.path.length === 0 ? this.of(list.code, list.id) : none;
  }

  /** Elements of `files.map((file) => sequelize.import(file))`, `Object.values(models)`, `models.filter(isTable)`. */
  #ofCall(code: Code, c: ExprId, args: readonly ExprId[]): readonly Denotation[] {
    const callee = code.expr(c);
    if (callee.k !== "member") return none;
    const first = args[0];
    const given = first === undefined ? undefined : code.expr(first);
    if (callee.p === "map") return given?.k === "function" ? ofReturns(this.#names, code, given.f) : none;
    if (returningList.has(callee.p)) return this.of(code, callee.o);
    const owner = code.expr(callee.o);
    if (first === undefined || callee.p !== "values" || owner.k !== "global" || owner.n !== "Object") return none;
    return this.#names.denote(code, first).flatMap((item) => this.#valuesOf(item));
  }

  /** What the properties of an object, or the exports of a module, are. */
  #valuesOf(item: Denotation): readonly Denotation[] {
    if (item.k === "module") {
      const exported = item.code.summary.exports.flatMap(({ n, typeOnly }) => (n === "*" || n === "default" || typeOnly ? [] : [n]));
      return exported.flatMap((name) => this.#names.exportOf(item.code, name));
    }
    const object = item.k === "object" ? item.code.expr(item.e) : undefined;
    return item.k === "object" && object?.k === "object"
      ? object.props.flatMap(([name, value]) => (name === "..." ? none : this.#names.denote(item.code, value)))
      : none;
  }
}
