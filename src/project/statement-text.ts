import type { OperationFact } from "#catalog/facts/data";
import type { ExprId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import type { Operation } from "./data-operations.ts";

const verbs: readonly (readonly [RegExp, Operation["does"]])[] = [
  [/^(?:insert|update|delete|merge|replace|truncate)\b/i, "write"],
  [/^with\b[\s\S]*\b(?:insert\s+into|delete\s+from|update\s+(?:only\s+)?\S+\s+(?:(?:as\s+)?\w+\s+)?set)\b/i, "write"],
  [/^(?:select|with|values|table|show|pragma|explain)\b/i, "read"],
  [/^(?:begin|start\s+transaction)\b/i, "begin"],
  [/^(?:commit|end)\b/i, "commit"],
  [/^rollback(?!\s+to)\b/i, "rollback"],
];
const leading = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/|\()+/;

/** What the text of a statement does; `unknown` where the text is not known. */
export function verbOf(names: Names, code: Code, call: ExprId, fact: OperationFact): Operation["does"] | undefined {
  const expr = code.expr(call);
  if (expr.k === "call" && expr.args[0] === undefined) return undefined;
  const bare = statementOf(names, code, call, fact);
  if (bare === undefined) return expr.k === "tag" ? undefined : "unknown";
  const found = verbs.find(([pattern]) => pattern.test(bare))?.[1];
  // A tag that is no whole statement is a fragment of one.
  return found ?? (expr.k === "tag" ? undefined : "unknown");
}

/** The text of a statement, as far as it is known. */
export function statementOf(names: Names, code: Code, call: ExprId, fact: OperationFact): string | undefined {
  const expr = code.expr(call);
  const id = expr.k === "tag" ? expr.quasi : expr.k === "call" ? expr.args[0] : undefined;
  return id === undefined ? undefined : textOf(names, code, id, fact.properties ?? [], 0)?.replace(leading, "");
}

/** The constant beginning of a text. */
function textOf(names: Names, code: Code, id: ExprId, properties: readonly string[], depth: number): string | undefined {
  if (depth > 6) return undefined;
  const expr = code.expr(id);
  switch (expr.k) {
    case "const":
      return typeof expr.v === "string" ? expr.v : undefined;
    case "template":
      return expr.quasis[0]?.trim() === "" ? undefined : expr.quasis.join(" ? ");
    case "tag":
      return textOf(names, code, expr.quasi, properties, depth + 1);
    case "concat":
      return textOf(names, code, expr.l, properties, depth + 1);
    case "call":
      // `sql.raw("…")`, `Prisma.sql(…)`: a text in the library's own clothes.
      return expr.args[0] === undefined ? undefined : textOf(names, code, expr.args[0], properties, depth + 1);
    case "object": {
      const found = expr.props.find(([name]) => properties.includes(name));
      return found && textOf(names, code, found[1], properties, depth + 1);
    }
    case "name": {
      const writes = code.summary.writes[`b${expr.b}`] ?? [];
      const first = writes[0];
      return first && writes.every((write) => write.op !== "=" || write === first) ? textOf(names, code, first.v, properties, depth + 1) : undefined;
    }
    default:
      return undefined;
  }
}

/** A number, or what the server says of itself. */
const asked = String.raw`(?:\d+|(?:now|version|current_\w+)(?:\(\))?)(?:\s+(?:as\s+)?\w+)?`;
const ping = new RegExp(String.raw`["'\`]\s*select\s+${asked}(?:\s*,\s*${asked})*\s*;?\s*["'\`]\W*$`, "i");

/** `pool.query("SELECT 1")`, `SELECT NOW()`: a call that asks whether there is a database, and for no table. */
export function isPing(code: Code, { s, e }: Span): boolean {
  return ping.test(code.text.slice(s, e));
}

const settingUp = /^(?:set\s+(?!.*\bwhere\b)|select\s+(?:pg_catalog\.)?(?:set_config|pg_(?:try_)?advisory_\w*lock\w*)\s*\(|use\s+\S+\s*;?\s*$|pragma\s)/i;

/** `SET search_path TO …`, `SELECT set_config(…)`, `PRAGMA …`: a statement that makes a connection ready or takes a lock, and asks for no rows. */
export function isSetUp(names: Names, { code, call, fact }: Operation): boolean {
  return fact.does === "statement" && settingUp.test(statementOf(names, code, call, fact) ?? "");
}
