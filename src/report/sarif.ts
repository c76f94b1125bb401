import { serializeSarifLog, type Result, type Run, type SarifLog } from "@microsoft/sarif";
import { compareFindings, compareSeverity, type Finding } from "#finding";
import { ruleOf, type ReportInput, type ReportOptions } from "./report.ts";
import { toInvocation, toNotificationDescriptors } from "./sarif-notifications.ts";
import { sourceRoot } from "./sarif-places.ts";
import { readFacts, toResult, type FileFacts } from "./sarif-results.ts";
import { toReportingDescriptor, toTaxonomy } from "./sarif-rules.ts";

/** The address GitHub and the multitool know the final 2.1.0 schema by. */
const schema = "https://json.schemastore.org/sarif-2.1.0.json";
/** GitHub refuses a run with more results. */
const resultLimit = 25_000;

/** SARIF 2.1.0 for GitHub code scanning and others: one run, the same bytes for the same input. */
export function reportSarif(input: ReportInput, options: ReportOptions): string {
  const log: SarifLog = { $schema: schema, version: "2.1.0", runs: [toRun(input, options)] };
  // The serialiser writes the line ends of the platform; within strings JSON escapes them.
  return `${serializeSarifLog(log).replaceAll("\r\n", "\n")}\n`;
}

function toRun(input: ReportInput, options: ReportOptions): Run {
  const suppressed = options.suppressed === true ? (input.suppressed ?? []) : [];
  const all = [...input.findings, ...(input.known ?? []), ...suppressed.map(({ finding }) => finding)];
  const findings = keptFindings(all, options);
  const cut = all.length - findings.length;
  const ruleIds = [...new Set([...Object.keys(input.project.rules), ...findings.map((finding) => finding.ruleId)])].sort();
  const rules = ruleIds.map((id) => ruleOf(input, id));
  const notifications = toNotificationDescriptors(input, cut);
  const taxonomy = toTaxonomy(rules);
  const hasTaxa = (taxonomy.taxa ?? []).length > 0;
  return {
    tool: {
      driver: {
        name: "oma-lint",
        fullName: `oma-lint ${input.toolVersion}`,
        version: input.toolVersion,
        semanticVersion: input.toolVersion,
        informationUri: input.informationUri,
        rules: ruleIds.map((id) => toReportingDescriptor(id, ruleOf(input, id))),
        ...(notifications.length > 0 ? { notifications } : {}),
        ...(hasTaxa ? { supportedTaxonomies: [{ name: "CWE", index: 0 }] } : {}),
      },
    },
    ...(options.category === undefined ? {} : { automationDetails: { id: `${options.category.replace(/\/+$/, "")}/` } }),
    invocations: [toInvocation(input, cut, ruleIds, notifications, options)],
    originalUriBaseIds: { [sourceRoot]: { description: { text: "The root of the repository." } } },
    columnKind: "utf16CodeUnits",
    ...(hasTaxa ? { taxonomies: [taxonomy] } : {}),
    results: toResults(findings, ruleIds, input, options),
  };
}

function toResults(findings: readonly Finding[], ruleIds: readonly string[], input: ReportInput, options: ReportOptions) {
  const indexes = new Map(ruleIds.map((id, index) => [id, index]));
  const files = new Map<string, FileFacts | undefined>();
  return findings.map((finding) => {
    const { file } = finding.place;
    if (!files.has(file)) files.set(file, readFacts(file, input));
    return { ...toResult(finding, indexes.get(finding.ruleId) ?? -1, files.get(file), input, options), ...stateOf(finding, input) };
  });
}

/** Whether a baseline accepts the finding, and whether a comment suppresses it. */
function stateOf(finding: Finding, { known, suppressed }: ReportInput): Pick<Result, "baselineState" | "suppressions"> {
  const comment = suppressed?.find((other) => other.finding === finding);
  return {
    ...(known && { baselineState: known.includes(finding) ? "unchanged" : "new" }),
    ...(comment && { suppressions: [{ kind: "inSource", ...(comment.reason !== "" && { justification: comment.reason }) }] }),
  };
}

/** As many findings as a run may hold, the most severe first; in the order of every report. */
function keptFindings(findings: readonly Finding[], options: ReportOptions): readonly Finding[] {
  const limit = Math.max(0, Math.min(options.maxResults ?? resultLimit, resultLimit));
  const byWeight = [...findings].sort((a, b) => compareSeverity(a.severity, b.severity) || compareRules(a, b) || compareFindings(a, b));
  return byWeight.slice(0, limit).sort(compareFindings);
}

function compareRules(a: Finding, b: Finding): number {
  return a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0;
}
