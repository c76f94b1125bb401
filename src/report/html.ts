import { compareFindings, type Finding, type Severity } from "#finding";
import { codeFrame, splitLines } from "./code-frame.ts";
import { counted, countSeverities, rankRules } from "./counting.ts";
import { filterScript } from "./filter-script.ts";
import { style } from "./html-page.ts";
import { repositoryPath, ruleOf, type ReportInput, type ReportOptions } from "./report.ts";
import { escapeMarkup, pathMarkup, sentenceMarkup } from "./xml.ts";

/** Stand for the ends of the marked part until everything is escaped; source text cannot hold them, they are taken out first. */
const [markStart, markEnd] = ["\ue000", "\ue001"];
const paint = { span: (text: string) => `${markStart}${text}${markEnd}`, mark: () => " ", frame: (text: string) => text };
const frameWidth = 140;

/** One page that needs no network and no server: searchable, with filters. Without JavaScript everything is listed. */
export function reportHtml(input: ReportInput, options: ReportOptions): string {
  const known = (input.known ?? []).map((finding) => ({ finding, isKnown: true }));
  const all = [...input.findings.map((finding) => ({ finding, isKnown: false })), ...known].sort((a, b) => compareFindings(a.finding, b.finding));
  const layers = [...new Set(all.map(({ finding }) => layerOf(finding, input)))].sort();
  const total = `${counted(input.findings.length, "finding")} in ${counted(input.project.files, "file")}`;
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    // Nothing is loaded and nothing is sent, whatever the linted code holds.
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">",
    `<title>oma-lint: ${escapeMarkup(total)}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    header(input, total),
    filters(input, layers),
    '<main id="findings">',
    ...all.map(({ finding, isKnown }) => article(finding, isKnown, input, options)),
    `<p id="empty"${all.length > 0 ? " hidden" : ""}>${all.length > 0 ? "Nothing matches." : "No findings."}</p>`,
    "</main>",
    `<footer>oma-lint ${escapeMarkup(input.toolVersion)} · preset ${escapeMarkup(input.project.preset)}</footer>`,
    `<script>${filterScript("article")}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function header({ findings, known }: ReportInput, total: string): string {
  const accepted = known && known.length > 0 ? ` · ${counted(known.length, "accepted finding")}` : "";
  const counts = countSeverities(findings);
  const cards = (["error", "warning", "note"] as const).map((severity) => {
    const [number = "", word = ""] = counted(counts[severity], severity).split(" ");
    return `<li class="${severity}"><b>${number}</b> ${word}</li>`;
  });
  return `<header><h1>oma-lint</h1><p>${escapeMarkup(`${total}${accepted}`)}</p><ul id="totals">${cards.join("")}</ul></header>`;
}

function filters(input: ReportInput, layers: readonly string[]): string {
  const all = [...input.findings, ...(input.known ?? [])];
  const counts = countSeverities(all);
  const severities = (["error", "warning", "note"] as const).filter((severity) => counts[severity] > 0);
  return [
    '<form id="filters" role="search">',
    '<label>Search <input id="search" type="search" placeholder="file, message, code" autocomplete="off"></label>',
    select(
      "rule",
      "Rule",
      rankRules(all).map(({ ruleId, findings }): [string, string] => [ruleId, `${ruleId} (${findings})`]),
    ),
    select(
      "layer",
      "Layer",
      layers.map((layer): [string, string] => [layer, layer]),
    ),
    select(
      "severity",
      "Severity",
      severities.map((severity): [string, string] => [severity, `${severity} (${counts[severity]})`]),
    ),
    '<output id="count" aria-live="polite"></output>',
    "</form>",
  ].join("\n");
}

function select(id: string, label: string, options: readonly (readonly [string, string])[]): string {
  const listed = options.map(([value, text]) => `<option value="${escapeMarkup(value)}">${escapeMarkup(text)}</option>`).join("");
  return `<label>${label} <select id="${id}"><option value="">all</option>${listed}</select></label>`;
}

const marks: Readonly<Record<Severity, string>> = { error: "✖", warning: "▲", note: "●" };

function article(finding: Finding, isKnown: boolean, input: ReportInput, options: ReportOptions): string {
  const { place, ruleId, severity, confidence, message } = finding;
  const { remedy, url } = ruleOf(input, ruleId).docs;
  const where = `${repositoryPath(place.file, options)}:${place.line}:${place.column}`;
  const layer = layerOf(finding, input);
  const facts = [ruleId, severity, `${confidence} confidence`, layer, ...(isKnown ? ["accepted in the baseline"] : [])].map(escapeMarkup).join(" · ");
  return [
    `<article class="${severity}" data-rule="${escapeMarkup(ruleId)}" data-layer="${escapeMarkup(layer)}" data-severity="${severity}">`,
    `<h2><span aria-hidden="true">${marks[severity]}</span> ${sentenceMarkup(message)}</h2>`,
    `<p class="where"><code>${pathMarkup(where)}</code></p>`,
    `<p class="facts">${facts}</p>`,
    frame(finding, input),
    route(finding, options),
    `<p class="fix"><b>Fix</b> ${sentenceMarkup(remedy)} <a href="${escapeMarkup(url)}" rel="noreferrer">More</a></p>`,
    "</article>",
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function frame({ place }: Finding, input: ReportInput): string {
  const text = input.project.readText(place.file);
  if (text === undefined) return "";
  const lines = splitLines(text.replace(/[\ue000\ue001]/g, "\ufffd"));
  const rows = codeFrame(lines, place, frameWidth, paint).filter((row) => !/^ *│ *$/.test(row));
  if (rows.length === 0) return "";
  return `<pre>${rows.map((row) => escapeMarkup(row).replaceAll(markStart, "<mark>").replaceAll(markEnd, "</mark>")).join("\n")}</pre>`;
}

function route({ route: steps }: Finding, options: ReportOptions): string {
  if (steps.length === 0) return "";
  const items = steps.map(
    ({ place, message }) =>
      `<li><code>${pathMarkup(`${repositoryPath(place.file, options)}:${place.line}`)}</code> <span class="said">${sentenceMarkup(message)}</span></li>`,
  );
  return `<ol>${items.join("")}</ol>`;
}

function layerOf({ place }: Finding, { project }: ReportInput): string {
  return project.layerOf?.(place.file) ?? "no layer";
}
