import type { Place, ProjectPath } from "#finding";
import type { ExportFact, Expr, ExprId, Span, Summary } from "#syntax/summary";
import type { FileRole } from "./role.ts";

/** A value under a name, and the call, object or list it is handed to. */
export interface HandedOn {
  readonly id: ExprId;
  readonly to: ExprId;
}

/** One source file of the project: its summary and what is derived from it without looking at other files. */
export class Code {
  readonly path: ProjectPath;
  readonly absolute: string;
  readonly role: FileRole;
  readonly text: string;
  readonly summary: Summary;
  readonly errors: readonly { readonly message: string; readonly start: number }[];
  #calls: Map<string, ExprId[]> | undefined;
  #bySpan: Map<number, ExprId> | undefined;
  #moduleNames: Map<string, number> | undefined;
  #exports: Map<string, ExportFact> | undefined;
  #handedOn: ReadonlyMap<string, readonly HandedOn[]> | undefined;

  constructor(file: { path: ProjectPath; absolute: string; role: FileRole; text: string; summary: Summary; errors: Code["errors"] }) {
    this.path = file.path;
    this.absolute = file.absolute;
    this.role = file.role;
    this.text = file.text;
    this.summary = file.summary;
    this.errors = file.errors;
  }

  expr(id: ExprId): Expr {
    return this.summary.exprs[id] ?? { k: "unknown", s: 0, e: 0 };
  }

  /** Calls by the last name of their callee: `repo.find(x)` and `find(x)` are both under `find`; `new X()` is under `X`. */
  get callsByName(): ReadonlyMap<string, readonly ExprId[]> {
    if (this.#calls) return this.#calls;
    this.#calls = new Map();
    for (const id of this.summary.calls) {
      const call = this.expr(id);
      const name = call.k === "call" || call.k === "new" ? this.calleeName(call.c) : call.k === "tag" ? this.calleeName(call.tag) : undefined;
      if (name === undefined) continue;
      const list = this.#calls.get(name);
      if (list) list.push(id);
      else this.#calls.set(name, [id]);
    }
    return this.#calls;
  }

  /** Last name of a callee expression; for an imported name the name it has over there. */
  calleeName(id: ExprId): string | undefined {
    const callee = this.expr(id);
    switch (callee.k) {
      case "member":
        return callee.p;
      case "global":
        return callee.n;
      case "name": {
        const binding = this.summary.bindings[callee.b];
        const imported = binding?.imported?.n;
        return imported === undefined || imported === "default" || imported === "*" ? binding?.n : imported;
      }
      default:
        return undefined;
    }
  }

  /** The call, `new` or tag expression that spans exactly these offsets. */
  callAt(s: number, e: number): ExprId | undefined {
    if (!this.#bySpan) {
      this.#bySpan = new Map();
      for (const id of this.summary.calls) {
        const { s: start, e: end } = this.expr(id);
        this.#bySpan.set(spanKey(start, end), id);
      }
    }
    return this.#bySpan.get(spanKey(s, e));
  }

  /** Binding of a module-level name. */
  moduleBinding(name: string): number | undefined {
    if (!this.#moduleNames) {
      this.#moduleNames = new Map();
      this.summary.bindings.forEach((binding, id) => {
        if (binding.fn === 0 && !this.#moduleNames?.has(binding.n)) this.#moduleNames?.set(binding.n, id);
      });
    }
    return this.#moduleNames.get(name);
  }

  /** The export of a name; `default`. */
  exportNamed(name: string): ExportFact | undefined {
    if (!this.#exports) {
      this.#exports = new Map();
      for (const item of this.summary.exports) if (!this.#exports.has(item.n)) this.#exports.set(item.n, item);
    }
    return this.#exports.get(name);
  }

  /** Everything handed to a call, or put into an object or a list, by the name it has here or where it is imported from. */
  get handedOn(): ReadonlyMap<string, readonly HandedOn[]> {
    return (this.#handedOn ??= this.#findHandedOn());
  }

  #findHandedOn(): ReadonlyMap<string, readonly HandedOn[]> {
    const found = new Map<string, HandedOn[]>();
    const note = (name: string | undefined, one: HandedOn): void => {
      if (name === undefined) return;
      const known = found.get(name);
      if (known) known.push(one);
      else found.set(name, [one]);
    };
    for (const [to, expr] of this.summary.exprs.entries()) {
      const handed =
        expr.k === "call" || expr.k === "new" ? expr.args : expr.k === "object" ? expr.props.map(([, value]) => value) : expr.k === "array" ? expr.items : [];
      for (const id of handed) {
        const item = this.expr(id);
        const local = item.k === "name" ? this.summary.bindings[item.b]?.n : undefined;
        const called = this.calleeName(id);
        note(called, { id, to });
        if (local !== called) note(local, { id, to });
      }
    }
    return found;
  }

  /** Line and column (1-based) of an offset. */
  position(offset: number): { line: number; column: number } {
    const { lines } = this.summary;
    let low = 0;
    let high = lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((lines[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (lines[low] ?? 0) + 1 };
  }

  /** The region of a span; a span over several lines is cut at the end of its first line, so that reports stay narrow. */
  place(span: Span): Place {
    const start = this.position(span.s);
    const end = this.position(span.e);
    if (end.line === start.line)
      return { file: this.path, line: start.line, column: start.column, endLine: end.line, endColumn: Math.max(end.column, start.column + 1) };
    const lineEnd = (this.summary.lines[start.line] ?? this.text.length + 1) - 1;
    const cut = this.text.slice(span.s, lineEnd).trimEnd().length;
    return { file: this.path, line: start.line, column: start.column, endLine: start.line, endColumn: start.column + Math.max(cut, 1) };
  }
}

function spanKey(s: number, e: number): number {
  // Offsets stay below 2^26 (files over 2 MB are skipped), so the pair fits a double exactly.
  return s * 0x4000000 + e;
}
