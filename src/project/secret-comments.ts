import type { Span } from "#syntax/summary";
import type { Code } from "./code.ts";

const onLine = /gitleaks:allow|pragma: (?:allowlist|whitelist) secret|secretlint-disable-line|trufflehog:ignore|betterleaks:allow/;
const onNextLine = /secretlint-disable-next-line|pragma: (?:allowlist|whitelist) nextline secret/;

/** Whether the comment of another secret scanner says that the secret at a place is none. */
export function isExcused(code: Code, span: Span): boolean {
  const { line } = code.position(span.s);
  const lineOf = (number: number): string => code.text.slice(code.summary.lines[number - 1] ?? 0, code.summary.lines[number] ?? code.text.length);
  if (onLine.test(lineOf(line)) || (line > 1 && onNextLine.test(lineOf(line - 1)))) return true;
  const before = code.text.slice(0, span.s);
  const off = Math.max(...[...before.matchAll(/secretlint-disable(?!-)/g)].map((match) => match.index), -1);
  return off !== -1 && before.lastIndexOf("secretlint-enable") < off;
}
