import type { RoutingFact } from "#catalog/facts";
import type { ExprId } from "#syntax/summary";
import { findCalls } from "../callers.ts";
import { callbackUse, type Names } from "../names.ts";
import type { Code } from "../code.ts";
import { type Frame, type Origin, originsOf } from "../origins.ts";
import { type RoutingCall, valuesAt } from "./arguments.ts";
import { autoloadedPlugins } from "./autoload.ts";
import type { Position } from "./model.ts";
import { joinPaths, pathsOf } from "./paths.ts";
import { type Plugin, pluginsOf } from "./plugins.ts";
import { type Located, positionOf, type Router, Routers } from "./routers.ts";

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
  readonly #prefixes = new Map<string, string[]>();
  readonly #derived = new Set<string>();

  constructor(names: Names) {
    this.#names = names;
    this.routers = new Routers(names);
    for (const code of names.project.codesWith(routingWords)) if (code.role === "product") this.#read(code);
  }

  /** Middleware of a router, in the order it is told, that of plugins without a scope of their own included. */
  usesOf(router: Router): readonly UseEntry[] {
    return this.#usesOf(router.key, new Set());
  }

  #usesOf(key: string, seen: Set<string>): readonly UseEntry[] {
    if (seen.has(key)) return [];
    seen.add(key);
    return [
      ...(this.#uses.get(key) ?? []),
      ...(this.#children.get(key) ?? []).flatMap((child) => this.#usesOf(child.key, seen).map((use) => ({ ...use, path: joinPaths(child.path, use.path) }))),
    ];
  }

  /** Where a router is mounted. */
  mountsOf(router: Router): readonly Mount[] {
    this.#derive(router);
    return this.#mounts.get(router.key) ?? [];
  }

  /** Prefixes a router puts before all its paths. */
  prefixesOf(router: Router): readonly string[] {
    return [...this.#madePrefix(router), ...(this.#prefixes.get(router.key) ?? [])];
  }

  #read(code: Code): void {
    const { catalog } = this.#names.project;
    for (const call of code.summary.calls) {
      const expr = code.expr(call);
      if (expr.k !== "call") continue;
      const callee = code.expr(expr.c);
      if (callee.k !== "member" || !catalog.routingMethods.has(callee.p)) continue;
      for (const api of this.#names.apisOf(code, expr.c)) {
        for (const frame of framesOf(this.#names, code, call)) this.#tell({ code, call, args: expr.args, api, frame }, callee.o);
      }
    }
  }

  #tell(site: RoutingCall, receiver: ExprId): void {
    const { catalog } = this.#names.project;
    const facts = catalog.routingOf(site.api).filter((fact) => isAsked(this.#names, site, fact));
    const sets = catalog.prefixOf(site.api)?.form === "set";
    if (facts.length === 0 && !sets) return;
    const here = positionOf(site.code, site.call);
    for (const { router, at } of this.routers.of({ code: site.code, id: receiver, frame: site.frame })) {
      const told = { router, at: [...at, here], site };
      if (sets) add(this.#prefixes, router.key, ...this.#pathsAt(site, catalog.prefixOf(site.api)?.argument ?? "0"));
      for (const fact of facts) this.#enter(fact, told);
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
    const own = this.#ownPath(fact, site);
    const chained = own ? undefined : this.#chainedPath(site);
    if (!own && !chained && fact.optionalPath !== true) return;
    const steps = this.#steps(fact, site, own ? own.skip : fact.optionalPath ? 0 : 1, chained !== undefined);
    if (steps.length === 0) return;
    const options = fact.options === undefined ? undefined : this.#optionsAt(site, fact.options);
    const methods = fact.methods ?? methodsAt(this.#names, site, fact.method ?? "0.method");
    for (const path of own?.paths ?? chained ?? ["/"])
      this.routes.push({ ...told, path, methods, steps, ...(options ? { options } : {}), ...(fact.schemas ? { schemas: fact.schemas } : {}) });
  }

  #optionsAt(site: RoutingCall, path: string): Origin | undefined {
    const { code, args, frame } = site;
    const [head = "0", ...rest] = path.split(".");
    const id = args[Number(head)];
    if (rest.length > 0) return valuesAt(this.#names, site, path)[0];
    const found = id === undefined ? [] : originsOf(this.#names, { code, id, frame });
    return found.find((origin) => origin.code.expr(origin.id).k !== "function" && origin.code.expr(origin.id).k !== "const");
  }

  /** The path argument of a call, and how many arguments stand before the first handler. */
  #ownPath(fact: RoutingFact, site: RoutingCall): { readonly paths: readonly string[]; readonly skip: number } | undefined {
    if (fact.path === undefined) return undefined;
    if (!/^\d+$/.test(fact.path)) return { paths: this.#pathsAt(site, fact.path), skip: 0 };
    const index = Number(fact.path);
    const at = (i: number): readonly string[] | undefined => {
      const id = site.args[i];
      if (id === undefined || this.#isStep(site, id)) return undefined;
      return pathsOf(this.#names, { code: site.code, id, frame: site.frame });
    };
    const first = at(index);
    const second = fact.named && site.args.length > index + 2 ? at(index + 1) : undefined;
    if (second && second[0] !== "…") return { paths: second, skip: index + 2 };
    return first && { paths: first, skip: index + 1 };
  }

  /** Middleware, handlers and routers are no paths. */
  #isStep({ code, frame }: RoutingCall, id: ExprId): boolean {
    const denoted = this.#names.denote(code, id);
    return denoted.some((item) => item.k !== "object") || (frame === undefined && this.routers.of({ code, id }).length > 0);
  }

  /** `router.route("/books").get(…)`, `app.get("/books", …).post(…)`: the path was said before in the chain. */
  #chainedPath(site: RoutingCall): readonly string[] | undefined {
    const { catalog } = this.#names.project;
    const callee = site.code.expr(site.call);
    let at = callee.k === "call" ? site.code.expr(callee.c) : undefined;
    for (let step = 0; at?.k === "member" && step < 60; step++) {
      const inner = site.code.expr(at.o);
      if (inner.k !== "call") return undefined;
      for (const api of this.#names.apisOf(site.code, inner.c)) {
        const fact = catalog.routingOf(api).find((item) => item.kind === "path" || item.kind === "route");
        const own = fact && this.#ownPath(fact, { ...site, call: at.o, args: inner.args, api });
        if (own) return own.paths;
      }
      at = site.code.expr(inner.c);
    }
    return undefined;
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
    const own = this.#ownPath(fact, site);
    const steps = this.#steps(fact, site, own?.skip ?? 0, false);
    for (const path of own?.paths ?? ["/"]) {
      const before: Origin[] = [];
      for (const step of steps) {
        const children = this.#childrenOf(step);
        for (const child of children)
          this.#mount(child, { ...told, path: joinPaths(repeats(path, child.path) ? "/" : path, child.path), steps: [...before], transparent: false });
        if (children.length === 0) before.push(step);
      }
      if (before.length > 0) add(this.#uses, told.router.key, { ...told, path, steps: before });
    }
  }

  /** The routers an argument is, also under a prefix of its own: `mount("/api", app)`. */
  #childrenOf(step: Origin): readonly (Located & { readonly path: string })[] {
    const expr = step.code.expr(step.id);
    if (expr.k === "call") {
      for (const api of this.#names.apisOf(step.code, expr.c)) {
        const wrapper = this.#names.project.catalog.routerWrapperOf(api);
        if (!wrapper) continue;
        const site: RoutingCall = { code: step.code, call: step.id, args: expr.args, api, frame: step.frame };
        const both = expr.args.length > 1;
        const path = both ? (this.#pathsAt(site, wrapper.path)[0] ?? "…") : "/";
        return valuesAt(this.#names, site, both ? wrapper.router : wrapper.path).flatMap((value) =>
          this.routers.of(value).map((child) => ({ ...child, path })),
        );
      }
    }
    return this.routers.of(step).map((child) => ({ ...child, path: "/" }));
  }

  #mount(child: Located, mount: Mount): void {
    if (child.router.key === mount.router.key) return;
    add(this.#mounts, child.router.key, mount);
    if (mount.transparent) add(this.#children, mount.router.key, { key: child.router.key, path: mount.path });
  }

  /** A plugin is a function that is handed the router, another router, or a library's: then it is middleware. */
  #plugin(fact: RoutingFact, told: Omit<Told, "path">): void {
    const { site } = told;
    const paths = fact.path === undefined ? [] : this.#pathsAt(site, fact.path);
    for (const path of paths.length > 0 ? paths : ["/"]) {
      for (const step of this.#steps(fact, site, 0, false).concat(objectSteps(this.#names, fact, site))) {
        const folder = autoloadedPlugins(this.#names, site, step);
        for (const plugin of folder ?? []) this.#mountPlugin({ ...told, path, steps: [], transparent: false }, plugin);
        if (!folder) this.#registerOne(step, { ...told, path, steps: [], transparent: false });
      }
    }
  }

  #registerOne(step: Origin, mount: Mount): void {
    const routers = this.routers.of(step);
    for (const child of routers) this.#mount(child, mount);
    const plugins = routers.length > 0 ? [] : pluginsOf(this.#names, step);
    for (const plugin of plugins) this.#mountPlugin(mount, plugin);
    if (routers.length === 0 && plugins.length === 0) add(this.#uses, mount.router.key, { ...mount, steps: [step] });
  }

  #mountPlugin(mount: Mount, plugin: Plugin): void {
    const child = this.routers.parameterOf(plugin.code, plugin.f, 0, mount.router.type);
    const path =
      plugin.transparent && plugin.path === undefined ? "/" : plugin.path === undefined ? mount.path : `${mount.path === "/" ? "" : mount.path}${plugin.path}`;
    this.#mount({ router: child, at: [] }, { ...mount, path, transparent: plugin.transparent });
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
      const fact = this.#names.project.catalog.prefixOf(api);
      if (fact?.form === "make") return this.#pathsAt({ code: made.code, call: made.id, args: expr.args, api, frame: made.frame }, fact.argument);
    }
    return [];
  }

  #pathsAt(site: RoutingCall, path: string): readonly string[] {
    if (/^\d+$/.test(path)) {
      const id = site.args[Number(path)];
      return id === undefined ? [] : (pathsOf(this.#names, { code: site.code, id, frame: site.frame }) ?? []);
    }
    return valuesAt(this.#names, site, path).flatMap((value) => pathsOf(this.#names, value) ?? []);
  }
}

/** `use("/v1/**", useBase("/v1", loans))`: the wrapper says again what it takes away. */
function repeats(path: string, inner: string): boolean {
  return inner !== "/" && path.replace(/\/\*+\w*$/, "") === inner;
}

/** Every file that talks to a router has one of these words. */
const routingWords = [".get(", ".post(", ".put(", ".patch(", ".delete(", ".use(", ".route(", ".register(", ".all(", ".on(", ".openapi(", ".mount(", ".group("];

function add<T>(map: Map<string, T[]>, key: string, ...values: readonly T[]): void {
  const known = map.get(key);
  if (known) known.push(...values);
  else map.set(key, [...values]);
}

function isAsked(names: Names, { code, args, frame }: RoutingCall, fact: RoutingFact): boolean {
  if (!fact.events) return true;
  const first = args[0];
  const values = first === undefined ? [] : originsOf(names, { code, id: first, frame });
  return values.some((value) => {
    const expr = value.code.expr(value.id);
    return expr.k === "const" && typeof expr.v === "string" && fact.events?.includes(expr.v);
  });
}

function methodsAt(names: Names, site: RoutingCall, path: string): readonly string[] {
  const found = valuesAt(names, site, path).flatMap((value) => pathsOf(names, value) ?? []);
  const methods = found.map((item) => (item === "*" ? "ALL" : item.toUpperCase()));
  return methods.length > 0 ? [...new Set(methods)] : ["…"];
}

/** A plugin may be an object: `register({ name, register })`. */
function objectSteps(names: Names, fact: RoutingFact, site: RoutingCall): readonly Origin[] {
  return (fact.steps ?? []).flatMap((path) => valuesAt(names, site, path).filter(({ code, id }) => code.expr(id).k === "object"));
}

/** `routes.forEach(({ path, router }) => app.use(path, router))`: one frame for each row of the table. */
function framesOf(names: Names, code: Code, call: ExprId): readonly (Frame | undefined)[] {
  const expr = code.expr(call);
  const f = expr.k === "call" ? expr.fn : 0;
  const use = f === 0 ? undefined : callbackUse(code, f);
  const callee = use && code.expr(use.callee);
  if (!use || callee?.k !== "member" || !/^(?:forEach|map)$/.test(callee.p)) return [undefined];
  const rows = tablesOf(names, { code, id: callee.o }).flatMap((origin) => {
    const table = origin.code.expr(origin.id);
    return table.k === "array" ? table.items.map((id): Frame => ({ code, f, caller: origin.code, args: [id], outer: origin.frame })) : [];
  });
  return rows.length > 0 ? rows : [undefined];
}

/** The tables a value may be, those that callers hand in included: `new App([new BookRoutes(), new LoanRoutes()])`. */
function tablesOf(names: Names, at: Origin, depth = 0): readonly Origin[] {
  return originsOf(names, at).flatMap((origin) => {
    const expr = origin.code.expr(origin.id);
    if (expr.k !== "param" || depth > 3) return [origin];
    return findCalls(names, origin.code, expr.f).flatMap((call) => {
      const id = call.args[expr.i];
      return id === undefined ? [] : tablesOf(names, { code: call.code, id }, depth + 1);
    });
  });
}
