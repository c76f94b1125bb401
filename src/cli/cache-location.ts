import { existsSync } from "node:fs";
import path from "node:path";
import { findGitRoot } from "#config/find";

/**
 * Where results are remembered by default: where packages are installed. `node_modules/.cache` is there for this, ignored by git,
 * kept by CI caches. Elsewhere a folder nobody asked for would be in the way.
 * @param cwd absolute
 */
export function defaultCacheFolder(cwd: string): string | undefined {
  const gitRoot = findGitRoot(cwd);
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "node_modules"))) return path.join(folder, "node_modules", ".cache", "oma-lint");
    if (folder === gitRoot || path.dirname(folder) === folder) return undefined;
  }
}
