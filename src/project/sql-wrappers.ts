import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { sinkLabel, type SqlSinks, type TextPlace, wholeKind } from "./sql-sinks.ts";
import type { FnId } from "#syntax/summary";
import type { Step } from "./step.ts";
import { TextWalk } from "./text.ts";

/** A function of ours that runs the text it is given. */
export interface Wrapper {
  readonly i: number;
  readonly path: readonly string[];
  readonly sink: string;
  readonly steps: readonly Step[];
}

/** Which functions of ours run the text they are given. */
export class SqlWrappers {
  readonly #names: Names;
  readonly #sinks: SqlSinks;
  readonly #known = new WeakMap<Code, Map<FnId, readonly Wrapper[]>>();

  constructor(names: Names, sinks: SqlSinks) {
    this.#names = names;
    this.#sinks = sinks;
  }

  /** Parameters of a function that end up, whole, as the text of a SQL statement. */
  of(code: Code, f: FnId): readonly Wrapper[] {
    let known = this.#known.get(code);
    if (!known) this.#known.set(code, (known = new Map()));
    const answer = known.get(f);
    if (answer) return answer;
    known.set(f, []);
    const found = this.#search(code, f);
    known.set(f, found);
    return found;
  }

  #search(code: Code, f: FnId): readonly Wrapper[] {
    const fn = code.summary.functions[f];
    if (!fn) return [];
    const found: Wrapper[] = [];
    for (const call of code.summary.calls) {
      const expr = code.expr(call);
      if (expr.s < fn.s || expr.e > fn.e) continue;
      for (const sink of this.#sinks.at(code, call)) {
        if (wholeKind(sink.facts) !== "statement") continue;
        for (const place of sink.texts)
          this.#collect(found, code, f, place, sink.name, [{ code, span: code.expr(place.id), message: `runs as SQL in ${sinkLabel(sink.name)}()` }]);
      }
      if (expr.k !== "call" || found.length > 0) continue;
      for (const item of this.#names.denote(code, expr.c)) {
        if (item.k !== "function" || (item.code === code && item.f === f)) continue;
        for (const inner of this.of(item.code, item.f)) {
          const argument = expr.args[inner.i];
          if (argument !== undefined)
            this.#collect(found, code, f, { id: argument, path: inner.path }, inner.sink, [
              { code, span: expr, message: `passed on to ${code.calleeName(expr.c) ?? "the wrapper"}()` },
              ...inner.steps,
            ]);
        }
      }
    }
    return found;
  }

  #collect(found: Wrapper[], code: Code, f: FnId, place: TextPlace, sink: string, steps: readonly Step[]): void {
    const walk = new TextWalk(this.#names).run(code, place.id, place.path);
    for (const leaf of walk.leaves) {
      if (leaf.kind !== "param" || leaf.param?.f !== f || leaf.code !== code || leaf.before.trim() !== "") continue;
      if (!found.some((item) => item.i === leaf.param?.i)) found.push({ i: leaf.param.i, path: leaf.param.path, sink, steps });
    }
  }
}
