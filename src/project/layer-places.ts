import type { Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { lineEnd } from "./layer-reach.ts";

/** The line that declares a parameter or field. */
export function declarationAt(code: Code, span: Span): string {
  return code.text.slice(code.text.lastIndexOf("\n", span.s), lineEnd(code, span.e));
}

/** Whether a file exports a literal under a name. */
export function isLiteralExport(code: Code, name: string): boolean {
  const v = code.exportNamed(name)?.v;
  const expr = v === undefined ? undefined : code.expr(v);
  const written = expr?.k === "name" ? code.summary.writes[`b${expr.b}`]?.[0]?.v : v;
  const { k } = written === undefined ? { k: "unknown" } : code.expr(written);
  return k === "const" || k === "template" || k === "regexp";
}
