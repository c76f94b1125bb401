import type { ExprId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { type FoundCall, findCalls } from "./callers.ts";
import type { Names } from "./names.ts";
import { type Frame, type Origin, originsOf, type Property, readPath } from "./origins.ts";

/** A call of a library, seen from a caller: `callers` leads from the function the call stands in outwards. */
export interface CallSite {
  readonly code: Code;
  readonly call: ExprId;
  /** API name of what is called. */
  readonly api: string;
  readonly args: readonly ExprId[];
  readonly frame: Frame | undefined;
  readonly callers: readonly FoundCall[];
}

const maxCallers = 4;

/** Calls of a file whose callee is a library API that may matter: by the last name, or a plain name that was imported under another one. */
export function* callsOf(names: Names, code: Code, methods: ReadonlySet<string>): Iterable<CallSite> {
  for (const call of code.summary.calls) {
    const expr = code.expr(call);
    if (expr.k !== "call" && expr.k !== "new") continue;
    const callee = code.expr(expr.c);
    if (callee.k !== "name" && callee.k !== "super" && !methods.has(code.calleeName(expr.c) ?? "")) continue;
    for (const api of new Set(names.apisOf(code, expr.c))) yield { code, call, api, args: expr.args, frame: undefined, callers: [] };
  }
}

/** Like {@link callsOf}, for APIs that are called by their own names; a plain name counts when it is one of them, or the default export of a package. */
export function* callsIn(names: Names, code: Code, methods: ReadonlySet<string>): Iterable<Pick<CallSite, "call" | "api">> {
  for (const [name, calls] of code.callsByName) {
    for (const call of calls) {
      const expr = code.expr(call);
      if ((expr.k !== "call" && expr.k !== "new") || !(methods.has(name) || isDefaultImport(code, expr.c))) continue;
      for (const api of new Set(names.apisOf(code, expr.c))) yield { call, api };
    }
  }
}

function isDefaultImport(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  return expr.k === "name" && (code.summary.bindings[expr.b]?.imported?.n === "default" || code.summary.bindings[expr.b]?.imported?.n === "*");
}

/** Value at an argument path (`2.expiresIn`, `^0.key`): see `TokenFacts`. */
export function readArgument(names: Names, site: CallSite, path: string, maker?: string): Property {
  const fromMaker = path.startsWith("^");
  const [head = "", ...rest] = path.slice(fromMaker ? 1 : 0).split(".");
  const made = fromMaker ? makerOf(names, site, maker ?? "") : undefined;
  if (fromMaker && !made) return { values: [], absent: false, opaque: [{ code: site.code, id: site.call, frame: site.frame }] };
  const { code, frame } = made ?? site;
  const args = made?.args ?? site.args;
  const id = args[Number(head)];
  if (id === undefined || code.expr(id).k === "spread")
    return {
      values: [],
      absent: id === undefined && !args.some((argument) => code.expr(argument).k === "spread"),
      opaque: id === undefined ? [] : [{ code, id, frame }],
    };
  if (rest.length > 0) return readPath(names, { code, id, frame }, rest);
  const values = originsOf(names, { code, id, frame });
  return { values, absent: values.length === 0, opaque: [] };
}

/** The call that made a receiver. */
export interface Maker {
  readonly code: Code;
  readonly args: readonly ExprId[];
  readonly frame: Frame | undefined;
}

/** The call that made the receiver: `new SignJWT(…)` at the start of a chain, `createSigner(…)` behind a variable. */
export function makerOf(names: Names, site: CallSite, maker: string): Maker | undefined {
  const name = `${site.api.slice(0, site.api.indexOf("#"))}#${maker}`;
  let at: Origin = { code: site.code, id: calleeOf(site.code, site.call), frame: site.frame };
  for (let step = 0; step < 30; step++) {
    const found = originsOf(names, at).find((origin) => /^(?:call|new|member)$/.test(origin.code.expr(origin.id).k));
    const expr = found?.code.expr(found.id);
    if (!found || !expr) return undefined;
    if (expr.k === "member") at = { ...found, id: expr.o };
    else if (expr.k === "call" || expr.k === "new") {
      if (names.apisOf(found.code, expr.c).includes(name)) return { code: found.code, args: expr.args, frame: found.frame };
      at = { ...found, id: expr.c };
    } else return undefined;
  }
  return undefined;
}

function calleeOf(code: Code, call: ExprId): ExprId {
  const expr = code.expr(call);
  return expr.k === "call" || expr.k === "new" ? expr.c : call;
}

/** Whether something hinges on what callers pass: parameters of the outermost function we know the site from. */
export function hinges(opaque: readonly Origin[]): readonly Origin[] {
  return opaque.filter((origin) => origin.code.expr(origin.id).k === "param");
}

/** The same call, seen from each caller of the function a parameter belongs to. */
export function* fromCallers(names: Names, site: CallSite, param: Origin): Iterable<CallSite> {
  const expr = param.code.expr(param.id);
  if (expr.k !== "param" || site.callers.length >= maxCallers) return;
  for (const found of findCalls(names, param.code, expr.f)) {
    const callers = [...site.callers, found];
    if (site.callers.some((known) => known.code === found.code && known.call === found.call)) continue;
    const frames = [...framesOf(site), { code: param.code, f: expr.f, caller: found.code, args: found.args }];
    const frame = frames.reduceRight<Frame | undefined>((outer, item) => ({ ...item, outer }), undefined);
    yield { ...site, callers, frame };
  }
}

function framesOf({ frame }: CallSite): readonly Omit<Frame, "outer">[] {
  const found: Omit<Frame, "outer">[] = [];
  for (let at = frame; at; at = at.outer) found.push({ code: at.code, f: at.f, caller: at.caller, args: at.args });
  return found;
}

/** Where a site is reported: at the outermost caller, or the call itself. */
export function placeOf({ code, call, callers }: CallSite): { readonly code: Code; readonly call: ExprId } {
  const last = callers.at(-1);
  return last ? { code: last.code, call: last.call } : { code, call };
}

/** What to point at: the call, or, where a chain spans lines, from the method that matters on. */
export function pointOf(code: Code, call: ExprId): Span {
  const whole = code.expr(call);
  const callee = code.expr(calleeOf(code, call));
  if (callee.k !== "member") return whole;
  const from = callee.e - callee.p.length;
  const isBelow = from > whole.s && code.position(from).line > code.position(whole.s).line && code.text.startsWith(callee.p, from);
  return isBelow ? { s: from, e: whole.e } : whole;
}
