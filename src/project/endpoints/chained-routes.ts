import type { ChainedRouteFact } from "#catalog/facts/routing";
import { servedWords } from "#catalog/lookup/served";
import type { ExprId, FnId } from "#syntax/summary";
import { callbackUse } from "../callback-use.ts";
import { findCalls } from "../callers.ts";
import { nextInChain } from "../chains.ts";
import type { Code } from "../code.ts";
import { textOf } from "../folded.ts";
import { denotesFunction } from "../handed-on.ts";
import type { Names } from "../names.ts";
import { type Origin, originsOf } from "../origins.ts";
import { isTogether } from "./applications.ts";
import { type RoutingCall, valuesAt } from "./arguments.ts";
import { namedHandler } from "./named-handlers.ts";
import { namedMiddleware } from "./named-middleware.ts";
import type { Endpoint, Level, Step } from "./model.ts";
import { isLoaded } from "./loaded-files.ts";
import { joinPaths, normalisePath, pathsOf, unreadable } from "./paths.ts";

/** Routes whose groups and middleware follow in the chain: `router.group(() => { router.get(…) }).prefix("/v1").use(auth)`. */
export function chainedRoutes(names: Names): readonly Endpoint[] {
  const codes = [...names.project.codesWith(routers(names))].filter((code) => code.role === "product");
  const routes = linksIn(names, codes, servedWords(names.project.libraries).chained).filter(({ fact }) => fact.kind === "route" || fact.kind === "resource");
  if (routes.length === 0) return [];
  const globals = globalSteps(names, codes);
  return routes.flatMap(({ fact, site }) => endpointsOf(names, site, fact, globals));
}

interface Link {
  readonly fact: ChainedRouteFact;
  readonly site: RoutingCall;
}

function linksIn(names: Names, codes: readonly Code[], words: Iterable<string>): readonly Link[] {
  const wanted = [...words];
  return codes.flatMap((code) => wanted.flatMap((word) => (code.callsByName.get(word) ?? []).flatMap((call) => factAt(names, code, call) ?? [])));
}

/** Middleware in front of all routes: what the server is told before what the router is told. `step` is none where only a name is given. */
function globalSteps(names: Names, codes: readonly Code[]): readonly Global[] {
  const facts = names.project.catalog.libraries.flatMap(({ http }) => http?.chainedRoutes ?? []).filter(({ kind }) => kind === "global");
  const words = new Set(facts.map(({ api }) => api.slice(api.lastIndexOf(".") + 1)));
  const links = linksIn(names, codes, words).filter(({ fact }) => fact.kind === "global");
  return links
    .toSorted((a, b) => facts.indexOf(a.fact) - facts.indexOf(b.fact))
    .flatMap(({ site }) =>
      valuesAt(names, site, "0").map((step): Global => ({
        code: site.code,
        step: isNamed(names, step) ? undefined : { ...step, level: "app", option: "use" },
      })),
    );
}

interface Global {
  readonly code: Code;
  readonly step: Step | undefined;
}

/** `"auth"`: middleware that is given by its name. */
function isNamed(names: Names, step: Origin): boolean {
  return originsOf(names, step).some((origin) => textOf(origin) !== undefined);
}

/** Specifiers of the packages that have such routers. */
function routers(names: Names): readonly string[] {
  return names.project.catalog.libraries.flatMap(({ packages, http }) => (http?.chainedRoutes ? packages : []));
}

function factAt(names: Names, code: Code, call: ExprId): Link | undefined {
  const expr = code.expr(call);
  if (expr.k !== "call") return undefined;
  for (const api of names.apisOf(code, expr.c)) {
    const fact = names.project.catalog.served.chained.of(api);
    if (fact) return { fact, site: { code, call, args: expr.args, api, frame: undefined } };
  }
  return undefined;
}

/** What the chain after a call, and the groups around it, say. */
interface Around {
  readonly prefixes: readonly string[];
  readonly steps: readonly Step[];
  /** Middleware is given by a name only: nobody knows what it does. */
  readonly open: boolean;
  readonly links: readonly Link[];
}

function endpointsOf(names: Names, site: RoutingCall, fact: ChainedRouteFact, globals: readonly Global[]): readonly Endpoint[] {
  const { code, call } = site;
  const inFront = globals.filter((item) => isTogether(item.code.path, code.path)).map(({ step }) => step);
  const own = chainAfter(names, code, call, "route");
  const ways = groupsAround(names, code, callFn(code, call), 0);
  return routesOf(names, site, fact, own).flatMap((route) =>
    ways.map((around): Endpoint => {
      const { handler, named } = route.handler ? namedHandler(names, route.handler, route.action) : { handler: undefined, named: false };
      return {
        framework: site.api.slice(0, site.api.indexOf("#")),
        methods: route.methods,
        path: normalisePath(joinPaths(...around.prefixes, ...own.prefixes, route.path)),
        code,
        span: spanOf(code, call),
        ...(handler ? { handler } : {}),
        chain: [...inFront.filter((step) => step !== undefined), ...around.steps, ...own.steps],
        open: around.open || own.open || inFront.includes(undefined) || (named && !handler),
      };
    }),
  );
}

interface Route {
  readonly methods: readonly string[];
  readonly path: string;
  readonly handler?: Origin;
  /** Method of a resource's controller. */
  readonly action?: string;
}

function routesOf(names: Names, site: RoutingCall, fact: ChainedRouteFact, { links }: Around): readonly Route[] {
  const id = site.args[Number(fact.handler)];
  const handler = id === undefined ? {} : { handler: { code: site.code, id } };
  const paths = valuesAt(names, site, fact.path ?? "0").flatMap((value) => pathsOf(names, value) ?? []);
  if (fact.kind === "resource") return paths.flatMap((path) => resourceRoutes(names, path, links).map((route) => ({ ...route, ...handler })));
  const told = fact.method === undefined ? [] : valuesAt(names, site, fact.method).flatMap((value) => pathsOf(names, value) ?? []);
  const methods = fact.methods ?? (told.length > 0 ? told.map((method) => method.toUpperCase()) : ["…"]);
  return paths.map((path) => ({ methods, path, ...handler }));
}

const actions = [
  { action: "index", methods: ["GET"], suffix: "" },
  { action: "create", methods: ["GET"], suffix: "/create", page: true },
  { action: "store", methods: ["POST"], suffix: "" },
  { action: "show", methods: ["GET"], suffix: "/:id" },
  { action: "edit", methods: ["GET"], suffix: "/:id/edit", page: true },
  { action: "update", methods: ["PUT", "PATCH"], suffix: "/:id" },
  { action: "destroy", methods: ["DELETE"], suffix: "/:id" },
] as const;

/** The usual seven, less what the chain takes away: `resource("books.loans", …)` is `/books/:book_id/loans`. */
function resourceRoutes(names: Names, name: string, links: Around["links"]): readonly Route[] {
  const parts = name.replace(/^\//, "").split(".");
  const path = parts.map((part, i) => (i === parts.length - 1 ? part : `${part}/:${singular(part)}_id`)).join("/");
  const listed = (kind: ChainedRouteFact["kind"]): readonly string[] | undefined => {
    const link = links.find((item) => item.fact.kind === kind);
    return link && valuesAt(names, link.site, "0").flatMap((value) => pathsOf(names, value) ?? []);
  };
  const [only, except] = [listed("only"), listed("except")];
  const isApi = links.some((item) => item.fact.kind === "api");
  return actions
    .filter((item) => (only?.includes(item.action) ?? true) && !except?.includes(item.action) && !(isApi && "page" in item))
    .map(({ action, methods, suffix }) => ({ methods, path: `${path}${suffix}`, action }));
}

function singular(word: string): string {
  return word.replace(/-/g, "_").replace(/ies$/, "y").replace(/s$/, "");
}

/** The links that follow a call: prefixes, middleware, and what resources leave out. */
function chainAfter(names: Names, code: Code, call: ExprId, level: Level): Around {
  const links: Link[] = [];
  for (let next = nextInChain(code, call); next !== undefined; next = nextInChain(code, next)) {
    const at = factAt(names, code, next);
    if (at) links.push(at);
  }
  const uses = links.filter((item) => item.fact.kind === "use").flatMap(({ site }) => valuesAt(names, site, "0"));
  const known = uses.map((step) => (isNamed(names, step) ? namedMiddleware(names, code, step) : step));
  const steps = known.flatMap((step): readonly Step[] => (step ? [{ ...step, level, option: "use" }] : []));
  const prefixes = links
    .filter((item) => item.fact.kind === "prefix")
    .map(({ site }) => valuesAt(names, site, "0").flatMap((value) => pathsOf(names, value) ?? [])[0] ?? unreadable);
  return { prefixes: prefixes.toReversed(), steps, open: steps.length < uses.length, links };
}

const maxDepth = 8;
const nowhere: Around = { prefixes: [], steps: [], open: false, links: [] };

/** Groups around a function, outermost first; a function of ours that registers routes has those of each of its calls. */
function groupsAround(names: Names, code: Code, f: FnId, depth: number): readonly Around[] {
  if (f === 0) return [isLoaded(names, code) ? nowhere : { ...nowhere, open: true }];
  if (depth > maxDepth) return [nowhere];
  const use = callbackUse(code, f);
  const group = use && factAt(names, code, use.call)?.fact.kind === "group" ? use.call : undefined;
  if (group !== undefined)
    return groupsAround(names, code, callFn(code, group), depth + 1).map((outer) => inside(outer, chainAfter(names, code, group, "router")));
  const calls = use ? [] : [...findCalls(names, code, f), ...groupsOf(names, code, f)];
  if (calls.length === 0) return groupsAround(names, code, code.summary.functions[f]?.parent ?? 0, depth + 1);
  return calls.flatMap((call) => {
    const own = factAt(names, call.code, call.call)?.fact.kind === "group" ? chainAfter(names, call.code, call.call, "router") : nowhere;
    return groupsAround(names, call.code, callFn(call.code, call.call), depth + 1).map((outer) => inside(outer, own));
  });
}

/** `router.group(loanRoutes)`: handed over by its name. */
function groupsOf(names: Names, code: Code, f: FnId): readonly { readonly code: Code; readonly call: ExprId }[] {
  const name = code.summary.functions[f]?.n;
  if (!name) return [];
  return names.project.mentioning(name).flatMap((other) =>
    (other.callsByName.get("group") ?? []).flatMap((call) => {
      const at = factAt(names, other, call);
      const handed = at?.site.args.some((id) => denotesFunction(names, other, id, code, f));
      return at?.fact.kind === "group" && handed ? [{ code: other, call }] : [];
    }),
  );
}

function inside(outer: Around, inner: Around): Around {
  return { prefixes: [...outer.prefixes, ...inner.prefixes], steps: [...outer.steps, ...inner.steps], open: outer.open || inner.open, links: [] };
}

function callFn(code: Code, call: ExprId): FnId {
  const expr = code.expr(call);
  return expr.k === "call" ? expr.fn : 0;
}

function spanOf(code: Code, call: ExprId): Endpoint["span"] {
  const { s, e } = code.expr(call);
  return { s, e };
}
