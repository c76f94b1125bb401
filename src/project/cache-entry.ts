import type { CacheWrite } from "#catalog/facts/caches";
import { harmlessResults } from "#catalog/values";
import type { ExprId, FnId } from "#syntax/summary";
import { calledName } from "./callers.ts";
import { type CallSite, placeOf } from "./call-sites.ts";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { type Origin, originsOf } from "./origins.ts";
import { ofFile } from "./per-file.ts";

const saysCache = /cach(?:e|ed|ing)(?![a-z])|Cach(?:e|ed|ing)|CACHE|memoi[sz]/;
/** What is kept beside caches in the same store, and must not go by itself. */
const saysData =
  /session|token|lock|mutex|lease|queue|jobs?\b|limit|throttl|cooldown|otp|nonce|state|counter|count\b|version|generation|sequence|cursor|offset|presence|online|subscri|flag|config|setting|secret|credential|invalid|revo[ck]|block|ban(?:ned)?\b|last[_A-Z-]/i;

/** Whether a write into a store that also keeps data is one into a cache: it is said so, or the entry is computed when it is not there yet. */
export function isCacheEntry(names: Names, site: CallSite, write: CacheWrite): boolean {
  if (write.keeps === "cache") return true;
  const [key, value] = site.args;
  if (key === undefined || value === undefined || originsOf(names, { code: site.code, id: value, frame: site.frame }).some(isPlain)) return false;
  if (isReadThrough(names, site, key, value)) return true;
  const said = [...textsOf(names, { code: site.code, id: key, frame: site.frame }), ...namesAround(site.code, site.call)];
  const { code, call } = placeOf(site);
  if (call !== site.call || code !== site.code) said.push(...namesAround(code, call));
  return said.some((text) => saysCache.test(text)) && !said.some((text) => saysData.test(text));
}

/** A constant marks that something happened; it is not worth caching. */
function isPlain({ code, id }: Origin): boolean {
  return /^(?:const|number|boolean)$/.test(code.expr(id).k);
}

/** Constants a key is made of, and the names of functions that make it. */
function textsOf(names: Names, at: Origin, depth = 0): readonly string[] {
  if (depth > 4) return [];
  return originsOf(names, at).flatMap((origin): readonly string[] => {
    const { code } = origin;
    const expr = code.expr(origin.id);
    const deeper = (ids: readonly ExprId[]): readonly string[] => ids.flatMap((id) => textsOf(names, { ...origin, id }, depth + 1));
    if (expr.k === "const") return typeof expr.v === "string" ? [expr.v] : [];
    if (expr.k === "template") return [...expr.quasis, ...deeper(expr.parts)];
    if (expr.k === "concat") return deeper([expr.l, expr.r]);
    return expr.k === "call" ? [code.calleeName(expr.c) ?? ""] : [];
  });
}

/** What the functions and classes around a call, and its file, are called. */
function namesAround(code: Code, call: ExprId): readonly string[] {
  const { s, e } = code.expr(call);
  const { functions, classes } = code.summary;
  const around = functions.flatMap((fn, f) => (fn.kind !== "module" && fn.s <= s && e <= fn.e ? [fn.n || (calledName(code, f) ?? "")] : []));
  const owners = classes.flatMap((item) => (item.s <= s && e <= item.e ? [item.n] : []));
  return [...around, ...owners, code.path.slice(code.path.lastIndexOf("/") + 1)];
}

/** `get` of the same key in the same function, whose result is returned, while what is written was worked out without it. */
function isReadThrough(names: Names, { code, call }: CallSite, key: ExprId, value: ExprId): boolean {
  const set = code.expr(call);
  const receiver = set.k === "call" ? code.expr(set.c) : undefined;
  if (set.k !== "call" || receiver?.k !== "member") return false;
  const outer = outermost(code, set.fn);
  const read = (code.callsByName.get("get") ?? []).find((id) => {
    const get = code.expr(id);
    const callee = get.k === "call" ? code.expr(get.c) : undefined;
    if (get.k !== "call" || callee?.k !== "member" || get.args[0] === undefined || outermost(code, get.fn) !== outer) return false;
    return sameText(code, callee.o, receiver.o) && sameText(code, get.args[0], key);
  });
  if (read === undefined) return false;
  const returned = code.summary.functions.flatMap((fn, f) => (f !== 0 && outermost(code, f) === outer ? fn.returns : []));
  if (!returned.some((id) => behind(code, id).has(read))) return false;
  return [...behind(code, value)].some((id) => isWork(names, code, id) && !behind(code, id).has(read));
}

/** A call that fetches or computes: not of a language's own objects, not one that makes an id or a time. */
function isWork(names: Names, code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  if (expr.k !== "call") return false;
  const callee = code.expr(expr.c);
  const owner = callee.k === "member" ? code.expr(callee.o) : callee;
  if (owner.k === "global" && owner.n !== "fetch") return false;
  return !names.apisOf(code, expr.c).some((api) => harmlessResults.test(api));
}

const reached = ofFile(() => new Map<ExprId, ReadonlySet<ExprId>>());

/** Every expression of the file a value is made of. */
function behind(code: Code, start: ExprId): ReadonlySet<ExprId> {
  const known = reached(code);
  const answer = known.get(start);
  if (answer) return answer;
  const found = new Set<ExprId>([start]);
  for (const id of found) for (const part of partsOf(code, id)) if (found.size < 400) found.add(part);
  known.set(start, found);
  return found;
}

function partsOf(code: Code, id: ExprId): readonly ExprId[] {
  const expr = code.expr(id);
  switch (expr.k) {
    case "name":
      return (code.summary.writes[`b${expr.b}`] ?? []).map((write) => write.v);
    case "call":
    case "new":
      return [...expr.args, ...receiverOf(code, expr.c)];
    case "member":
    case "element":
    case "spread":
      return [expr.o];
    case "index":
      return [expr.o];
    case "either":
      return expr.of;
    case "template":
      return expr.parts;
    case "concat":
      return [expr.l, expr.r];
    case "object":
      return expr.props.map(([, value]) => value);
    case "array":
      return expr.items;
    default:
      return [];
  }
}

function receiverOf(code: Code, callee: ExprId): readonly ExprId[] {
  const expr = code.expr(callee);
  return expr.k === "member" ? [expr.o] : [];
}

function sameText(code: Code, a: ExprId, b: ExprId): boolean {
  const [one, other] = [code.expr(a), code.expr(b)].map(({ s, e }) => code.text.slice(s, e).replace(/[\s!?]/g, ""));
  return one === other;
}

/** The function a function stands in, up to the module: itself, where it is declared there. */
export function outermost(code: Code, f: FnId): FnId {
  let fn = f;
  for (let parent = code.summary.functions[fn]?.parent ?? 0; parent !== 0; parent = code.summary.functions[fn]?.parent ?? 0) fn = parent;
  return fn;
}
