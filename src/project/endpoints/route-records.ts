import type { RoutingFact } from "#catalog/facts/routing";
import { type Origin, originsOf } from "../origins.ts";
import type { Names } from "../names.ts";
import type { RoutingCall } from "./arguments.ts";
import type { Position } from "./model.ts";
import { joinPaths } from "./paths.ts";
import type { Located, Router, Routers } from "./routers.ts";

/** Something a router is told. */
export interface Told {
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

/** What routers were told, as it stands in the code: filled while the calls are read. */
export class RouteRecords {
  readonly routes: RouteEntry[] = [];
  readonly #names: Names;
  readonly #routers: Routers;
  readonly #uses = new Map<string, UseEntry[]>();
  readonly #mounts = new Map<string, Mount[]>();
  readonly #children = new Map<string, { readonly key: string; readonly path: string }[]>();
  /** Plugins with a scope of their own, and where they are mounted. */
  readonly #plugins = new Map<string, { readonly key: string; readonly at: Position }[]>();
  readonly #prefixes = new Map<string, string[]>();
  readonly #said = new Set<string>();

  constructor(names: Names, routers: Routers) {
    this.#names = names;
    this.#routers = routers;
  }

  /** Notes prefixes a router sets. */
  prefix(router: Router, paths: readonly string[]): void {
    add(this.#prefixes, router.key, ...paths);
  }

  /** Notes middleware of a router. */
  use(entry: UseEntry): void {
    add(this.#uses, entry.router.key, entry);
  }

  /** Several ways may lead to the same registration. */
  isNew({ router, site }: Omit<Told, "path">, path: string, methods: readonly string[], steps: readonly Origin[]): boolean {
    const at = site.place ?? site.first ?? site;
    const placed = "call" in at ? at.call : at.id;
    const meant = steps.flatMap((step) => originsOf(this.#names, { ...step, asCalled: true })).map(({ code, id }) => `${code.path}:${id}`);
    const key = [router.key, site.code.path, site.call, at.code.path, placed, path, methods.join(), ...meant].join("|");
    if (this.#said.has(key)) return false;
    this.#said.add(key);
    return true;
  }

  /** Notes that a router is mounted. */
  mount(child: Located, mount: Mount): void {
    const key = ["mount", child.router.key, mount.router.key, mount.site.code.path, mount.site.call, mount.path].join("|");
    if (this.#said.has(key)) return;
    this.#said.add(key);
    // What a derived router is told stands in the list of the one it is derived from: that is what is mounted.
    if (child.router.derived && child.router.derived.call !== mount.site.call) {
      for (const base of this.#routers.of(child.router.derived.from)) this.mount(base, mount);
      return;
    }
    if (child.router.key === mount.router.key) return;
    add(this.#mounts, child.router.key, mount);
    if (!mount.transparent) add(this.#plugins, mount.router.key, { key: child.router.key, at: mount.at });
    if (mount.transparent) add(this.#children, mount.router.key, { key: child.router.key, path: mount.path });
  }

  /** Where a router is mounted, as far as it was told. */
  mountsOf({ key }: Router): readonly Mount[] {
    return this.#mounts.get(key) ?? [];
  }

  /** Prefixes a router sets, and those of the one it was made from. */
  prefixesOf(router: Router): readonly string[] {
    return [...(router.from ? this.prefixesOf(router.from) : []), ...(this.#prefixes.get(router.key) ?? [])];
  }

  /** Middleware of a router, that of its plugins and of what it shares its scope with included, in no order. */
  usesOf(key: string, seen = new Set<string>()): readonly UseEntry[] {
    if (seen.has(key)) return [];
    seen.add(key);
    return [
      ...(this.#uses.get(key) ?? []),
      ...(this.#plugins.get(key) ?? []).flatMap(({ key: child, at }) =>
        this.usesOf(child, seen)
          .filter((use) => use.reach !== undefined)
          .map((use): UseEntry => ({ ...use, path: "/", at, reach: use.reach === "all" ? "all" : undefined })),
      ),
      ...(this.#children.get(key) ?? []).flatMap((child) => this.usesOf(child.key, seen).map((use) => ({ ...use, path: joinPaths(child.path, use.path) }))),
    ];
  }
}

function add<T>(map: Map<string, T[]>, key: string, ...values: readonly T[]): void {
  const known = map.get(key);
  if (known) known.push(...values);
  else map.set(key, [...values]);
}
