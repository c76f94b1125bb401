import { compareFindings, type Finding, type TextEdit } from "#finding";
import { splitLines } from "./code-frame.ts";
import { counted, countedSeverities, rankRules } from "./counting.ts";
import { ruleOf, type ReportInput } from "./report.ts";
import { toPrintable } from "./terminal-text.ts";

/**
 * For coding agents: few words, one finding per block, how the value got there, the exact edit where there is one, and once per rule
 * the recipe of the fix. No colours, no frames: they read the file anyway.
 */
export function reportAgent(input: ReportInput): string {
  const ordered = [...input.findings].sort(compareFindings);
  const checked = counted(input.project.files, "file");
  if (ordered.length === 0) return `0 findings in ${checked}\n`;
  const lines = [
    `${counted(ordered.length, "finding")} in ${checked}: ${countedSeverities(ordered)}`,
    ...ordered.flatMap((finding) => block(finding, input)),
    "",
    ...rankRules(ordered).map(({ ruleId }) => `${ruleId}: ${oneLine(ruleOf(input, ruleId).docs.remedy)} More: oma-lint explain ${ruleId}`),
    "",
    ...closing(ordered),
  ];
  return `${lines.join("\n")}\n`;
}

/** What comes after: apply, check again, and the honest way out. */
function closing(ordered: readonly Finding[]): readonly string[] {
  return [
    ...(ordered.some(({ suggestions }) => suggestions.length === 1) ? ["The edits of findings with exactly one: oma-lint --fix-suggestions <files>"] : []),
    "Check again: oma-lint --format agent <files>",
    "Where a finding is wrong: // eslint-disable-next-line <rule> -- <why it does not apply here>",
  ];
}

function block({ place, severity, confidence, ruleId, message, route, suggestions }: Finding, input: ReportInput): readonly string[] {
  const sure = confidence === "high" ? "" : ` (${confidence} confidence)`;
  return [
    "",
    `${oneLine(place.file)}:${place.line}:${place.column} ${severity} ${ruleId}${sure}`,
    `  ${oneLine(message)}`,
    ...(route.length > 0 ? [`  route: ${route.map((step) => `${oneLine(step.place.file)}:${step.place.line} ${oneLine(step.message)}`).join(" > ")}`] : []),
    ...suggestions.flatMap((suggestion) => [
      `  edit: ${oneLine(suggestion.message)}`,
      ...suggestion.edits.map((edit) => `    ${toChange(edit, input.project.readText(place.file))}`),
    ]),
  ];
}

/** `5:3-5:20 "old" -> "new"`, the end exclusive; offsets where the text cannot be had. */
function toChange({ start, end, text: after }: TextEdit, text: string | undefined): string {
  if (text === undefined) return `${start}-${end} -> ${JSON.stringify(after)}`;
  const at = (offset: number): string => {
    const rows = splitLines(text.replace(/^\ufeff/, "").slice(0, offset));
    return `${rows.length}:${(rows.at(-1) ?? "").length + 1}`;
  };
  const before = text.replace(/^\ufeff/, "").slice(start, end);
  const shown = before === "" ? "insert" : `${JSON.stringify(before.length > longestShown ? `${before.slice(0, longestShown)}…` : before)} ->`;
  return `${at(start)}-${at(end)} ${shown} ${JSON.stringify(after)}`;
}

/** Of a text that is replaced this much is shown; the range has the rest. */
const longestShown = 200;

function oneLine(text: string): string {
  return toPrintable(text.replace(/\s+/g, " "));
}
