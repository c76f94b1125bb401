import type { SqlSink } from "#catalog/facts/sql";
import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { settle } from "./sql-parameters.ts";
import { type SinkCall, sinkLabel, SqlSinks, wholeKind } from "./sql-sinks.ts";
import { isPlaceholderName, isQuoted, isValuePosition, looksLikeSql, startsLikeSql } from "./sql-statement.ts";
import { SqlWrappers } from "./sql-wrappers.ts";
import { type Leaf, TextWalk } from "./text.ts";
import type { Step } from "./step.ts";
import { shorten } from "./text/shapes.ts";

/** SQL text with a value in it that is neither constant nor bounded. */
export interface SqlProblem {
  readonly code: Code;
  readonly call: ExprId;
  /** The argument that is (or holds) the SQL text. */
  readonly text: ExprId;
  readonly kind: "untrustedSql" | "interpolatedSql";
  readonly confidence: "high" | "medium";
  /** API name of the sink: `pg#Client.query`. */
  readonly sink: string;
  /** Facts of the sink when the call itself is one; absent for calls of own wrappers. */
  readonly facts: SqlSink | undefined;
  /** Source text of the first such value. */
  readonly value: string;
  /** How many more values of the text are affected. */
  readonly more: number;
  /** From the value to the sink. */
  readonly steps: readonly Step[];
}

/** Answers which calls of a file run SQL text with unsafe values in it. One instance per project. */
export class SqlQuestions {
  readonly #names: Names;
  readonly #sinks: SqlSinks;
  readonly #wrappers: SqlWrappers;
  readonly #problems = new WeakMap<Code, readonly SqlProblem[]>();

  constructor(names: Names) {
    this.#names = names;
    this.#sinks = new SqlSinks(names);
    this.#wrappers = new SqlWrappers(names, this.#sinks);
  }

  /** All problems of a file, in source order. */
  problemsIn(code: Code): readonly SqlProblem[] {
    let known = this.#problems.get(code);
    if (!known) this.#problems.set(code, (known = this.#search(code)));
    return known;
  }

  #search(code: Code): readonly SqlProblem[] {
    const found: SqlProblem[] = [];
    for (const call of code.summary.calls) {
      const sinks = this.#sinks.at(code, call);
      const problem = sinks.length > 0 ? this.#ofSinks(code, call, sinks) : this.#ofWrapper(code, call);
      if (problem) found.push(problem);
    }
    return found;
  }

  #ofSinks(code: Code, call: ExprId, sinks: readonly SinkCall[]): SqlProblem | undefined {
    for (const sink of sinks) {
      for (const place of sink.texts) {
        const walk = new TextWalk(this.#names).run(code, place.id, place.path);
        if (walk.leaves.length === 0) continue;
        if (sink.conventional && !looksLikeSql(walk.constant)) continue;
        const end: Step = { code, span: code.expr(place.id), message: `runs as SQL in ${sinkLabel(sink.name)}()` };
        const problem = this.#judge(code, call, place.id, walk, sink.name, [end], wholeKind(sink.facts), sink.conventional);
        if (problem) return { ...problem, facts: sink.conventional ? undefined : sink.facts };
      }
    }
    return undefined;
  }

  /** A call of an own function that runs what it is given: `rawQuery("select …" + x)`. */
  #ofWrapper(code: Code, call: ExprId): SqlProblem | undefined {
    const expr = code.expr(call);
    if (expr.k !== "call" || expr.args.length === 0) return undefined;
    const textual = expr.args.some((argument) => startsLikeSql(code, argument));
    if (!textual) return undefined;
    for (const item of this.#names.denote(code, expr.c)) {
      if (item.k !== "function") continue;
      for (const wrapper of this.#wrappers.of(item.code, item.f)) {
        const argument = expr.args[wrapper.i];
        if (argument === undefined) continue;
        const walk = new TextWalk(this.#names).run(code, argument, wrapper.path);
        if (walk.leaves.length === 0 || !looksLikeSql(walk.constant)) continue;
        const steps: Step[] = [{ code, span: expr, message: `passed to ${code.calleeName(expr.c) ?? "the wrapper"}()` }, ...wrapper.steps];
        const problem = this.#judge(code, call, argument, walk, wrapper.sink, steps, "statement", false);
        if (problem) return problem;
      }
    }
    return undefined;
  }

  #judge(
    code: Code,
    call: ExprId,
    text: ExprId,
    walk: TextWalk,
    sink: string,
    end: readonly Step[],
    whole: "statement" | "fragment",
    guessed: boolean,
  ): SqlProblem | undefined {
    const judged = walk.leaves.flatMap((leaf): { leaf: Leaf; kind: SqlProblem["kind"]; sure: boolean }[] => {
      // The whole statement comes from the caller: judged there, where it is built.
      if (leaf.kind === "param" && whole === "statement" && isWhole(leaf, walk, whole)) return [];
      if (isPlaceholderName(leaf.before)) return [];
      const settled = settle(this.#names, leaf);
      if (settled === undefined) return [];
      if (settled.kind === "untrusted") return [{ leaf: settled, kind: "untrustedSql", sure: true }];
      if (settled.kind === "unknown" || isWhole(leaf, walk, whole)) return [];
      const sure = isQuoted(leaf.before) || isValuePosition(leaf.before);
      return sure || !isFarFetched(settled) ? [{ leaf: settled, kind: "interpolatedSql", sure }] : [];
    });
    const first = judged.find((item) => item.kind === "untrustedSql") ?? judged.find((item) => item.sure) ?? judged[0];
    if (!first) return undefined;
    const { leaf, kind } = first;
    const source: Step = {
      code: leaf.code,
      span: leaf.span,
      message: kind === "untrustedSql" ? `untrusted input ${leaf.label} (${sourceLabel(leaf.source ?? "")})` : `${leaf.label} is not a constant`,
    };
    const others = new Set(judged.map((item) => `${item.leaf.code.path}:${item.leaf.span.s}`)).size - 1;
    return {
      code,
      call,
      text,
      kind,
      confidence: first.sure && !guessed ? "high" : "medium",
      sink,
      facts: undefined,
      value: leaf.label,
      more: others,
      steps: tidy([source, ...leaf.steps, ...end]),
    };
  }
}

/** The leaf is the text itself, not a value inside it. */
function isWhole(leaf: Leaf, walk: TextWalk, kind: "statement" | "fragment"): boolean {
  if (leaf.before.replaceAll("\u0000", "").trim() !== "") return false;
  return kind === "statement" || walk.constant.trim().replaceAll("\u0000", "") === "";
}

/** A parameter that reaches a piece of SQL only through several functions: on such a way parts of objects are easily taken for each other. */
function isFarFetched(leaf: Leaf): boolean {
  return leaf.steps.filter((step) => step.message.startsWith("passed ")).length >= 4;
}

/** The steps a reader needs: where the value comes from, each call it passes through, where it joins the text, where it runs. */
function tidy(steps: readonly Step[]): readonly Step[] {
  const kept = steps.filter((step, index) => {
    const next = steps[index + 1];
    if (index === 0 || !next) return true;
    if (step.message.startsWith("returned by the callback")) return false;
    return next.code !== step.code || next.span.s !== step.span.s || next.span.e !== step.span.e;
  });
  if (kept.length <= shortRoute) return kept;
  return kept.filter((step, index) => index === 0 || index >= kept.length - 3 || step.message.startsWith("passed "));
}

/** Routes up to this many steps are shown whole; longer ones without the variables on the way. */
const shortRoute = 6;

function sourceLabel(source: string): string {
  return source.startsWith("@") ? source : shorten(source.replace("#", " "));
}
