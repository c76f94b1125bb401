import { answeringCalls, promisingCalls } from "#catalog/values";
import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { acceptsAnything, stripsUnknown } from "./schema-strength.ts";

/** What a validation library's call is worth where it stands. */
export type CheckWorth =
  | { readonly k: "checks" }
  /** The value is checked, but what the schema makes of it is thrown away. */
  | { readonly k: "discarded" }
  /** Nobody asks for the answer, or waits for it. */
  | { readonly k: "ignored"; readonly what: string }
  /** The schema lets everything through. */
  | { readonly k: "anything"; readonly what: string };

/**
 * Judges a call of a validation library by its schema and by what becomes of its result.
 * @param argument index of the argument that is checked
 */
export function worthOf(names: Names, code: Code, call: ExprId, api: string, argument: number): CheckWorth {
  const expr = code.expr(call);
  if (expr.k !== "call") return { k: "checks" };
  const schemas = schemasOf(names, code, call, argument);
  const open = schemas.map((id) => acceptsAnything(names, { code, id })).find((item) => item !== undefined);
  if (open !== undefined) return { k: "anything", what: open };
  const spelt = code.text.slice(code.expr(expr.c).s, code.expr(expr.c).e).replace(/\s+/g, "").slice(0, 60);
  const alone = isStatement(code, call);
  if (answeringCalls.test(api) && (alone || isUnread(code, call, api))) return { k: "ignored", what: `nobody looks at what ${spelt}() answers` };
  if (promisingCalls.test(api) && alone && !isAwaited(code, call)) return { k: "ignored", what: `nobody waits for ${spelt}()` };
  return alone && schemas.some((id) => stripsUnknown(names, { code, id })) ? { k: "discarded" } : { k: "checks" };
}

/** `schema.parse(x)`: what the method is called on; `v.parse(schema, x)`: the other arguments. */
function schemasOf(names: Names, code: Code, call: ExprId, argument: number): readonly ExprId[] {
  const expr = code.expr(call);
  if (expr.k !== "call") return [];
  const callee = code.expr(expr.c);
  const rest = expr.args.filter((_, i) => i !== argument);
  const owner = callee.k === "member" && names.apisOf(code, callee.o).some((name) => /[.#]\w+$/.test(name) && !/#(?:\*|default|z|v|Joi|yup)$/.test(name));
  return callee.k === "member" && owner ? [callee.o] : rest;
}

const keyword = /(?:^|[^\w$.])(?:return|throw|yield|typeof|else|in|of|case|new|delete|instanceof)$/;

/** The text in front of a call, without `await` and `void`. */
function before(code: Code, call: ExprId): string {
  return code.text.slice(Math.max(0, code.expr(call).s - 200), code.expr(call).s).replace(/(?:\b(?:await|void)\s+)+$/, "");
}

function isAwaited(code: Code, call: ExprId): boolean {
  return /\bawait\s+$/.test(code.text.slice(Math.max(0, code.expr(call).s - 20), code.expr(call).s));
}

/** Whether a call stands for itself: nothing is done with its result. */
function isStatement(code: Code, call: ExprId): boolean {
  const { e } = code.expr(call);
  const head = before(code, call);
  const kept = head.trimEnd();
  const newLine = /\n\s*$/.test(head);
  const starts = /[;{]$/.test(kept) || (newLine && /[\w$)\]}"'`]$/.test(kept) && !keyword.test(kept));
  return starts && /^\s*(?:;|\}|\n\s*[\w$/}]|$)/.test(code.text.slice(e, e + 200));
}

/** `const { value } = schema.validate(body)`: the one half of the answer that says nothing about errors. */
function isUnread(code: Code, call: ExprId, api: string): boolean {
  if (!/^(?:joi|@hapi\/joi)#/.test(api)) return false;
  const expr = code.expr(call);
  if (expr.k !== "call") return false;
  if (/^\s*\.value\b/.test(code.text.slice(expr.e, expr.e + 20))) return true;
  return /\{\s*value(?:\s*:\s*\w+)?\s*\}\s*=\s*$/.test(before(code, call));
}
