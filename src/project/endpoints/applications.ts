import type { ClassId, ExprId } from "#syntax/summary";
import { readArgument } from "../call-sites.ts";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import type { Step } from "./model.ts";
import { readPath } from "../origins.ts";
import { covers, joinPaths, normalisePath, pathsOf } from "./paths.ts";

/** What an application puts around all its controllers. */
export interface Application {
  /** The prefix of a path, unless it is excluded. @param path without prefix and version */
  prefixFor(path: string, methods: readonly string[]): string;
  readonly steps: readonly Step[];
  /** Middleware applied to some routes only. @param path without prefix and version */
  stepsFor(path: string, controller: ClassId): readonly Step[];
  /** Versions stand in the path, after a mark (`v`), the default version where none is named. */
  readonly versioned: boolean;
  readonly versionMark: string;
  readonly version: readonly string[];
}

interface Said {
  readonly code: Code;
  readonly prefix?: string;
  /** Paths that do without the prefix. */
  readonly excluded?: readonly Excluded[];
  readonly step?: Step;
  /** Only for these: paths (`undefined` = cannot be read) or controller classes. */
  readonly routes?: readonly (string | undefined | { readonly code: Code; readonly c: ClassId })[];
  readonly versioning?: { readonly mark: string; readonly version: readonly string[] };
}

interface Excluded {
  readonly path: string;
  readonly method?: string;
}

/** Everything said to applications as a whole: `useGlobalPipes(…)`, `setGlobalPrefix(…)`, providers of `APP_GUARD`. */
export function applicationsOf(names: Names): readonly Said[] {
  const { catalog } = names.project;
  const facts = catalog.libraries.flatMap((library) => library.http?.controllers ?? []);
  const calls = [...catalog.controllers.globals].map(lastName).filter((word) => word !== "use");
  // `register` alone is said everywhere: who gives an app plugins makes the adapter.
  const adapters = [...catalog.controllers.plugins].map((api) => api.slice(api.indexOf("#") + 1, api.lastIndexOf(".")));
  const words = [...adapters, ...[...catalog.controllers.applied.routes].map((api) => `${lastName(api)}(`), ...calls, ...catalog.controllers.tokens]
    .map(lastName)
    .concat(
      facts.flatMap((fact) => Object.keys(fact.prefixes ?? {}).map((name) => lastName(`.${name}`))),
      ...[...catalog.controllers.versioning].map(lastName),
    );
  const found: Said[] = [];
  for (const code of names.project.codesWith(words)) if (code.role === "product") found.push(...saidIn(names, code));
  return found;
}

function lastName(api: string): string {
  return api.slice(api.lastIndexOf(api.includes(".") ? "." : "#") + 1);
}

function saidIn(names: Names, code: Code): readonly Said[] {
  const { catalog } = names.project;
  const calls = code.summary.calls.flatMap((call): readonly Said[] => {
    const expr = code.expr(call);
    if (expr.k !== "call") return [];
    const site = { code, call, args: expr.args, frame: undefined, callers: [] };
    return names.apisOf(code, expr.c).flatMap((api): readonly Said[] => {
      if (catalog.isIn(catalog.controllers.applied.routes, api)) return appliedTo(names, code, call);
      if (catalog.isIn(catalog.controllers.globals, api)) return expr.args.flatMap((id) => stepsAt(code, id, lastName(api)));
      if (catalog.isIn(catalog.controllers.plugins, api))
        return expr.args.slice(0, 1).map((id) => ({ code, step: { code, id, level: "app", site: { ...site, api } } }));
      const prefix = catalog.controllers.prefixes.of(api);
      if (prefix !== undefined) return [{ code, prefix: textAt(names, { ...site, api }, prefix) ?? "…", excluded: excludedAt(names, { ...site, api }) }];
      if (!catalog.isIn(catalog.controllers.versioning, api) || !isInPath(names, { ...site, api })) return [];
      const mark = textAt(names, { ...site, api }, "0.prefix") ?? "v";
      const version = readArgument(names, { ...site, api }, "0.defaultVersion").values.flatMap((value) => pathsOf(names, value) ?? []);
      return [{ code, versioning: { mark, version } }];
    });
  });
  return [...calls, ...providersIn(names, code)];
}

function stepsAt(code: Code, id: ExprId, option: string): readonly Said[] {
  const expr = code.expr(id);
  if (expr.k === "spread") return stepsAt(code, expr.o, option);
  if (expr.k === "array") return expr.items.flatMap((item) => stepsAt(code, item, option));
  return [{ code, step: { code, id, level: "app", option } }];
}

/** `consumer.apply(MemberMiddleware).forRoutes("loans", { path: "books", method }, LoansController)`. */
function appliedTo(names: Names, code: Code, call: ExprId): readonly Said[] {
  const expr = code.expr(call);
  if (expr.k !== "call") return [];
  const routes = expr.args.flatMap((id) => routesAt(names, code, id));
  return stepsApplied(names, code, expr.c).map((step) => ({ code, step, routes }));
}

function routesAt(names: Names, code: Code, id: ExprId): NonNullable<Said["routes"]> {
  const expr = code.expr(id);
  if (expr.k === "object") {
    const path = expr.props.find(([name]) => name === "path")?.[1];
    return path === undefined ? [undefined] : routesAt(names, code, path);
  }
  const classes = names.denote(code, id).flatMap((item) => (item.k === "class" ? [{ code: item.code, c: item.c }] : []));
  return classes.length > 0 ? classes : (pathsOf(names, { code, id }) ?? [undefined]);
}

/** Arguments of the `apply` the chain begins with. */
function stepsApplied(names: Names, code: Code, callee: ExprId): readonly Step[] {
  const { catalog } = names.project;
  let at = code.expr(callee);
  for (let i = 0; at.k === "member" && i < 8; i++) {
    const inner = code.expr(at.o);
    if (inner.k !== "call") return [];
    if (names.apisOf(code, inner.c).some((api) => catalog.isIn(catalog.controllers.applied.steps, api)))
      return inner.args.map((id): Step => ({ code, id, level: "app" }));
    at = code.expr(inner.c);
  }
  return [];
}

/** `{ provide: APP_GUARD, useClass: MemberGuard }`. */
function providersIn(names: Names, code: Code): readonly Said[] {
  const { catalog } = names.project;
  return code.summary.exprs.flatMap((expr): readonly Said[] => {
    if (expr.k !== "object") return [];
    const token = expr.props.find(([name]) => name === "provide")?.[1];
    if (token === undefined || !names.apisOf(code, token).some((api) => catalog.controllers.tokens.has(api))) return [];
    const used = expr.props.find(([name]) => /^use(?:Class|Existing|Value|Factory)$/.test(name))?.[1];
    return used === undefined ? [] : [{ code, step: { code, id: used, level: "app", option: code.calleeName(token) ?? "provider" } }];
  });
}

type Site = Parameters<typeof readArgument>[1];

function textAt(names: Names, site: Site, path: string): string | undefined {
  return readArgument(names, site, path).values.flatMap((value) => pathsOf(names, value) ?? [])[0];
}

/** `setGlobalPrefix("api", { exclude: ["health", { path: "ready", method: RequestMethod.GET }] })`. */
function excludedAt(names: Names, site: Site): readonly Excluded[] {
  return readArgument(names, site, "1.exclude").values.flatMap(({ code, id, frame }) => {
    const list = code.expr(id);
    const items = list.k === "array" ? list.items : [id];
    return items.flatMap((item): readonly Excluded[] => {
      const at = { code, id: item, frame };
      const method = readPath(names, at, ["method"]).values.flatMap((value) =>
        names.apisOf(value.code, value.id).map((api) => api.slice(api.lastIndexOf(".") + 1)),
      )[0];
      const paths =
        code.expr(item).k === "object" ? readPath(names, at, ["path"]).values.flatMap((value) => pathsOf(names, value) ?? []) : (pathsOf(names, at) ?? []);
      return paths.map((path) => (method === undefined || method === "ALL" ? { path } : { path, method }));
    });
  });
}

function isExcluded({ path, method }: Excluded, of: string, methods: readonly string[]): boolean {
  if (method !== undefined && !methods.includes(method)) return false;
  const open = /\/?(?:\(\.\*\)|\{?\*\w*\}?)$/;
  const wanted = normalisePath(joinPaths(path.replace(open, "")));
  const given = normalisePath(of);
  return given === wanted || (open.test(path) && given.startsWith(wanted === "/" ? "/" : `${wanted}/`));
}

/** Versions stand in the path unless another type is named: Nest's `VersioningType.URI` is 0. */
function isInPath(names: Names, site: Site): boolean {
  const types = readArgument(names, site, "0.type").values;
  return types.every(({ code, id }) => {
    const expr = code.expr(id);
    return expr.k === "member" ? expr.p === "URI" : expr.k !== "const" || expr.v === 0;
  });
}

/** What is said to the application a controller belongs to: all that is said in its part of the repository, or in shared parts. */
export function applicationOf(said: readonly Said[], code: Code): Application {
  const near = said.filter((item) => isTogether(item.code.path, code.path));
  const prefixed = near.find((item) => item.prefix !== undefined);
  const versioning = near.find((item) => item.versioning)?.versioning;
  return {
    prefixFor: (path, methods) => (prefixed?.excluded?.some((item) => isExcluded(item, path, methods)) ? "" : (prefixed?.prefix ?? "")),
    steps: near.flatMap((item) => (item.step && !item.routes ? [item.step] : [])),
    stepsFor: (path, c) => near.flatMap((item) => (item.step && item.routes?.some((route) => isFor(route, path, code, c)) ? [item.step] : [])),
    versioned: versioning !== undefined,
    versionMark: versioning?.mark ?? "v",
    version: versioning?.version ?? [],
  };
}

function isFor(route: NonNullable<Said["routes"]>[number], path: string, code: Code, c: ClassId): boolean {
  if (route === undefined) return true;
  if (typeof route === "string") return covers(route.replace(/\(\.\*\)|\{\*\w+\}|\*\w*$/g, ""), path);
  return route.code === code && route.c === c;
}

/** In a repository of several applications (`apps/api`, `services/mail`) what one is told does not hold for another. */
export function isTogether(a: string, b: string): boolean {
  const part = (path: string): string | undefined => /^(?:.*\/)?(?:apps|applications|services|packages)\/[^/]+/.exec(path)?.[0];
  const [one, other] = [part(a), part(b)];
  return one === undefined || other === undefined || one === other || /^(?:.*\/)?(?:packages|libs)\//.test(one);
}
