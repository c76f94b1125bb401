import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { valuesMadeGlobal } from "./global-values.ts";
import type { Names } from "./names.ts";

const deepest = 4;

/**
 * The file of the project that `require(QUERIES + "/loans")` loads, where the path is made of constants.
 * @param path the argument of `require` or `import`
 */
export function constantModule(names: Names, code: Code, path: ExprId): Code | undefined {
  const specifier = textOf(names, code, path, 0);
  const target = specifier === undefined ? undefined : names.project.targetOf(code, specifier);
  return target?.kind === "code" ? target.code : undefined;
}

function textOf(names: Names, code: Code, id: ExprId, depth: number): string | undefined {
  const expr = code.expr(id);
  if (depth > deepest) return undefined;
  switch (expr.k) {
    case "const":
      return typeof expr.v === "string" ? expr.v : undefined;
    case "concat": {
      const left = textOf(names, code, expr.l, depth + 1);
      const right = left === undefined ? undefined : textOf(names, code, expr.r, depth + 1);
      return left === undefined || right === undefined ? undefined : left + right;
    }
    case "template": {
      const parts = expr.parts.map((part) => textOf(names, code, part, depth + 1));
      return parts.includes(undefined) ? undefined : expr.quasis.map((quasi, i) => quasi + (parts[i] ?? "")).join("");
    }
    case "name": {
      const [only, ...others] = code.summary.writes[`b${expr.b}`] ?? [];
      return only && others.length === 0 ? textOf(names, code, only.v, depth + 1) : undefined;
    }
    case "global": {
      const [only, ...others] = valuesMadeGlobal(names, expr.n);
      return only && others.length === 0 ? textOf(names, only.code, only.id, depth + 1) : undefined;
    }
    default:
      return undefined;
  }
}
