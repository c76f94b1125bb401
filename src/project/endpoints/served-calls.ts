import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";

/** A call or a `new`, taken apart. */
export interface MadeCall {
  readonly code: Code;
  readonly call: ExprId;
  readonly callee: ExprId;
  readonly args: readonly ExprId[];
}

/** Calls in the files of the product that name one of these words. */
export function* callsNaming(names: Names, words: ReadonlySet<string>): Iterable<MadeCall> {
  for (const code of names.project.codesNaming(words)) {
    if (code.role !== "product") continue;
    for (const call of code.summary.calls) {
      const expr = code.expr(call);
      if (expr.k === "call" || expr.k === "new") yield { code, call, callee: expr.c, args: expr.args };
    }
  }
}
