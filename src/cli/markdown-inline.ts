import { stripVTControlCharacters } from "node:util";
import type { ChalkInstance } from "chalk";
import { toPrintable, widthOf } from "#report/terminal-text";

type Paint = (text: string) => string;
interface Span {
  readonly text: string;
  readonly paint: Paint;
}

const mark =
  /`(?<code>[^`]+)`|\*\*(?<strong>.+?)\*\*|(?<![\w*])[*_](?<em>[^*_\s](?:[^*_]*[^*_\s])?)[*_](?![\w*])|\[(?<label>[^\]]+)\]\((?<target>[^)\s]+)\)|<(?<url>https?:[^>\s]+)>/g;

/** Markdown text within a block, marks painted, broken between words into lines of at most `width` columns. */
export function wrapInline(text: string, ink: ChalkInstance, width: number): readonly string[] {
  const lines: { text: string; width: number }[] = [];
  for (const word of wordsOf(spansOf(text.trim(), ink, (plain) => plain))) {
    const line = lines.at(-1);
    if (line === undefined || line.width + 1 + word.width > width) {
      lines.push({ ...word });
    } else {
      line.text += ` ${word.text}`;
      line.width += 1 + word.width;
    }
  }
  return lines.map((line) => line.text);
}

/** Markdown text within a block on one line. */
export function renderInline(text: string, ink: ChalkInstance): string {
  return wrapInline(text, ink, Number.POSITIVE_INFINITY)[0] ?? "";
}

/** Terminal columns of painted text. */
export function visibleWidth(painted: string): number {
  return widthOf(stripVTControlCharacters(painted));
}

function spansOf(text: string, ink: ChalkInstance, paint: Paint): readonly Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(mark)) {
    spans.push({ text: text.slice(end, match.index), paint }, ...markedSpans(match.groups ?? {}, ink, paint));
    end = match.index + match[0].length;
  }
  return [...spans, { text: text.slice(end), paint }];
}

function markedSpans({ code, strong, em, label, target = "", url = "" }: Record<string, string>, ink: ChalkInstance, paint: Paint): readonly Span[] {
  if (code !== undefined) return [{ text: code, paint: (text) => paint(ink.cyan(text)) }];
  if (strong !== undefined) return spansOf(strong, ink, (text) => paint(ink.bold(text)));
  if (em !== undefined) return spansOf(em, ink, (text) => paint(ink.italic(text)));
  if (label === undefined) return [{ text: url, paint: (text) => paint(ink.underline(text)) }];
  const shown = spansOf(label, ink, paint);
  return /^https?:/.test(target) && target !== label ? [...shown, { text: ` (${target})`, paint: (text) => paint(ink.dim(text)) }] : shown;
}

/** Words with their paint; pieces of different paint without a space between them stay one word. */
function wordsOf(spans: readonly Span[]): readonly { readonly text: string; readonly width: number }[] {
  const words: { text: string; width: number }[] = [];
  let apart = true;
  for (const { text, paint } of spans) {
    for (const part of text.split(/(\s+)/)) {
      if (part === "") continue;
      const last = words.at(-1);
      const plain = toPrintable(part);
      if (part.trim() === "") apart = true;
      else if (apart || last === undefined) {
        words.push({ text: paint(plain), width: widthOf(plain) });
        apart = false;
      } else {
        last.text += paint(plain);
        last.width += widthOf(plain);
      }
    }
  }
  return words;
}
