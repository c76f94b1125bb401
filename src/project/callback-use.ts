import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { ofFile } from "./per-file.ts";

/** A call that a function is handed to, and as which argument. */
export interface CallbackUse {
  readonly callee: ExprId;
  readonly call: ExprId;
  readonly argument: number;
  readonly last: boolean;
}

/** Where a function is handed to a call as an argument. */
export function callbackUse(code: Code, f: FnId): CallbackUse | undefined {
  const expr = code.summary.functions[f]?.expr;
  return expr === undefined ? undefined : callbackUses(code).get(expr);
}

const callbackUses = ofFile((code): ReadonlyMap<ExprId, CallbackUse> => {
  const map = new Map<ExprId, CallbackUse>();
  for (const call of code.summary.calls) {
    const expr = code.expr(call);
    if (expr.k !== "call" && expr.k !== "new") continue;
    expr.args.forEach((item, argument) => {
      if (code.expr(item).k === "function") map.set(item, { callee: expr.c, call, argument, last: argument === expr.args.length - 1 });
    });
  }
  return map;
});

/** A call that a function is handed to as a property of an object. */
export interface PropertyUse {
  readonly callee: ExprId;
  readonly call: ExprId;
  readonly argument: number;
  readonly property: string;
}

/** Where a function is handed to a call in an object: `builder.queryType({ fields: (t) => … })`. */
export function propertyUse(code: Code, f: FnId): PropertyUse | undefined {
  const expr = code.summary.functions[f]?.expr;
  return expr === undefined ? undefined : propertyUses(code).get(expr);
}

const propertyUses = ofFile((code): ReadonlyMap<ExprId, PropertyUse> => {
  const map = new Map<ExprId, PropertyUse>();
  for (const call of code.summary.calls) {
    const expr = code.expr(call);
    if (expr.k !== "call" && expr.k !== "new") continue;
    expr.args.forEach((item, argument) => {
      const object = code.expr(item);
      if (object.k !== "object") return;
      for (const [property, value] of object.props) if (code.expr(value).k === "function") map.set(value, { callee: expr.c, call, argument, property });
    });
  }
  return map;
});

/** Whether a call's first argument is the event a fact is about; facts without an event are about all. */
export function isEvent(code: Code, call: ExprId, event: string | undefined): boolean {
  if (event === undefined) return true;
  const expr = code.expr(call);
  const first = expr.k === "call" && expr.args[0] !== undefined ? code.expr(expr.args[0]) : undefined;
  return first?.k === "const" && first.v === event;
}
