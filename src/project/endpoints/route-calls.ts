import type { RoutingFact } from "#catalog/facts/routing";
import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { type Origin, originsOf } from "../origins.ts";
import { isAsked, methodsAt, reachAt, type RoutingCall, sitesOf, stepsAt, valuesAt } from "./arguments.ts";
import type { Position } from "./model.ts";
import { type PathArguments } from "./path-arguments.ts";
import { joinPaths, pathsOf } from "./paths.ts";
import { positionOf } from "./positions.ts";
import { RoutePlugins } from "./route-plugins.ts";
import type { RouteRecords, Told } from "./route-records.ts";
import type { Located, Routers } from "./routers.ts";
import { placeOf, runsOf } from "./runs.ts";

/** Reads the calls that tell routers something: routes, middleware, prefixes. */
export class RouteCalls {
  readonly #names: Names;
  readonly #routers: Routers;
  readonly #records: RouteRecords;
  readonly #paths: PathArguments;
  readonly #plugins: RoutePlugins;

  constructor(names: Names, routers: Routers, paths: PathArguments, records: RouteRecords) {
    this.#names = names;
    this.#routers = routers;
    this.#records = records;
    this.#paths = paths;
    this.#plugins = new RoutePlugins(names, routers, paths, records, (site, receiver, around) => this.#tell(site, receiver, around));
  }

  /** Reads one file. */
  read(code: Code): void {
    const { catalog } = this.#names.project;
    for (const call of code.summary.calls) {
      const expr = code.expr(call);
      if (expr.k !== "call") continue;
      const callee = code.expr(expr.c);
      if (callee.k === "index") this.#readComputed(code, call, callee.o, callee.i);
      if (callee.k !== "member" || !catalog.routing.methods.has(callee.p)) continue;
      const apis = this.#names
        .apisOf(code, expr.c)
        .filter((api) => catalog.routing.entries.of(api).length > 0 || catalog.routing.prefixes.of(api)?.form === "set");
      if (apis.length === 0) continue;
      for (const run of runsOf(this.#names, code, call))
        for (const api of apis) this.#tell({ code, call, args: expr.args, api, frame: run.frame, ...placeOf(run) }, callee.o, run.at);
    }
  }

  /** `app[options.method](path, handler)`: the method is what callers or a table say. */
  #readComputed(code: Code, call: ExprId, o: ExprId, i: ExprId): void {
    const expr = code.expr(call);
    const type = this.#names.apisOf(code, o).find((name) => this.#routers.isRouter(name));
    if (type === undefined || expr.k !== "call") return;
    for (const run of runsOf(this.#names, code, call)) {
      const methods = pathsOf(this.#names, { code, id: i, frame: run.frame }) ?? [];
      for (const method of methods)
        this.#tell({ code, call, args: expr.args, api: `${type}.${method.toLowerCase()}`, frame: run.frame, ...placeOf(run) }, o, run.at);
    }
  }

  #tell(site: RoutingCall, receiver: ExprId, around: Position): void {
    const { catalog } = this.#names.project;
    const facts = catalog.routing.entries.of(site.api).filter((fact) => isAsked(this.#names, site, fact));
    const sets = catalog.routing.prefixes.of(site.api)?.form === "set";
    if (facts.length === 0 && !sets) return;
    const here = positionOf(site.code, site.call);
    for (const { router, at } of this.#routers.of({ code: site.code, id: receiver, frame: site.frame })) {
      const told = { router, at: [...at, ...around, here], site };
      if (sets) this.#records.prefix(router, this.#paths.at(site, catalog.routing.prefixes.of(site.api)?.argument ?? "0"));
      for (const fact of facts) for (const one of sitesOf(this.#names, site, fact)) this.#enter(fact, { ...told, site: one });
    }
  }

  #enter(fact: RoutingFact, told: Omit<Told, "path">): void {
    switch (fact.kind) {
      case "route":
        return this.#route(fact, told);
      case "use":
        return this.#use(fact, told);
      case "plugin":
        return this.#plugins.plug(fact, told);
      case "group":
      case "path":
        return;
    }
  }

  #route(fact: RoutingFact, told: Omit<Told, "path">): void {
    const { site } = told;
    const own = this.#paths.own(fact, site);
    const chained = own ? undefined : this.#paths.chained(site);
    if (!own && !chained && fact.optionalPath !== true) return;
    const steps = stepsAt(this.#names, fact, site, own ? own.skip : fact.optionalPath ? 0 : 1, chained !== undefined);
    if (steps.length === 0) return;
    const options = fact.options === undefined ? undefined : this.#optionsAt(site, fact.options);
    const methods = fact.methods ?? methodsAt(this.#names, site, fact.method ?? "0.method");
    for (const path of own?.paths ?? chained ?? ["/"]) {
      if (!this.#records.isNew(told, path, methods, steps)) continue;
      this.#records.routes.push({ ...told, path, methods, steps, ...(options ? { options } : {}), ...(fact.schemas ? { schemas: fact.schemas } : {}) });
    }
  }

  #optionsAt(site: RoutingCall, path: string): Origin | undefined {
    const { code, args, frame } = site;
    const [head = "0", ...rest] = path.split(".");
    const id = args[Number(head)];
    if (site.first && path === "0") return site.first;
    if (rest.length > 0) return valuesAt(this.#names, site, path)[0];
    const found = id === undefined ? [] : originsOf(this.#names, { code, id, frame });
    return found.find((origin) => origin.code.expr(origin.id).k !== "function" && origin.code.expr(origin.id).k !== "const");
  }

  #use(fact: RoutingFact, told: Omit<Told, "path">): void {
    const { site } = told;
    const own = this.#paths.own(fact, site);
    const steps = stepsAt(this.#names, fact, site, own?.skip ?? 0, false);
    for (const path of own?.paths ?? ["/"]) {
      const before: Origin[] = [];
      for (const step of steps) {
        const children = this.#childrenOf(step);
        for (const child of children)
          this.#records.mount(child, { ...told, path: joinPaths(repeats(path, child.path) ? "/" : path, child.path), steps: [...before], transparent: false });
        if (children.length === 0) before.push(step);
      }
      if (before.length > 0 && this.#records.isNew(told, path, [], before))
        this.#records.use({ ...told, path, steps: before, reach: reachAt(this.#names, site, fact) });
    }
  }

  /** The routers an argument is, also under a prefix of its own: `mount("/api", app)`. */
  #childrenOf(step: Origin): readonly (Located & { readonly path: string })[] {
    const expr = step.code.expr(step.id);
    if (expr.k === "call") {
      for (const api of this.#names.apisOf(step.code, expr.c)) {
        const wrapper = this.#names.project.catalog.routing.wrappers.exactly(api);
        if (!wrapper) continue;
        const site: RoutingCall = { code: step.code, call: step.id, args: expr.args, api, frame: step.frame };
        const both = expr.args.length > 1;
        const path = both ? (this.#paths.at(site, wrapper.path)[0] ?? "…") : "/";
        return valuesAt(this.#names, site, both ? wrapper.router : wrapper.path).flatMap((value) =>
          this.#routers.of(value).map((child) => ({ ...child, path })),
        );
      }
    }
    return this.#routers.of(step).map((child) => ({ ...child, path: "/" }));
  }
}

/** `use("/v1/**", useBase("/v1", loans))`: the wrapper says again what it takes away. */
function repeats(path: string, inner: string): boolean {
  return inner !== "/" && path.replace(/\/\*+\w*$/, "") === inner;
}
