import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";

const statementStart =
  /^\s*(?:--[^\n]*\n\s*|\/\*.*?\*\/\s*)*\(?\s*(?:select\b|insert\s|update\s|delete\s|with\s|merge\s|create\s|alter\s|drop\s|truncate\s|grant\s|revoke\s|call\s|exec(?:ute)?\s|begin\b|set\s|replace\s+into|explain\s|show\s|refresh\s|vacuum\b|copy\s|lock\s|pragma\s|attach\s|listen\s|notify\s)/is;

/** Whether constant text begins like a SQL statement. */
export function looksLikeSql(text: string): boolean {
  return (
    statementStart.test(text) &&
    /\b(?:from|into|set|table|where|values|select|index|view|schema|database|policy|role|user|extension|function|type|sequence|trigger|column|search_path|begin|pragma|truncate|call|exec)\b/i.test(
      text,
    )
  );
}

/** A quick look, without opening other files: does this expression start with constant SQL text? */
export function startsLikeSql(code: Code, id: ExprId, depth = 0): boolean {
  const expr = code.expr(id);
  if (depth > 6) return false;
  switch (expr.k) {
    case "template":
      if ((expr.quasis[0] ?? "").trim() !== "") return statementStart.test(expr.quasis[0] ?? "");
      return (
        expr.quasis.some((quasi) => /\b(?:select|from|where|values)\b/i.test(quasi)) ||
        (expr.parts[0] !== undefined && startsLikeSql(code, expr.parts[0], depth + 1))
      );
    case "concat":
      return startsLikeSql(code, expr.l, depth + 1);
    case "const":
      return depth > 0 && typeof expr.v === "string" && statementStart.test(expr.v);
    case "either":
      return expr.of.some((item) => startsLikeSql(code, item, depth + 1));
    case "name":
      // What another file exports is not opened here: it may be SQL.
      if (depth > 0 && code.summary.bindings[expr.b]?.imported) return true;
      return (code.summary.writes[`b${expr.b}`] ?? []).some((write) => startsLikeSql(code, write.v, depth + 1));
    case "call": {
      const callee = code.expr(expr.c);
      return callee.k === "member" ? startsLikeSql(code, callee.o, depth + 1) : callee.k === "name";
    }
    case "array":
      return expr.items[0] !== undefined && startsLikeSql(code, expr.items[0], depth + 1);
    case "object":
      return expr.props.some(([, value]) => startsLikeSql(code, value, depth + 1));
    default:
      return false;
  }
}

/** Whether a value only names a placeholder: `:${name}`, `:...${name}`, `$${index}`, `@p${index}`, `{{${name}}}`. A cast (`::type`) is none. */
export function isPlaceholderName(before: string): boolean {
  return !isQuoted(before) && /(?:(?<![:\w]):(?:\.\.\.)?\w*|[$@]\w*|\{\{\s*)$/.test(before);
}

/** Whether a value stands inside quotes of the SQL text. */
export function isQuoted(before: string): boolean {
  const tail = before.slice(-400);
  return count(tail, "'") % 2 === 1 || /(?:=|like|in\s*\(|,|\()\s*"%?$/i.test(tail);
}

/** Whether a value stands where SQL wants one: after a comparison, in `VALUES (…)`, after `LIMIT`. */
export function isValuePosition(before: string): boolean {
  return /(?:[=<>]|\blike|\bilike|\bin\s*\(|\bvalues\s*\([^)]*|\blimit|\boffset|\bbetween|\binterval|\bthen|\belse)\s*['"%(]*$/i.test(before.slice(-200));
}

function count(text: string, character: string): number {
  let found = 0;
  for (const item of text) if (item === character) found++;
  return found;
}
