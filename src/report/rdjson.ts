import { compareFindings, type Finding, type Place, type Severity } from "#finding";
import { splitLines } from "./code-frame.ts";
import { repositoryPath, ruleOf, type ReportInput, type ReportOptions } from "./report.ts";

const severities: Readonly<Record<Severity, string>> = { error: "ERROR", warning: "WARNING", note: "INFO" };

interface Position {
  readonly line: number;
  /** Bytes of UTF-8, from 1. */
  readonly column: number;
}

/** reviewdog's diagnostic format: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf */
export function reportRdjson(input: ReportInput, options: ReportOptions): string {
  const texts = new Map<string, readonly string[]>();
  const linesOf = (file: string): readonly string[] => {
    let lines = texts.get(file);
    if (!lines) texts.set(file, (lines = splitLines(input.project.readText(file) ?? "")));
    return lines;
  };
  const report = {
    source: { name: "oma-lint", url: input.informationUri },
    diagnostics: [...input.findings].sort(compareFindings).map((finding) => diagnostic(finding, linesOf, input, options)),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function diagnostic(finding: Finding, linesOf: (file: string) => readonly string[], input: ReportInput, options: ReportOptions): object {
  const location = (place: Place): object => ({ path: repositoryPath(place.file, options), range: rangeOf(place, linesOf(place.file)) });
  const text = (input.project.readText(finding.place.file) ?? "").replace(/^\ufeff/, "");
  return {
    message: finding.message,
    location: location(finding.place),
    severity: severities[finding.severity],
    code: { value: finding.ruleId, url: ruleOf(input, finding.ruleId).docs.url },
    // Of one suggestion with several edits reviewdog would offer each by itself, and none of them alone is right.
    suggestions: finding.suggestions.flatMap(({ edits: [edit, ...more] }) =>
      edit && more.length === 0 ? [{ range: { start: positionOf(edit.start, text), end: positionOf(edit.end, text) }, text: edit.text }] : [],
    ),
    ...(finding.route.length > 0 && { related_locations: finding.route.map((step) => ({ message: step.message, location: location(step.place) })) }),
  };
}

function rangeOf(place: Place, lines: readonly string[]): { start: Position; end: Position } {
  const at = (line: number, column: number): Position => ({ line, column: Buffer.byteLength((lines[line - 1] ?? "").slice(0, column - 1)) + 1 });
  return { start: at(place.line, place.column), end: at(place.endLine, place.endColumn) };
}

function positionOf(offset: number, text: string): Position {
  const rows = splitLines(text.slice(0, offset));
  return { line: rows.length, column: Buffer.byteLength(rows.at(-1) ?? "") + 1 };
}
