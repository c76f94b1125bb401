import type { ExprId, FnId } from "#syntax/summary";
import { calledName } from "./callers.ts";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { ofFile } from "./per-file.ts";

/** A call that is handed something in another way than as it is written there (`callback-use.ts` says where that is). */
interface HandedTo {
  readonly callee: ExprId;
  readonly call: ExprId;
}

/** Calls that are handed a function by name: `router.get("/", listBooks)`, `router.get("/", controller.list)`. */
export function namedUses(names: Names, code: Code, f: FnId): readonly (HandedTo & { readonly code: Code })[] {
  const name = calledName(code, f);
  if (name === undefined || name === "") return [];
  return names.project.mentioning(name).flatMap((other) =>
    [
      ...new Set(
        (other.handedOn.get(name) ?? []).filter(({ id }) => other.calleeName(id) === name && denotesFunction(names, other, id, code, f)).map(({ to }) => to),
      ),
    ].flatMap((call) => {
      const expr = other.expr(call);
      return expr.k === "call" ? [{ code: other, callee: expr.c, call }] : [];
    }),
  );
}

/** Whether an expression of a file denotes a function of ours. */
export function denotesFunction(names: Names, other: Code, id: ExprId, code: Code, f: FnId): boolean {
  return names.denote(other, id).some((item) => item.k === "function" && item.code === code && item.f === f);
}

/** The call that is handed the result of another one as an argument. */
export function argumentUse(code: Code, inner: ExprId): HandedTo | undefined {
  return argumentUses(code).get(inner);
}

const argumentUses = ofFile((code): ReadonlyMap<ExprId, HandedTo> => {
  const found = new Map<ExprId, HandedTo>();
  for (const call of code.summary.calls) {
    const expr = code.expr(call);
    if (expr.k !== "call") continue;
    for (const argument of expr.args) if (code.expr(argument).k === "call") found.set(argument, { callee: expr.c, call });
  }
  return found;
});

/** `server.route({ handler: (request) => … })`, also inside arrays and `options`. */
export function objectUse(code: Code, fn: ExprId): (HandedTo & { readonly property: readonly string[] }) | undefined {
  const span = code.expr(fn);
  for (const call of code.summary.calls) {
    const expr = code.expr(call);
    if ((expr.k !== "call" && expr.k !== "new") || expr.s > span.s || expr.e < span.e) continue;
    for (const argument of expr.args) {
      const property = propertyHolding(code, argument, fn, 0);
      if (property !== undefined) return { callee: expr.c, call, property };
    }
  }
  return undefined;
}

/** Property path under which a function stands in an object; arrays are looked through. */
function propertyHolding(code: Code, id: ExprId, fn: ExprId, depth: number): readonly string[] | undefined {
  const expr = code.expr(id);
  if (depth > 6 || id === fn) return id === fn ? [] : undefined;
  if (expr.k === "array") return firstDefined(expr.items.map((item) => propertyHolding(code, item, fn, depth + 1)));
  if (expr.k === "name") {
    const only = code.summary.writes[`b${expr.b}`];
    return only?.length === 1 && only[0] ? propertyHolding(code, only[0].v, fn, depth + 1) : undefined;
  }
  if (expr.k !== "object") return undefined;
  return firstDefined(
    expr.props.map(([name, value]) => {
      const inner = propertyHolding(code, value, fn, depth + 1);
      return inner && (name === "..." ? inner : [name, ...inner]);
    }),
  );
}

function firstDefined<T>(items: readonly (T | undefined)[]): T | undefined {
  return items.find((item) => item !== undefined);
}
