import { script, style } from "./page.ts";
import type { Breach, Picture } from "./picture.ts";

/** What the page knows beside the drawing. */
interface PageData {
  readonly modules: readonly { readonly path: string; readonly layer?: string }[];
  readonly edges: readonly (readonly [from: string, to: string, line: number, typeOnly: boolean])[];
  readonly breaches: readonly (Breach & { readonly from: string; readonly to: string })[];
}

/** One page that works offline: the drawing, a search, what a module imports and who imports it, and every breach with its chain. */
export function toHtml(picture: Picture, svg: string, title: string): string {
  const data = toData(picture);
  const drawing = svg.slice(svg.indexOf("<svg"));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escapeHtml(title)}</h1>
<input id="search" type="search" placeholder="Find a module" aria-label="Find a module" autocomplete="off">
<span id="counts">${data.modules.length} modules · ${data.edges.length} dependencies · ${data.breaches.length} breaches</span>
<button id="clear" type="button">Show everything</button>
</header>
<main>
<section id="drawing" aria-label="Import graph">${drawing}</section>
<aside>
<section id="about" aria-live="polite"><p>Point at a module to see what it imports and who imports it. Click to keep it. Wheel and drag move the drawing.</p></section>
<h2>Breaches</h2>
<ol id="breaches">${data.breaches.map(toItem).join("")}</ol>
</aside>
</main>
<script type="application/json" id="data">${toScriptText(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

function toData({ modules, edges }: Picture): PageData {
  const order = { error: 0, warning: 1, note: 2 };
  const breaches = [
    ...modules.flatMap(({ path, breaches: list }) => list.map((breach) => ({ ...breach, from: path, to: path }))),
    ...edges.flatMap(({ from, to, breaches: list }) => list.map((breach) => ({ ...breach, from, to }))),
  ];
  return {
    modules: modules.map(({ path, layer }) => ({ path, ...(layer !== undefined && { layer }) })),
    edges: edges.map(({ from, to, line, typeOnly }) => [from, to, line, typeOnly] as const),
    breaches: breaches.sort((a, b) => order[a.severity] - order[b.severity] || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : a.from < b.from ? -1 : 1)),
  };
}

function toItem({ rule, severity, message, from, line }: PageData["breaches"][number], index: number): string {
  return `<li><button type="button" class="${severity}" data-breach="${index}"><b>${escapeHtml(rule.replace(/^oma\//, ""))}</b> <code>${escapeHtml(`${from}:${line}`)}</code><span>${escapeHtml(message)}</span></button></li>`;
}

/** JSON that cannot end the element it stands in. */
function toScriptText(data: PageData): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
