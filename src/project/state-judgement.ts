import type { ExprId, FnId, Span } from "#syntax/summary";
import { findCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import { collections, type Content, contentOf, isGlobalOf } from "./content.ts";
import type { Mutation } from "./mutations.ts";
import type { Names } from "./names.ts";
import { ofFile } from "./per-file.ts";
import { keyOfExpr } from "./storage-key.ts";
import type { StatePlace } from "./state-places.ts";

/** Content below a place: `.users` of `const store = { users: [] }`. */
export function contentBelow(place: StatePlace, below: string): Content {
  let id = place.init;
  for (const name of below.split(".").slice(1)) {
    const object = id === undefined ? undefined : place.code.expr(id);
    if (object?.k !== "object") return "opaque";
    id = object.props.findLast(([key]) => key === name)?.[1];
    if (id === undefined) return "opaque";
  }
  const own = contentOf(place.code, id);
  if (own !== "value") return own;
  const refilled = place.changes.some(
    (change) => change.below === below && change.op === "assign" && change.values.some((value) => contentOf(change.code, value) === "collection"),
  );
  return refilled ? "collection" : own;
}

/** `skills.add(name)` on an object of ours that has an `add`: a call of that function, which says itself what it changes. */
export function isOwnMethod(place: Pick<StatePlace, "code" | "init">, below: string, method: string | undefined): boolean {
  if (method === undefined) return false;
  let id = place.init;
  for (const name of below.split(".").slice(1)) {
    const object = id === undefined ? undefined : place.code.expr(id);
    id = object?.k === "object" ? object.props.findLast(([key]) => key === name)?.[1] : undefined;
  }
  const object = id === undefined ? undefined : place.code.expr(id);
  return object?.k === "object" && object.props.some(([key]) => key === method);
}

/** `sockets.set(room, new Set())`: an empty room for live things. */
export function isRoomForLive(place: StatePlace, { code, values }: Mutation): boolean {
  if (!/(?:sockets?|connections?|streams?|listeners?|emitters?)$/i.test(place.name)) return false;
  return values.some((id) => {
    const value = code.expr(id);
    return value.k === "new" ? value.args.length === 0 && isGlobalOf(code, value.c, collections) : value.k === "array" && value.items.length === 0;
  });
}

/** Live things of this process: they cannot lie anywhere else, so keeping them is no state a store could take over. */
const liveName =
  /(?:^|_|[a-z])(?:sockets?|ws|res|reply|response|conn(?:ection)?s?|streams?|controllers?|emitters?|clients?|pools?|drivers?|executors?|data_?sources?|timers?|timeouts?|intervals?|subscriptions?|subscribers?|listeners?|handlers?|callbacks?|cb|resolvers?|resolve|reject|promises?|observers?|writers?|watchers?|workers?|child|process|page|browser|instance|transport|server|peer|channel|logger|fn|func|hook|plugin|middleware|schema|validator|template|compiled|regexp?)$/i;

/** Whether a stored value is a live thing: a function, an object of a class, a timer, a connection. */
export function isLive(code: Code, id: ExprId, depth = 0): boolean {
  const expr = code.expr(id);
  if (depth > 4) return false;
  switch (expr.k) {
    case "function":
    case "class":
    case "receiver":
    case "this":
      return true;
    case "new":
      return !isGlobalOf(code, expr.c, new Set([...collections, "Date", "String", "Number", "URL"]));
    case "call":
      return (
        liveName.test(code.calleeName(expr.c) ?? "") ||
        /^(?:set(?:Timeout|Interval)|create[A-Z]\w*|make[A-Z]\w*|connect|compile|build[A-Z]\w*)$/.test(code.calleeName(expr.c) ?? "")
      );
    case "member":
      return liveName.test(expr.p);
    case "param":
      return liveName.test(code.summary.functions[expr.f]?.params[expr.i]?.n ?? "");
    case "object":
      return expr.props.some(([name, value]) => liveName.test(name) || isLive(code, value, depth + 1));
    case "name": {
      const binding = code.summary.bindings[expr.b];
      if (binding && liveName.test(binding.n)) return true;
      return (code.summary.writes[`b${expr.b}`] ?? []).some((write) => write.op === "=" && isLive(code, write.v, depth + 1));
    }
    case "either":
      return expr.of.some((item) => isLive(code, item, depth + 1));
    default:
      return false;
  }
}

const children = (code: Code, id: ExprId): readonly ExprId[] => {
  const expr = code.expr(id);
  switch (expr.k) {
    case "member":
    case "spread":
    case "element":
    case "key":
      return [expr.o];
    case "index":
      return [expr.o, expr.i];
    case "call":
    case "new":
      return [expr.c, ...expr.args];
    case "either":
      return expr.of;
    case "array":
      return expr.items;
    case "object":
      return expr.props.map(([, value]) => value);
    case "concat":
      return [expr.l, expr.r];
    case "template":
      return expr.parts;
    default:
      return [];
  }
};

/** Whether some part of a value passes a test, variables looked through. */
function hasPart(code: Code, id: ExprId, test: (id: ExprId) => boolean, depth = 0): boolean {
  if (test(id)) return true;
  if (depth > 8) return false;
  const expr = code.expr(id);
  if (expr.k === "name") return localWrites(code, expr.b).some((v) => hasPart(code, v, test, depth + 1));
  return children(code, id).some((part) => hasPart(code, part, test, depth + 1));
}

function localWrites(code: Code, b: number): readonly ExprId[] {
  return code.summary.bindings[b]?.fn === 0 ? [] : (code.summary.writes[`b${b}`] ?? []).map((write) => write.v);
}

/** Whether a value comes from what the function was given. */
export function isGiven(code: Code, id: ExprId): boolean {
  return hasPart(code, id, (part) => {
    const expr = code.expr(part);
    return expr.k === "param" || (expr.k === "name" && code.summary.bindings[expr.b]?.kind === "param");
  });
}

/** Reads of a changed place in the file of the change. */
function readsOf({ code, key }: Mutation): readonly Span[] {
  const targets = new Set((code.summary.writes[key] ?? []).map((write) => write.at));
  return (placesByKey(code).get(key) ?? []).filter((place) => !targets.has(place.s));
}

/** Where a file names variables and members, by their storage key. */
const placesByKey = ofFile((code): ReadonlyMap<string, readonly Span[]> => {
  const found = new Map<string, Span[]>();
  code.summary.exprs.forEach((expr, id) => {
    const key = expr.k === "name" || expr.k === "member" ? keyOfExpr(code, id) : undefined;
    if (key === undefined) return;
    const places = found.get(key);
    if (places) places.push(expr);
    else found.set(key, [expr]);
  });
  return found;
});

/** `client = client ?? create()`, `if (!rates) rates = await load()`: the place is looked at before it is filled, here or where this function is called. */
export function isFilledOnce(names: Names, change: Mutation): boolean {
  const { code, fn } = change;
  if (change.once || keepsOld(change)) return true;
  const reads = readsOf(change);
  const readIn = (f: FnId, until: number): boolean => {
    const span = code.summary.functions[f];
    return span !== undefined && f !== 0 && reads.some((read) => span.s <= read.s && read.e <= until);
  };
  if (readIn(fn, change.s)) return true;
  const parent = code.summary.functions[fn]?.parent ?? 0;
  if (readIn(parent, change.s)) return true;
  return findCalls(names, code, fn).some((call) => {
    const expr = call.code.expr(call.call);
    return call.code === code && (expr.k === "call" || expr.k === "new") && readIn(expr.fn, expr.s);
  });
}

/** `rates = rates ?? load()` */
function keepsOld({ code, key, values }: Mutation): boolean {
  return values.some((id) => {
    const value = code.expr(id);
    return value.k === "either" && value.of.some((item) => keyOfExpr(code, item) === key);
  });
}

/** Whether the new value is made from the old one. */
export function isMadeFromItself(change: Mutation): boolean {
  if (keepsOld(change)) return false;
  const reads = readsOf(change);
  return change.values.some((id) => {
    const value = change.code.expr(id);
    return reads.some((read) => value.s <= read.s && read.e <= value.e);
  });
}

/** Whether a function gives back what it finds in the collection it fills: a cache. */
export function isReadThrough(change: Mutation): boolean {
  const { code, key } = change;
  const isRead = (id: ExprId): boolean => {
    const expr = code.expr(id);
    if (expr.k === "index") return keyOfExpr(code, expr.o) === key;
    if (expr.k !== "call") return false;
    const callee = code.expr(expr.c);
    return callee.k === "member" && callee.p === "get" && keyOfExpr(code, callee.o) === key;
  };
  for (let f = change.fn, level = 0; f !== 0 && level < 3; level++) {
    const fn = code.summary.functions[f];
    if (!fn) return false;
    if (fn.returns.some((id) => hasPart(code, id, isRead))) return true;
    f = fn.parent;
  }
  return false;
}

/** The same, or a function that calls it does: `find(id) { return names.get(id) ?? this.load(id) }`. */
export function isReadThroughHere(names: Names, change: Mutation): boolean {
  if (isReadThrough(change)) return true;
  return findCalls(names, change.code, change.fn).some(({ code, call }) => {
    const expr = code.expr(call);
    return code === change.code && (expr.k === "call" || expr.k === "new") && isReadThrough({ ...change, fn: expr.fn });
  });
}

/** `if (isLoaded) return; … rows.push(row); … isLoaded = true`: filled by whoever comes first, and never again. */
export function isLoadedOnce({ code, fn, s }: Mutation): boolean {
  for (let f = fn; f !== 0; f = code.summary.functions[f]?.parent ?? 0) {
    const own = code.summary.functions[f];
    if (!own) return false;
    const flag = /\bif\s*\(\s*(?:this\.|\w+\.)?#?(\w+)\s*\)\s*\{?\s*return\b/.exec(code.text.slice(own.s, s))?.[1];
    if (flag !== undefined && new RegExp(`\\b${flag}\\s*=\\s*true\\b`).test(code.text.slice(own.s, own.e))) return true;
  }
  return false;
}

/** `new Map<string, Promise<void>>()`: what is under way in this process. */
export function holdsPromises({ code, span, init }: StatePlace): boolean {
  const end = init === undefined ? span.e : code.expr(init).e;
  return /\bMap\s*<[^()]{0,80},\s*Promise\s*</.test(code.text.slice(span.s, Math.max(end, span.e)));
}
