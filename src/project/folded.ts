import type { Origin } from "./origins.ts";

/** The number a value folds to, products and powers written with digits included (`60 * 15`). */
export function numberOf({ code, id }: Origin): number | undefined {
  const expr = code.expr(id);
  if (expr.k === "const") return typeof expr.v === "number" ? expr.v : undefined;
  if (expr.k !== "number") return undefined;
  const text = code.text.slice(expr.s, expr.e).replace(/[\s_]/g, "");
  if (!/^\d+(?:\.\d+)?(?:\*\*?\d+(?:\.\d+)?)*$/.test(text)) return undefined;
  return text.split(/(?<!\*)\*(?!\*)/).reduce(
    (product, factor) =>
      product *
      factor
        .split("**")
        .map(Number)
        .reduceRight((exponent, base) => base ** exponent),
    1,
  );
}

/** The text a value folds to. */
export function textOf({ code, id }: Origin): string | undefined {
  const expr = code.expr(id);
  return expr.k === "const" && typeof expr.v === "string" ? expr.v : undefined;
}
