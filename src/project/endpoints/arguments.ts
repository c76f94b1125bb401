import type { RoutingFact } from "#catalog/facts/routing";
import type { ExprId } from "#syntax/summary";
import { readArgument } from "../call-sites.ts";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { type Frame, type Origin, originsOf, readPath } from "../origins.ts";
import { pathsOf } from "./paths.ts";

/** A call that tells a router something; `frame` says what the parameters around it mean, when it stands in a loop over a table. */
export interface RoutingCall {
  readonly code: Code;
  readonly call: ExprId;
  readonly args: readonly ExprId[];
  readonly api: string;
  readonly frame: Frame | undefined;
  /** What stands for the first argument: one object of a list. */
  readonly first?: Origin;
  readonly isListed?: true;
  /** Where it is written, when a function of ours hands its arguments on. */
  readonly place?: { readonly code: Code; readonly call: ExprId };
}

/** Values at an argument path of `RoutingFacts`: `0`, `1.prefix`, `-1`, `1+`. A plain argument is handed on as written, not followed. */
export function valuesAt(names: Names, site: RoutingCall, path: string): readonly Origin[] {
  const { code, args, frame } = site;
  if (path.endsWith("+")) return args.slice(Number(path.slice(0, -1))).flatMap((id) => flatten(names, { code, id, frame }));
  if (/^-?\d+$/.test(path)) {
    const id = args.at(Number(path));
    return id === undefined ? [] : flatten(names, { code, id, frame });
  }
  const [head, tail] = path.split("[].");
  if (head !== undefined && tail !== undefined)
    return valuesAt(names, site, head).flatMap((item) => readPath(names, item, tail.split(".")).values.flatMap((value) => flatten(names, value)));
  if (site.first && path.startsWith("0.")) return readPath(names, site.first, path.slice(2).split(".")).values.flatMap((value) => flatten(names, value));
  return readArgument(names, { ...site, callers: [] }, path).values.flatMap((value) => flatten(names, value));
}

/** The elements of a spread value: an array, or what a call yields that hands its arguments back. */
function listOf(names: Names, at: Origin, depth: number): readonly Origin[] {
  const expr = at.code.expr(at.id);
  const { lists } = names.project.catalog.routing;
  const isList = expr.k === "call" && names.apisOf(at.code, expr.c).some((api) => lists.has(api));
  return isList ? expr.args.flatMap((id) => flatten(names, { ...at, id }, depth)) : flatten(names, at, depth);
}

/** The plugins a call is given in objects or lists of them, each with its own prefix: `register([{ plugin, routes: { prefix } }])`. */
export function listedPlugins(names: Names, site: RoutingCall, listed: string): readonly { readonly plugin: Origin; readonly paths: readonly string[] }[] {
  const id = site.args[0];
  if (id === undefined) return [];
  return originsOf(names, { code: site.code, id, frame: site.frame })
    .flatMap((origin) => elementsOf(names, origin))
    .flatMap((item) => {
      const plugin = readPath(names, item, ["plugin"]).values;
      const paths = readPath(names, item, listed.split(".")).values.flatMap((value) => pathsOf(names, value) ?? []);
      return plugin.length > 0 ? plugin.map((value) => ({ plugin: value, paths })) : [{ plugin: item, paths }];
    });
}

/** A call that is given a list of routes is as many calls: `server.route([{ … }, { … }])`. */
export function sitesOf(names: Names, site: RoutingCall, fact: RoutingFact): readonly RoutingCall[] {
  const id = fact.kind === "route" && fact.path?.startsWith("0.") ? site.args[0] : undefined;
  if (id === undefined) return [site];
  return originsOf(names, { code: site.code, id, frame: site.frame }).flatMap((origin): readonly RoutingCall[] => {
    const isList = origin.code.expr(origin.id).k === "array";
    return elementsOf(names, origin).map((first) => ({ ...site, first, ...(isList ? { isListed: true } : {}) }));
  });
}

function elementsOf(names: Names, at: Origin, depth = 0): readonly Origin[] {
  const expr = at.code.expr(at.id);
  if (depth > maxDepth) return [];
  if (expr.k === "array") return expr.items.flatMap((id) => originsOf(names, { ...at, id }).flatMap((item) => elementsOf(names, item, depth + 1)));
  if (expr.k === "spread") return originsOf(names, { ...at, id: expr.o }).flatMap((item) => elementsOf(names, item, depth + 1));
  return [at];
}

/** HTTP methods at an argument path, in upper case; `…` where they cannot be read. */
export function methodsAt(names: Names, site: RoutingCall, path: string): readonly string[] {
  const found = valuesAt(names, site, path).flatMap((value) => pathsOf(names, value) ?? []);
  const methods = found.map((item) => (item === "*" ? "ALL" : item.toUpperCase()));
  return methods.length > 0 ? [...new Set(methods)] : ["…"];
}

/** Whether a call is of the kind a fact speaks of: the event it names is one of those that come before the handler. */
export function isAsked(names: Names, { code, args, frame }: RoutingCall, fact: RoutingFact): boolean {
  if (!fact.events) return true;
  const first = args[0];
  const values = first === undefined ? [] : originsOf(names, { code, id: first, frame });
  return values.some((value) => {
    const expr = value.code.expr(value.id);
    return expr.k === "const" && typeof expr.v === "string" && fact.events?.includes(expr.v);
  });
}

/** A plugin may be an object: `register({ name, register })`. */
export function objectSteps(names: Names, fact: RoutingFact, site: RoutingCall): readonly Origin[] {
  return (fact.steps ?? []).flatMap((path) => valuesAt(names, site, path).filter(({ code, id }) => code.expr(id).k === "object"));
}

const maxDepth = 6;

/** Elements of arrays and spread arrays, nested to any depth; anything else as it is. */
function flatten(names: Names, at: Origin, depth = 0): readonly Origin[] {
  const expr = at.code.expr(at.id);
  if (depth > maxDepth) return [at];
  if (expr.k === "array") return expr.items.flatMap((id) => flatten(names, { ...at, id }, depth + 1));
  if (expr.k === "spread") return originsOf(names, { ...at, id: expr.o }).flatMap((origin) => listOf(names, origin, depth + 1));
  if (expr.k !== "name" && expr.k !== "member") return [at];
  const origins = originsOf(names, at);
  const only = origins.length === 1 ? origins[0] : undefined;
  return only?.code.expr(only.id).k === "array" ? flatten(names, only, depth + 1) : [at];
}

/** How far a middleware reaches out of its plugin: `onBeforeHandle({ as: "global" }, guard)`. */
export function reachAt(names: Names, site: RoutingCall, { reach }: RoutingFact): "parent" | "all" | undefined {
  const words = reach ? valuesAt(names, site, reach.argument).flatMap((value) => pathsOf(names, value) ?? []) : [];
  return reach && words.includes(reach.all) ? "all" : reach && words.includes(reach.parent) ? "parent" : undefined;
}

/** The middleware and handlers a call names: arguments from the first one on that is no path. */
export function stepsAt(names: Names, fact: RoutingFact, site: RoutingCall, skip: number, chained: boolean): readonly Origin[] {
  return (fact.steps ?? []).flatMap((path) => {
    const from = path.endsWith("+") ? Number(path.slice(0, -1)) : undefined;
    const values = valuesAt(names, site, from === undefined ? path : `${chained ? 0 : Math.max(from, skip)}+`);
    return values.filter(({ code, id }) => {
      const { k } = code.expr(id);
      return k !== "object" && k !== "boolean" && !(k === "const" && from !== undefined);
    });
  });
}
