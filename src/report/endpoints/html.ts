import type { Answer, EndpointRow } from "#project/endpoints/inventory";
import { escapeMarkup as escape, pathMarkup } from "../xml.ts";
import type { Change } from "./compare.ts";
import { filterScript } from "../filter-script.ts";
import { style } from "./page.ts";
import { diffSummary, emptyText, type InventoryInput, isMissing, type State, unmounted } from "./words.ts";

/** One line of the table; in a comparison with what happened to it. */
interface Entry {
  readonly row: EndpointRow;
  readonly change?: { readonly kind: "added" | "removed" | "changed" | "lost"; readonly changes: readonly Change[] };
}

const words: Readonly<Record<State, string>> = { yes: "yes", no: "no", unknown: "unknown", none: "–" };

/** One page that needs no network and no server: searchable, with filters. Without JavaScript everything is listed. */
export function inventoryHtml(input: InventoryInput): string {
  const entries = entriesOf(input);
  const title = input.diff ? `Endpoints, compared with ${input.diff.against}` : "Endpoints";
  const nothing = entries.length > 0 ? "Nothing matches." : input.diff ? "No difference." : emptyText(input);
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    // Nothing is loaded and nothing is sent, whatever the names hold.
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">",
    `<title>${escape(title)} · oma-lint</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    `<header><h1>${escape(title)}</h1><p>${escape(lead(input))}</p></header>`,
    totals(input),
    filters(entries),
    '<main class="scroll">',
    ...(entries.length > 0 ? table(entries) : []),
    `<p id="empty"${entries.length > 0 ? " hidden" : ""}>${escape(nothing)}</p>`,
    "</main>",
    `<footer><p>“no” and “yes” are proven; “unknown” is what could not be followed. oma-lint ${escape(input.toolVersion)}</p></footer>`,
    `<script>${filterScript("tbody tr")}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function entriesOf({ endpoints, diff }: InventoryInput): readonly Entry[] {
  if (!diff) return endpoints.map((row) => ({ row }));
  const changed = diff.changed.map(({ after, changes }): Entry => ({
    row: after,
    change: { kind: changes.some(({ lost }) => lost) ? "lost" : "changed", changes },
  }));
  return [
    ...changed.filter(({ change }) => change?.kind === "lost"),
    ...diff.added.map((row): Entry => ({ row, change: { kind: "added", changes: [] } })),
    ...diff.removed.map((row): Entry => ({ row, change: { kind: "removed", changes: [] } })),
    ...changed.filter(({ change }) => change?.kind === "changed"),
  ];
}

function lead(input: InventoryInput): string {
  if (input.diff) return `${diffSummary(input.diff)}.`;
  return "Every endpoint with what stands in front of it: who may call it, how often, and what checks its inputs.";
}

function totals({ endpoints, diff }: InventoryInput): string {
  const numbers: readonly (readonly [number, string])[] = diff
    ? [
        [diff.lost, "controls lost"],
        [diff.added.length, "added"],
        [diff.removed.length, "removed"],
        [diff.changed.length, "changed"],
      ]
    : [
        [endpoints.length, "endpoints"],
        [endpoints.filter(isMissing.auth).length, "without authentication"],
        [endpoints.filter(isMissing["rate-limit"]).length, "without rate limit"],
        [endpoints.filter(isMissing.validation).length, "with an unvalidated input"],
      ];
  return `<ul id="totals">${numbers.map(([count, what]) => `<li><b>${count}</b>${what}</li>`).join("")}</ul>`;
}

function filters(entries: readonly Entry[]): string {
  const rows = entries.map(({ row }) => row);
  const states = ["no", "unknown", "yes"];
  return [
    '<form id="filters" role="search">',
    '<label>Search <input id="search" type="search" placeholder="path, handler, file" autocomplete="off"></label>',
    ...(entries.some(({ change }) => change) ? [select("change", "Change", ["lost", "added", "removed", "changed"])] : []),
    select(
      "method",
      "Method",
      rows.flatMap(({ methods }) => methods),
    ),
    select("auth", "Authentication", states, true),
    select("limit", "Rate limit", states, true),
    select("validation", "Validation", states, true),
    select(
      "layer",
      "Layer",
      rows.flatMap(({ layer }) => layer ?? []),
    ),
    select(
      "version",
      "Version",
      rows.flatMap(({ version }) => version ?? []),
    ),
    '<output id="count" aria-live="polite"></output>',
    "</form>",
  ]
    .filter((part) => part !== "")
    .join("\n");
}

/** Nothing where there is nothing to choose. */
function select(id: string, label: string, values: readonly string[], fixed = false): string {
  const known = fixed ? values : [...new Set(values)].sort();
  if (known.length < 2) return "";
  const listed = known.map((value) => `<option>${escape(value)}</option>`).join("");
  return `<label>${label} <select id="${id}"><option value="">all</option>${listed}</select></label>`;
}

function table(entries: readonly Entry[]): readonly string[] {
  const isDiff = entries.some(({ change }) => change);
  const titles = [...(isDiff ? ["Change"] : []), "Method", "Path", "Authentication", "Rate limit", "Validation", "Transaction", "Version", "Layer", "Handler"];
  return [
    "<table>",
    `<thead><tr>${titles.map((title) => `<th scope="col">${title}</th>`).join("")}</tr></thead>`,
    "<tbody>",
    ...entries.map(tableRow),
    "</tbody>",
    "</table>",
  ];
}

function tableRow({ row, change }: Entry): string {
  const inputs = Object.entries(row.validation);
  const validation =
    inputs.length > 0 ? inputs.map(([name, { state }]) => badge(state, `${name} ${words[state]}`)).join("") : badge(blank(row), words[blank(row)]);
  const data: Readonly<Record<string, string>> = {
    method: row.methods.join(" "),
    auth: row.authentication.state,
    limit: row.rateLimit.state,
    validation: [...new Set(inputs.map(([, { state }]) => state))].join(" "),
    layer: row.layer ?? "",
    version: row.version ?? "",
    ...(change && { change: change.kind }),
  };
  const transaction = row.transaction?.state ?? "none";
  return [
    `<tr${Object.entries(data)
      .map(([name, value]) => ` data-${name}="${escape(value)}"`)
      .join("")}>`,
    ...(change ? [cell("Change", changeCell(change))] : []),
    cell("Method", `<code>${escape(row.methods.join(", "))}</code>`, "method"),
    cell("Path", `<code>${pathMarkup(row.path)}</code>${row.mounted ? "" : ` <span class="badge unknown">${unmounted}</span>`}`, "path"),
    cell("Authentication", badge(row.authentication.state, words[row.authentication.state])),
    cell("Rate limit", badge(row.rateLimit.state, words[row.rateLimit.state])),
    cell("Validation", `<span class="badges">${validation}</span>`),
    // A single write needs no transaction: its absence is no alarm.
    cell("Transaction", badge(transaction === "no" ? "none" : transaction, words[transaction])),
    cell("Version", escape(row.version ?? words.none)),
    cell("Layer", escape(row.layer ?? words.none)),
    cell("Handler", handlerCell(row)),
    "</tr>",
  ].join("");
}

function blank({ handler }: EndpointRow): State {
  return handler ? "none" : "unknown";
}

function cell(label: string, content: string, name = ""): string {
  return `<td data-label="${label}"${name && ` class="${name}"`}><div>${content}</div></td>`;
}

function badge(state: State, text: string): string {
  return `<span class="badge ${state}">${escape(text)}</span>`;
}

function changeCell({ kind, changes }: NonNullable<Entry["change"]>): string {
  const items = changes.map(({ what, before, after, lost }) => {
    const text = escape(`${what}: ${before} → ${after}`);
    return `<li${lost ? ' class="lost"' : ""}>${text}</li>`;
  });
  const state = { lost: "no", added: "yes", removed: "none", changed: "unknown" } as const;
  return `${badge(state[kind], kind === "lost" ? "control lost" : kind)}${items.length > 0 ? `<ul>${items.join("")}</ul>` : ""}`;
}

/** The handler, and the places that show the states. */
function handlerCell(row: EndpointRow): string {
  const { handler, registered } = row;
  const shown = handler
    ? `${handler.name === "(inline)" ? "" : `${escape(handler.name)}<br>`}<code>${pathMarkup(`${handler.file}:${handler.line}`)}</code>`
    : `<span class="dim">unknown, registered at</span> <code>${pathMarkup(`${registered.file}:${registered.line}`)}</code>`;
  const answers: readonly (readonly [string, Answer | null])[] = [
    ["authentication", row.authentication],
    ["rate limit", row.rateLimit],
    ...Object.entries(row.validation),
    ["transaction", row.transaction],
  ];
  const places = answers.flatMap(([what, answer]) =>
    answer?.at ? [`<li>${escape(what)}, ${words[answer.state]}: <code>${pathMarkup(`${answer.at.file}:${answer.at.line}`)}</code></li>`] : [],
  );
  return `${shown}${places.length > 0 ? `<details><summary>evidence</summary><ul>${places.join("")}</ul></details>` : ""}`;
}
