import { dirname, resolve } from "node:path";
import { findProjectRoot } from "#config/find";
import { findGitRoot } from "./gitignore.ts";
import { readManifest } from "./manifest.ts";
import { isWorkspaceRoot, readWorkspaces } from "./workspaces.ts";

/**
 * The project root for a folder: the nearest workspace root upwards, else the git root, else the nearest folder with a
 * package.json, else the folder itself. The search never leaves the git repository. A config file's folder wins over this: the
 * caller asks only when there is none. The root decides what paths are relative to and how modules resolve, not what is linted.
 */
export function findRoot(cwd: string): string {
  const start = resolve(cwd);
  const gitRoot = findGitRoot(start);
  let nearestPackage: string | undefined;
  for (const folder of upwards(start, gitRoot)) {
    if (isWorkspaceRoot(folder)) return folder;
    if (nearestPackage === undefined && readManifest(folder)) nearestPackage = folder;
  }
  return gitRoot ?? nearestPackage ?? start;
}

/**
 * The project that answers questions across files when linting starts in a folder without a configuration: the workspace that lists
 * the package around the folder, so that a run in one package says of its files what a run over all says; else that package itself.
 */
export function findLintRoot(cwd: string): string {
  const own = findProjectRoot(cwd);
  let root = own;
  for (const folder of upwards(own, findGitRoot(own))) {
    const isMember = folder !== own && isWorkspaceRoot(folder) && readWorkspaces(folder).packages.some(({ absolute }) => absolute === own);
    if (isMember) root = folder;
  }
  return root;
}

function* upwards(start: string, top: string | undefined): Iterable<string> {
  for (let folder = start; ; folder = dirname(folder)) {
    yield folder;
    if (folder === top || dirname(folder) === folder) return;
  }
}
