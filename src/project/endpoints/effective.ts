import type { Names } from "../names.ts";
import { isAfter, isSame, type Level, type Position, type Step } from "./model.ts";
import { covers, joinPaths } from "./paths.ts";
import type { Mount, UseEntry } from "./route-records.ts";
import type { RouteTable } from "./route-table.ts";
import type { Router } from "./routers.ts";

/** What surrounds something a router is told: the path in front of it, and the middleware that runs before it. */
export interface Surroundings {
  readonly prefix: string;
  readonly chain: readonly Step[];
  /** Whether some parent is not known: a router nobody mounts, a plugin nobody registers. */
  readonly open: boolean;
}

const mostMounts = 8;

/** Works out, for each way a router is mounted, the prefix of a path and the middleware in front of it, outermost first. */
export function surroundingsOf(
  names: Names,
  table: RouteTable,
  router: Router,
  at: Position,
  path: string,
  seen: ReadonlySet<string> = new Set(),
): readonly Surroundings[] {
  if (seen.has(router.key) || seen.size > 12) return [];
  const inner = new Set([...seen, router.key]);
  const mounts = table.mountsOf(router).slice(0, mostMounts);
  const level: Level = mounts.length === 0 ? "app" : "router";
  const own = stepsBefore(names, table, router, { at, path, level, beside: seen.size === 0 });
  const prefixes = table.prefixesOf(router);
  const around = prefixes.length === 0 ? ["/"] : [joinPaths(...prefixes)];
  if (mounts.length === 0) return around.map((prefix) => ({ prefix, chain: own, open: mustBeMounted(names, router) }));
  return around.flatMap((prefix) =>
    mounts.flatMap((mount) => {
      const whole = joinPaths(mount.path, prefix, path);
      const mountSteps = mount.steps.map((step): Step => ({ ...step, level: "router" }));
      return surroundingsOf(names, table, mount.router, mount.at, whole, inner).map((outer) => ({
        prefix: joinPaths(outer.prefix, mount.path, prefix),
        // What a plugin without a scope of its own tells, it tells the router around it.
        chain: [...outer.chain, ...mountSteps, ...(mount.transparent ? [] : own)],
        open: outer.open,
      }));
    }),
  );
}

interface Place {
  readonly at: Position;
  readonly path: string;
  readonly level: Level;
  /** The place is a route of this very router, not a router mounted in it. */
  readonly beside: boolean;
}

function stepsBefore(names: Names, table: RouteTable, router: Router, { at, path, level, beside }: Place): readonly Step[] {
  const free = names.project.catalog.routing.orderFree.has(libraryOf(router));
  const before = table.usesOf(router).filter((use) => (free || !isAfter(use.at, at)) && !isSame(use.at, at) && runsFor(use, path));
  return before.flatMap((use) => use.steps.map((step): Step => ({ ...step, level, site: use.site, ...(beside ? { beside } : {}) })));
}

function runsFor(use: UseEntry | Mount, path: string): boolean {
  return use.path === "/" || covers(use.path, path);
}

/** First package of the library a router is of. */
export function libraryOf(router: Router): string {
  return router.type.slice(0, router.type.indexOf("#"));
}

function mustBeMounted(names: Names, router: Router): boolean {
  if (router.derived || !router.made) return true;
  return names.project.catalog.routing.mounted.has(router.type);
}
