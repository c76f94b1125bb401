import type { FnId, Region, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { isInside } from "./control.ts";

/**
 * Whether a function gives back what it kept some time ago, and only then comes to a place: `if (cached && Date.now() - cached.at < ttl) return cached.terms`,
 * where it keeps what it found in the same variable of the module.
 */
export function isAnsweredFromCache(code: Code, f: FnId, place: Span): boolean {
  return code.summary.regions.some(
    (region) =>
      region.exits === "return" && region.k === "then" && region.e <= place.s && region.fn === f && asksClock(code, f, region) && isKeptAfter(code, f, region),
  );
}

/** The test compares, and the function looks at the clock. */
function asksClock(code: Code, f: FnId, { o }: Region): boolean {
  const test = o === undefined ? undefined : code.expr(o);
  const fn = code.summary.functions[f];
  if (!test || !fn) return false;
  return /[<>]/.test(code.text.slice(test.s, test.e)) && /\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\.now\(/.test(code.text.slice(fn.s, fn.e));
}

/** What the test asks for is a variable of the module that the function fills afterwards. */
function isKeptAfter(code: Code, f: FnId, region: Region): boolean {
  const test = region.o === undefined ? undefined : code.expr(region.o);
  return code.summary.exprs.some((expr) => {
    if (expr.k !== "name" || !test || expr.s < test.s || test.e < expr.e || code.summary.bindings[expr.b]?.fn !== 0) return false;
    return (code.summary.writes[`b${String(expr.b)}`] ?? []).some(({ v, fn }) => isInside(code, fn, f) && code.expr(v).s > region.e);
  });
}
