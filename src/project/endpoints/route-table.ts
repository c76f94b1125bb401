import type { Names } from "../names.ts";
import type { RoutingCall } from "./arguments.ts";
import { isAfter } from "./model.ts";
import { PathArguments } from "./path-arguments.ts";
import { pathsOf } from "./paths.ts";
import { positionOf } from "./positions.ts";
import { RouteCalls } from "./route-calls.ts";
import { type Mount, type RouteEntry, RouteRecords, type UseEntry } from "./route-records.ts";
import { type Router, Routers } from "./routers.ts";

/** Everything the routers of a project are told: routes, middleware, mounts, prefixes. */
export class RouteTable {
  readonly routers: Routers;
  readonly #names: Names;
  readonly #paths: PathArguments;
  readonly #records: RouteRecords;
  readonly #derived = new Set<string>();
  readonly #ordered = new Map<string, readonly UseEntry[]>();

  constructor(names: Names) {
    this.#names = names;
    this.routers = new Routers(names);
    this.#paths = new PathArguments(names, this.routers);
    this.#records = new RouteRecords(names, this.routers);
    const calls = new RouteCalls(names, this.routers, this.#paths, this.#records);
    for (const code of names.project.codesWith(routingWords)) if (code.role === "product") calls.read(code);
  }

  /** Routes, in the order they were found. */
  get routes(): readonly RouteEntry[] {
    return this.#records.routes;
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
    const own = this.#records.usesOf(router.key);
    const inOrder = own.toSorted((a, b) => (isAfter(a.at, b.at) ? 1 : isAfter(b.at, a.at) ? -1 : 0));
    return [...(router.from ? this.usesOf(router.from) : []), ...inOrder];
  }

  /** Where a router is mounted. */
  mountsOf(router: Router): readonly Mount[] {
    this.#derive(router);
    const own = [...this.#records.mountsOf(router), ...[...this.routers.instancesOf(router)].flatMap((instance) => this.mountsOf(instance))];
    // Where nobody says which of them is mounted, it is any.
    return own.length > 0 || !router.from ? own : this.#records.mountsOf(router.from);
  }

  /** Prefixes a router puts before all its paths. */
  prefixesOf(router: Router): readonly string[] {
    return [...this.#madePrefix(router), ...this.#records.prefixesOf(router)];
  }

  #derive(router: Router): void {
    if (!router.derived || this.#derived.has(router.key)) return;
    this.#derived.add(router.key);
    const { from, path, call } = router.derived;
    const site: RoutingCall = { code: from.code, call, args: [path.id], api: "", frame: from.frame };
    for (const parent of this.routers.of(from)) {
      const at = [...parent.at, positionOf(from.code, call)];
      for (const prefix of pathsOf(this.#names, path) ?? ["…"])
        this.#records.mount({ router, at: [] }, { router: parent.router, at, site, path: prefix, steps: [], transparent: false });
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
