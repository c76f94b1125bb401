import { Chalk, type ChalkInstance } from "chalk";
import type { StackEntry, StackLadder, StackRules, StackPackage, StackReport } from "./stack.ts";
import type { Told } from "./stack-evidence.ts";
import { type StackKind, stackKinds } from "./stack-packages.ts";

export interface FormatOptions {
  readonly color: boolean;
  /** Columns of the terminal; longer lines are cut with `…`. */
  readonly width: number;
}

/** One line of a section: what, which version, why we say so. */
interface Row {
  readonly label: string;
  readonly name: string;
  readonly version: string;
  readonly why: string;
  readonly doubtful?: boolean;
}

const kindLabels: Readonly<Record<StackKind, string>> = {
  framework: "Framework",
  api: "API",
  data: "Data",
  validation: "Validation",
  auth: "Auth",
  cache: "Cache",
  queue: "Jobs",
  logging: "Logging",
  test: "Tests",
};
const labelWidth = 12;

/** Prints a stack report for people (`text`) or machines (`json`, versioned). Ends with a newline. */
export function formatStack(report: StackReport, format: "text" | "json", options: FormatOptions): string {
  if (format === "json") return `${JSON.stringify(report, null, 2)}\n`;
  const ink = new Chalk({ level: options.color ? 1 : 0 });
  const sections = [
    ...report.packages.map((one) => formatPackage(one, report, ink, options)),
    ...(report.packages.length === 0 ? [[ink.bold("No TypeScript or JavaScript here.")]] : []),
    formatLadder(report.ladder, ink, options),
    formatRules(report.rules, ink, options),
    formatOtherLanguages(report, ink, options),
    formatStackFiles(report, ink, options),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function formatPackage(one: StackPackage, report: StackReport, ink: ChalkInstance, options: FormatOptions): string[] {
  const files = one.languages.reduce((sum, language) => sum + language.files, 0);
  const name = one.name === "." ? "This folder" : one.name;
  const place = one.dir === "." ? (report.packages.length > 1 && name === one.name ? "root" : "") : one.dir === one.name ? "" : one.dir;
  const title = `${ink.bold.underline(cut(name, options.width - 24))}${place === "" ? "" : ink.dim(`  ${place}`)}${ink.dim(`  ${plural(files, "file")}`)}`;
  const rows: Row[] = [
    ...one.languages.map((language, index) => row(index === 0 ? "Language" : "", language.name, "", plural(language.files, "file"))),
    toldRow("Modules", one.moduleSystem),
    ...one.node.map((told, index) => toldRow(index === 0 ? "Runtime" : "", told)),
    ...one.packageManagers.map((told, index) => ({ ...toldRow(index === 0 ? "Installed by" : "", told), doubtful: one.packageManagers.length > 1 })),
    ...stackKinds.flatMap((kind) => one.libraries[kind].map((entry, index) => libraryRow(index === 0 ? kindLabels[kind] : "", entry))),
  ];
  return [title, ...formatRows(rows, ink, options)];
}

function formatRows(rows: readonly Row[], ink: ChalkInstance, options: FormatOptions): string[] {
  const nameWidth = Math.min(24, Math.max(0, ...rows.map((one) => one.name.length)));
  const versionWidth = Math.min(18, Math.max(0, ...rows.map((one) => one.version.length)));
  return rows.map((one) => {
    const label = `  ${one.label.padEnd(labelWidth)}  `;
    const name = cut(one.name, 24).padEnd(nameWidth);
    const version = versionWidth === 0 ? "" : `  ${cut(one.version, 18).padEnd(versionWidth)}`;
    const left = options.width - label.length - name.length - version.length - 2;
    const why = left < 8 ? "" : `  ${cut(one.why, left)}`;
    return `${ink.dim(label)}${ink.cyan(name)}${version}${one.doubtful === true ? ink.yellow(why) : ink.dim(why)}`.trimEnd();
  });
}

function formatRules(rules: StackRules | undefined, ink: ChalkInstance, { width }: FormatOptions): string[] {
  if (!rules) return [];
  const idWidth = Math.max(...rules.active.map(({ id }) => id.length));
  const rows = rules.active.map(({ id, severity, by, why }) => {
    const left = width - idWidth - 15;
    const reason = by === "configuration" ? `${why} · set in the configuration` : why;
    return `  ${ink.cyan(id.padEnd(idWidth))}  ${ink.dim(severity.padEnd(7))}${left < 12 ? "" : ink.dim(`  ${cut(reason, left)}`)}`.trimEnd();
  });
  const note = `Preset ${rules.preset}: ${rules.note} \`oma-lint explain <rule>\` says more.`;
  return [ink.bold.underline("Rules"), ...rows, ...wrap(note, width - 2).map((line) => `  ${ink.dim(line)}`)];
}

function formatLadder(ladder: StackLadder | undefined, ink: ChalkInstance, options: FormatOptions): string[] {
  if (!ladder) return [];
  const rows = ladder.layers.map((layer) => row("", layer.name, plural(layer.files, "file"), layer.evidence.join(", ")));
  return [ink.bold.underline("Layers"), ...formatRows(rows, ink, options), ...wrap(ladder.note, options.width - 2).map((line) => `  ${ink.dim(line)}`)];
}

function formatOtherLanguages(report: StackReport, ink: ChalkInstance, options: FormatOptions): string[] {
  if (report.otherLanguages.length === 0) return [];
  const rows = report.otherLanguages.map((language) => row("", language.name, "", someOf(language.files)));
  return [
    ink.bold.underline("Other languages"),
    ...formatRows(rows, ink, options),
    `  ${ink.dim(cut("oma-lint's rules cover TypeScript / JavaScript.", options.width - 2))}`,
  ];
}

function formatStackFiles(report: StackReport, ink: ChalkInstance, options: FormatOptions): string[] {
  return report.stackFiles.flatMap((stack, index) => {
    const rows = stack.entries.map(({ key, values }) => {
      const wrong = report.disagreements.filter((one) => one.file === stack.file && one.key === key);
      const why = wrong.map((one) => `disagrees: ${one.found}`).join("; ");
      return { ...row(key.slice(0, labelWidth), values.join(", "), "", why), doubtful: wrong.length > 0 };
    });
    const note = rows.some((one) => one.doubtful) ? [`  ${ink.yellow(cut("The project's own files win over this file.", options.width - 2))}`] : [];
    return [...(index > 0 ? [""] : []), ink.bold.underline(cut(stack.file, options.width)), ...formatRows(rows, ink, options), ...note];
  });
}

function libraryRow(label: string, entry: StackEntry): Row {
  const { files, manifest, dev } = entry.evidence;
  const used = files > 0 ? `imported by ${plural(files, "file")}` : "not imported";
  const declared =
    manifest === undefined ? (/^(?:node|bun|cloudflare):/.test(entry.packages[0] ?? "") ? "built in" : "not declared") : dev ? "dev dependency" : "";
  const names = entry.packages.filter((name) => name.toLowerCase() !== entry.name.toLowerCase());
  const why = [used, declared, names.join(", ")].filter((part) => part !== "").join(" · ");
  return { label, name: entry.name, version: entry.range ?? "", why, doubtful: declared === "not declared" || (files === 0 && !dev) };
}

function toldRow(label: string, told: Told): Row {
  return row(label, told.name, told.version ?? "", told.evidence.join(" · "));
}

function row(label: string, name: string, version: string, why: string): Row {
  return { label, name, version, why };
}

function someOf(files: readonly string[]): string {
  return files.length > 3 ? `${files.slice(0, 3).join(", ")} and ${files.length - 3} more` : files.join(", ");
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
