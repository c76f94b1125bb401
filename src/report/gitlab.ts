import { compareFindings, type Severity } from "#finding";
import { repositoryPath, type ReportInput, type ReportOptions } from "./report.ts";

const severities: Readonly<Record<Severity, string>> = { error: "critical", warning: "major", note: "minor" };

/** GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function reportGitlab(input: ReportInput, options: ReportOptions): string {
  const issues = [...input.findings].sort(compareFindings).map(({ message, ruleId, fingerprint, severity, place }) => ({
    description: message,
    check_name: ruleId,
    fingerprint,
    severity: severities[severity],
    location: { path: repositoryPath(place.file, options), lines: { begin: place.line, end: place.endLine } },
  }));
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}
