import type { TextEdit } from "#finding";

/** Lines shown around a change. */
const contextLines = 3;

/** Lines `from` (inclusive) to `to` (exclusive) of the old text become others. */
interface Change {
  readonly from: number;
  to: number;
  lines: readonly string[];
}

/** A text with edits made; they must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((changed, { start, end, text: added }) => changed.slice(0, start) + added + changed.slice(end), text);
}

/** Whether two of some edits touch the same text. */
export function overlap(edits: readonly TextEdit[]): boolean {
  const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  return ordered.some((edit, index) => edit.start < (ordered[index - 1]?.end ?? 0) || (index > 0 && edit.start === ordered[index - 1]?.start));
}

/** What edits change, as `git apply` and `patch` read it. */
export function unifiedDiff(file: string, text: string, edits: readonly TextEdit[]): string {
  if (edits.length === 0) return "";
  const lines = linesOf(text);
  const changes = changesOf(text, lines, edits);
  const hunks: string[] = [];
  let shift = 0;
  for (const group of groupsOf(changes)) {
    const first = Math.max(0, (group[0]?.from ?? 0) - contextLines);
    const last = Math.min(lines.length, (group.at(-1)?.to ?? 0) + contextLines);
    const rows: string[] = [];
    let at = first;
    for (const { from, to, lines: added } of group) {
      rows.push(
        ...lines.slice(at, from).map((line) => row(" ", line)),
        ...lines.slice(from, to).map((line) => row("-", line)),
        ...added.map((line) => row("+", line)),
      );
      at = to;
    }
    rows.push(...lines.slice(at, last).map((line) => row(" ", line)));
    const grown = group.reduce((sum, { from, to, lines: added }) => sum + added.length - (to - from), 0);
    hunks.push(`@@ -${range(first, last - first)} +${range(first + shift, last - first + grown)} @@\n${rows.join("")}`);
    shift += grown;
  }
  return `--- a/${file}\n+++ b/${file}\n${hunks.join("")}`;
}

/** Lines with their ends; the last one may have none. */
function linesOf(text: string): readonly string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

function changesOf(text: string, lines: readonly string[], edits: readonly TextEdit[]): readonly Change[] {
  const starts: number[] = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length);
  const lineAt = (offset: number): number =>
    Math.max(
      0,
      Math.min(
        lines.length - 1,
        starts.findLastIndex((start) => start <= offset),
      ),
    );
  const ranges: { from: number; to: number; edits: TextEdit[] }[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const [from, to] = [lineAt(edit.start), lineAt(Math.max(edit.start, edit.end)) + 1];
    const last = ranges.at(-1);
    if (last && from < last.to) Object.assign(last, { to: Math.max(last.to, to), edits: [...last.edits, edit] });
    else ranges.push({ from, to, edits: [edit] });
  }
  return ranges.map(({ from, to, edits: own }) => {
    const [start, end] = [starts[from] ?? 0, starts[to] ?? text.length];
    const changed = applyEdits(
      text.slice(start, end),
      own.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
    );
    return { from, to, lines: linesOf(changed) };
  });
}

/** Changes whose surroundings touch share a hunk. */
function groupsOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    if (last && change.from - (last.at(-1)?.to ?? 0) <= 2 * contextLines) last.push(change);
    else groups.push([change]);
  }
  return groups;
}

function row(mark: string, line: string): string {
  return line.endsWith("\n") ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`;
}

/** An empty range is told by the line before it. */
function range(first: number, count: number): string {
  return `${count === 0 ? first : first + 1}${count === 1 ? "" : `,${count}`}`;
}
