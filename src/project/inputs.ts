import type { ExprId, Fn, FnId, TypeExpr } from "#syntax/summary";
import { calledName } from "./callers.ts";
import type { Code } from "./code.ts";
import { matcher } from "./glob-matcher.ts";
import { denotesFunction } from "./handed-on.ts";
import type { Names } from "./names.ts";
import { registeredTypes } from "./registration-types.ts";

/** What a function parameter is in terms of requests. */
export interface RequestParam {
  /** Member paths that are untrusted (`body`, `query`, `req.param()`); `*` = the whole value. */
  readonly untrusted: readonly string[];
  /** What the parameter is, in a word: `express#Request`, `@Body()`. */
  readonly what: string;
  /** Which input it is, where a decorator says so. */
  readonly input?: string;
  /** A pipe made it a number, a UUID, a member of an enum. */
  readonly bounded?: true;
}

/**
 * Whether the i-th parameter of a function brings untrusted input: by its type, its decorator, how the function is registered,
 * by file convention, or by the `(req, res)` shape of an untyped handler.
 */
export function requestParam(names: Names, code: Code, f: FnId, i: number): RequestParam | undefined {
  let byCode = memo.get(names);
  if (!byCode) memo.set(names, (byCode = new WeakMap()));
  let known = byCode.get(code);
  if (!known) byCode.set(code, (known = new Map()));
  const key = f * 64 + i;
  if (!known.has(key)) known.set(key, findRequestParam(names, code, f, i));
  return known.get(key);
}

const memo = new WeakMap<Names, WeakMap<Code, Map<number, RequestParam | undefined>>>();

function findRequestParam(names: Names, code: Code, f: FnId, i: number): RequestParam | undefined {
  const fn = code.summary.functions[f];
  if (!fn || fn.kind === "constructor") return undefined;
  const decorated = byDecorator(names, code, fn, i);
  if (decorated) return decorated;
  const shaped = hasHandlerShape(code, fn, i)
    ? { untrusted: names.project.catalog.http.untrusted.of("express#Request") ?? [], what: "express#Request" }
    : undefined;
  if (shaped && fn.params[i]?.t) return shaped;
  const param = fn.params[i];
  const typed = names.ofType(code, param?.t).flatMap((item) => (item.k === "api" ? [item.name] : []));
  // A type that is only written down (`{ input }: { input: NewMember }`) says no more than the place where the function is registered.
  const registered = typed.length > 0 ? typed : registeredTypes(names, code, f, i);
  const other = registered.length > 0 ? registered : byFile(names, code, f, i);
  for (const name of other) {
    const untrusted = names.project.catalog.http.untrusted.of(name);
    if (untrusted) return { untrusted, what: name };
  }
  return shaped;
}

function byDecorator(names: Names, code: Code, fn: Fn, i: number): RequestParam | undefined {
  for (const id of fn.params[i]?.decorators ?? []) {
    const expr = code.expr(id);
    const callee = expr.k === "call" ? expr.c : id;
    for (const name of names.apisOf(code, callee)) {
      const input = names.project.catalog.http.inputDecorators.exactly(name);
      if (input === undefined) continue;
      const what = `@${code.calleeName(callee) ?? input}()`;
      return hasPipe(code, expr.k === "call" ? expr.args : []) ? { untrusted: [], what, bounded: true } : { untrusted: ["*"], what, input };
    }
  }
  return undefined;
}

/** `@Param("id", ParseIntPipe)`: the pipe makes it a number, a UUID, an enum member. */
function hasPipe(code: Code, args: readonly ExprId[]): boolean {
  return args.some((argument) => {
    const expr = code.expr(argument);
    const name = expr.k === "new" ? code.calleeName(expr.c) : code.calleeName(argument);
    return name !== undefined && /^Parse\w*Pipe$/.test(name) && !/^Parse(?:Array|File)/.test(name);
  });
}

function byFile(names: Names, code: Code, f: FnId, i: number): string[] {
  const expr = code.summary.functions[f]?.expr;
  const found: string[] = [];
  for (const library of names.project.catalog.libraries) {
    for (const fact of library.http?.fileHandlers ?? []) {
      const type = fact.parameters[i];
      if (type === undefined || !matcher(fact.files)(code.path)) continue;
      if (fact.dependsOn && !fact.dependsOn.some((name) => names.project.dependencies.has(name))) continue;
      const directives = [...code.summary.directives, ...(code.summary.functions[f]?.directives ?? [])];
      if (fact.directive !== undefined && !directives.includes(fact.directive)) continue;
      const exported = isExportedAs(names, code, f, fact.exports);
      if (exported || (expr !== undefined && fact.directive !== undefined && fact.exports.includes("*")))
        found.push(type.includes("#") ? type : `${library.packages[0] ?? ""}#${type}`);
    }
  }
  return found;
}

/** Whether a function is exported under one of the names; `default.fetch` and `actions.*` are members of an exported object. */
function isExportedAs(names: Names, code: Code, f: FnId, wanted: readonly string[]): boolean {
  return code.summary.exports.some((item) => {
    const { v } = item;
    if (v === undefined) return false;
    if ((wanted.includes("*") || wanted.includes(item.n)) && denotesFunction(names, code, v, code, f)) return true;
    return wanted.some((path) => {
      const [head, member] = path.split(".");
      if (head !== item.n || member === undefined) return false;
      const name = member === "*" ? code.summary.functions[f]?.n || (calledName(code, f) ?? "") : member;
      return names.denote(code, v).some((value) => names.memberOf(value, name).some((found) => found.k === "function" && found.code === code && found.f === f));
    });
  });
}

const requestNames = new Set(["req", "request", "_req"]);
const answerNames = new Set(["res", "response", "_res", "reply", "next", "h"]);

/**
 * An untyped function that takes `(req, res)` is a handler: the shape of two parameters, not one name. So is one whose `Request` and
 * `Response` are declared nowhere in sight: the global types of these names never come together.
 */
function hasHandlerShape(code: Code, fn: Fn, i: number): boolean {
  const [param, next] = [fn.params[i], fn.params[i + 1]];
  if (!param || !next || !requestNames.has(param.n ?? "") || !answerNames.has(next.n ?? "")) return false;
  return (!param.t && !next.t) || (isAmbient(code, param.t, "Request") && isAmbient(code, next.t, "Response"));
}

function isAmbient(code: Code, type: TypeExpr | undefined, name: string): boolean {
  return type?.k === "ref" && type.n === name && code.moduleBinding(name) === undefined && !code.summary.types.some((item) => item.n === name);
}

/** Whether a member path of a request is untrusted: `["query", "sort"]` against `query`; `["req", "param()"]` against `req.param()`. */
export function isUntrustedPath(param: RequestParam, path: readonly string[]): boolean {
  return param.untrusted.some((wanted) => {
    if (wanted === "*") return true;
    const parts = wanted.split(".");
    return parts.length <= path.length && parts.every((part, index) => path[index] === part);
  });
}
