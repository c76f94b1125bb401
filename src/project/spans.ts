import type { Span } from "#syntax/summary";

/** Whether a stretch of a file lies within another, or is that other; not when one of them is not there. */
export function isWithin(inner: Span | undefined, outer: Span | undefined): boolean {
  return inner !== undefined && outer !== undefined && inner.s >= outer.s && inner.e <= outer.e;
}
