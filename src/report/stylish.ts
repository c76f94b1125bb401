import { Chalk, type ChalkInstance } from "chalk";
import { compareFindings, type Finding, type RouteStep, type Severity } from "#finding";
import { codeFrame, splitLines } from "./code-frame.ts";
import { counted, countedSeverities, groupFindings, rankRules, type RuleCount } from "./counting.ts";
import { ruleOf, type ReportInput, type ReportOptions } from "./report.ts";
import { toPrintable, widthOf, wrap, wrapParts } from "./terminal-text.ts";

/** The page a report is written on. */
interface Page {
  readonly input: ReportInput;
  readonly width: number;
  readonly ink: ChalkInstance;
}

const marks: Readonly<Record<Severity, string>> = { error: "✖", warning: "▲", note: "●" };
/** Below, nothing useful fits; above, lines get hard to read. */
const narrowest = 24;
const widest = 120;
/** Of a longer route the first and the last steps are shown. */
const shownSteps = 10;
/** For how many rules the summary says again what to do. */
const remediesShown = 3;

/** The report for people: findings by file with the code they speak about, then what to do first. */
export function reportStylish(input: ReportInput, options: ReportOptions): string {
  const page: Page = {
    input,
    width: Math.min(Math.max(narrowest, options.width ?? 80), widest),
    ink: new Chalk({ level: options.color === true ? 1 : options.color || 0 }),
  };
  const ordered = [...input.findings].sort(compareFindings);
  const files = [...groupFindings(ordered, (finding) => finding.place.file)];
  const lines = [...files.flatMap(([file, findings]) => fileBlock(file, findings, page)), ...closing(ordered, page)];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function fileBlock(file: string, findings: readonly Finding[], page: Page): readonly string[] {
  const { ink, width, input } = page;
  const name = toPrintable(file);
  const counts = countedSeverities(findings);
  const rule = width - widthOf(name) - widthOf(counts) - 2;
  const header = rule >= 2 ? [`${ink.bold.underline(name)} ${ink.dim(`${"─".repeat(rule)} ${counts}`)}`] : [ink.bold.underline(name), ink.dim(counts)];
  const text = input.project.readText(file);
  const lines = text === undefined ? [] : splitLines(text);
  return [...header, "", ...findings.flatMap((finding) => findingBlock(finding, lines, page))];
}

function findingBlock(finding: Finding, lines: readonly string[], page: Page): readonly string[] {
  const { ink, width, input } = page;
  const color = colorOf(finding.severity, ink);
  const inner = width - 4;
  const message = wrap(finding.message, inner);
  const facts = [finding.ruleId, finding.severity, `${finding.confidence} confidence`, locationOf(finding)].map(toPrintable);
  const paint = { span: color.bold, mark: color, frame: ink.dim };
  const { docs } = ruleOf(input, finding.ruleId);
  return [
    ...message.map((line, index) => `${index === 0 ? `  ${color(marks[finding.severity])} ` : "    "}${ink.bold(line)}`),
    ...indented(wrapParts(facts, " · ", inner).map((line) => ink.dim(line))),
    "",
    ...spaced(indented(codeFrame(lines, finding.place, width - 2, paint), "  ")),
    ...spaced(routeBlock(finding.route, page)),
    ...labelled("fix", docs.remedy, ink.green, inner),
    ...finding.suggestions.flatMap((suggestion) => labelled("try", suggestion.message, ink.cyan, inner)),
    ...indented([reference(finding.ruleId, docs.url, page)]),
    "",
  ];
}

/** Where more is said: the address, or, where a terminal would break it, the command that says the same. */
function reference(ruleId: string, url: string, { ink, width }: Page): string {
  const id = ruleId.replace(/^oma\//, "");
  const explained = url.endsWith(`/rules/${id}/README.md`) && widthOf(url) + 4 > width;
  return explained ? ink.dim(`more: oma-lint explain ${toPrintable(id)}`) : ink.dim.underline(toPrintable(url));
}

function routeBlock(route: readonly RouteStep[], page: Page): readonly string[] {
  const { ink, width } = page;
  const numbered = route.map((step, index) => ({ ...step, number: index + 1, location: toPrintable(locationOf(step)) }));
  const tooLong = route.length > shownSteps;
  const head = numbered.slice(0, tooLong ? shownSteps / 2 : shownSteps);
  const tail = tooLong ? numbered.slice(-(shownSteps / 2 - 1)) : [];
  const digits = String(route.length).length;
  const widestStep = Math.max(0, ...[...head, ...tail].map((step) => widthOf(step.location)));
  const room = width - digits - 6;
  const besides = room - widestStep - 2 >= 24;
  const rest = " ".repeat(digits + 6 + (besides ? widestStep + 2 : 0));
  const toLines = (step: (typeof numbered)[number]): readonly string[] => {
    const words = wrap(step.message, besides ? room - widestStep - 2 : room);
    const start = `    ${ink.dim(String(step.number).padStart(digits))}  ${ink.cyan(step.location)}`;
    if (!besides) return [start, ...indented(words, rest)];
    const gap = " ".repeat(widestStep - widthOf(step.location) + 2);
    return [start + gap + (words[0] ?? ""), ...indented(words.slice(1), rest)];
  };
  const hidden = route.length - head.length - tail.length;
  const elision = hidden > 0 ? [`    ${ink.dim(`${"⋮".padStart(digits)}  ${counted(hidden, "more step")}`)}`] : [];
  return [...head.flatMap(toLines), ...elision, ...tail.flatMap(toLines)];
}

function closing(findings: readonly Finding[], page: Page): readonly string[] {
  const { ink, input, width } = page;
  const checked = counted(input.project.files, "file");
  const [worst, ...others] = rankRules(findings);
  if (worst === undefined) return hanging(ink.green("✔"), wrap(`No findings in ${checked}.`, width - 2));
  const total = `${counted(findings.length, "finding")} in ${checked}: ${countedSeverities(findings)}`;
  return [
    ink.bold("What to do first"),
    "",
    ...summaryTable([worst, ...others], page),
    ...hanging(
      colorOf(worst.severity, ink)(marks[worst.severity]),
      wrap(total, width - 2).map((line) => ink.bold(line)),
    ),
  ];
}

function summaryTable(ranked: readonly RuleCount[], page: Page): readonly string[] {
  const { ink, width, input } = page;
  const rows = ranked.map((rule, index) => ({
    rule,
    rank: String(index + 1),
    id: toPrintable(rule.ruleId),
    count: counted(rule.findings, "finding"),
    files: `in ${counted(rule.files, "file")}`,
    // Each was said at its findings already: again only what comes first.
    remedy: index < remediesShown || ranked.length === remediesShown + 1 ? ruleOf(input, rule.ruleId).docs.remedy : undefined,
  }));
  const widestOf = (column: "rank" | "id" | "count" | "files") => Math.max(...rows.map((row) => widthOf(row[column])));
  const lead = widestOf("rank") + 6;
  const aligned = lead + widestOf("id") + 2 + widestOf("count") + 1 + widestOf("files") <= width;
  // Digits stand below digits: the word is padded behind them.
  const digits = (text: string): number => text.indexOf(" ");
  const widestDigits = Math.max(...rows.map(({ count }) => digits(count)));
  const lines = rows.flatMap(({ rule, rank, id, count, files, remedy }) => {
    const start = `  ${ink.dim(rank.padStart(widestOf("rank")))}  ${colorOf(rule.severity, ink)(marks[rule.severity])} ${ink.bold(id)}`;
    const gap = " ".repeat(widestOf("id") - widthOf(id) + 2);
    const facts = aligned
      ? [start + ink.dim(`${gap}${`${" ".repeat(widestDigits - digits(count))}${count}`.padEnd(widestOf("count"))} ${files}`)]
      : [
          start,
          ...indented(
            wrap(`${count} ${files}`, width - lead).map((line) => ink.dim(line)),
            " ".repeat(lead),
          ),
        ];
    return remedy === undefined ? facts : [...facts, ...indented(wrap(remedy, width - lead), " ".repeat(lead)), ""];
  });
  return lines.at(-1) === "" ? lines : [...lines, ""];
}

function hanging(mark: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => `${index === 0 ? mark : " "} ${line}`);
}

function labelled(label: string, text: string, color: ChalkInstance, width: number): readonly string[] {
  const lead = `${label}: `;
  return wrap(text, width - lead.length).map((line, index) => `    ${index === 0 ? color(lead) : " ".repeat(lead.length)}${line}`);
}

function locationOf({ place }: { readonly place: Finding["place"] }): string {
  return `${place.file}:${place.line}:${place.column}`;
}

function colorOf(severity: Severity, ink: ChalkInstance): ChalkInstance {
  switch (severity) {
    case "error":
      return ink.red;
    case "warning":
      return ink.yellow;
    case "note":
      return ink.blue;
  }
}

function indented(lines: readonly string[], indentation = "    "): readonly string[] {
  return lines.map((line) => indentation + line);
}

function spaced(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [...lines, ""];
}
