/** Characters XML 1.0 cannot hold at all; parsers refuse the whole file. */
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "\n": "&#10;",
  "\r": "&#13;",
  "\t": "&#9;",
};

/** Text as it may stand in XML or HTML, in an attribute too. */
export function escapeMarkup(text: string): string {
  return text.replace(forbidden, "\ufffd").replace(/[&<>"'\r\n\t]/g, (character) => entities[character] ?? character);
}

/** `name="value"` for each property that is not `undefined`. */
export function attributes(properties: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(properties)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escapeMarkup(String(value))}"`]))
    .join("");
}

/** A path in HTML: a line breaks after a slash, where it has to break at all. */
export function pathMarkup(path: string): string {
  return escapeMarkup(path).replaceAll("/", "/<wbr>");
}

/** A sentence in HTML: what stands in backticks is code. */
export function sentenceMarkup(text: string): string {
  return escapeMarkup(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}
