import type { Origin } from "./origins.ts";

/** Whether a function does nothing but return what it is given, perhaps under another type: `(value) => value as Member`. */
export function handsBack({ code, id }: Pick<Origin, "code" | "id">): boolean {
  const expr = code.expr(id);
  const fn = expr.k === "function" ? code.summary.functions[expr.f] : undefined;
  if (expr.k !== "function" || !fn || fn.returns.length === 0 || /\bthrow\b|\bif\b|\?|&&/.test(code.text.slice(fn.s, fn.e))) return false;
  return fn.returns.every((value) => {
    const returned = code.expr(value);
    return returned.k === "name" && returned.b === fn.params[0]?.b;
  });
}
