import type { BindingId, ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";

/** Name of a value that comes out of one call and goes into another one, or `undefined`. */
export function dependsOn(code: Code, from: ExprId, call: ExprId, to: ExprId): string | undefined {
  const held = new Set<BindingId>();
  // What is made from a result is still that result: two hops are enough for `const id = loan.id`.
  for (let hop = 0; hop < 2; hop++) {
    for (const [key, writes] of Object.entries(code.summary.writes)) {
      const binding = /^b(\d+)$/.exec(key);
      if (!binding) continue;
      const isFrom = writes.some(({ v, op }) => op === "=" && (startsAt(code, v, from, call) || (hop > 0 && startsAtBinding(code, v, held))));
      if (isFrom) held.add(Number(binding[1]));
    }
  }
  if (held.size === 0) return undefined;
  const target = code.expr(to);
  for (const expr of code.summary.exprs) {
    if (expr.k === "name" && held.has(expr.b) && expr.s >= target.s && expr.e <= target.e) return code.summary.bindings[expr.b]?.n;
  }
  return undefined;
}

function startsAt(code: Code, id: ExprId, from: ExprId, call: ExprId): boolean {
  for (let at = id; ;) {
    if (at === from || at === call) return true;
    const expr = code.expr(at);
    if (expr.k === "member" || expr.k === "index" || expr.k === "element") at = expr.o;
    else if (expr.k === "either" && expr.of[0] !== undefined) at = expr.of[0];
    else return false;
  }
}

function startsAtBinding(code: Code, id: ExprId, held: ReadonlySet<BindingId>): boolean {
  for (let at = id; ;) {
    const expr = code.expr(at);
    if (expr.k === "name") return held.has(expr.b);
    if (expr.k !== "member" && expr.k !== "index") return false;
    at = expr.o;
  }
}

const identifying = /(?:^|[._])(?:id|uuid|amount|quantity)$|(?:Id|Uuid|ID)$/;

/** An id, or an amount, that both of two calls are given: what they write is about the same thing. */
export function sharedValue(code: Code, first: ExprId, second: ExprId): string | undefined {
  const known = new Set(valuesIn(code, first));
  return valuesIn(code, second).find((value) => known.has(value));
}

function valuesIn(code: Code, call: ExprId): readonly string[] {
  const { s, e } = code.expr(call);
  return code.summary.exprs.flatMap((expr) => {
    if (expr.s < s || expr.e > e || (expr.k !== "name" && expr.k !== "member")) return [];
    const text = code.text.slice(expr.s, expr.e);
    // Columns and models (`loans.memberId`) are no values: they begin at the module, or at an import.
    return identifying.test(text) && isLocal(code, expr.k === "name" ? expr.b : bindingOf(code, expr.o)) ? [text] : [];
  });
}

function bindingOf(code: Code, id: ExprId): BindingId | undefined {
  for (let at = id; ;) {
    const expr = code.expr(at);
    if (expr.k === "name") return expr.b;
    if (expr.k !== "member") return undefined;
    at = expr.o;
  }
}

function isLocal(code: Code, b: BindingId | undefined): boolean {
  const binding = b === undefined ? undefined : code.summary.bindings[b];
  return binding !== undefined && !binding.imported && binding.fn !== 0;
}
