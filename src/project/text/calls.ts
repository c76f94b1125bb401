import { convertingHelpers, harmlessResults, passingHelpers, schemaLibraries, validatingMethods } from "#catalog/values";
import type { Expr, ExprId } from "#syntax/summary";
import { schemaBounds } from "../schemas.ts";
import type { TextWalk } from "../text.ts";
import { globalHarmless, globalPassing, mapping } from "./functions.ts";
import { ofMethod } from "./methods.ts";
import { ofReturns } from "./returns.ts";
import { isStringRaw, rootsInParam } from "./shapes.ts";
import type { Visit } from "./visit.ts";

type Call = Extract<Expr, { k: "call" }>;

/** What a call gives: of a function of ours, of a library, of the language. */
export function ofCall(walk: TextWalk, within: Visit, call: Call): string {
  const visit: Visit = { ...within, top: undefined };
  const { code } = visit;
  const targets = walk.names.denote(code, call.c);
  if (targets.some((item) => item.k === "function" && item.code.summary.functions[item.f]?.kind !== "constructor")) {
    let after = visit.before;
    for (const item of targets) if (item.k === "function") after = ofReturns(walk, visit, item, call.args, call);
    return after;
  }
  const api = targets.find((item) => item.k === "api");
  if (api) return ofApi(walk, visit, api.name, call);
  const callee = code.expr(call.c);
  if (callee.k === "global") return ofGlobalCall(walk, visit, callee.n, call.args);
  return callee.k === "member" ? ofMethod(walk, visit, callee, call.args) : walk.leaf(visit, "unknown");
}

function ofApi(walk: TextWalk, visit: Visit, name: string, { c, args }: Call): string {
  const { catalog } = walk.names.project;
  if (isSafe(walk, name)) return visit.before;
  if (catalog.http.inputCalls.of(name) !== undefined) return walk.leaf(visit, "untrusted", { source: name });
  const formatter = catalog.sql.formatters.of(name);
  if (formatter) return ofFormat(walk, visit, args, new Set(formatter.escaping));
  if (passingHelpers.test(name)) {
    const [first] = args;
    return convertingHelpers.test(name) || first === undefined ? visit.before : walk.follow({ ...visit, id: first, path: [] });
  }
  const callee = visit.code.expr(c);
  if (callee.k !== "member") return walk.leaf(visit, "unknown");
  if (schemaLibraries.test(name) && validatingMethods.test(callee.p)) return ofValidated(walk, visit, callee.o, args);
  return ofLibraryMethod(walk, visit, callee, args);
}

function isSafe(walk: TextWalk, name: string): boolean {
  const { catalog } = walk.names.project;
  return (
    catalog.isIn(catalog.sql.sanitizers, name) ||
    catalog.isIn(catalog.sql.fragments, name) ||
    catalog.isIn(catalog.sql.fragments, catalog.callOf(name)) ||
    harmlessResults.test(name)
  );
}

/** `schema.parse(input)`: what the schema lets through decides. */
function ofValidated(walk: TextWalk, visit: Visit, schema: ExprId, args: readonly ExprId[]): string {
  const { path } = visit;
  const wanted = path[0] === "data" || path[0] === "value" ? path.slice(1) : path;
  const bounds = schemaBounds(walk.names, visit.code, { k: "expr", id: schema }, wanted);
  const [input] = args;
  return bounds === "text" && input !== undefined ? walk.follow({ ...visit, id: input, path: wanted }) : visit.before;
}

/** A method of a library's value: a member of a request (`c.req.param("id")`), or something we cannot see. */
function ofLibraryMethod(walk: TextWalk, visit: Visit, callee: Extract<Expr, { k: "member" }>, args: readonly ExprId[]): string {
  const { o, p } = callee;
  const count = walk.leaves.length;
  if (args.length < 3 && rootsInParam(visit.code, o)) {
    // `const { ids } = req.body`, `ids.map(() => "?").join()`: what an array of the request is made into, not what lies in it.
    if (mapping.has(p) || (p === "join" && args.length < 2)) return ofMethod(walk, visit, callee, args);
    const after = walk.follow({ ...visit, id: o, path: [`${p}()`, ...visit.path] });
    if (walk.leaves.slice(count).some((leaf) => leaf.kind === "untrusted")) return after;
    walk.leaves.length = count;
  }
  return walk.leaf(visit, "unknown");
}

function ofGlobalCall(walk: TextWalk, visit: Visit, name: string, args: readonly ExprId[]): string {
  if (globalHarmless.has(name)) return visit.before;
  const [first] = args;
  return globalPassing.has(name) && first !== undefined ? walk.follow({ ...visit, id: first }) : walk.leaf(visit, "unknown");
}

/** `format("SELECT %I FROM loans", column)`: what its placeholders escape is bounded. */
function ofFormat(walk: TextWalk, visit: Visit, args: readonly ExprId[], escaping: ReadonlySet<string>): string {
  const [format, ...values] = args;
  if (format === undefined) return visit.before;
  const text = visit.code.expr(format);
  if (text.k !== "const" || typeof text.v !== "string") return walk.follow({ ...visit, id: format, path: [] });
  let after = visit.before;
  let next = 0;
  let last = 0;
  for (const match of text.v.matchAll(/%(?:\d+\$)?([A-Za-z%])/g)) {
    after += walk.say(text.v.slice(last, match.index));
    last = match.index + match[0].length;
    if (match[1] === "%") continue;
    const id = values[next++];
    if (id !== undefined && !escaping.has(match[1] ?? "")) after = walk.follow({ ...visit, id, path: [], before: after });
  }
  return after + walk.say(text.v.slice(last));
}

/** A tagged template: the tag of a library binds what stands in it. */
export function ofTag(walk: TextWalk, visit: Visit, { tag, quasi }: Extract<Expr, { k: "tag" }>): string {
  if (isStringRaw(visit.code, tag)) return walk.follow({ ...visit, id: quasi, path: [] });
  const { catalog } = walk.names.project;
  const isBound = walk.names.apisOf(visit.code, tag).some((name) => catalog.isIn(catalog.sql.tags, name));
  return isBound ? visit.before : walk.leaf(visit, "unknown");
}

/** `new URL(address)`, `new Set(ids)`: objects of the language that hold what they are given. */
export function ofNew(walk: TextWalk, visit: Visit, { c, args }: Extract<Expr, { k: "new" }>): string {
  const callee = visit.code.expr(c);
  const [first] = args;
  const { path } = visit;
  if (callee.k !== "global") return walk.leaf(visit, "unknown");
  if (callee.n === "Date") return visit.before;
  if (!/^(?:URL|URLSearchParams|String|Set|Map|Array)$/.test(callee.n) || first === undefined) return walk.leaf(visit, "unknown");
  return walk.follow({ ...visit, id: first, path: path[0]?.endsWith("()") || path[0] === "searchParams" ? [] : path });
}
