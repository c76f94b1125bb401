import path from "node:path";
import type { Code } from "./code.ts";
import { readManifest } from "./manifest.ts";
import type { Names } from "./names.ts";

const known = new WeakMap<Names, Map<string, ReadonlySet<string>>>();

/** Packages that the manifests between a file and the project's root declare: a folder may hold a package that is no workspace of the root. */
export function nearbyPackages(names: Names, code: Code): ReadonlySet<string> {
  let byFolder = known.get(names);
  if (!byFolder) known.set(names, (byFolder = new Map()));
  return declaredAbove(names.project.root, path.dirname(code.absolute), byFolder);
}

function declaredAbove(root: string, folder: string, byFolder: Map<string, ReadonlySet<string>>): ReadonlySet<string> {
  const answer = byFolder.get(folder);
  if (answer) return answer;
  const parent = path.dirname(folder);
  const above = folder === root || parent === folder || !folder.startsWith(root) ? undefined : declaredAbove(root, parent, byFolder);
  const own = folder === root ? undefined : readManifest(folder);
  const found = new Set([...(above ?? []), ...Object.keys(own?.declared ?? {})]);
  byFolder.set(folder, found);
  return found;
}
