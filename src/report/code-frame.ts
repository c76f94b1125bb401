import type { Place } from "#finding";
import { cellsOf, type Cell } from "./terminal-text.ts";

/** How the parts of a frame are coloured; each function keeps the visible text as it is. */
export interface FramePaint {
  readonly span: (text: string) => string;
  readonly mark: (text: string) => string;
  readonly frame: (text: string) => string;
}

/** A part of a source line: UTF-16 offsets, end exclusive. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** What all rows of a frame share. */
interface Layout {
  readonly lines: readonly string[];
  readonly place: Place;
  readonly digits: number;
  /** Columns for source text. */
  readonly columns: number;
  /** Source columns left of the frame, because the span would not be seen otherwise. */
  readonly shift: number;
  /** The stretch of each source line that is looked at: without the common indentation, bounded for minified code. */
  readonly from: number;
  readonly to: number;
  readonly paint: FramePaint;
}

const contextLines = 1;
/** Of a longer region the first lines and the last one are shown. */
const regionHead = 4;
/** Where the line has to be cut, so much of it stays in front of the span. */
const leadColumns = 6;
const ellipsisLeft = -1;
const lineBreak = /\r\n|[\r\n\u2028\u2029]/;

/** The lines of a file as ESLint counts them; a byte order mark is no column. */
export function splitLines(text: string): readonly string[] {
  return text.replace(/^\ufeff/, "").split(lineBreak);
}

/**
 * Source lines around a place with the place underlined, at most `width` columns wide.
 * Empty when the place is not in the text.
 */
export function codeFrame(lines: readonly string[], place: Place, width: number, paint: FramePaint): readonly string[] {
  if (lines[place.line - 1] === undefined) return [];
  const shown = shownLines(lines, place);
  const layout = layoutOf(lines, shown, place, width, paint);
  return shown.flatMap((number, position) => {
    const gap = position > 0 && number - (shown[position - 1] ?? 0) > 1;
    return [...(gap ? [paint.frame(`${" ".repeat(layout.digits + 2)} ⋮`)] : []), ...frameRows(number, layout)];
  });
}

function shownLines(lines: readonly string[], place: Place): readonly number[] {
  const last = Math.min(Math.max(place.endLine, place.line), lines.length);
  const numbers: number[] = [];
  for (let number = Math.max(1, place.line - contextLines); number <= Math.min(lines.length, last + contextLines); number += 1) {
    const outside = number < place.line || number > last;
    const blank = (lines[number - 1] ?? "").trim() === "";
    const elided = number >= place.line + regionHead && number < last;
    if (!elided && !(outside && blank)) numbers.push(number);
  }
  return numbers;
}

function layoutOf(lines: readonly string[], shown: readonly number[], place: Place, width: number, paint: FramePaint): Layout {
  const digits = String(shown.at(-1) ?? place.line).length;
  const columns = Math.max(8, width - digits - 5);
  const start = place.column - 1;
  const indentation = commonIndentation(shown.map((number) => lines[number - 1] ?? ""));
  const from = Math.max(Math.min(indentation, start), start - 500);
  const to = start + 500 + 4 * columns;
  const layout = { lines, place, digits, columns, shift: 0, from, to, paint };
  const { before, inside } = spanColumns(layout);
  if (before + Math.min(inside, Math.floor(columns / 2)) <= columns) return layout;
  // As little as needed to see the end of the span, but never past its beginning; an ellipsis takes a column.
  return { ...layout, shift: Math.max(0, Math.min(before - leadColumns, before + inside + 1 - columns)) };
}

/** Columns before the span and of the span on the first line of the place. */
function spanColumns(layout: Layout): { before: number; inside: number } {
  const { start, end } = spanOn(layout.place.line, layout) ?? { start: 0, end: 0 };
  const cells = lineCells(layout.place.line, layout);
  return {
    before: columnsOf(cells.filter((cell) => cell.index < start)),
    inside: columnsOf(cells.filter((cell) => cell.index >= start && cell.index < end)),
  };
}

function columnsOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

function commonIndentation(lines: readonly string[]): number {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/.exec(line)?.[0] ?? "");
  const first = indents[0] ?? "";
  let length = first.length;
  for (const indent of indents) {
    while (!indent.startsWith(first.slice(0, length))) length -= 1;
  }
  return length;
}

function lineCells(number: number, { lines, from, to }: Layout): readonly Cell[] {
  const line = lines[number - 1] ?? "";
  return cellsOf(line.slice(from, to)).map((cell) => ({ ...cell, index: cell.index + from }));
}

/** Which part of a line the place covers; `undefined` outside the place. An empty place is one character wide. */
function spanOn(number: number, { lines, place }: Layout): Span | undefined {
  const { line, column, endLine, endColumn } = place;
  if (number < line || number > Math.max(line, endLine)) return undefined;
  const text = lines[number - 1] ?? "";
  const start = number === line ? column - 1 : text.length - text.trimStart().length;
  const end = number >= endLine ? endColumn - 1 : text.length;
  return { start, end: Math.max(end, start + 1) };
}

function frameRows(number: number, layout: Layout): readonly string[] {
  const { digits, paint, place } = layout;
  const span = spanOn(number, layout);
  const cells = croppedCells(number, layout);
  const pointer = span ? paint.mark(number === place.line ? "❯" : "┃") : " ";
  const source = paintCells(cells, span, paint);
  if (span === undefined && !cells.some((cell) => cell.text.trim() !== "" && cell.index !== ellipsisLeft)) return [];
  const row = `${pointer} ${paint.frame(`${String(number).padStart(digits)} │`)}${source === "" ? "" : ` ${source}`}`;
  if (span === undefined || number !== place.line) return [row];
  return [row, `${paint.frame(`${" ".repeat(digits + 2)} │`)} ${underline(cells, span, paint)}`];
}

/** The cells that fit into the frame; an ellipsis stands for what is cut off on either side. */
function croppedCells(number: number, layout: Layout): readonly Cell[] {
  const { columns, shift, lines, from, to } = layout;
  const inside: Cell[] = [];
  let column = -shift;
  let cutRight = (lines[number - 1] ?? "").length > to;
  let cutLeft = false;
  for (const cell of lineCells(number, layout)) {
    if (column < 0) {
      cutLeft = true;
      // Half of a wide character: its other column stays empty, so that the rows keep in line.
      if (column + cell.width > 0) inside.push({ text: " ", width: 1, index: ellipsisLeft });
    } else if (column + cell.width <= columns) inside.push(cell);
    else cutRight = true;
    column += cell.width;
  }
  if (cutRight) makeRoom(inside, columns, "right");
  if (cutLeft || (from > 0 && /\S/.test((lines[number - 1] ?? "").slice(0, from)))) makeRoom(inside, columns, "left");
  return inside;
}

function makeRoom(cells: Cell[], columns: number, side: "left" | "right"): void {
  const ellipsis: Cell = { text: "…", width: 1, index: side === "left" ? ellipsisLeft : Number.MAX_SAFE_INTEGER };
  if (side === "left") {
    const removed = cells.shift();
    const filling = Math.max(0, (removed?.width ?? 1) - 1);
    cells.unshift(ellipsis, ...Array.from({ length: filling }, () => ({ text: " ", width: 1, index: ellipsisLeft })));
    return;
  }
  while (cells.length > 0 && columnsOf(cells) + 1 > columns) cells.pop();
  cells.push(ellipsis);
}

function paintCells(cells: readonly Cell[], span: Span | undefined, paint: FramePaint): string {
  const part = (within: (cell: Cell) => boolean) =>
    cells
      .filter(within)
      .map((cell) => cell.text)
      .join("");
  if (span === undefined) return part(() => true).trimEnd();
  const inside = part((cell) => isInside(cell, span));
  const after = part((cell) => cell.index >= span.end).trimEnd();
  return part((cell) => cell.index < span.start) + (inside === "" ? "" : paint.span(inside)) + after;
}

function underline(cells: readonly Cell[], span: Span, paint: FramePaint): string {
  const before = columnsOf(cells.filter((cell) => cell.index < span.start));
  const inside = columnsOf(cells.filter((cell) => isInside(cell, span)));
  return " ".repeat(before) + paint.mark("^".repeat(Math.max(1, inside)));
}

function isInside(cell: Cell, span: Span): boolean {
  return cell.index >= span.start && cell.index < span.end;
}
