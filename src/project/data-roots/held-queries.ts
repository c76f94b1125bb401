import type { ExprId } from "#syntax/summary";
import { callsInChain } from "../chains.ts";
import type { Code } from "../code.ts";

/**
 * What a method of a query is given, be it in the query's own chain or further on, when the query is held in a variable:
 * `query = query.session(session)`, `builder.setQueryRunner(runner)`.
 */
export function givenBy(code: Code, chain: ExprId, method: string): readonly ExprId[] {
  const inChain = [...callsInChain(code, chain)].filter((step) => step.method === method).map((step) => step.call);
  const later = (code.callsByName.get(method) ?? []).filter((call) => isOfHeld(code, chain, call));
  return [...new Set([...inChain, ...later])].flatMap((call) => {
    const expr = code.expr(call);
    return expr.k === "call" && expr.args[0] !== undefined ? [expr.args[0]] : [];
  });
}

/** Whether a call is asked of a variable that holds the chain, or of the builder that the chain begins with. */
function isOfHeld(code: Code, chain: ExprId, call: ExprId): boolean {
  const expr = code.expr(call);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  if (callee?.k !== "member") return false;
  const holder = code.expr(startOf(code, callee.o));
  if (holder.k !== "name") return false;
  const writes = code.summary.writes[`b${String(holder.b)}`] ?? [];
  if (writes.some(({ v }) => isOrEither(code, v, chain))) return true;
  const start = code.expr(startOf(code, chain));
  return start.k === "name" && start.b === holder.b && code.expr(callee.o).k === "name";
}

function isOrEither(code: Code, value: ExprId, chain: ExprId): boolean {
  const expr = code.expr(value);
  return value === chain || (expr.k === "either" && expr.of.some((item) => isOrEither(code, item, chain)));
}

/** What a chain of calls starts from. */
function startOf(code: Code, chain: ExprId): ExprId {
  for (let at = chain; ;) {
    const expr = code.expr(at);
    if (expr.k === "member") at = expr.o;
    else if (expr.k === "call") at = expr.c;
    else return at;
  }
}
