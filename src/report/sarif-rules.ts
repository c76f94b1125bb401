import type { ReportingDescriptor, ReportingDescriptorRelationship, ToolComponent } from "@microsoft/sarif";
import type { Severity } from "#finding";
import { parseErrorId, type ReportRule } from "./report.ts";
import { toMessageString, toSentence } from "./sarif-messages.ts";

const problemSeverity: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", note: "recommendation" };
/** GitHub shows ten tags of a rule, GitLab takes no more. */
const maxTags = 10;
/** GitHub refuses longer descriptions. */
const maxDescription = 1024;

/** A rule with all that GitHub and others show of it. */
export function toReportingDescriptor(ruleId: string, { docs, messages }: ReportRule): ReportingDescriptor {
  const strings = Object.entries(messages).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    id: ruleId,
    name: toPascalCase(ruleId),
    shortDescription: { text: toSentence(docs.description).slice(0, maxDescription) },
    fullDescription: { text: `${toSentence(docs.description)} ${toSentence(docs.remedy)}`.slice(0, maxDescription) },
    ...(strings.length > 0 ? { messageStrings: Object.fromEntries(strings.map(([id, text]) => [id, toMessageString(text)])) } : {}),
    defaultConfiguration: { level: docs.severity },
    helpUri: docs.url,
    help: { text: helpText(docs), markdown: helpMarkdown(ruleId, docs) },
    ...(docs.cwe.length > 0 ? { relationships: docs.cwe.map(toRelationship) } : {}),
    properties: toProperties(docs),
  };
}

/** The part of the Common Weakness Enumeration that the rules refer to. */
export function toTaxonomy(rules: readonly ReportRule[]): ToolComponent {
  const numbers = [...new Set(rules.flatMap((rule) => rule.docs.cwe))].sort((a, b) => a - b);
  return {
    name: "CWE",
    organization: "MITRE",
    informationUri: "https://cwe.mitre.org/",
    isComprehensive: false,
    shortDescription: { text: "The MITRE Common Weakness Enumeration." },
    taxa: numbers.map((number) => ({ id: cweId(number), helpUri: cweUrl(number) })),
  };
}

function toRelationship(cwe: number): ReportingDescriptorRelationship {
  return { target: { id: cweId(cwe), toolComponent: { name: "CWE", index: 0 } }, kinds: ["relevant"] };
}

function toProperties(docs: ReportRule["docs"]): Record<string, unknown> {
  const security = docs.securitySeverity !== undefined;
  // CodeQL's spelling for GitHub, the plain one for GitLab and DefectDojo.
  const weaknesses = docs.cwe.flatMap((cwe) => [`external/cwe/cwe-${String(cwe).padStart(3, "0")}`, `cwe-${cwe}`]);
  const tags = [...new Set([...(security ? ["security"] : []), ...docs.tags, ...weaknesses])].slice(0, maxTags);
  return {
    tags,
    precision: docs.precision,
    "problem.severity": problemSeverity[docs.severity],
    // Its presence is what makes GitHub file the alert as security.
    ...(docs.securitySeverity === undefined ? {} : { "security-severity": docs.securitySeverity.toFixed(1) }),
  };
}

function helpText(docs: ReportRule["docs"]): string {
  return [toSentence(docs.description), `What to do: ${toSentence(docs.remedy)}`, `More: ${docs.url}`].join("\n\n");
}

/** GitHub shows this instead of the text and ignores `helpUri`, so the links stand here. */
function helpMarkdown(ruleId: string, docs: ReportRule["docs"]): string {
  const weaknesses = docs.cwe.map((cwe) => `[${cweId(cwe)}](${cweUrl(cwe)})`).join(", ");
  return [
    `# \`${ruleId}\``,
    toSentence(docs.description),
    `**What to do:** ${toSentence(docs.remedy)}`,
    ...(weaknesses === "" ? [] : [`**Weakness:** ${weaknesses}`]),
    // A comment in a file that does not parse is not heard.
    ...(ruleId === parseErrorId ? [] : [`**Accept one place:** \`// eslint-disable-next-line ${ruleId} -- the reason\``]),
    `[What is flagged, what is fine, and why](${docs.url})`,
  ].join("\n\n");
}

function cweId(number: number): string {
  return `CWE-${number}`;
}

function cweUrl(number: number): string {
  return `https://cwe.mitre.org/data/definitions/${number}.html`;
}

/** `oma/no-raw-sql` as `NoRawSql`, the way SARIF names things. */
export function toPascalCase(ruleId: string): string {
  const words = ruleId.replace(/^.*\//, "").split(/[^A-Za-z0-9]+/);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
