import type { ChalkInstance } from "chalk";
import { toPrintable } from "#report/terminal-text";
import { renderInline, visibleWidth, wrapInline } from "./markdown-inline.ts";

/** The page Markdown is rendered on. */
export interface MarkdownPage {
  readonly ink: ChalkInstance;
  readonly width: number;
}

/** Lines longer than this are hard to read as prose, however wide the terminal. */
const proseWidth = 100;

/** Renders the Markdown our rule READMEs use: headings, paragraphs, lists, quotes, tables, fenced code, inline marks. */
export function renderMarkdown(markdown: string, page: MarkdownPage): string {
  const lines = markdown.replace(/<!--[\s\S]*?-->/g, "").split(/\r?\n/);
  const blocks: string[][] = [];
  for (let index = 0; index < lines.length;) {
    const kind = blockKinds.find(({ starts }) => starts.test(lines[index] ?? "")) ?? paragraph;
    let end = index + 1;
    while (end < lines.length && kind.continues(lines[end] ?? "", lines.slice(index, end))) end++;
    const rendered = kind.render(lines.slice(index, end), page);
    if (rendered.length > 0) blocks.push([...rendered]);
    index = end;
  }
  return `${blocks.map((block) => block.join("\n")).join("\n\n")}\n`;
}

interface BlockKind {
  readonly starts: RegExp;
  readonly continues: (line: string, before: readonly string[]) => boolean;
  readonly render: (lines: readonly string[], page: MarkdownPage) => readonly string[];
}

const listItem = /^(?<indent>\s*)(?<mark>[-*+]|\d+\.)\s+(?<text>.*)$/;

const blockKinds: readonly BlockKind[] = [
  { starts: /^\s*$/, continues: () => false, render: () => [] },
  { starts: /^#{1,6} /, continues: () => false, render: renderHeading },
  { starts: /^\s*(?:`{3,}|~{3,})/, continues: (_line, before) => before.length === 1 || !isFenceEnd(before), render: renderCode },
  { starts: /^\s*\|/, continues: (line) => /^\s*\|/.test(line), render: renderTable },
  { starts: listItem, continues: (line) => line.trim() !== "" && !startsBlock(line, listItem), render: renderList },
  { starts: /^>/, continues: (line) => line.startsWith(">"), render: renderQuote },
];

const paragraph: BlockKind = {
  starts: /./,
  continues: (line) => line.trim() !== "" && !startsBlock(line, undefined),
  render: (lines, page) => wrapInline(lines.join(" "), page.ink, proseColumns(page)),
};

function startsBlock(line: string, except: RegExp | undefined): boolean {
  return blockKinds.some(({ starts }) => starts !== except && starts.test(line));
}

function isFenceEnd(before: readonly string[]): boolean {
  const fence = /^\s*(`{3,}|~{3,})/.exec(before[0] ?? "")?.[1] ?? "```";
  return (before.at(-1) ?? "").trim() === fence;
}

function renderHeading([line = ""]: readonly string[], { ink }: MarkdownPage): readonly string[] {
  const level = line.indexOf(" ");
  const text = renderInline(line.slice(level + 1), ink);
  return [level === 1 ? ink.bold.underline(text) : ink.bold(text)];
}

/** Code keeps its lines: a wrapped line of code is worse than a long one. */
function renderCode(lines: readonly string[], { ink }: MarkdownPage): readonly string[] {
  const body = lines.slice(1, isFenceEnd(lines) ? -1 : undefined);
  return body.map((line) => `  ${ink.dim("│")} ${ink.yellow(toPrintable(line))}`.trimEnd());
}

function renderList(lines: readonly string[], page: MarkdownPage): readonly string[] {
  const items: { lead: string; text: string }[] = [];
  for (const line of lines) {
    const { indent = "", mark = "", text = "" } = listItem.exec(line)?.groups ?? {};
    const last = items.at(-1);
    if (mark !== "") items.push({ lead: `${" ".repeat(2 + indent.length)}${/\d/.test(mark) ? mark : "•"} `, text });
    else if (last !== undefined) last.text += ` ${line.trim()}`;
  }
  return items.flatMap(({ lead, text }) =>
    wrapInline(text, page.ink, proseColumns(page) - lead.length).map((line, index) => (index === 0 ? page.ink.dim(lead) : " ".repeat(lead.length)) + line),
  );
}

function renderQuote(lines: readonly string[], page: MarkdownPage): readonly string[] {
  const text = lines.map((line) => line.replace(/^>\s?/, "")).join(" ");
  return wrapInline(text, page.ink, proseColumns(page) - 4).map((line) => `  ${page.ink.dim("▌")} ${line}`);
}

function renderTable(lines: readonly string[], page: MarkdownPage): readonly string[] {
  const rows = lines.filter((line) => !/^[\s|:-]+$/.test(line)).map((line) => cellsOf(line).map((cell) => renderInline(cell, page.ink)));
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => visibleWidth(row[column] ?? ""))));
  return rows.map((row, index) => {
    const line = widths.map((width, column) => (row[column] ?? "") + " ".repeat(width - visibleWidth(row[column] ?? ""))).join("  ");
    return `  ${index === 0 ? page.ink.bold(line.trimEnd()) : line.trimEnd()}`;
  });
}

function cellsOf(line: string): readonly string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function proseColumns({ width }: MarkdownPage): number {
  return Math.max(20, Math.min(width, proseWidth));
}
