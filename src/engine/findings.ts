import { createHash } from "node:crypto";
import type { Linter } from "eslint";
import type { Finding, Notice, ProjectPath, Severity, Suggestion } from "#finding";
import type { Analysis } from "#project/analysis";
import type { Code } from "#project/code";
import { extrasOf, shownText } from "#project/linting";
import type { FindingExtras } from "#rule";

/** The one door from ESLint messages to findings. */
export function toFindings(code: Code, messages: readonly Linter.LintMessage[], severities: Readonly<Record<string, Severity>>): Finding[] {
  const seen = new Map<string, number>();
  return messages.flatMap((message): Finding[] => {
    const ruleId = message.ruleId;
    const { messageId } = message;
    // Without a message id it is ESLint that speaks, about a comment that names one of our rules.
    if (ruleId === null || !ruleId.startsWith("oma/") || messageId === undefined) return [];
    const extras = extrasOf(code, { ...message, ruleId, messageId });
    const severity = milder(severityOf(message, severities[ruleId]), extras?.severity);
    const place = {
      file: code.path,
      line: message.line,
      column: message.column,
      endLine: message.endLine ?? message.line,
      endColumn: message.endColumn ?? message.column + 1,
    };
    const key = [ruleId, messageId, code.path, ...likenessOf(code, message, extras?.span)].join("\n");
    const occurrence = (seen.get(key) ?? 0) + 1;
    seen.set(key, occurrence);
    return [
      {
        ruleId,
        messageId,
        severity,
        confidence: extras?.confidence ?? "high",
        message: message.message,
        place,
        route: extras?.route ?? [],
        suggestions: (message.suggestions ?? []).map(toSuggestion),
        fingerprint: hashOf(`${key}\n${occurrence}`),
      },
    ];
  });
}

/** As configured, unless a comment in the file (`/* eslint oma/x: "warn" *\/`) says otherwise. */
function severityOf(message: Linter.LintMessage, configured: Severity | undefined): Severity {
  const level = configured === "error" ? 2 : 1;
  if (configured !== undefined && message.severity === level) return configured;
  return message.severity === 2 ? "error" : "warning";
}

function milder(own: Severity, message: Severity | undefined): Severity {
  if (message === undefined) return own;
  const order: readonly Severity[] = ["error", "warning", "note"];
  return order.indexOf(message) > order.indexOf(own) ? message : own;
}

function toSuggestion(suggestion: Linter.LintSuggestion): Suggestion {
  return { message: suggestion.desc, edits: [{ start: suggestion.fix.range[0], end: suggestion.fix.range[1], text: suggestion.fix.text }] };
}

/** Longer texts change more often than what is wrong with them. */
const longestLikeness = 300;

/**
 * What identifies a finding over time, beside rule and file: the function around it and its own text, without what a formatter
 * changes and without what is hidden. No line numbers.
 */
function likenessOf(code: Code, message: Linter.LintMessage, span: FindingExtras["span"]): readonly string[] {
  const lineStart = code.summary.lines[message.line - 1] ?? 0;
  const { s, e } = span ?? { s: lineStart, e: code.summary.lines[message.line] ?? code.text.length };
  const text = withoutFormat(shownText(code).slice(s, e)).slice(0, longestLikeness);
  return [enclosing(code, span?.s ?? lineStart + message.column - 1), text];
}

/** Two texts that a formatter turns into each other become the same. */
function withoutFormat(text: string): string {
  return text
    .replace(/\s+/g, "")
    .replaceAll("'", '"')
    .replace(/,(?=[)\]}])/g, "")
    .replace(/\((\w+)\)=>/g, "$1=>")
    .replace(/;+$/, "")
    .replace(/\*{3,}/g, "***");
}

/** The innermost function around a place that has a name: its own, its method's, or that of what it is assigned to. */
function enclosing(code: Code, offset: number): string {
  let name = "";
  let size = Number.POSITIVE_INFINITY;
  for (const fn of code.summary.functions) {
    if (fn.s > offset || fn.e < offset || fn.e - fn.s >= size) continue;
    const own = fn.n === "" ? assignedName(code.text, fn.s) : fn.n;
    if (own === "") continue;
    name = fn.owner === undefined ? own : `${code.summary.classes[fn.owner]?.n ?? ""}.${own}`;
    size = fn.e - fn.s;
  }
  return name;
}

/** `byReader` in `const byReader = async () => …` and in `{ byReader: function () … }`. */
function assignedName(text: string, start: number): string {
  return /([\w$]+)\s*(?::(?:[^=;{}]*=)?|=)\s*$/.exec(text.slice(Math.max(0, start - 160), start))?.[1] ?? "";
}

/** A fingerprint of what identifies a finding. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** Flow is another language: most of it reads as TypeScript, the rest is told, not reported. */
export function flowNotices(analysis: Analysis, files: readonly ProjectPath[]): Notice[] {
  return files.flatMap((file) => {
    const code = analysis.project.code(file);
    return code && code.errors.length > 0 && isFlow(code)
      ? [{ kind: "skipped-file", file, message: `${file} is written in Flow; only what reads as TypeScript was checked.` }]
      : [];
  });
}

function isFlow(code: Code): boolean {
  return /\.[cm]?jsx?$/.test(code.path) && /@(?:no)?flow\b/.test(code.text.slice(0, 1000));
}

/** Files that do not parse are findings; what could be read of them is linted all the same. */
export function parseErrorFindings(analysis: Analysis, files: readonly ProjectPath[]): Finding[] {
  return files.flatMap((file) => {
    const code = analysis.project.code(file);
    const error = code?.errors[0];
    if (!code || !error || isFlow(code)) return [];
    const at = Math.min(error.start, Math.max(code.text.length - 1, 0));
    const message = `This file does not parse: ${error.message.replace(/\.$/, "")}. Mend the syntax; only what could be read was checked.`;
    return [
      {
        ruleId: "oma/parse-error",
        messageId: "parseError",
        severity: "error",
        confidence: "high",
        message,
        place: code.place({ s: at, e: at + 1 }),
        route: [],
        suggestions: [],
        fingerprint: hashOf(`oma/parse-error\n${file}\n${error.message}`),
      },
    ];
  });
}
