import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";

/** Joined to others, a list that was cut off is longer again. */
const lengthening = new Set(["concat", "flatMap"]);

/**
 * How many elements a call brings at the most, by what is written in it or in the chain before it: `take: 5`, `.limit(5)`, `.slice(0, 5)`, `… LIMIT 5`.
 * @returns `Infinity` where a limit is given that nobody knows (`.limit(size)`, `LIMIT ?`); `undefined` where there is none
 */
export function limitOf(code: Code, id: ExprId): number | undefined {
  const expr = code.expr(id);
  if (expr.k !== "call") return undefined;
  const callee = code.expr(expr.c);
  const name = code.calleeName(expr.c) ?? "";
  const [first, second] = expr.args;
  if ((name === "limit" || name === "take") && first !== undefined) return numberOf(code, first);
  if (name === "slice" && first !== undefined && second !== undefined && numberOf(code, first) === 0) return numberOf(code, second);
  const given = expr.args.flatMap((argument) => givenBy(code, argument) ?? []);
  if (given.length > 0) return Math.min(...given);
  return callee.k === "member" && code.expr(callee.o).k === "call" && !lengthening.has(name) ? limitOf(code, callee.o) : undefined;
}

/** `{ take: 5 }`, `"SELECT … LIMIT 5"`. */
function givenBy(code: Code, argument: ExprId): number | undefined {
  const given = code.expr(argument);
  if (given.k === "object") {
    const option = given.props.find(([key]) => key === "take" || key === "limit");
    return option && numberOf(code, option[1]);
  }
  if (given.k !== "template" && given.k !== "const" && given.k !== "tag") return undefined;
  const [, limit] = /\blimit\s+(\d+|\?|[$:@])/i.exec(code.text.slice(given.s, given.e)) ?? [];
  return limit === undefined ? undefined : /^\d/.test(limit) ? Number(limit) : Infinity;
}

const mostHops = 3;

/** A number that is written out, also by a constant; `Infinity` for any other value. */
function numberOf(code: Code, id: ExprId, hops = 0): number {
  const value = code.expr(id);
  if (value.k === "const" && typeof value.v === "number") return value.v;
  if (value.k !== "name" || code.summary.bindings[value.b]?.kind !== "const" || hops === mostHops) return Infinity;
  const [only, ...more] = code.summary.writes[`b${String(value.b)}`] ?? [];
  return only !== undefined && more.length === 0 ? numberOf(code, only.v, hops + 1) : Infinity;
}
