/** What the little YAML we read can hold: scalars as text, lists of scalars, maps. */
export type YamlValue = string | readonly string[] | YamlMap;
export interface YamlMap {
  readonly [key: string]: YamlValue;
}

interface Line {
  readonly indent: number;
  readonly text: string;
}

/**
 * Reads the subset of YAML that `pnpm-workspace.yaml` and `stack.yaml` are written in: maps by indentation, block and flow
 * lists of scalars, plain and quoted scalars, comments. Everything stays text (`true`, `3` too). Lines it does not
 * understand (anchors, block scalars, maps in lists) are passed over; it never throws.
 */
export function parseSimpleYaml(text: string): YamlMap {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((raw) => stripComment(raw))
    .filter((raw) => raw.trim() !== "" && !/^(?:---|\.\.\.|%)/.test(raw))
    .map((raw) => ({ indent: raw.length - raw.trimStart().length, text: raw.trim() }));
  return readMap(lines, { at: 0 }, lines[0]?.indent ?? 0);
}

function readMap(lines: readonly Line[], cursor: { at: number }, indent: number): YamlMap {
  const map: Record<string, YamlValue> = {};
  for (let line = lines[cursor.at]; line && line.indent >= indent; line = lines[cursor.at]) {
    cursor.at += 1;
    const match = line.indent === indent ? /^("(?:\\.|[^"\\])*"|'(?:''|[^'])*'|[^\s:'"[{-][^:]*?|-\S[^:]*?)\s*:(?:\s+(.*))?$/.exec(line.text) : null;
    if (match?.[1] === undefined) continue;
    const value = match[2] === undefined ? readBlock(lines, cursor, indent) : readScalarOrFlow(match[2], lines, cursor);
    map[scalar(match[1])] = value;
  }
  return map;
}

/** What stands below `key:`: a list (allowed at the key's own indentation), a deeper map, or nothing. */
function readBlock(lines: readonly Line[], cursor: { at: number }, indent: number): YamlValue {
  const first = lines[cursor.at];
  if (!first || first.indent < indent) return "";
  if (!/^-(?:\s|$)/.test(first.text)) return first.indent > indent ? readMap(lines, cursor, first.indent) : "";
  const items: string[] = [];
  for (let line = lines[cursor.at]; line && line.indent >= first.indent; line = lines[cursor.at]) {
    if (line.indent === first.indent && !/^-(?:\s|$)/.test(line.text)) break;
    cursor.at += 1;
    if (line.indent === first.indent) items.push(...readItem(line.text.slice(1).trim()));
  }
  return items;
}

function readItem(text: string): string[] {
  return text === "" || /^[\w-]+:(?:\s|$)/.test(text) ? [] : [scalar(text)];
}

/** A flow list may run over several lines until its bracket closes. */
function readScalarOrFlow(first: string, lines: readonly Line[], cursor: { at: number }): YamlValue {
  if (!first.startsWith("[")) return scalar(first);
  let text = first;
  for (let next = lines[cursor.at]; !text.includes("]") && next; next = lines[cursor.at]) {
    text += ` ${next.text}`;
    cursor.at += 1;
  }
  const inner = text.slice(1, text.includes("]") ? text.lastIndexOf("]") : undefined);
  const items = inner.match(/"(?:\\.|[^"\\])*"|'(?:''|[^'])*'|[^,]+/g) ?? [];
  return items.map((item) => scalar(item.trim())).filter((item) => item !== "");
}

function scalar(text: string): string {
  if (text.length > 1 && text.startsWith('"') && text.endsWith('"')) return text.slice(1, -1).replace(/\\(["\\/])/g, "$1");
  if (text.length > 1 && text.startsWith("'") && text.endsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  return text;
}

/** Cuts a `# comment` that is not inside quotes. */
function stripComment(line: string): string {
  const match = /^(?:"(?:\\.|[^"\\])*"|'(?:''|[^'])*'|(?:(?!\s#)[^"'])|["'])*?(?=\s+#|$)/.exec(line);
  return line.trimStart().startsWith("#") ? "" : (match?.[0] ?? line).trimEnd();
}
