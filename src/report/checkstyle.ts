import { compareFindings, type Severity } from "#finding";
import { groupFindings } from "./counting.ts";
import { repositoryPath, type ReportInput, type ReportOptions } from "./report.ts";
import { attributes } from "./xml.ts";

const severities: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", note: "info" };

/** Checkstyle XML, which Jenkins, reviewdog and many others read. */
export function reportCheckstyle(input: ReportInput, options: ReportOptions): string {
  const ordered = [...input.findings].sort(compareFindings);
  const files = [...groupFindings(ordered, (finding) => finding.place.file)].flatMap(([file, findings]) => [
    `  <file${attributes({ name: repositoryPath(file, options) })}>`,
    ...findings.map(({ place, severity, message, ruleId }) => {
      const source = `oma-lint.${ruleId.replace("/", ".")}`;
      return `    <error${attributes({ line: place.line, column: place.column, severity: severities[severity], message, source })}/>`;
    }),
    "  </file>",
  ]);
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<checkstyle version="4.3">', ...files, "</checkstyle>", ""].join("\n");
}
