import type { ServedMount } from "#catalog/facts/served";
import { servedWords } from "#catalog/lookup/served";
import type { Span } from "#syntax/summary";
import type { Code } from "../code.ts";
import { textOf } from "../folded.ts";
import type { Names } from "../names.ts";
import { keyOfExpr } from "../storage-key.ts";
import { type Origin, originsOf, readPath } from "../origins.ts";
import { type RoutingCall, valuesAt } from "./arguments.ts";
import type { Endpoint, Step } from "./model.ts";
import { joinPaths, normalisePath, pathsOf, unreadable } from "./paths.ts";
import { type Served, servedAt } from "./procedure-chains.ts";
import { treeMountsOf, type TreeMount } from "./procedure-mounts.ts";
import { keyOf, type Leaf, ProcedureTrees } from "./procedure-trees.ts";
import type { RouteTable } from "./route-table.ts";

/** Endpoints that calls make by themselves: procedures in trees, remote functions, `api({ … }, handler)`. */
export function procedureEndpoints(names: Names, table: RouteTable): readonly Endpoint[] {
  const words = servedWords(names.project.libraries);
  const own: Endpoint[] = [];
  const trees = new ProcedureTrees(names);
  const roots: Origin[] = [];
  for (const code of names.project.codesNaming([...words.calls, ...words.trees])) {
    if (code.role !== "product") continue;
    for (const word of words.calls) for (const id of code.callsByName.get(word) ?? []) own.push(...ownEndpoints(names, { code, id }));
    for (const word of words.trees) for (const id of code.callsByName.get(word) ?? []) if (isTree(names, { code, id })) roots.push({ code, id });
  }
  const mounts = treeMountsOf(names, table);
  return distinct([...own, ...mounted(trees, mounts), ...unmounted(trees, roots, mounts)]);
}

function isTree(names: Names, { code, id }: Origin): boolean {
  const expr = code.expr(id);
  return expr.k === "call" && names.apisOf(code, expr.c).some((api) => names.project.catalog.served.trees.of(api) !== undefined);
}

function mounted(trees: ProcedureTrees, mounts: readonly TreeMount[]): readonly Endpoint[] {
  return mounts.flatMap((mount) => trees.leavesOf(mount.tree).flatMap((leaf) => endpointsOf(trees.names, leaf, mount.fact, mount)));
}

/** Trees nobody hands to a transport we know: the outermost ones stand for themselves, and may have more in front of them. */
function unmounted(trees: ProcedureTrees, roots: readonly Origin[], mounts: readonly TreeMount[]): readonly Endpoint[] {
  const { names } = trees;
  const served = new Set(mounts.flatMap((mount) => originsOf(names, mount.tree).map((origin) => keyOf(origin))));
  const leaves = roots.map((root) => ({ root, leaves: served.has(keyOf(root)) ? [] : trees.leavesOf(root) }));
  return leaves.flatMap(({ root, leaves: found }) =>
    trees.nested.has(keyOf(root)) ? [] : found.flatMap((leaf) => endpointsOf(names, leaf, undefined, { prefix: undefined, chain: [], open: true })),
  );
}

function endpointsOf(
  names: Names,
  { served, keys, steps, prefixes }: Leaf,
  mount: ServedMount | undefined,
  around: Pick<TreeMount, "prefix" | "chain" | "open">,
): readonly Endpoint[] {
  const framework = libraryOf(served.site.api);
  const ways = mount?.paths ?? names.project.catalog.served.waysOf(framework);
  const address = addressOf(names, served, keys, prefixes, ways);
  const prefix = around.prefix ?? (ways === "dots" ? "/trpc" : "/");
  return [
    {
      ...placeOf(served),
      methods: address.methods ?? methodsOf(names, served),
      path: normalisePath(joinPaths(prefix, address.path)),
      chain: [...around.chain, ...steps, ...served.steps],
      open: around.open || served.before.open,
      ...(served.before.open ? {} : { declared: true }),
    },
  ];
}

/** The names on the way, joined as the transport joins them; what the procedure says about its route wins where routes are asked. */
function addressOf(
  names: Names,
  { before }: Served,
  keys: readonly string[],
  prefixes: readonly Origin[],
  ways: NonNullable<ServedMount["paths"]>,
): { readonly path: string; readonly methods?: readonly string[] } {
  if (ways === "dots") return { path: keys.join(".") };
  if (ways === "keys") return keyedAddress(keys);
  if (ways === "slashes") return { path: keys.join("/") };
  const route = before.routes[0];
  const path = route && readPath(names, route, ["path"]).values.map((value) => textOf(value) ?? unreadable)[0];
  const method = route && readPath(names, route, ["method"]).values.map((value) => textOf(value) ?? unreadable)[0];
  const inFront = [...prefixes, ...before.prefixes].map((prefix) => pathsOf(names, prefix)?.[0] ?? unreadable);
  return { path: path === undefined ? keys.join("/") : joinPaths(...inFront, path), ...(method === undefined ? {} : { methods: [method] }) };
}

const methodName = "get|post|put|patch|delete|head|options";

/** `loans: { ":id": { patch: endpoint } }`, `"patch /loans/:id": endpoint`. */
function keyedAddress(keys: readonly string[]): { readonly path: string; readonly methods?: readonly string[] } {
  const last = new RegExp(`^(${methodName})(?:\\s+(\\S+))?$`, "i").exec(keys.at(-1) ?? "");
  if (!last?.[1]) return { path: joinPaths(...keys) };
  return { path: joinPaths(...keys.slice(0, -1), last[2] ?? ""), methods: [last[1].toUpperCase()] };
}

/** Calls that need no tree. */
function ownEndpoints(names: Names, at: Origin): readonly Endpoint[] {
  const served = servedAt(names, at);
  if (!served || (served.fact.address !== "export" && served.fact.address !== "path")) return [];
  const { fact, site } = served;
  const options = fact.options === undefined ? undefined : valuesAt(names, site, fact.options)[0];
  const rest = {
    ...placeOf(served),
    methods: methodsOf(names, served),
    chain: served.steps,
    open: served.before.open,
    ...(options && options.code.expr(options.id).k === "object" ? { options } : {}),
  };
  if (fact.address === "path") return pathsAt(names, site, served).map((path) => ({ ...rest, path: normalisePath(joinPaths(fact.prefix ?? "", path)) }));
  const name = exportedAs(at.code, at.id);
  return name === undefined ? [] : [{ ...rest, path: `${at.code.path}#${name}` }];
}

function pathsAt(names: Names, site: RoutingCall, { fact, at }: Served): readonly string[] {
  for (const path of fact.path ?? []) {
    if (path === "name") {
      const name = exportedAs(at.code, at.id);
      if (name !== undefined) return [`/….${name}`];
    }
    const found = valuesAt(names, site, path).flatMap((value) => pathsOf(names, value) ?? []);
    if (found.length > 0) return found;
  }
  return [unreadable];
}

function methodsOf(names: Names, { fact, site }: Served): readonly string[] {
  if (fact.method === undefined) return fact.methods ?? ["ALL"];
  const found = valuesAt(names, site, fact.method).flatMap((value) => pathsOf(names, value) ?? []);
  const methods = found.map((method) => (method === "*" ? "ALL" : method.toUpperCase()));
  return methods.length > 0 ? [...new Set(methods)] : (fact.methods ?? ["…"]);
}

/** The name a value is exported under. */
function exportedAs(code: Code, id: number): string | undefined {
  return code.summary.exports.find((item) => {
    if (item.v === undefined || item.typeOnly) return false;
    const key = keyOfExpr(code, item.v);
    return item.v === id || (key !== undefined && (code.summary.writes[key] ?? []).some((write) => write.v === id));
  })?.n;
}

function placeOf({ site, handler }: Served): Pick<Endpoint, "framework" | "code" | "span" | "handler"> {
  return { framework: libraryOf(site.api), code: site.code, span: spanOf(site), ...(handler ? { handler } : {}) };
}

/** In a chain every call begins where the chain begins: it is shown from its method on. */
function spanOf({ code, call }: RoutingCall): Span {
  const expr = code.expr(call);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  return { s: callee?.k === "member" && code.expr(callee.o).k === "call" ? callee.e - callee.p.length : expr.s, e: expr.e };
}

function libraryOf(api: string): string {
  return api.slice(0, api.indexOf("#"));
}

function distinct(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const seen = new Set<string>();
  return endpoints.filter((endpoint) => {
    const key = `${endpoint.code.path}:${endpoint.span.s}:${endpoint.methods.join()}:${endpoint.path}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Steps a wrapped handler has in front of it: those of a builder's chain, or the wrapper itself. */
export function stepsOfWrapper(names: Names, wrapper: Origin): readonly Step[] {
  const served = servedAt(names, wrapper);
  return served ? served.steps : [{ ...wrapper, level: "wrapper" }];
}
