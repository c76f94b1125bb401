import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { ofFile } from "./per-file.ts";

/** The text or name of an injection token: `"BOOKS"`, `BOOKS`, `TOKENS.books`, `() => Books`, `delay(() => Books)`. */
export function tokenName(code: Code, id: ExprId, depth = 0): string | undefined {
  const expr = code.expr(id);
  switch (expr.k) {
    case "const":
      return typeof expr.v === "string" ? expr.v : undefined;
    case "name":
      return code.summary.bindings[expr.b]?.n;
    case "member":
      return expr.p;
    case "call": {
      const [first] = expr.args;
      return first !== undefined && expr.args.length === 1 && code.expr(first).k === "function" ? tokenName(code, first, depth + 1) : undefined;
    }
    case "function": {
      const [returned, ...others] = code.summary.functions[expr.f]?.returns ?? [];
      return returned === undefined || others.length > 0 || depth > 2 ? undefined : tokenName(code, returned, depth + 1);
    }
    default:
      return undefined;
  }
}

/** Names under which a value stands in objects, and tokens that stand in front of it in a call: `{ shelf: value }`, `register("shelf", value)`. */
export function wordsFor(code: Code, value: ExprId): readonly string[] {
  return wordsByValue(code).get(value) ?? [];
}

const wordsByValue = ofFile((code): ReadonlyMap<ExprId, readonly string[]> => {
  const found = new Map<ExprId, string[]>();
  const put = (value: ExprId, word: string): void => {
    const others = found.get(value);
    if (others) others.push(word);
    else found.set(value, [word]);
  };
  for (const expr of code.summary.exprs) {
    if (expr.k === "object") for (const [name, value] of expr.props) put(value, name);
    const [token, value] = expr.k === "call" ? expr.args : [];
    const word = token === undefined || value === undefined ? undefined : tokenName(code, token);
    if (value !== undefined && word !== undefined) put(value, word);
  }
  return found;
});
