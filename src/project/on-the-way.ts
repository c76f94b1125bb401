import type { Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { RequestPath } from "./request-path.ts";
import { isWithin } from "./spans.ts";

const arms = new Set(["then", "else", "case", "catch"]);

/**
 * Whether some requests to the handler of a path do not get to a place at its end: it, or a call on the way, stands in an arm of its function,
 * or after an arm that returns.
 */
export function isInBranch({ functions, steps }: RequestPath, last: { readonly code: Code; readonly span: Span }): boolean {
  const places = [...steps.slice(1), last];
  return functions.some(({ code, f }) => {
    const fn = code.summary.functions[f];
    const place = fn && places.find((item) => item.code === code && isWithin(item.span, fn));
    return place !== undefined && fn !== undefined && isConditional(code, fn, place.span);
  });
}

function isConditional({ summary }: Code, fn: Span, span: Span): boolean {
  return summary.regions.some((region) => {
    if (!arms.has(region.k) || !isWithin(region, fn)) return false;
    if (isWithin(span, region)) return true;
    return region.exits === "return" && region.e <= span.s && summary.functions[region.fn]?.s === fn.s;
  });
}
