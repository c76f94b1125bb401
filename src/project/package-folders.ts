import { dirname, join } from "node:path";
import type { ProjectPath } from "#finding";
import type { Disk } from "./disk.ts";
import { type LocatedManifest, readManifest } from "./manifest.ts";
import { readWorkspaces } from "./workspaces.ts";

/** `services/lending/api`: how deep packages are looked for that no workspace declares. */
const deepest = 3;

/**
 * Packages of a project: the root, what its workspaces declare, and folders with a manifest that no workspace names, such as
 * `backend/` beside `frontend/`. Sorted by folder; the root comes first, when it has a manifest.
 * @param root absolute project root
 * @param paths files of the project; packages without one do not count, unless a workspace declares them
 */
export function findPackages(root: string, disk: Disk, paths: Iterable<ProjectPath>): readonly LocatedManifest[] {
  const found = new Map<string, LocatedManifest>();
  for (const { absolute: dir, manifest } of readWorkspaces(root, disk).packages) found.set(dir, { dir, manifest });
  for (const folder of foldersAbove(paths)) {
    const dir = join(root, folder);
    const manifest = found.has(dir) ? undefined : readManifest(dir, disk);
    if (manifest) found.set(dir, { dir, manifest });
  }
  return [...found.values()].sort((a, b) => (a.dir < b.dir ? -1 : 1));
}

/** Folders files lie in, up to a few below the root, which is not among them. */
function foldersAbove(paths: Iterable<ProjectPath>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) folders.add(dirname(path).split("/", deepest).join("/"));
  for (const folder of folders) if (folder.includes("/")) folders.add(dirname(folder));
  folders.delete(".");
  return folders;
}
