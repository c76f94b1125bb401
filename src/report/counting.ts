import { compareSeverity, type Finding, type Severity } from "#finding";

/** All findings of one rule, seen from above. */
export interface RuleCount {
  readonly ruleId: string;
  /** The worst severity among the findings. */
  readonly severity: Severity;
  readonly findings: number;
  readonly files: number;
}

/** The rules with findings in the order in which to work on them: severity, then number of findings, then id. */
export function rankRules(findings: readonly Finding[]): readonly RuleCount[] {
  const counts = [...groupFindings(findings, (finding) => finding.ruleId)].map(([ruleId, own]) => ({
    ruleId,
    severity: own.map((finding) => finding.severity).reduce((a, b) => (compareSeverity(a, b) <= 0 ? a : b)),
    findings: own.length,
    files: new Set(own.map((finding) => finding.place.file)).size,
  }));
  return counts.sort((a, b) => compareSeverity(a.severity, b.severity) || b.findings - a.findings || (a.ruleId < b.ruleId ? -1 : 1));
}

/** Findings under a common key; keys in the order of their first finding. */
export function groupFindings(findings: readonly Finding[], keyOf: (finding: Finding) => string): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return groups;
}

/** Findings per severity. */
export function countSeverities(findings: readonly Finding[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

/** `1 error`, `2 errors`, `12,000 files`: a count with its word. */
export function counted(count: number, word: string): string {
  return `${count.toLocaleString("en-US")} ${word}${count === 1 ? "" : "s"}`;
}

/** `1 error, 2 warnings`: what there is of each severity, the worst first. */
export function countedSeverities(findings: readonly Finding[]): string {
  const counts = countSeverities(findings);
  return (["error", "warning", "note"] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => counted(counts[severity], severity))
    .join(", ");
}
