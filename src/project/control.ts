import { libraryIterators } from "#catalog/iterators";
import type { ExprId, FnId, Region, RegionId, Span } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { blockEnd } from "./spans.ts";

/** The function an expression stands in, and its innermost region. Calls say it themselves; for others it is looked for. */
export function standsIn(code: Code, id: ExprId): { readonly fn: FnId; readonly r?: RegionId | undefined } {
  const expr = code.expr(id);
  if (expr.k === "call" || expr.k === "new" || expr.k === "tag") return expr;
  const { functions, regions } = code.summary;
  return { fn: innermost(functions, expr) ?? 0, r: innermost(regions, expr) };
}

/** The smallest of some stretches around another. */
function innermost(stretches: readonly Span[], { s, e }: Span): number | undefined {
  let found: number | undefined;
  stretches.forEach((item, index) => {
    const before = found === undefined ? undefined : stretches[found];
    if (item.s <= s && e <= item.e && (!before || item.e - item.s <= before.e - before.s)) found = index;
  });
  return found;
}

/** Regions around a call, innermost first, those of outer functions included. */
export function regionsOf(code: Code, call: ExprId): readonly RegionId[] {
  const found: RegionId[] = [];
  let at = standsIn(code, call).r;
  for (; at !== undefined; at = code.summary.regions[at]?.up) found.push(at);
  return found;
}

/**
 * Whether the second call never runs after the first one: they stand in different arms of one statement,
 * or the arm of the first leaves the function (or the turn of the loop) before the second is reached.
 */
export function areExclusive(code: Code, first: ExprId, second: ExprId): boolean {
  const around = new Set(regionsOf(code, second));
  const { regions } = code.summary;
  const arms = new Map([...around].flatMap((id) => (regions[id] ? [[regions[id].g, regions[id]] as const] : [])));
  return regionsOf(code, first).some((id) => {
    const region = regions[id];
    if (!region || around.has(id)) return false;
    const other = arms.get(region.g);
    if (other && isOtherArm(region, other)) return true;
    return region.exits !== undefined && leavesBoth(code, region, around);
  });
}

function isOtherArm(a: Region, b: Region): boolean {
  if (a.k === "case" && b.k === "case") return a.s !== b.s && a.exits !== undefined;
  return (a.k === "then" && b.k === "else") || (a.k === "else" && b.k === "then");
}

/** `return` and `throw` leave for all that follows in the function; `break` and `continue` for what is left of the turn. */
function leavesBoth(code: Code, region: Region, around: ReadonlySet<RegionId>): boolean {
  if (region.k === "case" && region.exits === "break") return false;
  if (region.exits === "return" || region.exits === "throw") return region.k !== "try" && region.k !== "catch" ? true : region.exits === "return";
  for (let up = region.up; up !== undefined; up = code.summary.regions[up]?.up) {
    if (code.summary.regions[up]?.k === "loop") return around.has(up);
  }
  return false;
}

/** The innermost region of a kind around a call, no further out than a function. */
export function enclosing(code: Code, call: ExprId, kind: Region["k"], f?: FnId): Region | undefined {
  for (const id of regionsOf(code, call)) {
    const region = code.summary.regions[id];
    if (!region || (f !== undefined && !isInside(code, region.fn, f))) return undefined;
    if (region.k === kind) return region;
  }
  return undefined;
}

/** The `catch` of a `try`; none where there is none, or where it calls nothing. */
export function handlerOf(code: Code, { g, fn }: Region): Region | undefined {
  return code.summary.regions.find((other) => other.k === "catch" && other.g === g && other.fn === fn);
}

const mostText = 2000;

/** The `catch` of a `try` as it is written, the braces with it, also where it calls nothing and leaves nothing and is therefore no region. */
export function handlerText(code: Code, attempt: Region): string | undefined {
  const handler = handlerOf(code, attempt);
  if (handler) return code.text.slice(handler.s, handler.e);
  const near = code.text.slice(attempt.e, attempt.e + mostText);
  const start = /^\s*\}?\s*catch\s*(?:\([^)]*\))?\s*(?=\{)/.exec(near)?.[0].length;
  const end = start === undefined ? undefined : blockEnd(near, start);
  return end === undefined ? undefined : near.slice(start, end);
}

/** Whether a function is another one, or is written inside it. */
export function isInside(code: Code, inner: FnId, outer: FnId): boolean {
  for (let f = inner; ; f = code.summary.functions[f]?.parent ?? 0) {
    if (f === outer) return true;
    if (f === 0) return false;
  }
}

const iterating = new Set(["map", "forEach", "flatMap", "filter", "some", "every", "reduce", "find", "findIndex", "each", "mapSeries", "eachSeries"]);

/** What goes through a collection around a call: a loop, or a callback of `map`, `forEach` and the like; innermost first, up to a function. */
export interface Iteration {
  readonly kind: "loop" | "callback";
  /** The collection, or the condition of a loop that has none. */
  readonly o?: ExprId;
  readonly region?: Region;
  /** The callback's function and the call it is handed to. */
  readonly f?: FnId;
  readonly call?: ExprId;
}

export function iterationsAround(code: Code, call: ExprId, f: FnId): readonly Iteration[] {
  const start = standsIn(code, call).fn;
  const found: (Iteration & { readonly s: number })[] = [];
  for (const id of regionsOf(code, call)) {
    const region = code.summary.regions[id];
    if (!region || !isInside(code, region.fn, f)) break;
    if (region.k === "loop") found.push({ kind: "loop", region, s: region.s, ...(region.o !== undefined && { o: region.o }) });
  }
  for (let at = start; at !== f && at !== 0; at = code.summary.functions[at]?.parent ?? 0) {
    const use = callbackUse(code, at);
    const o = use && (libraryCollection(code, use.callee, use.call, use.argument) ?? ownCollection(code, use.callee, use.argument));
    if (use && o !== undefined) found.push({ kind: "callback", f: at, call: use.call, o, s: code.summary.functions[at]?.s ?? 0 });
  }
  return found.sort((a, b) => b.s - a.s);
}

/** `loans.map(…)`. */
function ownCollection(code: Code, callee: ExprId, argument: number): ExprId | undefined {
  const expr = code.expr(callee);
  return argument === 0 && expr.k === "member" && iterating.has(expr.p) ? expr.o : undefined;
}

/** The collection a library's function goes through with a callback: `pMap(loans, …)`, `_.each(loans, …)`, `Promise.map(loans, …)` of Bluebird. */
export function libraryCollection(code: Code, callee: ExprId, call: ExprId, argument: number): ExprId | undefined {
  const expr = code.expr(call);
  if (argument === 0 || expr.k !== "call") return undefined;
  const target = code.expr(callee);
  const [owner, path] = target.k === "member" ? [code.expr(target.o), target.p] : [target, undefined];
  const from = owner.k === "name" ? importOf(code, owner.b) : undefined;
  if (!from) return undefined;
  const method = path ?? (from.n === "*" ? "default" : from.n);
  return libraryIterators[from.specifier]?.[method] === argument ? expr.args[0] : undefined;
}

/** The package and name a binding was imported as; what `require` brings is the package itself. */
function importOf(code: Code, b: number): { readonly specifier: string; readonly n: string } | undefined {
  const { bindings, imports, writes } = code.summary;
  const imported = bindings[b]?.imported;
  if (imported) return { specifier: imports[imported.i]?.specifier ?? "", n: imported.n };
  const [only] = writes[`b${String(b)}`] ?? [];
  const value = only && code.expr(only.v);
  const [module, n] = value?.k === "member" ? [code.expr(value.o), value.p] : [value, "*"];
  return module?.k === "module" ? { specifier: imports[module.i]?.specifier ?? "", n } : undefined;
}
