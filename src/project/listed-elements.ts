import type { ExprId, Region, TypeExpr } from "#syntax/summary";
import type { Code } from "./code.ts";
import { regionsOf } from "./control.ts";
import type { Turn } from "./loop-business.ts";
import type { Names } from "./names.ts";
import type { WrittenType } from "./names/declared-types.ts";
import { isShortList } from "./short-lists.ts";
import { isWithin } from "./spans.ts";

/** Somebody typed each of them. */
const mostListed = 20;
const deepest = 6;

/** Whether a collection by its type holds a few known values: `Channel[]` of an enum of ours, `Set<"email" | "letter">`. */
export function isOfListedType(names: Names, code: Code, o: ExprId): boolean {
  const found = names.typeOfExpr(code, o);
  return found !== undefined && isListOfListed(names, found, 0);
}

function isListOfListed(names: Names, { code, t }: WrittenType, depth: number): boolean {
  if (depth > deepest) return false;
  if (t.k === "array") return isListed(names, { code, t: t.of }, 0);
  if (t.k === "union") {
    const given = t.of.filter((item) => !isNothing(item));
    return given.length > 0 && given.every((item) => isListOfListed(names, { code, t: item }, depth + 1));
  }
  if (t.k !== "ref") return false;
  const [element] = t.args ?? [];
  if (element && /^(?:Readonly)?(?:Array|Set)$|^Iterable$/.test(t.n)) return isListed(names, { code, t: element }, 0);
  const declared = names.declaredType(code, t);
  return declared !== undefined && isListOfListed(names, declared, depth + 1);
}

/** An enum, or a union of literals. */
function isListed(names: Names, { code, t }: WrittenType, depth: number): boolean {
  if (t.k === "literal") return true;
  if (t.k === "union") return t.of.length <= mostListed && t.of.every((item) => isListed(names, { code, t: item }, depth));
  const declared = t.k === "ref" && depth < deepest ? names.declaredType(code, t) : undefined;
  return declared !== undefined && isListed(names, declared, depth + 1);
}

function isNothing(t: TypeExpr): boolean {
  return (t.k === "keyword" && (t.n === "undefined" || t.n === "null")) || (t.k === "literal" && t.v === null);
}

/** Whether a query is made only for elements of a short list: `if (["loans", "holds"].includes(name)) await …`, or `if (!kinds.includes(name)) continue;` before it. */
export function isForListedOnly(names: Names, turn: Turn): boolean {
  const { code, call, round } = turn;
  const { regions } = code.summary;
  const around = regionsOf(code, call);
  return regions.some((arm, id) => {
    if (arm.k !== "then" || arm.o === undefined || !isWithin(arm, round)) return false;
    if (around.includes(id)) return asksForListed(names, turn, arm, true);
    const isBefore = arm.exits !== undefined && arm.e <= code.expr(call).s;
    return isBefore && asksForListed(names, turn, arm, false);
  });
}

/** The test holds (or, where it does not hold, the turn goes on) for elements of a short list only. */
function asksForListed(names: Names, turn: Turn, { o }: Region, holds: boolean): boolean {
  const { code } = turn;
  const test = o === undefined ? undefined : code.expr(o);
  if (!test || (holds ? /\|\|/ : /&&/).test(code.text.slice(test.s, test.e))) return false;
  return code.summary.calls.some((call) => {
    const expr = code.expr(call);
    const callee = expr.k === "call" && isWithin(expr, test) ? code.expr(expr.c) : undefined;
    if (expr.k !== "call" || callee?.k !== "member" || !/^(?:includes|has)$/.test(callee.p)) return false;
    const isDenied = /!\s*\(?\s*$/.test(code.text.slice(Math.max(0, expr.s - 6), expr.s));
    return isDenied !== holds && isElement(turn, expr.args[0]) && isShortList(names, code, callee.o);
  });
}

/** The element itself: of one of its properties, many elements may have the same value. */
function isElement({ code, iteration, round }: Turn, id: ExprId | undefined): boolean {
  const expr = id === undefined ? undefined : code.expr(id);
  if (expr?.k !== "name") return false;
  const at = code.summary.bindings[expr.b]?.at ?? -1;
  if (at < round.s || at >= round.e) return false;
  if (iteration.f !== undefined && code.summary.functions[iteration.f]?.params[0]?.b === expr.b) return true;
  return (code.summary.writes[`b${String(expr.b)}`] ?? []).some(({ v }) => {
    const value = code.expr(v);
    return value.k === "element" && value.o === iteration.o;
  });
}
