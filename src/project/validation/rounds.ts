import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "../code.ts";
import { elementAt } from "../list-methods.ts";

/** A function that a list's method runs for each element, and which of its parameters the element is. */
export interface Rounds {
  readonly f: FnId;
  readonly i: number;
  /** The method keeps, or asks for, elements of a type or form: `titles.every((title) => typeof title === "string")`. */
  readonly asks: boolean;
}

const asking = new Set(["filter", "every", "some"]);
const question = /\btypeof\b|\binstanceof\b|\.test\(|Number\.is|isNaN\(/;
/** `kinds.includes(kind)`; what is thrown out because a list has it already is not looked at. */
const listed = /=>\s*(?:\{\s*return\s+)?[\w$.[\]"'`,\s]+\.(?:includes|has)\(/;
const toNumber = /^(?:Number|parseInt|parseFloat)$/;

/**
 * Goes from a call of a list's method on an input to the function that is run for each element. `numbers`: only numbers come of it.
 * @param call a call whose callee is a member
 */
export function roundsOf(code: Code, call: ExprId): Rounds | "numbers" | undefined {
  const expr = code.expr(call);
  const method = expr.k === "call" ? (code.calleeName(expr.c) ?? "") : "";
  const i = elementAt[method];
  const first = expr.k === "call" && expr.args[0] !== undefined ? code.expr(expr.args[0]) : undefined;
  if (i === undefined || !first) return undefined;
  if (first.k === "global") return method === "map" && toNumber.test(first.n) ? "numbers" : undefined;
  const fn = first.k === "function" ? code.summary.functions[first.f] : undefined;
  if (first.k !== "function" || !fn) return undefined;
  if (method === "map" && fn.returns.length > 0 && fn.returns.every((id) => isNumber(code, id))) return "numbers";
  const text = code.text.slice(fn.s, fn.e);
  return { f: first.f, i, asks: asking.has(method) && (question.test(text) || (method !== "some" ? listed : /\.(?:includes|has)\(/).test(text)) };
}

/** `(shelf) => parseInt(shelf, 10)` */
function isNumber(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  return callee?.k === "global" ? toNumber.test(callee.n) : callee?.k === "member" && /^(?:parseInt|parseFloat)$/.test(callee.p);
}
