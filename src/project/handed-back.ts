import type { ExprId, Fn, FnId, TypeExpr } from "#syntax/summary";
import type { Code } from "./code.ts";
import { ofFile } from "./per-file.ts";
import { keyOfExpr } from "./storage-key.ts";

/** What a function hands back of what it is given: an argument itself, or what calling an argument yields. */
export interface HandedBack {
  /** Index of the parameter. */
  readonly i: number;
  readonly called: boolean;
}

const answers = ofFile(() => new Map<FnId, readonly HandedBack[]>());

/**
 * Parameters a function of ours hands back unchanged (`trace<T>(client: T): T`), or hands back the result of
 * (`remember<T>(name: string, make: () => T): T`, `once(make)`). Its types say so, or its code: the result is returned,
 * or stored where what is returned is read from. Empty where neither does.
 */
export function handedBack(code: Code, f: FnId): readonly HandedBack[] {
  const known = answers(code);
  let found = known.get(f);
  if (!found) known.set(f, (found = search(code, f)));
  return found;
}

function search(code: Code, f: FnId): readonly HandedBack[] {
  const fn = code.summary.functions[f];
  if (!fn || fn.params.length === 0 || fn.params.length > 6) return [];
  const typed = ofTypes(code, fn);
  return typed.length > 0 ? typed : ofStores(code, f, fn);
}

/** `<T>(make: () => T): T`: a name that no type of the file has is a type parameter. */
function ofTypes(code: Code, fn: Fn): readonly HandedBack[] {
  const yielded = settled(fn.ret);
  if (yielded?.k !== "ref" || yielded.args || !isTypeParameter(code, yielded.n)) return [];
  return fn.params.flatMap(({ t }, i): readonly HandedBack[] => {
    const type = settled(t);
    if (type?.k === "ref" && type.n === yielded.n) return [{ i, called: false }];
    const made = type?.k === "function" ? settled(type.ret) : undefined;
    return made?.k === "ref" && made.n === yielded.n ? [{ i, called: true }] : [];
  });
}

function settled(type: TypeExpr | undefined): TypeExpr | undefined {
  return type?.k === "ref" && (type.n === "Promise" || type.n === "Awaited") ? type.args?.[0] : type;
}

function isTypeParameter(code: Code, name: string): boolean {
  return code.moduleBinding(name) === undefined && !code.summary.types.some(({ n }) => n === name) && /^(?:[A-Z]|T[A-Z]\w*|[A-Z][a-z]+)$/.test(name);
}

/** Calls of a parameter whose result is returned, or is put where the returned value is read from. */
function ofStores(code: Code, f: FnId, fn: Fn): readonly HandedBack[] {
  return fn.params.flatMap((param, i): readonly HandedBack[] => {
    if (param.n === undefined || param.b === undefined) return [];
    const results = (code.callsByName.get(param.n) ?? []).filter((call) => {
      const expr = code.expr(call);
      const callee = expr.k === "call" && expr.fn === f ? code.expr(expr.c) : undefined;
      return callee?.k === "name" && callee.b === param.b;
    });
    if (results.length === 0) return [];
    const places = new Set(results.flatMap((call) => placesOf(code, call)));
    const isBack = fn.returns.length > 0 && fn.returns.every((value) => comesBack(code, value, results, places));
    return isBack ? [{ i, called: true }] : [];
  });
}

/** Keys of places a result is stored in: assigned, or put into a map there; by way of a variable as well. */
function placesOf(code: Code, result: ExprId): readonly string[] {
  const direct = storesOf(code, (value) => isOrHolds(code, value, result));
  const onward = direct.flatMap((key) => (/^b\d+$/.test(key) ? namesOf(code, Number(key.slice(1))) : []));
  return onward.length === 0 ? direct : [...direct, ...storesOf(code, (value) => onward.includes(value))];
}

function storesOf(code: Code, isIt: (value: ExprId) => boolean): readonly string[] {
  const assigned = Object.entries(code.summary.writes).flatMap(([key, writes]) => (writes.some((write) => isIt(write.v)) ? [key] : []));
  const put = (code.callsByName.get("set") ?? []).flatMap((call) => {
    const expr = code.expr(call);
    const callee = expr.k === "call" && expr.args[1] !== undefined && isIt(expr.args[1]) ? code.expr(expr.c) : undefined;
    return callee?.k === "member" ? (keyOfExpr(code, callee.o) ?? []) : [];
  });
  return [...assigned, ...put];
}

function namesOf(code: Code, b: number): readonly ExprId[] {
  return code.summary.exprs.flatMap((expr, id) => (expr.k === "name" && expr.b === b ? [id] : []));
}

function isOrHolds(code: Code, value: ExprId, result: ExprId): boolean {
  const expr = code.expr(value);
  return value === result || (expr.k === "either" && expr.of.some((item) => isOrHolds(code, item, result)));
}

function comesBack(code: Code, value: ExprId, results: readonly ExprId[], places: ReadonlySet<string>): boolean {
  if (results.includes(value)) return true;
  const expr = code.expr(value);
  if (expr.k === "either") return expr.of.every((item) => comesBack(code, item, results, places));
  if (expr.k === "call") {
    const callee = code.expr(expr.c);
    return callee.k === "member" && callee.p === "get" && places.has(keyOfExpr(code, callee.o) ?? "");
  }
  const key = expr.k === "index" ? keyOfExpr(code, expr.o) : keyOfExpr(code, value);
  return key !== undefined && places.has(key);
}
