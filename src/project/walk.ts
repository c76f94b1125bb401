import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { sep } from "node:path";
import type { Notice, ProjectPath } from "#finding";
import { type IgnoreLayers, isGitIgnored, layersInside, withOwnLayer } from "./gitignore.ts";
import { type IgnoreMatcher, isDefaultIgnoredFolder, isGeneratedName, isSourceName } from "./ignored.ts";

/** What one walk needs to know and where it puts what it finds. */
export interface Walk {
  /** Real path of the project root, to tell whether a symbolic link leads out of it. */
  readonly realRoot: string;
  readonly ignores: IgnoreMatcher;
  /** Whether a found file is wanted (a glob); absent: every source file. */
  readonly wants?: (path: string) => boolean;
  readonly found: (path: ProjectPath, absolute: string) => void;
  readonly notices: Notice[];
}

/**
 * Visits every source file below a folder that no ignore rule leaves out. Symbolic links to folders are not followed: inside
 * the project their target is visited at its own place, outside of it a notice says so. Unreadable folders become notices.
 * @param path project path of the folder, empty for the root
 * @param layers ignore files that hold above the folder
 */
export function walkFolder(walk: Walk, absolute: string, path: string, layers: IgnoreLayers): void {
  const entries = readEntries(walk, absolute, path);
  if (!entries) return;
  const inside = entries.some((entry) => entry.name === ".gitignore") ? withOwnLayer(layers, absolute) : layers;
  const absolutePrefix = absolute.endsWith(sep) ? absolute : absolute + sep;
  const pathPrefix = path === "" ? "" : `${path}/`;
  for (const entry of entries) {
    const child = pathPrefix + entry.name;
    const childAbsolute = absolutePrefix + entry.name;
    if (entry.isDirectory()) visitFolder(walk, childAbsolute, child, entry.name, inside);
    else if (entry.isFile()) visitFile(walk, childAbsolute, child, entry.name, inside);
    else if (entry.isSymbolicLink()) visitLink(walk, childAbsolute, child, entry.name, inside);
  }
}

function visitFolder(walk: Walk, absolute: string, path: string, name: string, layers: IgnoreLayers): void {
  if (isDefaultIgnoredFolder(path, name)) return;
  if (walk.ignores.prunes && walk.ignores.matches(path)) return;
  const inside = layers.length === 0 ? layers : layersInside(layers, absolute);
  if (inside) walkFolder(walk, absolute, path, inside);
}

function visitFile(walk: Walk, absolute: string, path: string, name: string, layers: IgnoreLayers): void {
  if (!isSourceName(name) || isGeneratedName(name)) return;
  if (walk.wants && !walk.wants(path)) return;
  if (walk.ignores.matches(path) || isGitIgnored(layers, absolute)) return;
  walk.found(path as ProjectPath, absolute);
}

function visitLink(walk: Walk, absolute: string, path: string, name: string, layers: IgnoreLayers): void {
  const isSource = isSourceName(name);
  let target: string;
  let isFolder: boolean;
  try {
    target = realpathSync(absolute);
    isFolder = statSync(target).isDirectory();
  } catch {
    if (isSource) walk.notices.push(skipped(path, `${path} is a symbolic link that leads nowhere; it is skipped.`));
    return;
  }
  if (target === walk.realRoot || target.startsWith(walk.realRoot + sep)) return;
  if (!isFolder) return visitFile(walk, absolute, path, name, layers);
  if (isDefaultIgnoredFolder(path, name) || walk.ignores.matches(path) || !layersInside(layers, absolute)) return;
  walk.notices.push(skipped(path, `${path} is a symbolic link to a folder outside of the project; it is not followed.`));
}

function readEntries(walk: Walk, absolute: string, path: string): Dirent[] | undefined {
  try {
    return readdirSync(absolute, { withFileTypes: true });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    if (code !== "ENOENT") walk.notices.push(skipped(path, `The folder ${path === "" ? "." : path} cannot be read (${code}); it is skipped.`));
    return undefined;
  }
}

function skipped(path: string, message: string): Notice {
  return { kind: "skipped-file", message, file: path as ProjectPath };
}
