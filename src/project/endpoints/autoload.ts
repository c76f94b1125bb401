import { posix } from "node:path";
import type { FolderPluginFact } from "#catalog/facts/routing";
import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { type Origin, originsOf } from "../origins.ts";
import { type RoutingCall, valuesAt } from "./arguments.ts";
import { pathsOf } from "./paths.ts";
import { type Plugin, pluginsOf } from "./plugins.ts";

/**
 * Plugins of the folder that `register(autoload, { dir, options: { prefix } })` loads, with the path each gets from its place in it;
 * `undefined` when this is no such call, or the folder cannot be read.
 */
export function autoloadedPlugins(names: Names, site: RoutingCall, step: Origin): readonly Plugin[] | undefined {
  const fact = folderFact(names, step);
  if (!fact) return undefined;
  const prefix = valuesAt(names, site, fact.prefix).flatMap((value) => pathsOf(names, value) ?? [])[0] ?? "";
  const byParams = valuesAt(names, site, fact.parameters).length > 0;
  return foldersOf(names, site, fact).flatMap((folder) => pluginsIn(names, fact, folder, prefix, byParams));
}

/** What files of such a folder export instead of a plugin of ours: a library's, as it is or wrapped. */
export function autoloadedLibraries(names: Names, site: RoutingCall, step: Origin): readonly Origin[] {
  const fact = folderFact(names, step);
  if (!fact) return [];
  return foldersOf(names, site, fact).flatMap((folder) =>
    codesIn(names, folder).flatMap((code): readonly Origin[] => {
      const own = defaultOf(code);
      return own !== undefined && names.denote(code, own).some((item) => item.k === "api") ? [{ code, id: own }] : [];
    }),
  );
}

/** The plugin that registers every file of a folder, where a step is one. */
function folderFact(names: Names, step: Origin): FolderPluginFact | undefined {
  return names.apisOf(step.code, step.id).flatMap((api) => names.project.catalog.routing.folders.of(api) ?? [])[0];
}

function foldersOf(names: Names, site: RoutingCall, fact: FolderPluginFact): readonly string[] {
  return valuesAt(names, site, fact.folder).flatMap((value) => folderOf(names, value) ?? []);
}

/** `path.join(import.meta.dirname, "routes")`: constants after the folder of this file. */
function folderOf(names: Names, at: Origin): string | undefined {
  const parts: string[] = [];
  const read = (origin: Origin): void => {
    const expr = origin.code.expr(origin.id);
    if (expr.k === "call" || expr.k === "new") for (const id of expr.args) read({ ...origin, id });
    else if (expr.k === "template") for (const quasi of expr.quasis) parts.push(quasi);
    else if (expr.k === "concat") for (const id of [expr.l, expr.r]) read({ ...origin, id });
    else
      for (const value of originsOf(names, origin)) {
        const constant = value.code.expr(value.id);
        if (constant.k === "const" && typeof constant.v === "string" && !constant.v.startsWith("file:")) parts.push(constant.v);
      }
  };
  read(at);
  return parts.length === 0 ? undefined : posix.join(posix.dirname(at.code.path), ...parts);
}

const source = /\.(?:[cm]?[jt]s)$/;

function pluginsIn(names: Names, fact: FolderPluginFact, folder: string, prefix: string, byParams: boolean): readonly Plugin[] {
  return codesIn(names, folder).flatMap((code) => {
    const file = code.path;
    const inside = posix.dirname(file.slice(folder.length + 1)).replace(/^\.$/, "");
    const segments = inside.split("/").map((part) => (byParams && part.startsWith("_") ? `:${part.slice(1)}` : part));
    const own = exportedText(names, { code, name: fact.part });
    const isHooks = posix.basename(file).replace(/^[._]|\.[cm]?[jt]s$/g, "") === fact.hooks;
    const override = exportedText(names, { code, name: fact.whole });
    const path = override ?? `${prefix}/${own ?? segments.join("/")}`;
    return defaultPlugins(names, code).map((plugin) => ({
      ...plugin,
      transparent: plugin.transparent || isHooks,
      ...(plugin.transparent && !isHooks ? {} : { path }),
    }));
  });
}

function codesIn(names: Names, folder: string): readonly Code[] {
  return names.project.paths.flatMap((file) => {
    if (!file.startsWith(`${folder}/`) || !source.test(file) || /\.d\.[cm]?ts$/.test(file)) return [];
    const code = names.project.code(file);
    return code?.role === "product" ? [code] : [];
  });
}

function defaultOf(code: Code): ExprId | undefined {
  return code.summary.exports.find((item) => item.n === "default" || item.n === "=")?.v;
}

function defaultPlugins(names: Names, code: Code): readonly Plugin[] {
  const own = defaultOf(code);
  return own === undefined ? [] : pluginsOf(names, { code, id: own });
}

function exportedText(names: Names, { code, name }: { readonly code: Code; readonly name: string }): string | undefined {
  const own = code.exportNamed(name)?.v;
  return own === undefined ? undefined : pathsOf(names, { code, id: own })?.[0];
}
