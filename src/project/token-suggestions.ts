import type { ExprId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { TokenProblem } from "./tokens.ts";

interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** Adds the accepted algorithms to the options of the check. */
export function withAlgorithms({ code, place, site, verifier }: TokenProblem, form: string): readonly Edit[] | undefined {
  return place.call === site.call && verifier?.options !== undefined ? withOption(code, site.call, verifier.options, form) : undefined;
}

/** Adds a lifetime to the options of the signature. */
export function withExpiry({ code, place, site, signer }: TokenProblem): readonly Edit[] | undefined {
  return place.call === site.call && signer?.options !== undefined ? withOption(code, site.call, signer.options, 'expiresIn: "15m"') : undefined;
}

/** Into the options object that stands there, as a new last argument, or in front of a callback; anything else is left to people. */
function withOption(code: Code, call: ExprId, argument: number, option: string): readonly Edit[] | undefined {
  const expr = code.expr(call);
  if (expr.k !== "call" && expr.k !== "new") return undefined;
  const given = expr.args[argument];
  if (given === undefined) return afterLast(code, expr.e, expr.args, argument, option);
  const options = code.expr(given);
  if (options.k === "function") return [{ span: { s: options.s, e: options.s }, text: `{ ${option} }, ` }];
  if (options.k !== "object" || code.text[options.s] !== "{") return undefined;
  const first = options.props.length === 0 ? ` ${option} ` : ` ${option},`;
  return [{ span: { s: options.s + 1, e: options.s + 1 }, text: first }];
}

function afterLast(code: Code, end: number, args: readonly ExprId[], argument: number, option: string): readonly Edit[] | undefined {
  const last = args.at(-1);
  if (last === undefined || args.length !== argument) return undefined;
  const { e } = code.expr(last);
  return /^\s*,?\s*\)$/.test(code.text.slice(e, end)) ? [{ span: { s: e, e }, text: `, { ${option} }` }] : undefined;
}
