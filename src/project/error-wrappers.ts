import type { ExprId, FnId, Region, RegionId } from "#syntax/summary";
import { answersIn } from "./answers.ts";
import { type ParamRoot, rootOf } from "./answer-objects.ts";
import { findManyCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import { isInside, regionsOf } from "./control.ts";
import type { Names } from "./names.ts";
import { readPath } from "./origins.ts";

/** A function that answers what goes wrong in the handlers it runs: `withErrors(handler)`, a server that catches. */
export interface ErrorWrapper {
  readonly code: Code;
  /** The function that catches. */
  readonly f: FnId;
  /** It writes the answer itself. */
  readonly writes: boolean;
  /** It is handed what it runs: what stands beside it in its file belongs to it. */
  readonly handed: boolean;
}

/** Every wrapper, and the functions that run inside of them. */
export interface WrappedErrors {
  readonly wrappers: readonly ErrorWrapper[];
  has(code: Code): boolean;
  of(code: Code, f: FnId): ErrorWrapper | undefined;
}

/** A wrapper of one handler alone is no central place. */
const least = 2;

const known = new WeakMap<Names, WrappedErrors>();

/** Functions of the project whose errors a wrapper of the project answers. */
export function wrappedErrors(names: Names): WrappedErrors {
  let found = known.get(names);
  if (!found) known.set(names, (found = search(names)));
  return found;
}

function search(names: Names): WrappedErrors {
  const wrappers: ErrorWrapper[] = [];
  const inside = new Map<Code, Map<FnId, ErrorWrapper>>();
  for (const code of names.project.productCodes()) {
    if (code.role !== "product" || !code.summary.regions.some(({ k }) => k === "catch")) continue;
    for (const { wrapper, runs } of wrappersIn(names, code)) {
      wrappers.push(wrapper);
      for (const run of runs) {
        let functions = inside.get(run.code);
        if (!functions) inside.set(run.code, (functions = new Map()));
        if (!functions.has(run.f)) functions.set(run.f, wrapper);
      }
    }
  }
  return { wrappers, has: (code) => inside.has(code), of: (code, f) => nearest(inside.get(code), code, f) };
}

function wrappersIn(names: Names, code: Code): readonly { readonly wrapper: ErrorWrapper; readonly runs: readonly Run[] }[] {
  const calls = callsByRegion(code);
  const { regions } = code.summary;
  return regions.flatMap((region, id) => {
    const tried = region.k === "catch" ? regions.findIndex((other) => other.k === "try" && other.g === region.g && other.fn === region.fn) : -1;
    const candidates = tried === -1 ? [] : candidatesIn(names, code, calls.get(tried) ?? [], region.fn);
    const answer = candidates.length === 0 ? undefined : answerOf(names, code, region, calls.get(id) ?? []);
    const runs =
      answer === undefined
        ? []
        : distinct(candidates.flatMap((item) => (item.root ? handedTo(names, code, item.root) : functionsAt(names, code, item.callee))));
    return runs.length < least
      ? []
      : [{ wrapper: { code, f: region.fn, writes: answer === "own", handed: candidates.some(({ root }) => root !== undefined) }, runs }];
  });
}

/** Calls in each `try` and each `catch`. */
function callsByRegion(code: Code): ReadonlyMap<RegionId, readonly ExprId[]> {
  const found = new Map<RegionId, ExprId[]>();
  for (const call of code.summary.calls) {
    for (const id of regionsOf(code, call)) {
      const kind = code.summary.regions[id]?.k;
      if (kind !== "try" && kind !== "catch") continue;
      const list = found.get(id);
      if (list) list.push(call);
      else found.set(id, [call]);
    }
  }
  return found;
}

function nearest(functions: ReadonlyMap<FnId, ErrorWrapper> | undefined, code: Code, from: FnId): ErrorWrapper | undefined {
  if (!functions) return undefined;
  for (let f = from; f !== 0; f = code.summary.functions[f]?.parent ?? 0) {
    const found = functions.get(f);
    if (found) return found;
  }
  return undefined;
}

interface Run {
  readonly code: Code;
  readonly f: FnId;
}

/** Callees in a `try` that may be handlers: what the wrapper is handed, or what a server calls. */
function candidatesIn(names: Names, code: Code, calls: readonly ExprId[], fn: FnId): readonly { readonly callee: ExprId; readonly root?: ParamRoot }[] {
  const callees = calls.flatMap((call) => {
    const expr = code.expr(call);
    return expr.k === "call" ? [{ callee: expr.c, root: rootOf(code, expr.c) }] : [];
  });
  const handed = callees.flatMap(({ callee, root }) => (root && isInside(code, fn, root.f) ? [{ callee, root }] : []));
  return handed.length === 0 && isServer(names, code, fn) ? callees.flatMap(({ callee, root }) => (root ? [] : [{ callee }])) : handed;
}

function distinct(runs: readonly Run[]): readonly Run[] {
  return runs.filter((run, at) => runs.findIndex((other) => other.code === run.code && other.f === run.f) === at);
}

/** The one function of a file that serves every path by itself. */
function isServer(names: Names, code: Code, f: FnId): boolean {
  const served = names.project.catalog.libraries.flatMap(({ http }) =>
    (http?.fileHandlers ?? []).flatMap((fact) => (fact.serves?.path === undefined ? [] : fact.exports)),
  );
  return served.some((path) => {
    const [head, member = ""] = path.split(".");
    const value = code.summary.exports.find(({ n }) => n === head)?.v;
    const items = value === undefined ? [] : names.denote(code, value).flatMap((item) => names.memberOf(item, member));
    return items.some((item) => item.k === "function" && item.code === code && item.f === f);
  });
}

/** Functions handed to the parameter of a wrapper: directly, or under a property. */
function handedTo(names: Names, code: Code, { f, i, path }: ParamRoot): readonly Run[] {
  return findManyCalls(names, code, f).flatMap((found) => {
    const id = found.args[i];
    if (id === undefined) return [];
    if (path.length === 0) return functionsAt(names, found.code, id);
    return readPath(names, { code: found.code, id }, path).values.flatMap((value) => functionsAt(names, value.code, value.id));
  });
}

function functionsAt(names: Names, code: Code, id: ExprId): readonly Run[] {
  return names.denote(code, id).flatMap((item) => (item.k === "function" ? [{ code: item.code, f: item.f }] : []));
}

/** Whether a `catch` answers: itself, or by a function of ours that does. */
function answerOf(names: Names, code: Code, { s, e }: Region, calls: readonly ExprId[]): "own" | "other" | undefined {
  if (answersIn(names, code).some(({ span, status }) => s <= span.s && span.e <= e && isError(status))) return "own";
  const asks = calls.some((call) => {
    const expr = code.expr(call);
    return expr.k === "call" && functionsAt(names, code, expr.c).some((run) => answers(names, run));
  });
  return asks ? "other" : undefined;
}

function answers(names: Names, { code, f }: Run): boolean {
  const fn = code.summary.functions[f];
  return fn !== undefined && answersIn(names, code).some(({ span, status }) => fn.s <= span.s && span.e <= fn.e && isError(status));
}

function isError(status: number | undefined): boolean {
  return status === undefined || status >= 400;
}
