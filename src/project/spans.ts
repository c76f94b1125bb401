import type { Span } from "#syntax/summary";

/** Whether a stretch of a file lies within another, or is that other; not when one of them is not there. */
export function isWithin(inner: Span | undefined, outer: Span | undefined): boolean {
  return inner !== undefined && outer !== undefined && inner.s >= outer.s && inner.e <= outer.e;
}

/** The text of a stretch of a file with others left blank, each letter where it was. */
export function textWithout(text: string, { s, e }: Span, blanks: readonly Span[]): string {
  let found = "";
  for (const blank of blanks.filter((item) => item.s < e && s < item.e).sort((a, b) => a.s - b.s)) {
    found += text.slice(s + found.length, Math.max(blank.s, s + found.length));
    found += " ".repeat(Math.max(0, Math.min(blank.e, e) - s - found.length));
  }
  return found + text.slice(s + found.length, e);
}

/** Where a block in braces ends that begins at a place, the brace with it; `undefined` where it does not end. Braces in texts are taken for what they look like. */
export function blockEnd(text: string, start: number): number | undefined {
  let open = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "{") open++;
    else if (text[at] === "}" && --open === 0) return at + 1;
  }
  return undefined;
}
