import type { FnId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Denotation, Names } from "../names.ts";
import { type Origin, originsOf } from "../origins.ts";

/** A function that is handed a router and tells it things. */
export interface Plugin {
  readonly code: Code;
  readonly f: FnId;
  /** Has no scope of its own: what it tells, it tells the router it is registered on. */
  readonly transparent: boolean;
  /** Path of its own, given by where its file lies. */
  readonly path?: string;
}

/** The plugin functions an argument stands for: a function, a module's default export, `{ register }`, a function wrapped by `fastify-plugin`. */
export function pluginsOf(names: Names, at: Origin, depth = 0): readonly Plugin[] {
  if (depth > 4) return [];
  for (const origin of originsOf(names, at)) {
    const expr = origin.code.expr(origin.id);
    const inner = expr.k === "call" ? expr.args[0] : undefined;
    if (expr.k === "call" && inner !== undefined && isTransparent(names, origin, expr.c))
      return pluginsOf(names, { ...origin, id: inner }, depth + 1).map((plugin) => ({ ...plugin, transparent: true }));
  }
  return denotedPlugins(names, names.denote(at.code, at.id), depth);
}

function isTransparent(names: Names, { code }: Origin, callee: number): boolean {
  const { catalog } = names.project;
  return names.apisOf(code, callee).some((name) => catalog.isIn(catalog.routing.transparent, name));
}

/** What stands for a plugin inside an object or a module: hapi takes `{ plugin }` and `{ register }`. */
const pluginNames = ["register", "plugin"];

/** @param depth ends files that stand for themselves: CommonJS modules whose `exports.default` is the module, cycles of re-exports */
function denotedPlugins(names: Names, items: readonly Denotation[], depth: number): readonly Plugin[] {
  if (depth > 4) return [];
  return items.flatMap((item): readonly Plugin[] => {
    switch (item.k) {
      case "function":
        return [{ code: item.code, f: item.f, transparent: false }];
      case "module": {
        const own = item.code.summary.exports.find((fact) => fact.n === "default" || fact.n === "=");
        if (own?.v !== undefined) return pluginsOf(names, { code: item.code, id: own.v }, depth + 1);
        const main = names.exportOf(item.code, "default").filter((found) => found.k !== "module" || found.code !== item.code);
        // `exports.plugin = { register }`: the module itself is handed over as the plugin.
        return main.length > 0
          ? denotedPlugins(names, main, depth + 1)
          : pluginNames.flatMap((name) => denotedPlugins(names, names.exportOf(item.code, name), depth + 1));
      }
      case "object":
        return pluginNames.flatMap((name) => denotedPlugins(names, names.memberOf(item, name), depth + 1));
      default:
        return [];
    }
  });
}
