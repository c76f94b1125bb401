import type { ExprId, FnId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { ofFile } from "./per-file.ts";
import { keyOfExpr } from "./storage-key.ts";

/** A change of something that was there before. */
export interface Mutation extends Span {
  readonly code: Code;
  /** Function the change stands in. */
  readonly fn: FnId;
  /** The changed place in this file: `b12`, `b12.users`, `c3.cache`, `r4.tokens`. */
  readonly key: string;
  /**
   * `assign`: the place gets another value; `update`: `++`, `+=`, `-=`; `entry`: something is put into the collection that lies there;
   * `remove`: something is taken out of it.
   */
  readonly op: "assign" | "update" | "entry" | "remove";
  /** What is stored. */
  readonly values: readonly ExprId[];
  /** Under which key it is stored. */
  readonly entryKey?: ExprId;
  /** `??=`, `||=`. */
  readonly once?: true;
  /** The method that was called: `push`. */
  readonly method?: string;
}

const entering = new Set(["set", "add", "push", "unshift", "splice", "fill"]);
const removing = new Set(["delete", "clear", "pop", "shift"]);

/** Every change in a file, by the root of the changed place (`b12`, `c3`, `r4`, `gglobalThis`). */
export const mutationsOf = ofFile((code): ReadonlyMap<string, readonly Mutation[]> => {
  const byRoot = new Map<string, Mutation[]>();
  const add = (mutation: Mutation): void => {
    const root = rootOf(mutation.key);
    const list = byRoot.get(root);
    if (list) list.push(mutation);
    else byRoot.set(root, [mutation]);
  };
  for (const mutation of [...stores(code), ...calls(code), ...updates(code)]) add(mutation);
  return byRoot;
});

/** First part of a key. */
function rootOf(key: string): string {
  const dot = key.indexOf(".");
  return dot === -1 ? key : key.slice(0, dot);
}

function* stores(code: Code): Iterable<Mutation> {
  for (const [key, writes] of Object.entries(code.summary.writes)) {
    for (const { v, op, at, fn } of writes) {
      if (op === "push") continue;
      const value = code.expr(v);
      const base = { code, fn, key, s: at, e: Math.max(value.e, at + 1), values: [v] };
      if (op === "prop") yield { ...base, op: "entry", ...entryKeyAt(code, at) };
      else if (op === "+=" || (value.k === "number" && value.s === at)) yield { ...base, op: "update" };
      else yield { ...base, op: "assign", ...(/(?:\?\?|\|\|)=[\s(]*$/.test(code.text.slice(at, value.s)) && { once: true as const }) };
    }
  }
}

/** The key of `map[key] = …`: the element expression that starts there. */
function entryKeyAt(code: Code, at: number): { entryKey?: ExprId } {
  const found = indexes(code).get(at);
  return found === undefined ? {} : { entryKey: found };
}

const indexes = ofFile((code): ReadonlyMap<number, ExprId> => new Map(code.summary.exprs.flatMap((expr) => (expr.k === "index" ? [[expr.s, expr.i]] : []))));

function* calls(code: Code): Iterable<Mutation> {
  for (const id of code.summary.calls) {
    const call = code.expr(id);
    const callee = call.k === "call" ? code.expr(call.c) : undefined;
    if (call.k !== "call" || callee?.k !== "member") continue;
    // `list.splice(at, 1)` only takes out.
    const into =
      entering.has(callee.p) && !(callee.p === "splice" && call.args.length < 3 && !call.args.some((argument) => code.expr(argument).k === "spread"));
    if (!into && !removing.has(callee.p) && callee.p !== "splice") continue;
    const key = keyOfExpr(code, callee.o) ?? receiverKey(code, callee.o);
    if (key === undefined) continue;
    const [first] = call.args;
    const pair = callee.p === "set" && first !== undefined;
    yield {
      code,
      fn: call.fn,
      key,
      s: call.s,
      e: call.e,
      op: into ? "entry" : "remove",
      values: pair ? call.args.slice(1) : call.args,
      method: callee.p,
      ...(pair && { entryKey: first }),
    };
  }
}

function* updates(code: Code): Iterable<Mutation> {
  for (const { o, op, fn } of code.summary.updates) {
    const target = code.expr(o);
    const base = { code, fn, s: target.s, e: target.e, values: [] };
    const whole = keyOfExpr(code, o) ?? receiverKey(code, o);
    const holder = target.k === "index" || (op === "delete" && target.k === "member") ? (keyOfExpr(code, target.o) ?? receiverKey(code, target.o)) : undefined;
    if (op === "delete") {
      if (holder !== undefined) yield { ...base, key: holder, op: "remove" };
    } else if (whole !== undefined) yield { ...base, key: whole, op: "update" };
    else if (holder !== undefined) yield { ...base, key: holder, op: "entry", ...(target.k === "index" && { entryKey: target.i }) };
  }
}

/** `this.tokens` in the method of an object literal. */
function receiverKey(code: Code, id: ExprId): string | undefined {
  const expr = code.expr(id);
  if (expr.k === "receiver") return `r${expr.f}`;
  if (expr.k !== "member") return undefined;
  const base = receiverKey(code, expr.o);
  return base === undefined ? undefined : `${base}.${expr.p}`;
}

/** A binding where it is declared: imports, re-exports and `require` are followed. */
export interface Home {
  readonly code: Code;
  readonly b: number;
  /** What is read from it: `import * as store` and `store.loans`. */
  readonly path: readonly string[];
}

/** Where the place an import brings in is declared, or the binding itself. */
export function homeOf(names: Names, code: Code, b: number, path: readonly string[] = [], depth = 0): Home | undefined {
  const binding = code.summary.bindings[b];
  if (!binding || depth > 8) return undefined;
  if (binding.imported) return exportHome(names, code, binding.imported.i, [...(binding.imported.n === "*" ? [] : [binding.imported.n]), ...path], depth);
  const [only, second] = code.summary.writes[`b${b}`] ?? [];
  if (binding.kind === "const" || !second) {
    const read = only && memberPath(code, only.v);
    const base = read && code.expr(read.base);
    if (read && base?.k === "module") return exportHome(names, code, base.i, [...read.path, ...path], depth);
  }
  return { code, b, path };
}

function memberPath(code: Code, id: ExprId, path: readonly string[] = []): { readonly base: ExprId; readonly path: readonly string[] } {
  const expr = code.expr(id);
  return expr.k === "member" ? memberPath(code, expr.o, [expr.p, ...path]) : { base: id, path };
}

function exportHome(names: Names, code: Code, i: number, path: readonly string[], depth: number): Home | undefined {
  const target = names.project.target(code, i);
  const [name, ...rest] = path;
  if (target.kind !== "code" || name === undefined) return undefined;
  const { exports } = target.code.summary;
  const own = exports.find((item) => item.n === name && !item.typeOnly);
  if (own?.v !== undefined) return valueHome(names, target.code, own.v, rest, depth);
  if (own?.i !== undefined)
    return exportHome(names, target.code, own.i, [...(own.imported === undefined || own.imported === "*" ? [] : [own.imported]), ...rest], depth + 1);
  const whole = exports.find((item) => item.n === "=")?.v;
  if (whole !== undefined) return valueHome(names, target.code, whole, name === "default" ? rest : path, depth);
  for (const item of exports) {
    const found = item.n === "*" && item.i !== undefined && depth < 8 ? exportHome(names, target.code, item.i, path, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

function valueHome(names: Names, code: Code, v: ExprId, path: readonly string[], depth: number): Home | undefined {
  const expr = code.expr(v);
  if (expr.k === "name") return homeOf(names, code, expr.b, path, depth + 1);
  const [name, ...rest] = path;
  const value = expr.k === "object" && name !== undefined ? expr.props.findLast(([key]) => key === name)?.[1] : undefined;
  return value === undefined ? undefined : valueHome(names, code, value, rest, depth + 1);
}
