import type { Expr, Span } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Endpoint } from "./model.ts";

/** What names an endpoint where it is registered: the path in its object (`route({ method, path: "/login", … })`), where that stands on a line of its own, else the registration. */
export function nameplateOf({ code, span }: Endpoint): Span {
  const within = (outer: Span, inner: Span): boolean => outer.s <= inner.s && inner.e <= outer.e;
  // What a handler speaks of (`setCookie(c, "card", card, { path: "/" })`) names nothing.
  const handlers = code.summary.functions.filter((fn) => fn.kind !== "module" && within(span, fn));
  const inside = code.summary.exprs.filter((expr) => expr.k === "object" && within(span, expr) && !handlers.some((fn) => within(fn, expr)));
  const path = inside
    .toSorted((one, other) => one.s - other.s)
    .flatMap((object) => pathIn(code, object) ?? [])
    .at(0);
  return path && code.text.slice(span.s, path.s).includes("\n") ? { s: path.s, e: path.e } : span;
}

function pathIn(code: Code, object: Expr): Span | undefined {
  const [, value] = (object.k === "object" ? object.props : []).find(([name]) => name === "path" || name === "url") ?? [];
  const expr = value === undefined ? undefined : code.expr(value);
  return expr?.k === "const" && typeof expr.v === "string" && expr.v.startsWith("/") ? expr : undefined;
}
