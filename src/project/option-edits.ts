import type { ExprId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";

/** A change of the text that a rule suggests. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** Adds a property to an options argument: into the object that stands there, as a new last argument, or in front of a callback. Anything else is left to people. */
export function withOption(code: Code, call: ExprId, argument: number, option: string): readonly Edit[] | undefined {
  const expr = code.expr(call);
  if (expr.k !== "call" && expr.k !== "new") return undefined;
  const given = expr.args[argument];
  if (given === undefined) return afterLast(code, expr.e, expr.args, argument, `{ ${option} }`);
  const options = code.expr(given);
  if (options.k === "function") return [{ span: { s: options.s, e: options.s }, text: `{ ${option} }, ` }];
  if (options.k !== "object" || code.text[options.s] !== "{") return undefined;
  const first = options.props.length === 0 ? ` ${option} ` : ` ${option},`;
  return [{ span: { s: options.s + 1, e: options.s + 1 }, text: first }];
}

/** Adds a last argument as it is, or as a property of one. */
export function withArgument(code: Code, call: ExprId, argument: number, text: string, property = false): readonly Edit[] | undefined {
  if (property) return withOption(code, call, argument, text);
  const expr = code.expr(call);
  return expr.k === "call" || expr.k === "new" ? afterLast(code, expr.e, expr.args, argument, text) : undefined;
}

function afterLast(code: Code, end: number, args: readonly ExprId[], argument: number, text: string): readonly Edit[] | undefined {
  const last = args.at(-1);
  if (last === undefined && argument === 0 && code.text.slice(end - 2, end) === "()") return [{ span: { s: end - 1, e: end - 1 }, text }];
  if (last === undefined || args.length !== argument) return undefined;
  const { e } = code.expr(last);
  return /^\s*,?\s*\)$/.test(code.text.slice(e, end)) ? [{ span: { s: e, e }, text: `, ${text}` }] : undefined;
}
