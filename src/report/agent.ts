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
  ];
  return `${lines.join("\n")}\n`;
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
      ...suggestion.edits.map((edit) => `    ${toRange(edit, input.project.readText(place.file))} -> ${JSON.stringify(edit.text)}`),
    ]),
  ];
}

/** `5:3-5:20`, the end exclusive; offsets where the text cannot be had. */
function toRange({ start, end }: TextEdit, text: string | undefined): string {
  if (text === undefined) return `${start}-${end}`;
  const at = (offset: number): string => {
    const rows = splitLines(text.replace(/^\ufeff/, "").slice(0, offset));
    return `${rows.length}:${(rows.at(-1) ?? "").length + 1}`;
  };
  return `${at(start)}-${at(end)}`;
}

function oneLine(text: string): string {
  return toPrintable(text.replace(/\s+/g, " "));
}
