/** What the little YAML we read can hold: scalars as text, lists, maps. */
export type YamlValue = string | readonly YamlValue[] | YamlMap;
export interface YamlMap {
  readonly [key: string]: YamlValue;
}

interface Line {
  readonly indent: number;
  readonly text: string;
}

/**
 * Reads the subset of YAML that `pnpm-workspace.yaml`, `stack.yaml` and deployment files are written in: maps and lists by indentation and
 * in brackets, plain and quoted scalars, comments. Everything stays text (`true`, `3`, `!Sub x` too). Lines it does not understand
 * (anchors, block scalars) are passed over; it never throws.
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

/** Whether a value is a map: neither text nor a list. */
export function isYamlMap(value: YamlValue | undefined): value is YamlMap {
  return typeof value === "object" && !Array.isArray(value);
}

const keyed = /^("(?:\\.|[^"\\])*"|'(?:''|[^'])*'|[^\s:'"[{-](?:[^:]|:(?=\S))*?|-\S(?:[^:]|:(?=\S))*?)\s*:(?:\s+(.*))?$/;
const item = /^-(?:\s+|$)/;

function readMap(lines: Line[], cursor: { at: number }, indent: number): YamlMap {
  const map: Record<string, YamlValue> = {};
  for (let line = lines[cursor.at]; line && line.indent >= indent; line = lines[cursor.at]) {
    cursor.at += 1;
    const match = line.indent === indent ? keyed.exec(line.text) : null;
    if (match?.[1] === undefined) continue;
    map[scalar(match[1])] = match[2] === undefined ? readBlock(lines, cursor, indent) : readScalarOrFlow(match[2], lines, cursor);
  }
  return map;
}

/** What stands below `key:`: a list (allowed at the key's own indentation), a deeper map, or nothing. */
function readBlock(lines: Line[], cursor: { at: number }, indent: number): YamlValue {
  const first = lines[cursor.at];
  if (!first || first.indent < indent) return "";
  if (item.test(first.text)) return readList(lines, cursor, first.indent);
  return first.indent > indent ? readMap(lines, cursor, first.indent) : "";
}

function readList(lines: Line[], cursor: { at: number }, indent: number): YamlValue {
  const items: YamlValue[] = [];
  for (let line = lines[cursor.at]; line && line.indent >= indent; line = lines[cursor.at]) {
    const dash = item.exec(line.text)?.[0];
    if (line.indent === indent && dash === undefined) break;
    if (line.indent > indent || dash === undefined) cursor.at += 1;
    else items.push(...readItem(lines, cursor, { indent: indent + dash.length, text: line.text.slice(dash.length) }, indent));
  }
  return items;
}

/** What stands behind a dash: the map or list that begins there goes on in the lines below. */
function readItem(lines: Line[], cursor: { at: number }, rest: Line, indent: number): YamlValue[] {
  if (rest.text !== "" && rest.indent < 2 * deepest && (keyed.test(rest.text) || item.test(rest.text))) {
    lines[cursor.at] = rest;
    return [item.test(rest.text) ? readList(lines, cursor, rest.indent) : readMap(lines, cursor, rest.indent)];
  }
  cursor.at += 1;
  const below = lines[cursor.at];
  if (rest.text === "") return below && below.indent > indent ? [readBlock(lines, cursor, below.indent - 1)] : [];
  return [readScalarOrFlow(rest.text, lines, cursor)];
}

/** What stands in brackets may run over several lines until they close. */
function readScalarOrFlow(first: string, lines: readonly Line[], cursor: { at: number }): YamlValue {
  if (!/^[[{]/.test(first)) return scalar(first);
  const parts = [first];
  let open = opened(first);
  for (let next = lines[cursor.at]; open > 0 && open < deepest && next; next = lines[cursor.at]) {
    parts.push(next.text);
    open += opened(next.text);
    cursor.at += 1;
  }
  return readFlow(parts.join(" "), { at: 0 }, 0);
}

const tokens = /"(?:\\.|[^"\\])*"|'(?:''|[^'])*'|[[\]{}]/g;

/** How many brackets a line leaves open. */
function opened(text: string): number {
  let depth = 0;
  for (const [token] of text.matchAll(tokens)) depth += token.length > 1 ? 0 : /[[{]/.test(token) ? 1 : -1;
  return depth;
}

/** Nobody nests deeper by hand. */
const deepest = 60;

const flowScalar = /\s*("(?:\\.|[^"\\])*"|'(?:''|[^'])*'|(?:[^,[\]{}:\s]|:(?!\s))(?:\{[^}]*\}|[^,[\]{}:]|:(?!\s))*)?/y;

function readFlow(text: string, cursor: { at: number }, depth: number): YamlValue {
  const open = /\s*([[{])?/y;
  open.lastIndex = cursor.at;
  const bracket = depth > deepest ? undefined : open.exec(text)?.[1];
  if (bracket === undefined) return scalarAt(text, cursor);
  cursor.at = open.lastIndex;
  const items: YamlValue[] = [];
  const map: Record<string, YamlValue> = {};
  while (cursor.at < text.length) {
    const before = cursor.at;
    const value = readFlow(text, cursor, depth + 1);
    const colon = /\s*:/y;
    colon.lastIndex = cursor.at;
    if (typeof value === "string" && colon.test(text)) {
      cursor.at = colon.lastIndex;
      map[value] = readFlow(text, cursor, depth + 1);
    } else if (value !== "") items.push(value);
    const end = /\s*([,\]}])?/y;
    end.lastIndex = cursor.at;
    const mark = end.exec(text)?.[1];
    cursor.at = Math.max(end.lastIndex, before + 1);
    if (mark === "]" || mark === "}") break;
  }
  return bracket === "{" ? map : items;
}

function scalarAt(text: string, cursor: { at: number }): string {
  flowScalar.lastIndex = cursor.at;
  const found = flowScalar.exec(text);
  cursor.at = found ? flowScalar.lastIndex : cursor.at + 1;
  return scalar((found?.[1] ?? "").trim());
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
