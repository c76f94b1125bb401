import type { ExprId, FnId, Region } from "#syntax/summary";
import type { Code } from "./code.ts";
import { regionsOf } from "./control.ts";
import type { DataEffect } from "./data-effects.ts";
import { type Handed, type Handing, handedValues } from "./handed-values.ts";
import type { Names } from "./names.ts";
import { isWithin } from "./spans.ts";

/**
 * Whether a function on the way to a query asks it only where a parameter is something that its caller does not hand over:
 * `if (Array.isArray(fields) && …)` for an object, `if (withHistory)` where it is left out, or after `if (!withHistory) return`.
 */
export function isRefuted(names: Names, { calls, operation }: DataEffect): boolean {
  return calls.some((handing, index) => {
    const { code, f } = handing.target;
    const call = calls[index + 1]?.call ?? operation.call;
    const around = regionsOf(code, call);
    const asked: Asked = { names, way: calls, at: index };
    if (around.some((id) => isArmInVain(asked, code.summary.regions[id], f))) return true;
    const { s } = code.expr(call);
    return code.summary.regions.some(
      (region) => region.exits !== undefined && region.e <= s && (region.up === undefined || around.includes(region.up)) && isWayOut(asked, region, f),
    );
  });
}

/** Whether a test in the function that a call leads to fails with what that call hands over. */
export function refutesTest(names: Names, handing: Handing, test: ExprId): boolean {
  return testsInVain({ names, way: [handing], at: 0 }, test);
}

/** A place on a way of calls: in the function that the call at this index leads to. */
interface Asked {
  readonly names: Names;
  readonly way: readonly Handing[];
  readonly at: number;
}

function isArmInVain(asked: Asked, arm: Region | undefined, f: FnId): boolean {
  return arm?.k === "then" && arm.fn === f && arm.o !== undefined && testsInVain(asked, arm.o);
}

/** `if (!withHistory) return`, where it is left out. */
function isWayOut(asked: Asked, { k, fn, o }: Region, f: FnId): boolean {
  const code = asked.way[asked.at]?.target.code;
  if (k !== "then" || fn !== f || o === undefined || !code) return false;
  const { s, e } = code.expr(o);
  const text = code.text.slice(s, e);
  if (text.includes("&&") || text.includes("?")) return false;
  return text.split("||").some((part) => part.trim().startsWith("!") && isInVain(asked, part.trim().slice(1), o));
}

/** One of the parts that must hold does not. */
function testsInVain(asked: Asked, test: ExprId): boolean {
  const code = asked.way[asked.at]?.target.code;
  const { s, e } = code?.expr(test) ?? { s: 0, e: 0 };
  const text = code?.text.slice(s, e) ?? "";
  if (text.includes("||") || text.includes("?")) return false;
  return text.split("&&").some((part) => isInVain(asked, part.trim(), test));
}

const forms = /^(?<list>Array\.isArray\((?<of>[\w$.]+)\))$|^(?<plain>[\w$.]+)$|^(?<same>[\w$.]+)\s*===?\s*(?:true|["'](?<literal>[^"']*)["'])$/;

function isInVain(asked: Asked, part: string, test: ExprId): boolean {
  const { of, plain, same, literal } = forms.exec(part)?.groups ?? {};
  const name = of ?? plain ?? same;
  const given = name === undefined ? undefined : handedFor(asked, name, test);
  return (
    (given ?? []).every(({ code, id }) => {
      if (id === undefined) return true;
      const value = code.expr(id);
      if (value.k === "const") return of !== undefined || (same === undefined ? !value.v : value.v !== (literal ?? true));
      return of !== undefined && (value.k === "object" || isOfInterface(asked.names, code, id));
    }) &&
    given !== undefined &&
    given.length > 0
  );
}

/** What a name in a test may stand for, where it hangs on a parameter. */
function handedFor({ way, at }: Asked, name: string, test: ExprId): readonly Handed[] | undefined {
  const code = way[at]?.target.code;
  if (!code) return undefined;
  const span = code.expr(test);
  const id = code.summary.exprs.findIndex(
    (expr) => isWithin(expr, span) && expr.e > expr.s && code.text.slice(expr.s, expr.e) === name && expr.k !== "unknown",
  );
  return id < 0 ? undefined : handedValues(way, at, id);
}

/** Its type is an interface, a class or an object: no list. */
function isOfInterface(names: Names, code: Code, id: ExprId): boolean {
  const found = names.typeOfExpr(code, id);
  if (found?.t.k === "object") return true;
  if (found?.t.k !== "ref") return false;
  const declared = names.declaredType(found.code, found.t);
  return declared?.t.k === "object";
}
