import type { ExprId } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { keyOfExpr } from "./storage-key.ts";

const none: ReadonlySet<ExprId> = new Set();
/** Callbacks whose parameter is what the call before the dot brought, or a part of it. */
const passing = /^(?:then|map|forEach|filter|find|findIndex|some|every|flatMap|reduce|sort|finally|tap)$/;

/** Answers which of the given calls the value of an expression comes from, inside one file: through variables, members, templates, callbacks. */
export class Flow {
  readonly #code: Code;
  readonly #calls: ReadonlySet<ExprId>;
  readonly #known = new Map<ExprId, ReadonlySet<ExprId>>();

  constructor(code: Code, calls: ReadonlySet<ExprId>) {
    this.#code = code;
    this.#calls = calls;
  }

  /** The calls a value is made from; a call among them is its own source. */
  sourcesOf(id: ExprId): ReadonlySet<ExprId> {
    const known = this.#known.get(id);
    if (known) return known;
    // A value that is made from itself (`total += price`) adds nothing the second time.
    this.#known.set(id, none);
    const found = this.#calls.has(id) ? new Set([id]) : this.#through(id);
    this.#known.set(id, found);
    return found;
  }

  /** The calls several values are made from. */
  sourcesOfAll(ids: readonly ExprId[]): ReadonlySet<ExprId> {
    const found = new Set<ExprId>();
    for (const id of ids) for (const source of this.sourcesOf(id)) found.add(source);
    return found;
  }

  #through(id: ExprId): ReadonlySet<ExprId> {
    const expr = this.#code.expr(id);
    switch (expr.k) {
      case "name":
        return this.#ofPlace(`b${expr.b}`);
      case "member":
        return this.#union(this.sourcesOf(expr.o), this.#ofPlace(keyOfExpr(this.#code, id)));
      case "index":
        return this.sourcesOfAll([expr.o, expr.i]);
      case "spread":
      case "element":
      case "key":
        return this.sourcesOf(expr.o);
      case "concat":
        return this.sourcesOfAll([expr.l, expr.r]);
      case "number":
      case "boolean":
        return this.sourcesOfAll([expr.l, expr.r].filter((item) => item !== undefined));
      case "template":
        return this.sourcesOfAll(expr.parts);
      case "either":
        return this.sourcesOfAll(expr.test === undefined ? expr.of : [...expr.of, expr.test]);
      case "object":
        return this.sourcesOfAll(expr.props.map(([, value]) => value));
      case "array":
        return this.sourcesOfAll(expr.items);
      case "call":
      case "new":
        return this.sourcesOfAll([expr.c, ...expr.args]);
      case "function":
        return this.sourcesOfAll(this.#code.summary.functions[expr.f]?.returns ?? []);
      case "param":
        return this.#ofParam(expr.f);
      default:
        return none;
    }
  }

  #ofPlace(key: string | undefined): ReadonlySet<ExprId> {
    return key === undefined ? none : this.sourcesOfAll((this.#code.summary.writes[key] ?? []).map((write) => write.v));
  }

  #ofParam(f: number): ReadonlySet<ExprId> {
    const use = callbackUse(this.#code, f);
    const callee = use && this.#code.expr(use.callee);
    return callee?.k === "member" && passing.test(callee.p) ? this.sourcesOf(callee.o) : none;
  }

  #union(one: ReadonlySet<ExprId>, other: ReadonlySet<ExprId>): ReadonlySet<ExprId> {
    return other.size === 0 ? one : new Set([...one, ...other]);
  }
}
