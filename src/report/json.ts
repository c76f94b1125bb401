import { compareFindings, type Finding, type Notice, type Place } from "#finding";
import { countSeverities, rankRules } from "./counting.ts";
import type { ReportInput } from "./report.ts";

/** Raised when a consumer of version 1 would misread the report; new properties do not raise it. */
const schemaVersion = 1;

/** The versioned machine-readable report: two-space JSON with a final newline. */
export function reportJson(input: ReportInput): string {
  const report = {
    schemaVersion,
    tool: { name: "oma-lint", version: input.toolVersion, informationUri: input.informationUri },
    findings: [...input.findings].sort(compareFindings).map(toJsonFinding),
    ...(input.known && { known: [...input.known].sort(compareFindings).map(toJsonFinding) }),
    summary: toJsonSummary(input),
    notices: input.notices.map(toJsonNotice).sort(byText),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function toJsonFinding(finding: Finding) {
  const { ruleId, messageId, severity, confidence, message, place, fingerprint, route } = finding;
  return {
    ruleId,
    messageId,
    severity,
    confidence,
    message,
    ...toJsonPlace(place),
    fingerprint,
    route: route.map((step) => ({ file: step.place.file, line: step.place.line, column: step.place.column, message: step.message })),
  };
}

function toJsonPlace({ file, line, column, endLine, endColumn }: Place): Place {
  return { file, line, column, endLine, endColumn };
}

function toJsonSummary({ findings, project, known, suppressed }: ReportInput) {
  const { error, warning, note } = countSeverities(findings);
  return {
    files: project.files,
    preset: project.preset,
    findings: findings.length,
    errors: error,
    warnings: warning,
    notes: note,
    ...(known && { known: known.length }),
    ...(suppressed && { suppressed: suppressed.length }),
    rules: rankRules(findings),
  };
}

function toJsonNotice({ kind, message, file }: Notice) {
  return file === undefined ? { kind, message } : { kind, message, file };
}

function byText(a: object, b: object): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
