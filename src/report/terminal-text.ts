/** One character as a reader sees it, the terminal columns it takes, and where it starts in the source line. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  readonly index: number;
}

const tab = "  ";
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const plain = /^[\x20-\x7e]*$/;
const wide =
  /[\u1100-\u115f\u231a\u231b\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;
const pictograph = /\p{Emoji_Presentation}|\ufe0f/u;
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]*$/u;
/** Characters that act on a terminal or on the direction of text instead of being seen (Trojan Source). */
const acting = /[\u0080-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu;

/** Text as it may be printed: tabs widened, control characters as symbols, nothing that could steer the terminal. */
export function toPrintable(text: string): string {
  return text
    .replaceAll("\t", tab)
    .replace(/[\0-\x1f]/g, (control) => String.fromCharCode(0x2400 + control.charCodeAt(0)))
    .replaceAll("\x7f", "\u2421")
    .replace(acting, "\ufffd");
}

/** Splits one line of source text into what a reader sees. */
export function cellsOf(line: string): readonly Cell[] {
  if (plain.test(line)) return Array.from(line, (text, index) => ({ text, width: 1, index }));
  return [...segmenter.segment(line)].map(({ segment, index }) => {
    const text = toPrintable(segment);
    return { text, width: widthOfSegment(text), index };
  });
}

/** Terminal columns that printable text takes. */
export function widthOf(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += widthOfSegment(segment);
  return width;
}

function widthOfSegment(segment: string): number {
  if (plain.test(segment)) return segment.length;
  if (invisible.test(segment)) return 0;
  return wide.test(segment) || pictograph.test(segment) ? 2 : 1;
}

/** Breaks text into lines of at most `width` columns: between words, or inside a word that is wider than a line. */
export function wrap(text: string, width: number): readonly string[] {
  return wrapParts(
    toPrintable(text.replace(/\s+/gu, " ").trim())
      .split(" ")
      .flatMap((word) => breakWord(word, width)),
    " ",
    width,
  );
}

/** Joins parts that must stay whole with a separator, as many to a line as fit. */
export function wrapParts(parts: readonly string[], separator: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current: string | undefined;
  for (const part of parts) {
    const longer: string = current === undefined ? part : current + separator + part;
    if (current === undefined || widthOf(longer) <= width) {
      current = longer;
    } else {
      lines.push(current);
      current = part;
    }
  }
  return current === undefined ? lines : [...lines, current];
}

function breakWord(word: string, width: number): readonly string[] {
  if (widthOf(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = "";
  for (const { segment } of segmenter.segment(word)) {
    if (piece !== "" && widthOf(piece + segment) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += segment;
  }
  return [...pieces, piece];
}
