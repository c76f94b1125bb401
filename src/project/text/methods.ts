import type { Expr, ExprId } from "#syntax/summary";
import { patternOf } from "../bounded.ts";
import type { Code } from "../code.ts";
import type { TextWalk } from "../text.ts";
import { globalHarmless, harmless, mapping, passing } from "./functions.ts";
import { callbackArguments } from "./parameters.ts";
import { ofKeys } from "./parts.ts";
import { ofReturns } from "./returns.ts";
import { doublesQuotes, keepsOnlyListed, withoutElement } from "./shapes.ts";
import type { Argument, Visit } from "./visit.ts";

type Member = Extract<Expr, { k: "member" }>;

/** What a method of the language makes of the text, the array or the object it is called on. */
export function ofMethod(walk: TextWalk, visit: Visit, callee: Member, args: readonly ExprId[]): string {
  const { code, path, before } = visit;
  const { o, p } = callee;
  const owner = code.expr(o);
  const known = owner.k === "global" ? ofGlobalMethod(walk, visit, `${owner.n}.${p}`, args) : undefined;
  if (known !== undefined) return known;
  if (harmless.has(p)) return before;
  if (p === "join") return walk.follow({ ...visit, id: o, path: ["*"] });
  if (mapping.has(p)) return ofMapped(walk, visit, callee, args);
  if (p === "filter" && filtersByList(code, args[0])) return before;
  if (p === "replace" || p === "replaceAll") return ofReplaced(walk, visit, o, args);
  if (p === "concat") {
    let after = walk.follow({ ...visit, id: o });
    for (const id of args) after = walk.follow({ ...visit, id, before: after });
    return after;
  }
  if (p === "split") return walk.follow({ ...visit, id: o, path: path.slice(1) });
  if (passing.has(p)) return walk.follow({ ...visit, id: o, path: p === "find" || p === "pop" || p === "shift" || p === "at" ? ["*", ...path] : path });
  if (p === "then" || p === "catch") return walk.leaf(visit, "unknown");
  return ofUnknownMethod(walk, visit, callee);
}

/** A method nobody declared here: a getter-like one on request data or a plain parameter still gives the caller's data. */
function ofUnknownMethod(walk: TextWalk, visit: Visit, { o, p }: Member): string {
  const count = walk.leaves.length;
  const after = walk.follow({ ...visit, id: o, path: [`${p}()`, ...visit.path] });
  const added = walk.leaves.slice(count);
  if (added.some((leaf) => leaf.kind === "untrusted")) return after;
  const getter = /^(?:get|to|value|raw|as|param|header|query|input|form|unwrap)/i.test(p);
  const plain = added.every((leaf) => leaf.kind === "param" && leaf.param && leaf.code.summary.functions[leaf.param.f]?.kind !== "constructor");
  if (getter && added.length > 0 && plain) return after;
  walk.leaves.length = count;
  return walk.leaf(visit, "unknown");
}

/** A method of an object of the language (`Object.keys`), `undefined` where nothing is known of it. */
function ofGlobalMethod(walk: TextWalk, visit: Visit, name: string, args: readonly ExprId[]): string | undefined {
  const [first, second] = args;
  if (/^(?:Math|Date|Number|performance|crypto)\./.test(name)) return visit.before;
  if (name === "JSON.stringify" || name === "JSON.parse" || name === "Buffer.from")
    return first === undefined ? visit.before : walk.follow({ ...visit, id: first });
  if (first === undefined) return undefined;
  if (name.startsWith("Object.")) return ofObjectMethod(walk, visit, name, [first, ...args.slice(1)]);
  if (name === "Array.from" || name === "Array.of" || name === "Array.isArray") {
    const mapper = second === undefined ? undefined : visit.code.expr(second);
    if (mapper?.k !== "function") return walk.follow({ ...visit, id: first });
    const given: readonly Argument[] = [{ element: first }, "bounded"];
    return ofReturns(walk, { ...visit, path: [] }, { k: "function", code: visit.code, f: mapper.f }, given, visit.code.expr(first));
  }
  return name.startsWith("Promise.") ? walk.follow({ ...visit, id: first }) : undefined;
}

function ofObjectMethod(walk: TextWalk, visit: Visit, name: string, args: readonly [ExprId, ...ExprId[]]): string | undefined {
  const { path, before } = visit;
  const [first] = args;
  switch (name) {
    case "Object.keys":
      return ofKeys(walk, visit, first);
    case "Object.values":
      return walk.follow({ ...visit, id: first, path: ["*", ...path.slice(1)] });
    case "Object.entries":
      if (path[1] === "0") return ofKeys(walk, visit, first);
      return walk.follow({ ...visit, id: first, path: path[1] === "1" ? ["*", ...path.slice(2)] : ["*"] });
    case "Object.freeze":
    case "Object.assign":
    case "Object.fromEntries": {
      let after = before;
      for (const id of args) after = walk.follow({ ...visit, id });
      return after;
    }
    default:
      return undefined;
  }
}

/** `ids.map(quote)`: what the callback makes of the elements. */
function ofMapped(walk: TextWalk, visit: Visit, { o, p }: Member, args: readonly ExprId[]): string {
  const { code, path, before } = visit;
  const [first] = args;
  if (first === undefined) return before;
  const callback = code.expr(first);
  const given = callbackArguments(code, p, o, args);
  const rest = withoutElement(path);
  if (callback.k === "function")
    return ofReturns(walk, { ...visit, path: p === "reduce" ? path : rest }, { k: "function", code, f: callback.f }, given, callback);
  const named = walk.names.denote(code, first);
  if (named.some((item) => item.k === "function")) {
    let after = before;
    for (const item of named) if (item.k === "function") after = ofReturns(walk, { ...visit, path: rest }, item, given, callback);
    return after;
  }
  const { catalog } = walk.names.project;
  const isSafe = named.some((item) => item.k === "api" && (catalog.isIn(catalog.sql.sanitizers, item.name) || catalog.isIn(catalog.sql.fragments, item.name)));
  if (isSafe || (callback.k === "global" && globalHarmless.has(callback.n))) return before;
  return walk.follow({ ...visit, id: o });
}

const asking = new Set(["includes", "has", "hasOwn", "hasOwnProperty", "test"]);

/** `columns.filter((column) => ALLOWED.includes(column))`: only listed ones are left. */
function filtersByList(code: Code, callback: ExprId | undefined): boolean {
  const expr = callback === undefined ? undefined : code.expr(callback);
  if (expr?.k !== "function") return false;
  return (code.summary.functions[expr.f]?.returns ?? []).some((id) => {
    const value = code.expr(id);
    return value.k === "index" || (value.k === "call" && asking.has(code.calleeName(value.c) ?? ""));
  });
}

/** `value.replace(/[^a-z0-9_]/g, "")` leaves only harmless characters; anything else passes the value on. */
function ofReplaced(walk: TextWalk, visit: Visit, o: ExprId, args: readonly ExprId[]): string {
  const { code, before } = visit;
  const [pattern, replacement] = args;
  const what = pattern === undefined ? undefined : code.expr(pattern);
  const by = replacement === undefined ? undefined : code.expr(replacement);
  if (what?.k === "regexp" && keepsOnlyListed(what.v)) return before;
  if (doublesQuotes(what?.k === "regexp" ? patternOf(what.v) : what?.k === "const" ? what.v : undefined, by?.k === "const" ? by.v : undefined)) return before;
  const inner: Visit = { ...visit, path: [], before: walk.follow({ ...visit, id: o, path: [] }) };
  if (replacement === undefined) return inner.before;
  if (by?.k === "function") return ofReturns(walk, inner, { k: "function", code, f: by.f }, ["bounded", "bounded"], by);
  return walk.follow({ ...inner, id: replacement });
}
