import type { FnId, Span } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { callsIn } from "./calls-within.ts";

const maxDepth = 4;

/** Whether a function, or one it calls, has words like these in its text. */
export function mentions(names: Names, code: Code, f: FnId, wanted: RegExp, depth = 0): boolean {
  const fn = code.summary.functions[f];
  if (!fn) return false;
  if (wanted.test(code.text.slice(fn.s, fn.e))) return true;
  if (depth >= maxDepth) return false;
  return callsIn(code, f).some((call) => {
    const expr = code.expr(call);
    if (expr.k !== "call") return false;
    const callee = code.expr(expr.c);
    // A base class calls back what only the subclass has: `controller.execute(req, res)`.
    const owners = callee.k === "member" ? names.denote(code, callee.o) : [];
    if (owners.some((item) => item.k === "instance" && wanted.test(writtenAt(item.code, item.code.summary.classes[item.c])))) return true;
    return names.denote(code, expr.c).some((item) => item.k === "function" && mentions(names, item.code, item.f, wanted, depth + 1));
  });
}

function writtenAt(code: Code, span: Span | undefined): string {
  return span ? code.text.slice(span.s, span.e) : "";
}
