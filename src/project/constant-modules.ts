import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { valuesMadeGlobal } from "./global-values.ts";
import type { Names } from "./names.ts";
import { writtenText } from "./written-texts.ts";

const deepest = 4;

/**
 * The file of the project that `require(QUERIES + "/loans")` loads, where the path is made of constants.
 * @param path the argument of `require` or `import`
 */
export function constantModule(names: Names, code: Code, path: ExprId): Code | undefined {
  const specifier = writtenText(code, path, (expr) => (expr.k === "global" ? globalText(names, expr.n, 0) : undefined));
  const target = specifier === undefined ? undefined : names.project.targetOf(code, specifier);
  return target?.kind === "code" ? target.code : undefined;
}

function globalText(names: Names, n: string, depth: number): string | undefined {
  const [only, ...others] = depth > deepest ? [] : valuesMadeGlobal(names, n);
  if (!only || others.length > 0) return undefined;
  return writtenText(only.code, only.id, (expr) => (expr.k === "global" ? globalText(names, expr.n, depth + 1) : undefined));
}
