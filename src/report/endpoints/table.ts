import { Chalk, type ChalkInstance } from "chalk";
import type { EndpointRow } from "#project/endpoints/inventory";
import type { ColorLevel } from "../report.ts";
import { toPrintable, widthOf, wrapParts } from "../terminal-text.ts";
import type { Change } from "./compare.ts";
import { diffSummary, emptyText, handlerOf, type InventoryInput, legend, marks, type State, summaryOf, unmounted, validationOf } from "./words.ts";

interface Page {
  readonly ink: ChalkInstance;
  readonly width: number;
}

/** A cell as it is measured, and as it is painted. */
interface Cell {
  readonly plain: string;
  readonly painted: string;
}

/** The inventory for a terminal: a heading for each file, one line for each endpoint; blocks where the terminal is narrow. */
export function inventoryTable(input: InventoryInput, { color, width }: { readonly color: ColorLevel; readonly width: number }): string {
  const page: Page = { ink: new Chalk({ level: color }), width };
  if (input.diff) return diffText(input.diff, page);
  if (input.endpoints.length === 0) return `${emptyText(input)}\n`;
  const groups = groupsOf(input.endpoints);
  const rows = new Map(input.endpoints.map((row): [EndpointRow, readonly Cell[]] => [row, cellsOf(row, page)]));
  const columns = columnsFor([...rows.values()], width);
  const body = [...groups].map(([file, own]) => [
    heading(file, own[0], page),
    ...own.flatMap((row) => (columns ? [line(rows.get(row) ?? [], columns)] : block(row, page))),
  ]);
  const head = columns ? [page.ink.dim(line(titles.map(plainCell), columns)), ""] : [];
  const [count = "", ...missing] = summaryOf(input);
  const summary = wrapParts([page.ink.bold(count), ...missing.map((part) => page.ink.yellow(part))], " · ", Number.POSITIVE_INFINITY);
  const short =
    wrapParts([count, ...missing], " · ", width).length > 1 ? [page.ink.bold(count), ...missing.map((part) => `  ${page.ink.yellow(part)}`)] : summary;
  const told = wrapParts(legend.split(" · "), " · ", width).map((text) => page.ink.dim(text));
  return `${[...head, ...body.flatMap((lines) => [...lines, ""]), ...short, ...told].join("\n")}\n`;
}

const titles = ["METHOD", "PATH", "AUTH", "LIMIT", "VALIDATION", "TX", "VERSION", "HANDLER", "LINE"];
const pathColumn = 1;
const [versionColumn, handlerColumn, lineColumn] = [6, 7, 8];

/** Files in the order of their first path. */
function groupsOf(endpoints: readonly EndpointRow[]): ReadonlyMap<string, readonly EndpointRow[]> {
  const groups = new Map<string, EndpointRow[]>();
  for (const row of endpoints) {
    const file = (row.handler ?? row.registered).file;
    const known = groups.get(file);
    if (known) known.push(row);
    else groups.set(file, [row]);
  }
  return groups;
}

function heading(file: string, first: EndpointRow | undefined, { ink }: Page): string {
  return `${ink.underline(toPrintable(file))}${first?.layer ? ink.dim(`  ${first.layer}`) : ""}`;
}

function cellsOf(row: EndpointRow, { ink }: Page): readonly Cell[] {
  const path = toPrintable(row.path);
  const handler = row.handler ? { place: `:${row.handler.line}`, name: row.handler.name } : { place: `:${row.registered.line}`, name: "(handler unknown)" };
  const name = toPrintable(handler.name);
  const inputs = validationOf(row);
  return [
    { plain: row.methods.join(","), painted: ink.cyan(row.methods.join(",")) },
    row.mounted ? plainCell(path) : { plain: `${path} ${unmounted}`, painted: `${path} ${ink.yellow(unmounted)}` },
    stateCell(row.authentication.state, ink),
    stateCell(row.rateLimit.state, ink),
    {
      plain: inputs.map(([input, state]) => `${input}${input && " "}${marks[state]}`).join("  "),
      painted: inputs.map(([input, state]) => `${input}${input && " "}${paint(state, ink)}`).join("  "),
    },
    // A single write needs no transaction: its absence is no alarm.
    row.transaction?.state === "no" ? { plain: marks.no, painted: ink.dim(marks.no) } : stateCell(row.transaction?.state ?? "none", ink),
    plainCell(row.version ?? marks.none),
    { plain: `${handler.place} ${name}`, painted: `${ink.dim(handler.place)} ${name}` },
    { plain: handler.place, painted: ink.dim(handler.place) },
  ];
}

function plainCell(text: string): Cell {
  return { plain: text, painted: text };
}

function stateCell(state: State, ink: ChalkInstance): Cell {
  return { plain: marks[state], painted: paint(state, ink) };
}

function paint(state: State, ink: ChalkInstance): string {
  const colors: Readonly<Record<State, (text: string) => string>> = { yes: ink.green, no: ink.red, unknown: ink.yellow, none: ink.dim };
  return colors[state](marks[state]);
}

/**
 * Widths of the columns, 0 for one that is left out; `undefined` where lines do not fit at all. A few long paths do not decide about all
 * the others: they get a line of their own.
 */
function columnsFor(rows: readonly (readonly Cell[])[], width: number): readonly number[] | undefined {
  const sizes = titles.map((title, i) => Math.max(title.length, ...rows.map((cells) => widthOf(cells[i]?.plain ?? ""))));
  const without = (...columns: readonly number[]): readonly number[] => sizes.map((size, i) => (columns.includes(i) ? 0 : size));
  const hasVersions = rows.some((cells) => cells[versionColumn]?.plain !== marks.none);
  const candidates = [
    ...(hasVersions ? [without(lineColumn)] : []),
    without(lineColumn, versionColumn),
    // Of the handler the line is enough: its file stands in the heading.
    without(handlerColumn, versionColumn),
    without(handlerColumn, versionColumn, lineColumn),
  ];
  const paths = rows.map((cells) => widthOf(cells[pathColumn]?.plain ?? "")).sort((a, b) => a - b);
  const usual = Math.max(24, paths[Math.floor(paths.length * 0.8)] ?? 0);
  for (const columns of candidates) {
    const besides = columns.filter((size, i) => size > 0 && i !== pathColumn).reduce((sum, size) => sum + size + 2, 2);
    const left = width - besides;
    const longest = columns[pathColumn] ?? 0;
    if (left >= Math.min(longest, usual)) return columns.map((size, i) => (i === pathColumn ? Math.min(longest, left) : size));
  }
  return undefined;
}

function line(cells: readonly Cell[], columns: readonly number[]): string {
  const [methods, path, ...rest] = cells;
  if (methods && path && widthOf(path.plain) > (columns[pathColumn] ?? 0))
    return `  ${filled(methods, columns[0])}  ${path.painted}\n${line([plainCell(""), plainCell(""), ...rest], columns)}`;
  const shown = cells.flatMap((cell, i) => ((columns[i] ?? 0) === 0 ? [] : [filled(cell, columns[i])]));
  return `  ${shown.join("  ").trimEnd()}`;
}

function filled({ plain, painted }: Cell, size = 0): string {
  return painted + " ".repeat(Math.max(0, size - widthOf(plain)));
}

function block(row: EndpointRow, page: Page): readonly string[] {
  const { ink, width } = page;
  const [methods, path, auth, limit, , transaction, , handler] = cellsOf(row, page);
  const inputs = validationOf(row).flatMap(([input, state]): [string, State][] => (input === "" ? [] : [[input, state]]));
  const parts: readonly Cell[] = [
    named("auth", auth),
    named("limit", limit),
    ...inputs.map(([input, state]) => named(input, stateCell(state, ink))),
    ...(row.transaction ? [named("tx", transaction)] : []),
    handler ?? plainCell(""),
  ];
  return [`  ${methods?.painted ?? ""} ${path?.painted ?? ""}`, ...folded(parts, width - 6).map((text) => `      ${text}`)];
}

function named(name: string, cell: Cell = plainCell("")): Cell {
  return { plain: `${name} ${cell.plain}`, painted: `${name} ${cell.painted}` };
}

/** As many cells to a line as fit, measured without colours. */
function folded(cells: readonly Cell[], width: number): readonly string[] {
  const lines: Cell[] = [];
  for (const cell of cells) {
    const last = lines.at(-1);
    if (last && widthOf(last.plain) + widthOf(cell.plain) + 2 <= width)
      lines[lines.length - 1] = { plain: `${last.plain}  ${cell.plain}`, painted: `${last.painted}  ${cell.painted}` };
    else lines.push(cell);
  }
  return lines.map(({ painted }) => painted);
}

function diffText(diff: NonNullable<InventoryInput["diff"]>, { ink }: Page): string {
  const { added, removed, changed, against } = diff;
  const lost = changed.filter(({ changes }) => changes.some((change) => change.lost));
  const sections: readonly (readonly string[])[] = [
    lost.length === 0 ? [] : [ink.bold.red("Controls lost"), ...lost.flatMap(({ after, changes }) => changedLines(after, changes.filter(isLost), ink))],
    added.length === 0 ? [] : [ink.bold("Added"), ...added.map((row) => `  ${ink.green("+")} ${rowLine(row, ink)}`)],
    removed.length === 0 ? [] : [ink.bold("Removed"), ...removed.map((row) => `  ${ink.red("-")} ${shownTitle(row, ink)}`)],
    changed.length === 0 ? [] : [ink.bold("Changed"), ...changed.flatMap(({ after, changes }) => changedLines(after, changes, ink))],
    [`${ink.bold(`Compared with ${toPrintable(against)}:`)} ${diffSummary(diff)}.`],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function isLost({ lost }: Change): boolean {
  return lost;
}

function shownTitle(row: EndpointRow, ink: ChalkInstance): string {
  return `${ink.cyan(row.methods.join(","))} ${toPrintable(row.path)}${row.mounted ? "" : ` ${ink.yellow(unmounted)}`}`;
}

function rowLine(row: EndpointRow, ink: ChalkInstance): string {
  const inputs = validationOf(row).flatMap(([input, state]) => (input === "" ? [] : [`${input} ${paint(state, ink)}`]));
  const controls = [`auth ${paint(row.authentication.state, ink)}`, `limit ${paint(row.rateLimit.state, ink)}`, ...inputs].join("  ");
  return `${shownTitle(row, ink)}  ${controls}  ${ink.dim(toPrintable(handlerOf(row)))}`;
}

function changedLines(row: EndpointRow, changes: readonly Change[], ink: ChalkInstance): readonly string[] {
  const told = changes.map(({ what, before, after, lost }) => {
    const text = `${what}: ${toPrintable(before)} → ${toPrintable(after)}`;
    return `      ${lost ? ink.red(text) : ink.dim(text)}`;
  });
  return [`  ${ink.yellow("~")} ${shownTitle(row, ink)}  ${ink.dim(toPrintable(handlerOf(row)))}`, ...told];
}
