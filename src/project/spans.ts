import type { Span } from "#syntax/summary";

/** Whether a stretch of a file lies within another, or is that other; not when one of them is not there. */
export function isWithin(inner: Span | undefined, outer: Span | undefined): boolean {
  return inner !== undefined && outer !== undefined && inner.s >= outer.s && inner.e <= outer.e;
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
