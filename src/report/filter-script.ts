/**
 * The script of a page that lists things: filters them by the words in `#search` and the selects of `#filters`, each of which has the name of
 * a `data-` attribute of the rows. The choice stands in the address, so that it can be sent to somebody.
 * @param rows selector of what is listed
 */
export function filterScript(rows: string): string {
  return `
const byId = (id) => document.getElementById(id);
const fields = [...document.querySelectorAll("#filters input, #filters select")];
const rows = [...document.querySelectorAll("${rows}")].map((element) => ({ element, text: element.textContent.toLowerCase() }));
function show() {
  const words = byId("search").value.toLowerCase().split(/\\s+/).filter(Boolean);
  const selects = fields.filter((field) => field.tagName === "SELECT" && field.value);
  let shown = 0;
  for (const { element, text } of rows) {
    const fits = words.every((word) => text.includes(word)) && selects.every((field) => (element.dataset[field.id] ?? "").split(" ").includes(field.value));
    element.hidden = !fits;
    if (fits) shown += 1;
  }
  byId("count").textContent = shown + " of " + rows.length;
  byId("empty").hidden = shown > 0;
  const chosen = new URLSearchParams(fields.filter((field) => field.value).map((field) => [field.id, field.value]));
  try { history.replaceState(null, "", "#" + chosen); } catch { /* an address that may not change */ }
}
for (const [id, value] of new URLSearchParams(location.hash.slice(1))) { const field = byId(id); if (fields.includes(field)) field.value = value; }
for (const field of fields) field.addEventListener("input", show);
byId("filters").addEventListener("submit", (event) => event.preventDefault());
show();
`.trim();
}
