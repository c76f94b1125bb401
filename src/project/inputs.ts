import type { HandlerFact } from "#catalog/facts/http";
import type { ExprId, Fn, FnId, TypeExpr } from "#syntax/summary";
import { callbackUse, isEvent } from "./callback-use.ts";
import { calledName } from "./callers.ts";
import type { Code } from "./code.ts";
import { matcher } from "./glob-matcher.ts";
import type { Names } from "./names.ts";
import { ofFile } from "./per-file.ts";

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
  const registered = typed.length > 0 ? typed : byRegistration(names, code, f, i);
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

/** Types the i-th parameter has because of where the function is registered: `app.get("/books", listBooks)`. */
function byRegistration(names: Names, code: Code, f: FnId, i: number): string[] {
  const fn = code.summary.functions[f];
  if (!fn) return [];
  const arity = fn.params.length;
  const own = [...byMethodDecorator(names, code, fn, i), ...byBase(names, code, fn, i)];
  const use = callbackUse(code, f);
  if (use)
    return [...own, ...handlerTypes(names, { code, callee: use.callee, call: use.call, arity }, i), ...throughWrapper(names, { code, ...use, arity }, i)];
  const inObject = fn.expr === undefined ? undefined : objectUse(code, fn.expr);
  if (inObject) return [...own, ...handlerTypes(names, { code, ...inObject, arity }, i), ...throughWrapper(names, { code, ...inObject, arity }, i)];
  return [...own, ...byFunctionType(names, code, f, i), ...namedUses(names, code, f).flatMap((found) => handlerTypes(names, { ...found, arity }, i))];
}

/** `app.get("/books", withLog(async (c) => …))`: what a function of the project, or one we know nothing about, is handed on its way to the registration. */
function throughWrapper(names: Names, { code, callee, call, arity }: Registration, i: number): string[] {
  if (code.expr(callee).k !== "name" || names.apisOf(code, callee).some((name) => names.project.catalog.http.handlers.of(name).length > 0)) return [];
  const outer = argumentUse(code, call);
  if (!outer) return [];
  const found = handlerTypes(names, { code, ...outer, arity }, i);
  return found.length > 0 ? found : throughWrapper(names, { code, ...outer, arity }, i);
}

/** The call that is handed the result of another one as an argument. */
function argumentUse(code: Code, inner: ExprId): ArgumentUse | undefined {
  return argumentUses(code).get(inner);
}

interface ArgumentUse {
  readonly callee: ExprId;
  readonly call: ExprId;
}

const argumentUses = ofFile((code): ReadonlyMap<ExprId, ArgumentUse> => {
  const found = new Map<ExprId, ArgumentUse>();
  for (const call of code.summary.calls) {
    const expr = code.expr(call);
    if (expr.k !== "call") continue;
    for (const argument of expr.args) if (code.expr(argument).k === "call") found.set(argument, { callee: expr.c, call });
  }
  return found;
});

/** `const handler: APIGatewayProxyHandler = async (event) => …`: the variable's type says what the parameter is. */
function byFunctionType(names: Names, code: Code, f: FnId, i: number): string[] {
  return names.functionTypesOf(code, f).flatMap((name) => {
    const type = names.project.catalog.functionTypes.exactly(name)?.[i];
    return type === undefined ? [] : [names.project.catalog.typeIn(name, type)];
  });
}

/** A call that is handed a function: directly, or under a property path of an object argument. */
interface Registration {
  readonly code: Code;
  readonly callee: ExprId;
  readonly call: ExprId;
  readonly arity: number;
  readonly property?: readonly string[];
}

function handlerTypes(names: Names, { code, callee, call, arity, property }: Registration, i: number): string[] {
  const { catalog } = names.project;
  return names.apisOf(code, callee).flatMap((name) => {
    const facts = catalog.http.handlers.of(name).filter((fact) => {
      if (
        property === undefined
          ? fact.form !== "callback"
          : fact.form !== "object" || !(fact.properties ?? []).some((path) => matchesPath(path.split("."), property))
      )
        return false;
      return isEvent(code, call, fact.event);
    });
    const exact = facts.filter((fact) => fact.arity === arity);
    return parameterTypes(names, name, exact.length > 0 ? exact : facts.filter((fact) => fact.arity === undefined), i);
  });
}

function parameterTypes(names: Names, name: string, facts: readonly HandlerFact[], i: number): string[] {
  return facts.flatMap((fact) => (fact.parameters[i] === undefined ? [] : [names.project.catalog.typeIn(name, fact.parameters[i])]));
}

/** Whether a property path matches a pattern: `*` is any one name, `**` any number of them. */
function matchesPath(pattern: readonly string[], path: readonly string[]): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) return path.length === 0;
  if (head === "**") return path.some((_, index) => matchesPath(rest, path.slice(index))) || matchesPath(rest, []);
  return path.length > 0 && (head === "*" || head === path[0]) && matchesPath(rest, path.slice(1));
}

function byMethodDecorator(names: Names, code: Code, fn: Fn, i: number): string[] {
  return (fn.decorators ?? []).flatMap((id) => {
    const expr = code.expr(id);
    return names.apisOf(code, expr.k === "call" ? expr.c : id).flatMap((name) => {
      const facts = names.project.catalog.http.handlers.of(name).filter((fact) => fact.form === "decorator");
      return parameterTypes(names, name, facts, i);
    });
  });
}

/** A method a framework calls on every class that extends or implements its type. */
function byBase(names: Names, code: Code, fn: Fn, i: number): string[] {
  if (fn.owner === undefined || fn.kind !== "method") return [];
  const fact = code.summary.classes[fn.owner];
  const bases = [...names.basesOf(code, fn.owner), ...(fact?.implements ?? []).flatMap((n) => names.ofType(code, { k: "ref", n }))];
  return bases.flatMap((base) => {
    if (base.k !== "api") return [];
    const facts = names.project.catalog.http.handlers.of(`${base.name}.${fn.n}`).filter((item) => item.form === "method");
    return parameterTypes(names, base.name, facts, i);
  });
}

/** `server.route({ handler: (request) => … })`, also inside arrays and `options`. */
function objectUse(code: Code, fn: ExprId): { callee: ExprId; call: ExprId; property: readonly string[] } | undefined {
  const span = code.expr(fn);
  for (const call of code.summary.calls) {
    const expr = code.expr(call);
    if ((expr.k !== "call" && expr.k !== "new") || expr.s > span.s || expr.e < span.e) continue;
    for (const argument of expr.args) {
      const property = propertyHolding(code, argument, fn, 0);
      if (property !== undefined) return { callee: expr.c, call, property };
    }
  }
  return undefined;
}

/** Property path under which a function stands in an object; arrays are looked through. */
function propertyHolding(code: Code, id: ExprId, fn: ExprId, depth: number): readonly string[] | undefined {
  const expr = code.expr(id);
  if (depth > 6 || id === fn) return id === fn ? [] : undefined;
  if (expr.k === "array") return firstDefined(expr.items.map((item) => propertyHolding(code, item, fn, depth + 1)));
  if (expr.k === "name") {
    const only = code.summary.writes[`b${expr.b}`];
    return only?.length === 1 && only[0] ? propertyHolding(code, only[0].v, fn, depth + 1) : undefined;
  }
  if (expr.k !== "object") return undefined;
  return firstDefined(
    expr.props.map(([name, value]) => {
      const inner = propertyHolding(code, value, fn, depth + 1);
      return inner && (name === "..." ? inner : [name, ...inner]);
    }),
  );
}

function firstDefined<T>(items: readonly (T | undefined)[]): T | undefined {
  return items.find((item) => item !== undefined);
}

/** Calls that are handed a function by name: `router.get("/", listBooks)`, `router.get("/", controller.list)`. */
function namedUses(names: Names, code: Code, f: FnId): { code: Code; callee: ExprId; call: ExprId }[] {
  const name = calledName(code, f);
  if (name === undefined || name === "") return [];
  return names.project.mentioning(name).flatMap((other) =>
    [
      ...new Set(
        (other.handedOn.get(name) ?? []).filter(({ id }) => other.calleeName(id) === name && isFunction(names, other, id, code, f)).map(({ to }) => to),
      ),
    ].flatMap((call) => {
      const expr = other.expr(call);
      return expr.k === "call" ? [{ code: other, callee: expr.c, call }] : [];
    }),
  );
}

function isFunction(names: Names, other: Code, id: ExprId, code: Code, f: FnId): boolean {
  return names.denote(other, id).some((item) => item.k === "function" && item.code === code && item.f === f);
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
    if ((wanted.includes("*") || wanted.includes(item.n)) && denotesFunction(names, code, v, f)) return true;
    return wanted.some((path) => {
      const [head, member] = path.split(".");
      if (head !== item.n || member === undefined) return false;
      const name = member === "*" ? code.summary.functions[f]?.n || (calledName(code, f) ?? "") : member;
      return names.denote(code, v).some((value) => names.memberOf(value, name).some((found) => found.k === "function" && found.code === code && found.f === f));
    });
  });
}

function denotesFunction(names: Names, code: Code, id: ExprId, f: FnId): boolean {
  return names.denote(code, id).some((item) => item.k === "function" && item.code === code && item.f === f);
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
