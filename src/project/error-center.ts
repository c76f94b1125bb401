import type { ClassId, Span } from "#syntax/summary";
import { callsIn } from "./call-sites.ts";
import type { Code } from "./code.ts";
import { type ErrorHandler, type ForeignHandler, foreignHandlersIn, handlersIn } from "./error-handlers.ts";
import { scopeOf } from "./ladder.ts";
import type { Layers } from "./layers.ts";
import type { Names } from "./names.ts";

/** What one package of the project has in one place about errors. */
export interface ErrorCenter {
  readonly handlers: readonly ErrorHandler[];
  readonly foreign: readonly ForeignHandler[];
  /** Files that define the errors of the project: classes on top of `Error`, functions that make HTTP errors. */
  readonly modules: readonly Code[];
}

const none: ErrorCenter = { handlers: [], foreign: [], modules: [] };
const known = new WeakMap<Layers, ReadonlyMap<string, ErrorCenter>>();

/** The central error handlers and error modules of the package a file lies in. */
export function errorCenterOf(layers: Layers, code: Code): ErrorCenter {
  if (layers.saved) return withUnsaved(errorCenterOf(layers.saved, code), code);
  let centers = known.get(layers);
  if (!centers) known.set(layers, (centers = search(layers)));
  return centers.get(scopeOf(layers, code.path)) ?? none;
}

/** The same with the text that is being typed in place of the saved file; functions keep their numbers well enough. */
function withUnsaved(center: ErrorCenter, code: Code): ErrorCenter {
  const current = (other: Code): Code => (other.path === code.path ? code : other);
  return { ...center, handlers: center.handlers.map((handler) => ({ ...handler, code: current(handler.code) })), modules: center.modules.map(current) };
}

function search(layers: Layers): ReadonlyMap<string, ErrorCenter> {
  const found = new Map<string, { handlers: ErrorHandler[]; foreign: ForeignHandler[]; modules: Code[] }>();
  for (const code of layers.names.project.productCodes()) {
    if (code.role !== "product") continue;
    const handlers = handlersIn(layers.names, code);
    const foreign = foreignHandlersIn(layers.names, code);
    const isModule = isErrorModule(layers, code);
    if (handlers.length + foreign.length === 0 && !isModule) continue;
    for (const home of new Set([scopeOf(layers, code.path), ...handlers.map((handler) => scopeOf(layers, handler.code.path))])) {
      let center = found.get(home);
      if (!center) found.set(home, (center = { handlers: [], foreign: [], modules: [] }));
      const { handlers: all } = center;
      all.push(...handlers.filter((handler) => !all.some((other) => other.code === handler.code && other.f === handler.f)));
      center.foreign.push(...foreign);
      if (isModule) center.modules.push(code);
    }
  }
  // The richest one comes first: it is the one to name.
  for (const { modules } of found.values()) modules.sort((a, b) => b.summary.classes.length - a.summary.classes.length);
  return found;
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

/** Whether a place lies in one of the central handlers, or in the class of one. */
export function isInErrorHandler({ handlers }: ErrorCenter, code: Code, { s, e }: Span): boolean {
  return handlers.some((handler) => {
    const fn = handler.code === code ? code.summary.functions[handler.f] : undefined;
    const owner = handler.byClass && fn?.owner !== undefined ? code.summary.classes[fn.owner] : fn;
    return owner !== undefined && owner.s <= s && e <= owner.e;
  });
}
