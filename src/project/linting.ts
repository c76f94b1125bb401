import type { Rule } from "eslint";
import type { RouteStep } from "#finding";
import type { FindingExtras } from "#rule";
import type { Span } from "#syntax/summary";
import type { Analysis } from "./analysis.ts";
import type { Code } from "./code.ts";
import { openFile } from "./open.ts";
import type { Step } from "./step.ts";

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
  /** What it is known by from run to run, where that is not the place itself. */
  readonly identity?: Span;
  readonly route?: readonly Step[];
  readonly confidence?: "high" | "medium";
  /** Only when this message is milder than the rule itself. */
  readonly severity?: "error" | "warning" | "note";
  /** Words of the message that tell it from others with the same id in the same place. */
  readonly mark?: string;
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

let hidden = new WeakMap<Code, Span[]>();

/** The secret itself, without quotes around it. */
function secretAt(code: Code, { s, e }: Span): string {
  return code.text.slice(s, e).replace(/^(["'`])(.*)\1$/s, "$2");
}

/** The same text may stand where nothing shows that it is a secret; a word only counts in quotes. */
function* repetitionsOf(code: Code, secret: string): Iterable<Span> {
  if (secret.length < 6) return;
  const isWord = /^[a-z_$]+$/i.test(secret);
  for (let s = code.text.indexOf(secret); s !== -1; s = code.text.indexOf(secret, s + secret.length)) {
    const e = s + secret.length;
    if (!isWord || (/["'`]/.test(code.text[s - 1] ?? "") && /["'`]/.test(code.text[e] ?? ""))) yield { s, e };
  }
}

/** Keeps the secrets of a file out of everything that is shown, kept or sent about it, whichever rule reports. */
function hideSecrets(analysis: Analysis, code: Code): void {
  if (hidden.has(code)) return;
  hidden.set(code, []);
  for (const problem of analysis.secrets.problemsIn(code)) {
    for (const { code: other, span } of problem.hide) {
      hideSecrets(analysis, other);
      const secret = secretAt(other, span);
      hidden.get(other)?.push(span, ...repetitionsOf(other, secret));
      if (other !== code) hidden.get(code)?.push(...repetitionsOf(code, secret));
    }
  }
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

/** A label without the secrets that stand in it, also where it was cut off in the middle of one. */
function withoutSecrets(text: string, codes: Iterable<Code>): string {
  let shown = text;
  if (!/["'`]/.test(text)) return text;
  for (const code of codes) {
    for (const span of hidden.get(code) ?? []) {
      const secret = secretAt(code, span);
      if (secret.length < 3) continue;
      shown = shown.replaceAll(secret, "***");
      for (let length = secret.length - 1; length > 2 && shown.endsWith("…"); length--)
        if (shown.endsWith(`${secret.slice(0, length)}…`)) shown = `${shown.slice(0, -length - 1)}***…`;
    }
  }
  return shown;
}

let extras = new WeakMap<Code, Map<string, Map<string, FindingExtras>>>();

/** Before a run over files that were read for another one: what is secret, and why, depends on other files too. */
export function forgetReports(): void {
  hidden = new WeakMap();
  extras = new WeakMap();
}

/** Reports a problem through ESLint and keeps what ESLint has no place for (route, confidence) beside the file. */
export function report(context: Rule.RuleContext, { analysis, code }: Linting, problem: Report): void {
  const place = code.place(problem.span);
  const codes = new Set([code, ...(problem.route ?? []).map((step) => step.code)]);
  for (const item of codes) hideSecrets(analysis, item);
  const shown = (text: string): string => withoutSecrets(text, codes);
  const told = (data: Readonly<Record<string, string>> = {}): Record<string, string> =>
    Object.fromEntries(Object.entries(data).map(([name, text]) => [name, shown(text)]));
  const route = (problem.route ?? []).map((step) => ({ ...toRouteStep(step), message: shown(step.message) }));
  const { s, e } = problem.identity ?? problem.span;
  const kept: FindingExtras = { route, confidence: problem.confidence ?? "high", span: { s, e }, ...(problem.severity && { severity: problem.severity }) };
  let known = extras.get(code);
  if (!known) extras.set(code, (known = new Map()));
  const key = extrasKey(context.id, problem.messageId, place.line, place.column);
  const marked = known.get(key) ?? new Map<string, FindingExtras>();
  known.set(key, marked.set(problem.mark ?? "", kept));
  context.report({
    messageId: problem.messageId,
    data: told(problem.data),
    loc: { start: { line: place.line, column: place.column - 1 }, end: { line: place.endLine, column: place.endColumn - 1 } },
    // A change that carries a secret along would be written into reports.
    suggest: (problem.suggest ?? [])
      .filter(({ edits }) => edits.every(({ text }) => shown(text) === text))
      .map((suggestion) => ({
        messageId: suggestion.messageId,
        data: told(suggestion.data),
        fix: (fixer) => suggestion.edits.map((edit) => fixer.replaceTextRange([edit.span.s, edit.span.e], edit.text)),
      })),
  });
}

/** What was kept for a message; ids as ESLint reports them. */
export function extrasOf(
  code: Code,
  said: { readonly ruleId: string; readonly messageId: string; readonly line: number; readonly column: number; readonly message: string },
): FindingExtras | undefined {
  const marked = extras.get(code)?.get(extrasKey(said.ruleId, said.messageId, said.line, said.column));
  return [...(marked ?? [])].findLast(([mark]) => said.message.includes(mark))?.[1];
}

function extrasKey(ruleId: string, messageId: string, line: number, column: number): string {
  return `${ruleId}:${messageId}:${line}:${column}`;
}

function toRouteStep(step: Step): RouteStep {
  return { place: step.code.place(step.span), message: step.message };
}
