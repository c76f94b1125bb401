import type { FnId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Iteration } from "./control.ts";
import type { DataEffect, FunctionRef } from "./data-effects.ts";
import type { Step } from "./step.ts";

/** From the call in a round through functions of ours to the query. */
export function stepsOf({ calls, operation }: DataEffect): readonly Step[] {
  const via = calls.map(({ code, call, target }): Step => ({ code, span: pointOf(code, code.expr(call)), message: `calls ${nameOf(target)}` }));
  const { code, call } = operation;
  return [
    ...via,
    { code, span: pointOf(code, code.expr(call)), message: `queries the database: ${operation.api.slice(operation.api.lastIndexOf(".") + 1)}()` },
  ];
}

/** A function as a route names it. */
export function nameOf({ code, f }: FunctionRef): string {
  const name = code.summary.functions[f]?.n;
  return name ? `${name}()` : "this function";
}

/** What repeats it, in words. */
export function roundName(code: Code, iteration: Iteration): string {
  if (iteration.kind === "loop") return "runs once for each turn of this loop";
  const expr = iteration.call === undefined ? undefined : code.expr(iteration.call);
  return `runs once for each element: ${(expr?.k === "call" ? code.calleeName(expr.c) : undefined) ?? "map"}()`;
}

/** The line a round begins with. */
export function headOf(code: Code, iteration: Iteration): Span {
  const start = iteration.region?.g ?? (iteration.o === undefined ? 0 : code.expr(iteration.o).s);
  return lineFrom(code, start, iteration.region?.s ?? code.text.length);
}

/** The line a function begins with. */
export function headOfFunction(code: Code, f: FnId): Span {
  const fn = code.summary.functions[f];
  return lineFrom(code, fn?.s ?? 0, fn?.e ?? 0);
}

function lineFrom(code: Code, s: number, limit: number): Span {
  const end = code.text.indexOf("\n", s);
  return { s, e: Math.max(s + 1, Math.min(limit, end === -1 ? code.text.length : end)) };
}

/** The call without the lines of its arguments; of a chain, from its start. */
export function pointOf(code: Code, span: Span): Span {
  return lineFrom(code, span.s, span.e);
}
