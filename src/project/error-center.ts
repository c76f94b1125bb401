import type { ErrorHandlerFact } from "#catalog/facts/http";
import type { ClassId, ExprId, Fn, FnId, Span } from "#syntax/summary";
import { callsIn } from "./call-sites.ts";
import type { Code } from "./code.ts";
import { scopeOf } from "./ladder.ts";
import type { Layers } from "./layers.ts";
import { isEvent, type Names } from "./names.ts";

/** A function that answers errors for the whole application. */
export interface ErrorHandler {
  readonly code: Code;
  readonly f: FnId;
}

/** What one package of the project has in one place about errors. */
export interface ErrorCenter {
  readonly handlers: readonly ErrorHandler[];
  /** Files that define the errors of the project: classes on top of `Error`, functions that make HTTP errors. */
  readonly modules: readonly Code[];
}

const none: ErrorCenter = { handlers: [], modules: [] };
const known = new WeakMap<Layers, ReadonlyMap<string, ErrorCenter>>();

/** The central error handlers and error modules of the package a file lies in. */
export function errorCenterOf(layers: Layers, code: Code): ErrorCenter {
  if (layers.saved) return withUnsaved(errorCenterOf(layers.saved, code), code);
  let centers = known.get(layers);
  if (!centers) known.set(layers, (centers = search(layers)));
  return centers.get(scopeOf(layers, code.path)) ?? none;
}

/** The same with the text that is being typed in place of the saved file; functions keep their numbers well enough. */
function withUnsaved({ handlers, modules }: ErrorCenter, code: Code): ErrorCenter {
  const current = (other: Code): Code => (other.path === code.path ? code : other);
  return { handlers: handlers.map((handler) => ({ code: current(handler.code), f: handler.f })), modules: modules.map(current) };
}

function search(layers: Layers): ReadonlyMap<string, ErrorCenter> {
  const found = new Map<string, { handlers: ErrorHandler[]; modules: Code[] }>();
  for (const code of layers.names.project.productCodes()) {
    if (code.role !== "product") continue;
    const handlers = handlersIn(layers.names, code);
    const isModule = isErrorModule(layers, code);
    if (handlers.length === 0 && !isModule) continue;
    for (const home of new Set([scopeOf(layers, code.path), ...handlers.map((handler) => scopeOf(layers, handler.code.path))])) {
      let center = found.get(home);
      if (!center) found.set(home, (center = { handlers: [], modules: [] }));
      const { handlers: all } = center;
      all.push(...handlers.filter((handler) => !all.some((other) => other.code === handler.code && other.f === handler.f)));
      if (isModule) center.modules.push(code);
    }
  }
  // The richest one comes first: it is the one to name.
  for (const { modules } of found.values()) modules.sort((a, b) => b.summary.classes.length - a.summary.classes.length);
  return found;
}

function handlersIn(names: Names, code: Code): ErrorHandler[] {
  const shaped = code.summary.functions.flatMap((fn, f) => (hasErrorShape(fn) ? [{ code, f }] : []));
  const found = [...shaped, ...registered(names, code), ...byClass(names, code)];
  return found.filter((handler, at) => found.findIndex((other) => other.code === handler.code && other.f === handler.f) === at);
}

/** `(err, req, res, next)`: the four together mean one thing. */
function hasErrorShape({ params }: Fn): boolean {
  const [error, request, response, next] = params.map((param) => (param.n ?? "").replace(/^_/, ""));
  return params.length === 4 && /^e(?:rr(?:or)?)?$/.test(error ?? "") && /^req/.test(request ?? "") && /^res/.test(response ?? "") && /^next/.test(next ?? "");
}

function registered(names: Names, code: Code): ErrorHandler[] {
  const { catalog } = names.project;
  const found: ErrorHandler[] = [];
  for (const [name, calls] of code.callsByName) {
    if (!catalog.errors.handlerMethods.get(name)?.some((fact) => mayRegister(code, fact))) continue;
    for (const call of calls) {
      const expr = code.expr(call);
      if (expr.k !== "call" && expr.k !== "new") continue;
      const facts = names.apisOf(code, expr.c).flatMap((api) => catalog.errors.handlers.of(api));
      for (const fact of new Set(facts)) found.push(...handed(names, code, call, expr.args, fact));
    }
  }
  return found;
}

/** A look at the text, before anybody asks what a call means. */
function mayRegister({ text }: Code, { form, property, event, catching }: ErrorHandlerFact): boolean {
  return (form === "callback" || form === "property") && [property, event, catching && "catch"].every((word) => !word || text.includes(word));
}

function handed(names: Names, code: Code, call: ExprId, args: readonly ExprId[], fact: ErrorHandlerFact): ErrorHandler[] {
  if (!isEvent(code, call, fact.event)) return [];
  const { property } = fact;
  const values = args.flatMap((argument) => {
    const items = names.denote(code, argument);
    return fact.form === "property" && property !== undefined ? items.flatMap((item) => names.memberOf(item, property)) : fact.form === "callback" ? items : [];
  });
  return values.flatMap((item) => {
    const fn = item.k === "function" ? item.code.summary.functions[item.f] : undefined;
    if (!fn || item.k !== "function" || (fact.arity !== undefined && fn.params.length !== fact.arity)) return [];
    return fact.catching && !/\bcatch\b/.test(item.code.text.slice(fn.s, fn.e)) ? [] : [{ code: item.code, f: item.f }];
  });
}

/** `@Catch() class … { catch(error, host) }`, `class … implements ExceptionFilter`. */
function byClass(names: Names, code: Code): ErrorHandler[] {
  const { catalog } = names.project;
  return code.summary.classes.flatMap((fact, c) => {
    const decorators = fact.decorators.flatMap((id) => {
      const expr = code.expr(id);
      return names.apisOf(code, expr.k === "call" ? expr.c : id);
    });
    const bases = [...names.basesOf(code, c), ...fact.implements.flatMap((n) => names.ofType(code, { k: "ref", n }))];
    const wanted = [
      ...decorators.flatMap((api) => catalog.errors.handlers.of(api).filter(({ form }) => form === "class")),
      ...bases.flatMap((base) => (base.k === "api" ? catalog.errors.handlers.of(base.name).filter(({ form }) => form === "base") : [])),
    ];
    return wanted.flatMap(({ method = "" }) => {
      const f = fact.members[method]?.f;
      return f === undefined ? [] : [{ code, f }];
    });
  });
}

/** From how many error classes on a file is a family of errors, in whatever layer. */
const family = 3;
const aboutErrors = /errors?|exceptions?|problems?/i;
/** A single error class is the project's own when this many files know it. */
const spread = 5;

/** A file that defines errors for others: a family of classes; in the error layer also functions that make HTTP errors, and a class in wide use. */
function isErrorModule(layers: Layers, code: Code): boolean {
  const { project } = layers.names;
  if (!aboutErrors.test(code.path)) return false;
  const classes = code.summary.classes.filter((fact, c) => fact.extends !== undefined && isErrorClass(layers.names, code, c));
  if (classes.length >= family) return true;
  const makes = code.callsByName.size > 0 && makesErrors(layers.names, code);
  const isOwn = makes || classes.some(({ n }) => n !== "" && project.mentioning(n).length >= spread);
  return isOwn && layers.of(code).layer === "error";
}

function makesErrors(names: Names, code: Code): boolean {
  const { catalog } = names.project;
  for (const { api } of callsIn(names, code, catalog.errors.exceptionMethods)) if (catalog.isIn(catalog.errors.exceptions, api)) return true;
  return false;
}

/** Whether a class is an error: it extends `Error`, a library's error, or an error of ours. */
export function isErrorClass(names: Names, code: Code, c: ClassId, depth = 0): boolean {
  const base = code.summary.classes[c]?.extends;
  if (base === undefined || depth > 6) return false;
  const expr = code.expr(base);
  if (expr.k === "global") return /Error$/.test(expr.n);
  return names
    .denote(code, base)
    .some((item) => (item.k === "class" ? isErrorClass(names, item.code, item.c, depth + 1) : item.k === "api" && /(?:Error|Exception)$/.test(item.name)));
}

/** Whether a place lies in one of the central handlers. */
export function isInErrorHandler({ handlers }: ErrorCenter, code: Code, { s, e }: Span): boolean {
  return handlers.some((handler) => {
    const fn = handler.code.summary.functions[handler.f];
    return handler.code === code && fn !== undefined && fn.s <= s && e <= fn.e;
  });
}
