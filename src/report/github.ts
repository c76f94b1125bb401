import { compareFindings, compareSeverity, type Finding, type Severity } from "#finding";
import { countedSeverities, groupFindings } from "./counting.ts";
import { repositoryPath, ruleOf, type ReportInput, type ReportOptions } from "./report.ts";

/** GitHub drops further annotations of a kind in one step without a word. */
const annotationsPerKind = 10;

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", note: "notice" };

/**
 * Workflow commands that GitHub Actions turns into annotations, most severe first, as many as GitHub shows;
 * a last plain line says what was left out. Empty without findings.
 */
export function reportGithub(input: ReportInput, options: ReportOptions): string {
  const ordered = [...input.findings].sort(byImportance);
  const shown = [...groupFindings(ordered, (finding) => finding.severity).values()].flatMap((group) => group.slice(0, annotationsPerKind));
  const cut = ordered.filter((finding) => !shown.includes(finding));
  const lines = shown.map((finding) => toCommand(finding, input, options));
  if (cut.length > 0) {
    lines.push(`oma-lint: ${cut.length} more without annotation: ${countedSeverities(cut)} (GitHub shows ${annotationsPerKind} of each kind per step).`);
  }
  return lines.map((line) => `${line}\n`).join("");
}

function byImportance(a: Finding, b: Finding): number {
  return compareSeverity(a.severity, b.severity) || Number(a.confidence !== "high") - Number(b.confidence !== "high") || compareFindings(a, b);
}

function toCommand(finding: Finding, input: ReportInput, options: ReportOptions): string {
  const { line, column, endLine, endColumn, file } = finding.place;
  const oneLine = line === endLine;
  const properties = {
    file: repositoryPath(file, options),
    line,
    endLine,
    // Check-run annotations take columns only when start and end are on the same line.
    ...(oneLine ? { col: column, endColumn } : {}),
    title: finding.ruleId,
  };
  const { docs } = ruleOf(input, finding.ruleId);
  const text = [finding.message, `Fix: ${docs.remedy}`, docs.url].join("\n");
  const listed = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${commands[finding.severity]} ${listed.join(",")}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
