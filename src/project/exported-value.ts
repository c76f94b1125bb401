import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";

/** The value behind an exported name, through re-exports and CommonJS objects. */
export function exportedValue(names: Names, code: Code, name: string, depth = 0): { code: Code; id: ExprId; path: readonly string[] } | undefined {
  if (depth > 12) return undefined;
  const { exports } = code.summary;
  const own = exports.find((item) => item.n === name);
  if (own?.v !== undefined) return { code, id: own.v, path: [] };
  if (own?.i !== undefined) {
    const target = names.project.target(code, own.i);
    return target.kind === "code" ? exportedValue(names, target.code, own.imported ?? name, depth + 1) : undefined;
  }
  const whole = exports.find((item) => item.n === "=");
  if (whole?.v !== undefined) return { code, id: whole.v, path: name === "default" || name === "*" ? [] : [name] };
  for (const item of exports) {
    if (item.n !== "*" || item.i === undefined) continue;
    const target = names.project.target(code, item.i);
    const found = target.kind === "code" ? exportedValue(names, target.code, name, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}
