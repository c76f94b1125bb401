import type { FnId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { chainedRoutes } from "./chained-routes.ts";
import { contractEndpoints } from "./contracts.ts";
import { controllerEndpoints } from "./controllers.ts";
import type { Origin } from "../origins.ts";
import { surroundingsOf, libraryOf } from "./effective.ts";
import { fileEndpoints } from "./files.ts";
import { handlingOf } from "./handlers.ts";
import { lambdaEndpoints } from "./lambda-functions.ts";
import type { Endpoint, Step } from "./model.ts";
import { socketEndpoints } from "./sockets.ts";
import { schemaOperations } from "./schema-operations.ts";
import { joinPaths, normalisePath } from "./paths.ts";
import { procedureEndpoints, stepsOfWrapper } from "./procedures.ts";
import type { RouteEntry } from "./route-records.ts";
import { RouteTable } from "./route-table.ts";

/** Every endpoint of a project. Worked out once, when first asked. */
export class Endpoints {
  readonly #names: Names;
  #all: readonly Endpoint[] | undefined;
  #byFile: ReadonlyMap<Code, readonly Endpoint[]> | undefined;
  #byHandler: Map<Code, Map<FnId, Endpoint[]>> | undefined;

  constructor(names: Names) {
    this.#names = names;
  }

  /** All endpoints, by file, then in the order of the text. */
  get all(): readonly Endpoint[] {
    return (this.#all ??= distinct(sorted(this.#collect())));
  }

  /** Endpoints that a function answers. */
  handledBy(code: Code, f: FnId): readonly Endpoint[] {
    this.#byHandler ??= this.#index();
    return this.#byHandler.get(code)?.get(f) ?? [];
  }

  /** Endpoints registered in a file. */
  in(code: Code): readonly Endpoint[] {
    this.#byFile ??= byFile(this.all);
    return this.#byFile.get(code) ?? [];
  }

  #collect(): readonly Endpoint[] {
    const table = new RouteTable(this.#names);
    return [
      ...table.routes.flatMap((route) => endpointsOf(this.#names, table, route)),
      ...controllerEndpoints(this.#names),
      ...fileEndpoints(this.#names),
      ...procedureEndpoints(this.#names, table),
      ...schemaOperations(this.#names),
      ...chainedRoutes(this.#names),
      ...contractEndpoints(this.#names),
      ...lambdaEndpoints(this.#names),
      ...socketEndpoints(this.#names),
    ];
  }

  #index(): Map<Code, Map<FnId, Endpoint[]>> {
    const index = new Map<Code, Map<FnId, Endpoint[]>>();
    for (const endpoint of this.all) {
      if (!endpoint.handler) continue;
      const { code, f } = endpoint.handler;
      let known = index.get(code);
      if (!known) index.set(code, (known = new Map()));
      known.set(f, [...(known.get(f) ?? []), endpoint]);
    }
    return index;
  }
}

function byFile(endpoints: readonly Endpoint[]): ReadonlyMap<Code, readonly Endpoint[]> {
  const map = new Map<Code, Endpoint[]>();
  for (const endpoint of endpoints) {
    const known = map.get(endpoint.code);
    if (known) known.push(endpoint);
    else map.set(endpoint.code, [endpoint]);
  }
  return map;
}

/** A route of a router: one endpoint for each way the router is mounted. */
function endpointsOf(names: Names, table: RouteTable, route: RouteEntry): readonly Endpoint[] {
  const { router, at, site, path, methods, options } = route;
  const last = route.steps.at(-1);
  const { handler, wrappers } = last ? handlingOf(names, last) : { wrappers: [] };
  const answer = handler || !last || !isLibrarys(names, last) ? undefined : last;
  const own = route.steps.slice(0, -1).map((step): Step => ({ ...step, level: "route" }));
  const wrapped = wrappers.flatMap((step): readonly Step[] => stepsOfWrapper(names, step));
  const { code, span } = placeOf(site);
  return surroundingsOf(names, table, router, at, path).map(({ prefix, chain, open }) => ({
    framework: libraryOf(router),
    methods,
    path: normalisePath(joinPaths(prefix, path)),
    code,
    span,
    ...(handler ? { handler } : {}),
    ...(answer ? { answer } : {}),
    chain: [...chain, ...own, ...wrapped],
    ...(options ? { options } : {}),
    ...(route.schemas ? { schemas: route.schemas } : {}),
    router: router.key,
    open,
  }));
}

/** Whether a function comes from a library we have facts about. */
function isLibrarys(names: Names, { code, id }: Origin): boolean {
  const expr = code.expr(id);
  const callee = expr.k === "call" ? expr.c : id;
  return names.apisOf(code, callee).some((api) => names.project.catalog.http.controls.of(api) !== undefined);
}

/** Where an endpoint is written: the call, its caller where that only hands arguments on, or the object in a list. */
function placeOf(site: RouteEntry["site"]): Pick<Endpoint, "code" | "span"> {
  const listed = site.isListed && site.first?.code.expr(site.first.id).k === "object" ? site.first : undefined;
  if (listed) {
    const { s, e } = listed.code.expr(listed.id);
    return { code: listed.code, span: { s, e } };
  }
  const { code, call } = site.place ?? site;
  const expr = code.expr(call);
  return { code, span: { s: expr.k === "call" ? headOf(code, expr.c) : expr.s, e: expr.e } };
}

/** In a chain every call begins where the chain begins: a call is shown from its method on. */
function headOf(code: Code, callee: number): number {
  const expr = code.expr(callee);
  if (expr.k !== "member") return expr.s;
  return code.expr(expr.o).k === "call" ? expr.e - expr.p.length : expr.s;
}

function sorted(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return endpoints.toSorted(
    (a, b) => compare(a.code.path, b.code.path) || a.span.s - b.span.s || compare(a.path, b.path) || compare(a.methods.join(), b.methods.join()),
  );
}

/** A registration that several ways lead to is one endpoint as long as it stands for the same. */
function distinct(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const seen = new Set<string>();
  const keyOf = ({ code, span, methods, handler }: Endpoint, path: string): string =>
    `${code.path}:${span.s}:${methods.join()}:${path}:${handler ? `${handler.code.path}:${handler.f}` : ""}`;
  const found = endpoints.filter((endpoint) => {
    const key = keyOf(endpoint, endpoint.path);
    return !seen.has(key) && seen.add(key);
  });
  // A prefix one caller leaves to the configuration, and another one says.
  return found.filter((endpoint) => !endpoint.path.startsWith("…/") || !seen.has(keyOf(endpoint, endpoint.path.slice(1))));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
