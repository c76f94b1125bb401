import { shortByNature } from "#catalog/reads";
import type { BindingId, ExprId, FnId } from "#syntax/summary";
import { findAllCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import { distinctConstants, isOfDataFile } from "./distinct-values.ts";
import { isFilledByHand } from "./filled-lists.ts";
import { limitOf } from "./list-limits.ts";
import { wordsOfName } from "./name-words.ts";
import type { Names } from "./names.ts";
import { type Origin, originsOf, readPath } from "./origins.ts";
import { perFile } from "./per-file.ts";
import { keyOfExpr } from "./storage-key.ts";

/** Written out in the code: somebody typed each of them. */
const mostWritten = 20;
/** Cut off: a handful of turns is no list worth a batch. */
const handful = 10;
const deepest = 12;
const keeping = new Set(["filter", "map", "slice", "sort", "toSorted", "reverse", "toReversed", "entries", "values", "keys", "fill"]);
const joining = new Set(["concat", "flatMap"]);
const taking = new Set(["keys", "values", "entries", "from", "freeze"]);
/** `Promise.all([findLoan(id), findHold(id)])`: as many answers as questions. */
const gathering = new Set(["all", "allSettled"]);
const picking = new Set(["find", "findLast", "at", "get"]);

/** Whether a collection has few elements: it is written out in the code, cut off after a handful, or short by its nature. */
export function isShortList(names: Names, code: Code, id: ExprId): boolean {
  const known = answersOf(names, code);
  let answer = known.get(id);
  if (answer === undefined) known.set(id, (answer = isShortByNature(code, id) || isShort(names, { code, id }, 0)));
  return answer;
}

const answersOf = perFile((): Map<ExprId, boolean> => new Map());

/** `Object.entries(settings)`, `member.roles ?? []`, `roleIds`: the last word says what it holds. */
function isShortByNature(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  switch (expr.k) {
    case "name":
      return namesShortList(code.summary.bindings[expr.b]?.n ?? "") || isMadeOfShort(code, expr.b);
    case "member":
      return namesShortList(expr.p);
    case "either":
      return isEach(code, expr.of, (part) => isShortByNature(code, part));
    case "call": {
      const callee = code.expr(expr.c);
      const given = expr.args[0];
      if (callee.k !== "member") return false;
      if (code.expr(callee.o).k === "global") return taking.has(callee.p) && given !== undefined && isShortByNature(code, given);
      return keeping.has(callee.p) && isShortByNature(code, callee.o);
    }
    default:
      return false;
  }
}

/** `const keys = Object.keys(settings);` */
function isMadeOfShort(code: Code, b: BindingId): boolean {
  const [only, ...more] = code.summary.writes[`b${String(b)}`] ?? [];
  if (only?.op !== "=" || more.length > 0 || code.summary.bindings[b]?.kind !== "const") return false;
  return code.expr(only.v).k === "call" && isShortByNature(code, only.v);
}

function namesShortList(name: string): boolean {
  const words = wordsOfName(name);
  if (/^(?:list|array)$/.test(words.at(-1) ?? "") && words.length > 1)
    return namesShortList(`${words.slice(0, -1).join("_")}s`) || namesShortList(words.slice(0, -1).join("_"));
  const last = words.at(-1) ?? "";
  if (!/^(?:id|key|name|code|slug)s$/.test(last)) return shortByNature.has(last);
  const thing = words.at(-2) ?? "";
  return shortByNature.has(`${thing}s`) || shortByNature.has(thing.replace(/y$/, "ies")) || shortByNature.has(`${thing}es`);
}

/** Each part of a choice, except for those that are empty. */
function isEach(code: Code, parts: readonly ExprId[], test: (part: ExprId) => boolean): boolean {
  const filled = parts.filter((part) => !isEmpty(code, part));
  return filled.length > 0 && filled.every(test);
}

function isEmpty(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  return (expr.k === "array" && expr.items.length === 0) || (expr.k === "object" && expr.props.length === 0) || (expr.k === "const" && expr.v === null);
}

/** Whether a collection is written out in the code or cut off, wherever it comes from. */
function isShort(names: Names, { code, id }: Origin, depth: number): boolean {
  if (depth > deepest) return false;
  const again = (next: ExprId | undefined): boolean => next !== undefined && isShort(names, { code, id: next }, depth + 1);
  const expr = code.expr(id);
  switch (expr.k) {
    case "array":
      return expr.items.length > 0 && expr.items.length <= mostWritten && expr.items.every((item) => code.expr(item).k !== "spread" || again(item));
    case "spread":
      return again(expr.o);
    case "object":
      return expr.props.length > 0 && expr.props.length <= mostWritten && expr.props.every(([key, value]) => (key === "..." ? again(value) : key !== "[]"));
    case "const":
      return typeof expr.v === "string";
    case "either":
      return isEach(code, expr.of, again);
    case "new":
      return (
        isRange(code, expr.c, expr.args) || (/^(?:Set|Map)$/.test(code.calleeName(expr.c) ?? "") && (again(expr.args[0]) || isOfFew(names, code, expr.args[0])))
      );
    case "call":
      return isShortCall(names, { code, id }, depth);
    case "param":
      return isShortForCallers(names, { code, f: expr.f, i: expr.i }, depth);
    case "index":
      return areShort(names, elementsOf(names, { code, id: expr.o }), depth);
    case "name":
    case "member":
      return isOfDataFile(code, id) || isShortPlace(names, { code, id }, depth);
    default:
      return false;
  }
}

/** `new Set(…)` of what was written out, however it was put together. */
function isOfFew(names: Names, code: Code, id: ExprId | undefined): boolean {
  return id !== undefined && (distinctConstants(names, { code, id }) ?? Infinity) <= mostWritten;
}

function areShort(names: Names, all: readonly Origin[] | undefined, depth: number): boolean {
  return all !== undefined && all.length > 0 && all.every((origin) => isShort(names, origin, depth + 1));
}

function isShortCall(names: Names, { code, id }: Origin, depth: number): boolean {
  const expr = code.expr(id);
  if (expr.k !== "call") return false;
  const again = (next: ExprId | undefined): boolean => next !== undefined && isShort(names, { code, id: next }, depth + 1);
  if ((limitOf(code, id) ?? Infinity) <= handful) return true;
  if (isRange(code, expr.c, expr.args)) return true;
  const callee = code.expr(expr.c);
  if (callee.k === "member") {
    const owner = code.expr(callee.o);
    if (owner.k === "global" && owner.n === "Promise") return gathering.has(callee.p) && again(expr.args[0]);
    if (owner.k === "global" && owner.n === "Object" && isOfPackage(names, code, expr.args[0])) return taking.has(callee.p);
    if (owner.k === "global") return taking.has(callee.p) && /^(?:Object|Array)$/.test(owner.n) && (isOfLength(code, expr.args[0]) ?? again(expr.args[0]));
    if (joining.has(callee.p))
      return again(callee.o) && ((callee.p === "flatMap" && !isGathered(names, { code, id: callee.o })) || (callee.p !== "flatMap" && expr.args.every(again)));
    if (keeping.has(callee.p)) return again(callee.o);
  }
  const targets = names.denote(code, expr.c);
  return targets.length > 0 && targets.every((target) => target.k === "function" && returnsShort(names, target.code, target.f, depth));
}

/** `Object.values(LoanState)`: by its capital an enum that a package exports, of a generated client among others; it is written out there. */
function isOfPackage(names: Names, code: Code, id: ExprId | undefined): boolean {
  const expr = id === undefined ? undefined : code.expr(id);
  const binding = expr?.k === "name" ? code.summary.bindings[expr.b] : undefined;
  return binding?.imported !== undefined && /^[A-Z]/.test(binding.n) && names.project.target(code, binding.imported.i).kind === "package";
}

/** Answers of several questions, each of which may be a long list: they are few, and what they hold is not. */
function isGathered(names: Names, at: Origin): boolean {
  return originsOf(names, at).some(({ code, id }) => {
    const expr = code.expr(id);
    return expr.k === "call" && gathering.has(code.calleeName(expr.c) ?? "");
  });
}

/** `Array(7)`, `new Array(7)`. */
function isRange(code: Code, callee: ExprId, [length, ...more]: readonly ExprId[]): boolean {
  const { k } = code.expr(callee);
  return k === "global" && code.calleeName(callee) === "Array" && more.length === 0 && isFew(code, length);
}

/** `Array.from({ length: 7 })`: whether it is short; `undefined` for what is no such object. */
function isOfLength(code: Code, id: ExprId | undefined): boolean | undefined {
  const expr = id === undefined ? undefined : code.expr(id);
  const length = expr?.k === "object" ? expr.props.find(([key]) => key === "length") : undefined;
  return length && isFew(code, length[1]);
}

function isFew(code: Code, id: ExprId | undefined): boolean {
  const value = id === undefined ? undefined : code.expr(id);
  return value?.k === "const" && typeof value.v === "number" && value.v <= mostWritten;
}

/** A function of ours that hands out a few. */
function returnsShort(names: Names, code: Code, f: FnId, depth: number): boolean {
  return isEach(code, code.summary.functions[f]?.returns ?? [], (id) => isShort(names, { code, id }, depth + 1));
}

/** Whoever is known to call hands over a few. */
function isShortForCallers(names: Names, { code, f, i }: { readonly code: Code; readonly f: FnId; readonly i: number }, depth: number): boolean {
  const calls = findAllCalls(names, code, f).filter((found) => found.code.role !== "test");
  return (
    calls.length > 0 &&
    calls.every(({ code: caller, args, certain }) => {
      const given = args[i];
      return certain && given !== undefined && isShort(names, { code: caller, id: given }, depth + 1);
    })
  );
}

/** A variable or a property: what was stored there. */
function isShortPlace(names: Names, { code, id }: Origin, depth: number): boolean {
  const key = keyOfExpr(code, id);
  const writes = key === undefined ? [] : (code.summary.writes[key] ?? []);
  if (writes.some((write) => write.op !== "=")) return isFilledByHand(names, code, writes, (list) => isShort(names, { code, id: list }, depth + 1));
  if (writes.length > 0)
    return isEach(
      code,
      writes.map(({ v }) => v),
      (v) => isShort(names, { code, id: v }, depth + 1),
    );
  const origins = originsOf(names, { code, id });
  if (origins.every((origin) => origin.code !== code || origin.id !== id)) return areShort(names, origins, depth);
  const expr = code.expr(id);
  return expr.k === "member" && isShortProperty(names, code, expr.o, expr.p, depth);
}

/** `formOf(kind).questions`, where the forms are written out. */
function isShortProperty(names: Names, code: Code, o: ExprId, p: string, depth: number): boolean {
  const owners = originsOf(names, { code, id: o }).filter((origin) => !isEmpty(origin.code, origin.id));
  if (owners.length === 0) return false;
  return owners.every((origin) => {
    const expr = origin.code.expr(origin.id);
    const callee = expr.k === "call" ? origin.code.expr(expr.c) : undefined;
    const from = expr.k === "index" || expr.k === "element" ? expr.o : callee?.k === "member" && picking.has(callee.p) ? callee.o : undefined;
    const all = from === undefined ? undefined : elementsOf(names, { code: origin.code, id: from });
    return all !== undefined && all.length > 0 && all.every((item) => areShort(names, readPath(names, item, [p]).values, depth));
  });
}

/** The elements of a list, or the values of an object, where they are written out. */
function elementsOf(names: Names, at: Origin): readonly Origin[] | undefined {
  const found = originsOf(names, at).map((origin): readonly Origin[] | undefined => {
    const { code, id } = origin;
    const expr = code.expr(id);
    if (expr.k === "array" && expr.items.every((item) => code.expr(item).k !== "spread")) return expr.items.map((item) => ({ code, id: item }));
    if (expr.k === "object" && expr.props.every(([key]) => key !== "...")) return expr.props.map(([, value]) => ({ code, id: value }));
    return undefined;
  });
  return found.some((item) => item === undefined) ? undefined : found.flatMap((item) => item ?? []);
}
