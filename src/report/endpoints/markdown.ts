import type { EndpointRow } from "#project/endpoints/inventory";
import type { Change } from "./compare.ts";
import { diffSummary, emptyText, handlerOf, type InventoryInput, marks, type State, summaryOf, unmounted, validationOf } from "./words.ts";

/** GitHub refuses comments over 65,536 characters. */
const mostCharacters = 60_000;
const symbols: Readonly<Record<State, string>> = { yes: "✅", no: "❌", unknown: "❔", none: marks.none };
const legend = "<sub>✅ proven · ❌ proven to be missing · ❔ unknown · – does not apply</sub>";
const head = ["| Method | Path | Auth | Rate limit | Validation | Transaction | Layer | Handler |", "|---|---|:-:|:-:|---|:-:|---|---|"];

/** The inventory, or what changed in it, for a comment on a pull request: a sentence, and tables to unfold. */
export function inventoryMarkdown(input: InventoryInput): string {
  return `${(input.diff ? diffLines(input.diff) : inventoryLines(input)).join("\n")}\n`;
}

function inventoryLines(input: InventoryInput): readonly string[] {
  if (input.endpoints.length === 0) return ["## Endpoints", "", emptyText(input)];
  const [count = "", ...missing] = summaryOf(input);
  return ["## Endpoints", "", `**${count}**${missing.length > 0 ? `: ${missing.join(", ")}` : ""}.`, "", ...folded("All endpoints", input.endpoints), legend];
}

function diffLines(diff: NonNullable<InventoryInput["diff"]>): readonly string[] {
  const { added, removed, changed, against } = diff;
  const lost = changed.flatMap(({ after, changes }) => changes.filter((change) => change.lost).map((change) => lostLine(after, change)));
  return [
    "## Endpoints",
    "",
    `Compared with ${code(against)}: ${diffSummary(diff)}.`,
    "",
    ...(lost.length === 0 ? [] : ["**Controls lost**", "", "| Endpoint | Control | Handler |", "|---|---|---|", ...lost, ""]),
    ...folded("Added", added),
    ...folded("Removed", removed),
    ...(changed.length === 0
      ? []
      : unfold("Changed", changed.length, [
          "| Endpoint | What | Before | After |",
          "|---|---|---|---|",
          ...cut(changed.flatMap(({ after, changes }) => changes.map((change) => changeLine(after, change)))),
        ])),
    ...(added.length + removed.length > 0 ? [legend] : []),
  ];
}

function folded(title: string, rows: readonly EndpointRow[]): readonly string[] {
  return rows.length === 0 ? [] : unfold(title, rows.length, [...head, ...cut(rows.map(rowLine))]);
}

function unfold(title: string, count: number, lines: readonly string[]): readonly string[] {
  return [`<details><summary>${title} (${count})</summary>`, "", ...lines, "", "</details>", ""];
}

/** Rows until the comment would be too long; the rest is counted. */
function cut(lines: readonly string[]): readonly string[] {
  let size = 0;
  const fitting = lines.findIndex((line) => (size += line.length + 1) > mostCharacters / 3);
  return fitting === -1 ? lines : [...lines.slice(0, fitting), "", `${lines.length - fitting} more are not listed here.`];
}

function rowLine(row: EndpointRow): string {
  const inputs = validationOf(row).map(([input, state]) => `${input}${input && " "}${symbols[state]}`);
  const cells = [
    row.methods.join(", "),
    `${code(row.path)}${row.mounted ? "" : ` ${unmounted}`}`,
    symbols[row.authentication.state],
    symbols[row.rateLimit.state],
    inputs.join(", "),
    row.transaction ? symbols[row.transaction.state] : symbols.none,
    row.layer ?? symbols.none,
    code(handlerOf(row)),
  ];
  return `| ${cells.join(" | ")} |`;
}

function lostLine(row: EndpointRow, { what }: Change): string {
  return `| ${row.methods.join(", ")} ${code(row.path)} | ❌ ${what} | ${code(handlerOf(row))} |`;
}

function changeLine(row: EndpointRow, { what, before, after, lost }: Change): string {
  return `| ${row.methods.join(", ")} ${code(row.path)} | ${lost ? "❌ " : ""}${what} | ${code(before)} | ${code(after)} |`;
}

/** In a table a bar ends the cell even inside of code, and a backtick ends the code. */
function code(text: string): string {
  return `<code>${text.replace(/\s+/g, " ").replace(/[&<>|`*_[\]\\@#]/g, (character) => `&#${character.charCodeAt(0)};`)}</code>`;
}
