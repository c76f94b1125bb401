import { compareFindings, type Finding, UserError } from "#finding";
import { countSeverities, rankRules } from "./counting.ts";

interface JsonFinding {
  readonly file: string;
  readonly fingerprint: string;
}
interface JsonReport {
  readonly schemaVersion: number;
  readonly tool: { readonly version: string };
  readonly findings: readonly JsonFinding[];
  readonly known?: readonly JsonFinding[];
  readonly summary: Readonly<Record<string, unknown>> & { readonly files: number; readonly known?: number; readonly suppressed?: number };
  readonly notices: readonly object[];
}

/**
 * Joins JSON reports of shards into the report of the whole.
 * @throws {UserError} when they are not of one version
 */
export function mergeJson(texts: readonly string[]): string {
  const reports = texts.map((text) => JSON.parse(text) as JsonReport);
  const [first] = reports;
  if (!first) throw new UserError("There is nothing to merge.");
  const other = reports.find(({ schemaVersion, tool }) => schemaVersion !== first.schemaVersion || tool.version !== first.tool.version);
  if (other)
    throw new UserError(
      `The reports are of different versions of oma-lint: ${first.tool.version} and ${other.tool.version}.`,
      "Run one version in every shard.",
    );
  const findings = unique(reports.flatMap((report) => report.findings));
  const known = reports.some((report) => report.known) ? unique(reports.flatMap((report) => report.known ?? [])) : undefined;
  const merged = {
    ...first,
    findings,
    ...(known && { known }),
    summary: summaryOf(reports, first, findings, known?.length),
    notices: [...new Map(reports.flatMap((report) => report.notices).map((notice) => [JSON.stringify(notice), notice])).entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, notice]) => notice),
  };
  return `${JSON.stringify(merged, undefined, 2)}\n`;
}

function summaryOf(reports: readonly JsonReport[], first: JsonReport, findings: readonly JsonFinding[], known: number | undefined): object {
  const whole = findings.map(toFinding);
  const { error, warning, note } = countSeverities(whole);
  const sum = (count: (report: JsonReport) => number): number => reports.reduce((total, report) => total + count(report), 0);
  return {
    ...first.summary,
    files: sum(({ summary }) => summary.files),
    findings: findings.length,
    errors: error,
    warnings: warning,
    notes: note,
    ...(known !== undefined && { known }),
    ...(first.summary.suppressed !== undefined && { suppressed: sum(({ summary }) => summary.suppressed ?? 0) }),
    rules: rankRules(whole),
  };
}

/** Each finding once, in the order of every report. */
function unique(findings: readonly JsonFinding[]): readonly JsonFinding[] {
  const byFingerprint = new Map(findings.map((finding) => [finding.fingerprint, finding]));
  return [...byFingerprint.values()].sort((a, b) => compareFindings(toFinding(a), toFinding(b)));
}

/** In the report the place lies flat beside the rest. */
function toFinding(finding: JsonFinding): Finding {
  return { ...finding, place: finding } as unknown as Finding;
}
