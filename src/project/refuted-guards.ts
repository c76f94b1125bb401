import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { regionsOf } from "./control.ts";
import type { DataEffect } from "./data-effects.ts";
import type { Names } from "./names.ts";
import { isWithin } from "./spans.ts";

/** What a call hands over to the function it leads to. */
interface Handing {
  readonly code: Code;
  readonly call: ExprId;
  readonly target: { readonly code: Code; readonly f: FnId };
}

/**
 * Whether a function on the way to a query asks it only where a parameter is something that its caller does not hand over:
 * `if (Array.isArray(fields) && …)` for an object, `if (withHistory)` where it is left out.
 */
export function isRefuted(names: Names, { calls, operation }: DataEffect): boolean {
  return calls.some((handing, index) => {
    const { code, f } = handing.target;
    const call = calls[index + 1]?.call ?? operation.call;
    const arms = regionsOf(code, call).flatMap((id) => code.summary.regions[id] ?? []);
    return arms.some((arm) => arm.k === "then" && arm.fn === f && arm.o !== undefined && testsInVain(names, handing, arm.o));
  });
}

/** One of the parts that must hold does not. */
function testsInVain(names: Names, handing: Handing, test: ExprId): boolean {
  const { code } = handing.target;
  const { s, e } = code.expr(test);
  const text = code.text.slice(s, e);
  if (text.includes("||") || text.includes("?")) return false;
  return text.split("&&").some((part) => isInVain(names, handing, part.trim(), test));
}

const forms = /^(?<list>Array\.isArray\((?<of>[\w$.]+)\))$|^(?<plain>[\w$.]+)$|^(?<same>[\w$.]+)\s*===?\s*(?:true|["'](?<literal>[^"']*)["'])$/;

function isInVain(names: Names, handing: Handing, part: string, test: ExprId): boolean {
  const { of, plain, same, literal } = forms.exec(part)?.groups ?? {};
  const name = of ?? plain ?? same;
  const given = name === undefined ? undefined : handedFor(handing, name, test);
  if (!given) return false;
  if (given.id === undefined) return true;
  const value = handing.code.expr(given.id);
  if (value.k === "const") return of !== undefined || (same === undefined ? !value.v : value.v !== (literal ?? true));
  return of !== undefined && (value.k === "object" || isOfInterface(names, handing.code, given.id));
}

/** The argument for the parameter that a name in a test stands for, no `id` where it is left out; nothing where the name stands for something else. */
function handedFor({ code, call, target }: Handing, name: string, test: ExprId): { readonly id?: ExprId } | undefined {
  const span = target.code.expr(test);
  const asked = target.code.summary.exprs.find(
    (expr) => isWithin(expr, span) && expr.e > expr.s && target.code.text.slice(expr.s, expr.e) === name && expr.k !== "unknown",
  );
  const { k } = asked ?? {};
  const place = asked?.k === "param" ? asked : undefined;
  const expr = code.expr(call);
  const params = target.code.summary.functions[target.f]?.params ?? [];
  const i = place?.f === target.f ? place.i : k === "name" && asked?.k === "name" ? params.findIndex(({ b }) => b === asked.b) : -1;
  if (i < 0 || expr.k !== "call" || expr.args.some((id) => code.expr(id).k === "spread") || isChanged(target.code, params[i]?.b)) return undefined;
  const id = expr.args[i];
  return id === undefined ? {} : { id };
}

/** It has a value of its own where none is handed over, or gets another one. */
function isChanged(code: Code, b: number | undefined): boolean {
  return b === undefined || (code.summary.writes[`b${String(b)}`] ?? []).some(({ v }) => code.expr(v).k !== "param");
}

/** Its type is an interface, a class or an object: no list. */
function isOfInterface(names: Names, code: Code, id: ExprId): boolean {
  const found = names.typeOfExpr(code, id);
  if (found?.t.k === "object") return true;
  if (found?.t.k !== "ref") return false;
  const declared = names.declaredType(found.code, found.t);
  return declared?.t.k === "object";
}
