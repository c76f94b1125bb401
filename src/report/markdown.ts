import { compareFindings, compareSeverity, type Finding, type Severity } from "#finding";
import { counted, countedSeverities, rankRules } from "./counting.ts";
import { repositoryPath, ruleOf, type ReportInput, type ReportOptions } from "./report.ts";

/** GitHub cuts a job summary at 1 MiB, a comment at 65,536 characters; a reader stops much earlier. */
const shownFindings = 50;

const marks: Readonly<Record<Severity, string>> = { error: "🛑", warning: "⚠️", note: "ℹ️" };

/** A summary for job summaries and comments: which rules first, then the findings, the most severe first. */
export function reportMarkdown(input: ReportInput, options: ReportOptions): string {
  const { findings, project, known } = input;
  const checked = counted(project.files, "file");
  const accepted = known && known.length > 0 ? [`${counted(known.length, "accepted finding")} in the baseline.`, ""] : [];
  if (findings.length === 0) return ["## oma-lint", "", `✅ No findings in ${checked}.`, "", ...accepted].join("\n");
  const ordered = [...findings].sort((a, b) => compareSeverity(a.severity, b.severity) || compareFindings(a, b));
  const rest = ordered.length - shownFindings;
  return [
    "## oma-lint",
    "",
    `**${counted(findings.length, "finding")}** in ${checked}: ${countedSeverities(findings)}.`,
    "",
    ...accepted,
    "| | Rule | Findings | Files | What to do |",
    "|---|---|--:|--:|---|",
    ...rankRules(findings).map(({ ruleId, severity, findings: count, files }) => {
      const { url, remedy } = ruleOf(input, ruleId).docs;
      return `| ${marks[severity]} | [${escapeCell(ruleId)}](${url}) | ${count} | ${files} | ${escapeCell(remedy)} |`;
    }),
    "",
    "| | Where | What |",
    "|---|---|---|",
    ...ordered.slice(0, shownFindings).map((finding) => row(finding, options)),
    ...(rest > 0 ? ["", `${rest} more are not listed here.`] : []),
    "",
  ].join("\n");
}

function row({ severity, place, message, ruleId }: Finding, options: ReportOptions): string {
  const where = `${repositoryPath(place.file, options)}:${place.line}`;
  return `| ${marks[severity]} | ${code(where)} | ${escapeCell(message)} <sub>${escapeCell(ruleId)}</sub> |`;
}

/** In a table a bar ends the cell even inside of code, and a backtick ends the code. */
function code(text: string): string {
  return `<code>${text.replace(/[&<>|`*_[\]\\]/g, (character) => `&#${character.charCodeAt(0)};`)}</code>`;
}

/** Code in messages stays code; nothing else of a message is markup, links and mentions of people neither. */
function escapeCell(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? code(part.slice(1, -1)) : part.replace(/[&<>|`*_[\]\\@#]/g, (character) => `&#${character.charCodeAt(0)};`)))
    .join("");
}
