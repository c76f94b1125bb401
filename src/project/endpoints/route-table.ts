import type { RoutingFact } from "#catalog/facts/routing";
import type { ExprId } from "#syntax/summary";
import type { Names } from "../names.ts";
import type { Code } from "../code.ts";
import { type Origin, originsOf } from "../origins.ts";
import { isAsked, listedPlugins, methodsAt, objectSteps, reachAt, type RoutingCall, sitesOf, valuesAt } from "./arguments.ts";
import { autoloadedLibraries, autoloadedPlugins } from "./autoload.ts";
import { isAfter, type Position } from "./model.ts";
import { joinPaths, pathsOf } from "./paths.ts";
import { PathArguments } from "./path-arguments.ts";
import { type Plugin, pluginsOf } from "./plugins.ts";
import { positionOf } from "./positions.ts";
import { type Located, type Router, Routers } from "./routers.ts";
import { type Run, runsOf } from "./runs.ts";

/** Something a router is told. */
interface Told {
  readonly router: Router;
  readonly at: Position;
  readonly site: RoutingCall;
  /** `/` where there is none. */
  readonly path: string;
}

export interface RouteEntry extends Told {
  readonly methods: readonly string[];
  readonly steps: readonly Origin[];
  readonly options?: Origin;
  readonly schemas?: RoutingFact["schemas"];
}

/** Middleware in front of what comes after it. */
export interface UseEntry extends Told {
  readonly steps: readonly Origin[];
  /** How far out of its plugin it reaches: to the router around it, or to all. */
  readonly reach?: "parent" | "all" | undefined;
}

/** A router mounted in another one. */
export interface Mount extends Told {
  /** Middleware named in the same call, before the child. */
  readonly steps: readonly Origin[];
  /** The child is told things as if it were the parent itself. */
  readonly transparent: boolean;
}

/** Everything the routers of a project are told: routes, middleware, mounts, prefixes. */
export class RouteTable {
  readonly routes: RouteEntry[] = [];
  readonly routers: Routers;
  readonly #names: Names;
  readonly #uses = new Map<string, UseEntry[]>();
  readonly #mounts = new Map<string, Mount[]>();
  readonly #children = new Map<string, { readonly key: string; readonly path: string }[]>();
  /** Plugins with a scope of their own, and where they are mounted. */
  readonly #plugins = new Map<string, { readonly key: string; readonly at: Position }[]>();
  readonly #prefixes = new Map<string, string[]>();
  readonly #derived = new Set<string>();
  readonly #ordered = new Map<string, readonly UseEntry[]>();
  readonly #said = new Set<string>();
  readonly #readPlugins = new Set<string>();
  readonly #paths: PathArguments;

  constructor(names: Names) {
    this.#names = names;
    this.routers = new Routers(names);
    this.#paths = new PathArguments(names, this.routers);
    for (const code of names.project.codesWith(routingWords)) if (code.role === "product") this.#read(code);
  }

  /** Middleware of a router, in the order it is told, that of plugins without a scope of their own included. */
  usesOf(router: Router): readonly UseEntry[] {
    const known = this.#ordered.get(router.key);
    if (known) return known;
    const found = this.#inOrder(router);
    this.#ordered.set(router.key, found);
    return found;
  }

  #inOrder(router: Router): readonly UseEntry[] {
    const own = this.#usesOf(router.key, new Set());
    const inOrder = own.toSorted((a, b) => (isAfter(a.at, b.at) ? 1 : isAfter(b.at, a.at) ? -1 : 0));
    return [...(router.from ? this.usesOf(router.from) : []), ...inOrder];
  }

  #usesOf(key: string, seen: Set<string>): readonly UseEntry[] {
    if (seen.has(key)) return [];
    seen.add(key);
    return [
      ...(this.#uses.get(key) ?? []),
      ...(this.#plugins.get(key) ?? []).flatMap(({ key: child, at }) =>
        this.#usesOf(child, seen)
          .filter((use) => use.reach !== undefined)
          .map((use): UseEntry => ({ ...use, path: "/", at, reach: use.reach === "all" ? "all" : undefined })),
      ),
      ...(this.#children.get(key) ?? []).flatMap((child) => this.#usesOf(child.key, seen).map((use) => ({ ...use, path: joinPaths(child.path, use.path) }))),
    ];
  }

  /** Where a router is mounted. */
  mountsOf(router: Router): readonly Mount[] {
    this.#derive(router);
    return [...(this.#mounts.get(router.key) ?? []), ...[...this.routers.instancesOf(router)].flatMap((instance) => this.mountsOf(instance))];
  }

  /** Prefixes a router puts before all its paths. */
  prefixesOf(router: Router): readonly string[] {
    return [...this.#madePrefix(router), ...this.#setPrefixes(router)];
  }

  #setPrefixes(router: Router): readonly string[] {
    return [...(router.from ? this.#setPrefixes(router.from) : []), ...(this.#prefixes.get(router.key) ?? [])];
  }

  #read(code: Code): void {
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
    const type = this.#names.apisOf(code, o).find((name) => this.routers.isRouter(name));
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
    for (const { router, at } of this.routers.of({ code: site.code, id: receiver, frame: site.frame })) {
      const told = { router, at: [...at, ...around, here], site };
      if (sets) add(this.#prefixes, router.key, ...this.#paths.at(site, catalog.routing.prefixes.of(site.api)?.argument ?? "0"));
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
        return this.#plugin(fact, told);
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
    const steps = this.#steps(fact, site, own ? own.skip : fact.optionalPath ? 0 : 1, chained !== undefined);
    if (steps.length === 0) return;
    const options = fact.options === undefined ? undefined : this.#optionsAt(site, fact.options);
    const methods = fact.methods ?? methodsAt(this.#names, site, fact.method ?? "0.method");
    for (const path of own?.paths ?? chained ?? ["/"]) {
      if (!this.#isNew(told, path, methods, steps)) continue;
      this.routes.push({ ...told, path, methods, steps, ...(options ? { options } : {}), ...(fact.schemas ? { schemas: fact.schemas } : {}) });
    }
  }

  /** Several ways may lead to the same registration. */
  #isNew({ router, site }: Omit<Told, "path">, path: string, methods: readonly string[], steps: readonly Origin[]): boolean {
    const at = site.place ?? site.first ?? site;
    const placed = "call" in at ? at.call : at.id;
    const meant = steps.flatMap((step) => originsOf(this.#names, { ...step, asCalled: true })).map(({ code, id }) => `${code.path}:${id}`);
    const key = [router.key, site.code.path, site.call, at.code.path, placed, path, methods.join(), ...meant].join("|");
    if (this.#said.has(key)) return false;
    this.#said.add(key);
    return true;
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

  #steps(fact: RoutingFact, site: RoutingCall, skip: number, chained: boolean): readonly Origin[] {
    return (fact.steps ?? []).flatMap((path) => {
      const from = path.endsWith("+") ? Number(path.slice(0, -1)) : undefined;
      const values = valuesAt(this.#names, site, from === undefined ? path : `${chained ? 0 : Math.max(from, skip)}+`);
      return values.filter(({ code, id }) => {
        const { k } = code.expr(id);
        return k !== "object" && k !== "boolean" && !(k === "const" && from !== undefined);
      });
    });
  }

  #use(fact: RoutingFact, told: Omit<Told, "path">): void {
    const { site } = told;
    const own = this.#paths.own(fact, site);
    const steps = this.#steps(fact, site, own?.skip ?? 0, false);
    for (const path of own?.paths ?? ["/"]) {
      const before: Origin[] = [];
      for (const step of steps) {
        const children = this.#childrenOf(step);
        for (const child of children)
          this.#mount(child, { ...told, path: joinPaths(repeats(path, child.path) ? "/" : path, child.path), steps: [...before], transparent: false });
        if (children.length === 0) before.push(step);
      }
      if (before.length > 0 && this.#isNew(told, path, [], before))
        add(this.#uses, told.router.key, { ...told, path, steps: before, reach: reachAt(this.#names, site, fact) });
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
          this.routers.of(value).map((child) => ({ ...child, path })),
        );
      }
    }
    return this.routers.of(step).map((child) => ({ ...child, path: "/" }));
  }

  #mount(child: Located, mount: Mount): void {
    const key = ["mount", child.router.key, mount.router.key, mount.site.code.path, mount.site.call, mount.path].join("|");
    if (this.#said.has(key)) return;
    this.#said.add(key);
    // What a derived router is told stands in the list of the one it is derived from: that is what is mounted.
    if (child.router.derived && child.router.derived.call !== mount.site.call) {
      for (const base of this.routers.of(child.router.derived.from)) this.#mount(base, mount);
      return;
    }
    if (child.router.key === mount.router.key) return;
    add(this.#mounts, child.router.key, mount);
    if (!mount.transparent) add(this.#plugins, mount.router.key, { key: child.router.key, at: mount.at });
    if (mount.transparent) add(this.#children, mount.router.key, { key: child.router.key, path: mount.path });
  }

  /** A plugin is a function that is handed the router, another router, or a library's: then it is middleware. */
  #plugin(fact: RoutingFact, told: Omit<Told, "path">): void {
    const { site } = told;
    const own = fact.path === undefined ? [] : this.#paths.at(site, fact.path);
    const before = (fact.before ?? []).flatMap((path) => valuesAt(this.#names, site, path));
    const plugins =
      fact.listed === undefined
        ? [...this.#steps(fact, site, 0, false), ...objectSteps(this.#names, fact, site)].map((plugin) => ({ plugin, paths: [] as readonly string[] }))
        : listedPlugins(this.#names, site, fact.listed);
    for (const { plugin, paths } of plugins)
      for (const path of paths.length > 0 ? paths : own.length > 0 ? own : ["/"])
        this.#register(plugin, { ...told, path, steps: before, transparent: false }, fact);
  }

  #register(step: Origin, mount: Mount, fact: RoutingFact): void {
    const { site, steps } = mount;
    const folder = autoloadedPlugins(this.#names, site, step);
    if (folder) {
      const libraries = autoloadedLibraries(this.#names, site, step);
      if (libraries.length > 0) add(this.#uses, mount.router.key, { ...mount, steps: libraries });
      return folder.forEach((plugin) => this.#mountPlugin(mount, plugin));
    }
    const routers = this.routers.of(step);
    for (const child of routers) this.#mount(child, mount);
    const plugins = routers.length > 0 ? [] : pluginsOf(this.#names, step);
    for (const plugin of plugins) this.#mountPlugin(mount, plugin);
    if (routers.length > 0 || plugins.length > 0) return;
    // `guard({ beforeHandle })` without a function is for what comes after it.
    if (!fact.before) add(this.#uses, mount.router.key, { ...mount, steps: [step] });
    else if (steps.length > 0) add(this.#uses, mount.router.key, { ...mount, reach: reachAt(this.#names, site, fact) });
  }

  #mountPlugin(mount: Mount, plugin: Plugin): void {
    const child = this.routers.parameterOf(plugin.code, plugin.f, 0, mount.router.type);
    if (!this.#readPlugins.has(child.key)) this.#readPlugin(plugin, child.type);
    const path =
      plugin.transparent && plugin.path === undefined ? "/" : plugin.path === undefined ? mount.path : `${mount.path === "/" ? "" : mount.path}${plugin.path}`;
    this.#mount({ router: child, at: [] }, { ...mount, path, transparent: plugin.transparent });
  }

  /** A plugin in plain JavaScript does not say what it is handed; where it is registered does. */
  #readPlugin({ code, f }: Plugin, type: string): void {
    this.#readPlugins.add(`${code.path}:f${f}:0`);
    const b = code.summary.functions[f]?.params[0]?.b;
    for (const call of b === undefined ? [] : code.summary.calls) {
      const expr = code.expr(call);
      const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
      const owner = callee?.k === "member" ? code.expr(callee.o) : undefined;
      if (expr.k !== "call" || callee?.k !== "member" || owner?.k !== "name" || owner.b !== b) continue;
      if (!this.#names.project.catalog.routing.methods.has(callee.p) || this.#names.apisOf(code, callee.o).length > 0) continue;
      for (const run of runsOf(this.#names, code, call))
        this.#tell({ code, call, args: expr.args, api: `${type}.${callee.p}`, frame: run.frame, ...placeOf(run) }, callee.o, run.at);
    }
  }

  #derive(router: Router): void {
    if (!router.derived || this.#derived.has(router.key)) return;
    this.#derived.add(router.key);
    const { from, path, call } = router.derived;
    const site: RoutingCall = { code: from.code, call, args: [path.id], api: "", frame: from.frame };
    for (const parent of this.routers.of(from)) {
      const at = [...parent.at, positionOf(from.code, call)];
      for (const prefix of pathsOf(this.#names, path) ?? ["…"])
        this.#mount({ router, at: [] }, { router: parent.router, at, site, path: prefix, steps: [], transparent: false });
    }
  }

  #madePrefix(router: Router): readonly string[] {
    const { made } = router;
    const expr = made?.code.expr(made.id);
    if (!made || (expr?.k !== "call" && expr?.k !== "new")) return [];
    for (const api of this.#names.apisOf(made.code, expr.c)) {
      const fact = this.#names.project.catalog.routing.prefixes.of(api);
      if (fact?.form === "make") return this.#paths.at({ code: made.code, call: made.id, args: expr.args, api, frame: made.frame }, fact.argument);
    }
    return [];
  }
}

/** `use("/v1/**", useBase("/v1", loans))`: the wrapper says again what it takes away. */
function repeats(path: string, inner: string): boolean {
  return inner !== "/" && path.replace(/\/\*+\w*$/, "") === inner;
}

/** Every file that talks to a router has one of these words. */
const routingWords = [
  ".get(",
  ".post(",
  ".put(",
  ".patch(",
  ".delete(",
  ".use(",
  ".route(",
  ".register(",
  ".all(",
  ".on(",
  ".openapi(",
  ".mount(",
  ".group(",
  "](",
];

function add<T>(map: Map<string, T[]>, key: string, ...values: readonly T[]): void {
  const known = map.get(key);
  if (known) known.push(...values);
  else map.set(key, [...values]);
}

function placeOf({ place }: Run): Pick<RoutingCall, "place"> {
  return place ? { place } : {};
}
