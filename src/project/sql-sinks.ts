import type { SqlSink } from "#catalog/facts/sql";
import type { Expr, ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { isStringRaw } from "./text/shapes.ts";

/** Where the text of a statement stands in an argument. */
export interface TextPlace {
  readonly id: ExprId;
  readonly path: readonly string[];
}

/** A call of a library function that runs SQL. */
export interface SinkCall {
  readonly name: string;
  readonly facts: SqlSink;
  readonly texts: readonly TextPlace[];
  /** Known only by a conventional member name: the text itself must prove that it is SQL. */
  readonly conventional: boolean;
}

/** Which calls run SQL text, by the facts of the catalogue. */
export class SqlSinks {
  readonly #names: Names;

  constructor(names: Names) {
    this.#names = names;
  }

  at(code: Code, call: ExprId): readonly SinkCall[] {
    const expr = code.expr(call);
    if (expr.k !== "call" && expr.k !== "new") return [];
    const method = code.calleeName(expr.c);
    const { catalog } = this.#names.project;
    if (method === undefined || expr.args.length === 0) return [];
    if (!catalog.sql.sinks.methods.has(method) && code.expr(expr.c).k === "member") return [];
    if (expr.args.every((argument) => isConstant(code.expr(argument)))) return [];
    const names = this.#names.apisOf(code, expr.c);
    const found = names.flatMap((name) =>
      catalog.sql.sinks
        .of(name)
        .filter((facts) => (facts.form ?? "call") === expr.k)
        .map((facts): SinkCall => ({ name, facts, texts: this.#textsOf(code, facts, expr.args), conventional: false })),
    );
    return found.length > 0 || names.length > 0 ? found : this.#conventionalSinks(code, expr, method);
  }

  /** `models.sequelize.query(…)` on something nobody can resolve: a distinctive member name, and (checked later) SQL text. */
  #conventionalSinks(code: Code, expr: Extract<Expr, { k: "call" | "new" }>, method: string): readonly SinkCall[] {
    const callee = code.expr(expr.c);
    if (callee.k !== "member" || expr.k !== "call" || this.#names.denote(code, expr.c).length > 0) return [];
    const receiver = code.calleeName(callee.o);
    const type = receiver === undefined ? undefined : this.#names.project.catalog.conventionalMember(receiver);
    if (type === undefined || this.#names.denote(code, callee.o).length > 0) return [];
    const name = `${type}.${method}`;
    return this.#names.project.catalog.sql.sinks
      .of(name)
      .filter((facts) => (facts.position ?? "statement") === "statement")
      .map((facts) => ({ name, facts, texts: this.#textsOf(code, facts, expr.args), conventional: true }));
  }

  #textsOf(code: Code, facts: SqlSink, args: readonly ExprId[]): readonly TextPlace[] {
    const chosen = facts.argument === -1 ? args : args.slice(facts.argument ?? 0, (facts.argument ?? 0) + 1);
    return chosen.flatMap((id) => this.#textsIn(code, facts, id, 0));
  }

  /** @param depth how many arrays the value stands in: `batch([text, { sql: text }, [text, values]])` */
  #textsIn(code: Code, facts: SqlSink, id: ExprId, depth: number): readonly TextPlace[] {
    const expr = code.expr(id);
    if (isConstant(expr) || (expr.k === "tag" && !isStringRaw(code, expr.tag))) return [];
    if (expr.k === "function") return facts.callback || facts.objectValues === "functions" ? functionTexts(code, expr.f) : [];
    if (expr.k === "array")
      return facts.inArray && depth < 2
        ? (depth === 0 ? expr.items : expr.items.slice(0, 1)).flatMap((item) => this.#textsIn(code, facts, item, depth + 1))
        : [];
    if (facts.objectValues === "functions") return objectFunctions(code, expr);
    if (facts.objectValues === "keys" && expr.k === "object") return objectKeys(expr);
    if (facts.form !== "new" && facts.inArray && facts.position === "marker" && depth === 0) return [];
    const asObject = facts.properties && this.#names.denote(code, id).some((item) => item.k === "object");
    if (expr.k === "object" || asObject) return (facts.properties ?? []).map((property) => ({ id, path: [property] }));
    // A library value (`sql\`…\``, a builder) is not text.
    if (this.#names.denote(code, id).some((item) => item.k === "api" && !this.#isTextual(item.name))) return [];
    return [{ id, path: [] }];
  }

  /** Whether a library function yields plain text which may have anything in it. */
  #isTextual(name: string): boolean {
    return this.#names.project.catalog.sql.formatters.of(name.replace(/\*$/, "")) !== undefined || /^lodash/.test(name);
  }
}

/** Whether a sink takes a statement, or a piece of one. */
export function wholeKind(facts: SqlSink): "statement" | "fragment" {
  return (facts.position ?? "statement") === "statement" ? "statement" : "fragment";
}

function isConstant(expr: Expr): boolean {
  return expr.k === "const" || expr.k === "number" || expr.k === "boolean" || expr.k === "regexp";
}

function functionTexts(code: Code, f: FnId): TextPlace[] {
  return (code.summary.functions[f]?.returns ?? []).map((id) => ({ id, path: [] }));
}

function objectFunctions(code: Code, expr: Expr): TextPlace[] {
  if (expr.k !== "object") return [];
  return expr.props.flatMap(([, value]) => {
    const item = code.expr(value);
    return item.k === "function" ? functionTexts(code, item.f) : [];
  });
}

function objectKeys(expr: Expr): TextPlace[] {
  if (expr.k !== "object") return [];
  return expr.props.flatMap(([name, , key]) => (name === "[]" && key !== undefined ? [{ id: key, path: [] }] : []));
}

/** `pg#Client.query` as a reader would say it: `Client.query`. */
export function sinkLabel(name: string): string {
  const path = name.slice(name.indexOf("#") + 1);
  return path.startsWith("default") ? name.slice(0, name.indexOf("#")) + path.slice("default".length) : path;
}
