import type { RoutingFact } from "#catalog/facts/routing";
import type { ExprId } from "#syntax/summary";
import type { Names } from "../names.ts";
import type { Origin } from "../origins.ts";
import { listedPlugins, objectSteps, reachAt, type RoutingCall, stepsAt, valuesAt } from "./arguments.ts";
import { autoloadedLibraries, autoloadedPlugins } from "./autoload.ts";
import type { Position } from "./model.ts";
import type { PathArguments } from "./path-arguments.ts";
import { type Plugin, pluginsOf } from "./plugins.ts";
import type { Mount, RouteRecords, Told } from "./route-records.ts";
import type { Routers } from "./routers.ts";
import { placeOf, runsOf } from "./runs.ts";

/** Takes in a call that tells a router something. */
export type Tell = (site: RoutingCall, receiver: ExprId, around: Position) => void;

/** Answers what a plugin brings: functions that are handed a router, other routers, middleware of libraries. */
export class RoutePlugins {
  readonly #names: Names;
  readonly #routers: Routers;
  readonly #paths: PathArguments;
  readonly #records: RouteRecords;
  readonly #tell: Tell;
  readonly #read = new Set<string>();

  constructor(names: Names, routers: Routers, paths: PathArguments, records: RouteRecords, tell: Tell) {
    this.#names = names;
    this.#routers = routers;
    this.#paths = paths;
    this.#records = records;
    this.#tell = tell;
  }

  /** A plugin is a function that is handed the router, another router, or a library's: then it is middleware. */
  plug(fact: RoutingFact, told: Omit<Told, "path">): void {
    const { site } = told;
    const own = fact.path === undefined ? [] : this.#paths.at(site, fact.path);
    const before = (fact.before ?? []).flatMap((path) => valuesAt(this.#names, site, path));
    const plugins =
      fact.listed === undefined
        ? [...stepsAt(this.#names, fact, site, 0, false), ...objectSteps(this.#names, fact, site)].map((plugin) => ({ plugin, paths: [] as readonly string[] }))
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
      if (libraries.length > 0) this.#records.use({ ...mount, steps: libraries });
      return folder.forEach((plugin) => this.#mountPlugin(mount, plugin));
    }
    const routers = this.#routers.of(step);
    for (const child of routers) this.#records.mount(child, mount);
    const plugins = routers.length > 0 ? [] : pluginsOf(this.#names, step);
    for (const plugin of plugins) this.#mountPlugin(mount, plugin);
    if (routers.length > 0 || plugins.length > 0) return;
    // `guard({ beforeHandle })` without a function is for what comes after it.
    if (!fact.before) this.#records.use({ ...mount, steps: [step] });
    else if (steps.length > 0) this.#records.use({ ...mount, reach: reachAt(this.#names, site, fact) });
  }

  #mountPlugin(mount: Mount, plugin: Plugin): void {
    const child = this.#routers.parameterOf(plugin.code, plugin.f, 0, mount.router.type);
    if (!this.#read.has(child.key)) this.#readPlugin(plugin, child.type);
    const path =
      plugin.transparent && plugin.path === undefined ? "/" : plugin.path === undefined ? mount.path : `${mount.path === "/" ? "" : mount.path}${plugin.path}`;
    this.#records.mount({ router: child, at: [] }, { ...mount, path, transparent: plugin.transparent });
  }

  /** A plugin in plain JavaScript does not say what it is handed; where it is registered does. */
  #readPlugin({ code, f }: Plugin, type: string): void {
    this.#read.add(`${code.path}:f${f}:0`);
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
}
