import { homedir } from "node:os";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { findConfig, findGitRoot } from "#config/find";
import { readManifest } from "./manifest.ts";
import { findLintRoot } from "./root.ts";
import { statsOf } from "./stamps.ts";

/** Where a file that is open in an editor belongs. */
export interface Home {
  /** Absolute project root. */
  readonly root: string;
  /** Absolute path of the configuration file, when there is one. */
  readonly config: string | undefined;
  /** No project: text without a name, or a folder nothing marks as a project. Other files are not looked for. */
  readonly alone: boolean;
}

/**
 * Finds the project of a file as the command line would, started in the same folder: the configuration above `cwd`, else the one
 * nearest to the file, else the project around `cwd`. Files elsewhere belong to the project around them.
 * @param file absolute; `undefined` for text that has no file (`<input>`)
 * @param cwd absolute
 */
export function homeOf(file: string | undefined, cwd: string): Home {
  if (file === undefined) return { root: cwd, config: undefined, alone: true };
  const folder = nearestFolder(dirname(file));
  const isBelow = isInside(cwd, file);
  const config = (isBelow ? findConfig(cwd) : undefined) ?? findConfig(folder);
  if (config !== undefined) return { root: dirname(config), config, alone: false };
  const root = findLintRoot(isBelow ? cwd : folder);
  const isMarked = findGitRoot(root) !== undefined || readManifest(root) !== undefined;
  return { root, config, alone: dirname(root) === root || root === homedir() || (!isMarked && !isBelow) };
}

/** Whether a file lies somewhere below a folder. */
function isInside(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path !== "" && !path.startsWith("..") && !isAbsolute(path);
}

/** The folder itself, or the nearest one above it that exists: code blocks "lie" in the file they stand in (`README.md/0.ts`). */
function nearestFolder(folder: string): string {
  const exists = statsOf(folder)?.isDirectory() ?? false;
  return exists || dirname(folder) === folder ? resolve(folder) : nearestFolder(dirname(folder));
}
