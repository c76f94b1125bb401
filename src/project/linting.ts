import type { Rule } from "eslint";
import type { RouteStep } from "#finding";
import type { FindingExtras } from "#rule";
import type { Span } from "#syntax/summary";
import type { Analysis } from "./analysis.ts";
import type { Code } from "./code.ts";
import { openFile } from "./open.ts";
import type { Step } from "./text.ts";

/** What a rule works with: the file being linted, and the project around it. */
export interface Linting {
  readonly analysis: Analysis;
  readonly code: Code;
}

/** One problem a rule reports. */
export interface Report {
  readonly messageId: string;
  readonly data?: Readonly<Record<string, string>>;
  /** Where; a span over several lines is cut at the end of its first line. */
  readonly span: Span;
  readonly route?: readonly Step[];
  readonly confidence?: "high" | "medium";
  /** Only when this message is milder than the rule itself. */
  readonly severity?: "error" | "warning" | "note";
  readonly suggest?: readonly {
    readonly messageId: string;
    readonly data?: Readonly<Record<string, string>>;
    readonly edits: readonly { readonly span: Span; readonly text: string }[];
  }[];
}

/** By syntax tree: the rules of one run share what the first of them found out. */
const lintings = new WeakMap<object, Linting | undefined>();

/** The project and the file a rule is running on, or `undefined` when the file cannot be analysed. */
export function lintingOf(context: Rule.RuleContext): Linting | undefined {
  const { ast } = context.sourceCode;
  if (lintings.has(ast)) return lintings.get(ast);
  const linting = openFile(context);
  lintings.set(ast, linting);
  return linting;
}

/** Says beforehand what a tree belongs to: the command line knows its project already. */
export function bindLinting(ast: object, linting: Linting): void {
  lintings.set(ast, linting);
}

const hidden = new WeakMap<Code, Span[]>();

/** Keeps a stretch of a file out of everything that is shown, kept or sent: code frames, fingerprints, reports. */
export function hide(code: Code, span: Span): void {
  const spans = hidden.get(code);
  if (spans) spans.push(span);
  else hidden.set(code, [span]);
}

/** The text of a file as it may leave the process: what is hidden is `*`, so that lines and columns stay. */
export function shownText(code: Code): string {
  return withHidden(code.text, hiddenIn(code));
}

/** What was hidden in a file so far. */
export function hiddenIn(code: Code): readonly Span[] {
  return hidden.get(code) ?? [];
}

/** A text with stretches of it hidden. */
export function withHidden(text: string, spans: readonly Span[]): string {
  return spans.reduce((shown, { s, e }) => shown.slice(0, s) + shown.slice(s, e).replace(/[^\r\n\u2028\u2029]/g, "*") + shown.slice(e), text);
}

const extras = new WeakMap<Code, Map<string, FindingExtras>>();

/** Reports a problem through ESLint and keeps what ESLint has no place for (route, confidence) beside the file. */
export function report(context: Rule.RuleContext, { code }: Linting, problem: Report): void {
  const place = code.place(problem.span);
  const route = (problem.route ?? []).map(toRouteStep);
  const { s, e } = problem.span;
  const kept: FindingExtras = { route, confidence: problem.confidence ?? "high", span: { s, e }, ...(problem.severity && { severity: problem.severity }) };
  let known = extras.get(code);
  if (!known) extras.set(code, (known = new Map()));
  known.set(extrasKey(context.id, problem.messageId, place.line, place.column), kept);
  context.report({
    messageId: problem.messageId,
    data: { ...problem.data },
    loc: { start: { line: place.line, column: place.column - 1 }, end: { line: place.endLine, column: place.endColumn - 1 } },
    suggest: (problem.suggest ?? []).map((suggestion) => ({
      messageId: suggestion.messageId,
      data: { ...suggestion.data },
      fix: (fixer) => suggestion.edits.map((edit) => fixer.replaceTextRange([edit.span.s, edit.span.e], edit.text)),
    })),
  });
}

/** What was kept for a message; ids as ESLint reports them. */
export function extrasOf(code: Code, ruleId: string, messageId: string, line: number, column: number): FindingExtras | undefined {
  return extras.get(code)?.get(extrasKey(ruleId, messageId, line, column));
}

function extrasKey(ruleId: string, messageId: string, line: number, column: number): string {
  return `${ruleId}:${messageId}:${line}:${column}`;
}

function toRouteStep(step: Step): RouteStep {
  return { place: step.code.place(step.span), message: step.message };
}
