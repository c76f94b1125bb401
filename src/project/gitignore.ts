import { readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import ignore, { type Ignore } from "ignore";

/** One ignore file: its patterns and the folder they are relative to. */
export interface IgnoreLayer {
  readonly base: string;
  readonly matcher: Ignore;
}

/** Ignore files that hold in a folder, weakest first: `.git/info/exclude`, then `.gitignore` from the repository's root downwards. */
export type IgnoreLayers = readonly IgnoreLayer[];

/**
 * Reads the ignore files above a folder: from the git root down to (not including) the folder itself, or from
 * `root` downwards where there is no git. Patterns that ignore the folder itself are dropped: it was asked for by name.
 */
export function readLayersAbove(root: string, folder: string): IgnoreLayers {
  const gitRoot = findGitRoot(root);
  const top = gitRoot ?? root;
  const layers: IgnoreLayer[] = [];
  const excludeFile = excludeFileOf(root);
  const exclude = gitRoot === undefined || excludeFile === undefined ? undefined : readLayer(gitRoot, excludeFile);
  if (exclude) layers.push(exclude);
  for (const ancestor of foldersBetween(top, folder)) {
    const layer = readLayer(ancestor, join(ancestor, ".gitignore"));
    if (layer) layers.push(layer);
  }
  return layers.filter((layer) => !testLayer(layer, folder, true).ignored);
}

/** Where a repository keeps the ignore patterns that are nobody else's. */
export function excludeFileOf(root: string): string | undefined {
  const gitRoot = findGitRoot(root);
  return gitRoot === undefined ? undefined : join(gitFolderOf(gitRoot), "info", "exclude");
}

/** Adds a folder's own `.gitignore` to the layers. */
export function withOwnLayer(layers: IgnoreLayers, folder: string): IgnoreLayers {
  const own = readLayer(folder, join(folder, ".gitignore"));
  return own ? [...layers, own] : layers;
}

/** Whether git ignores a file; the deepest ignore file with an opinion decides. */
export function isGitIgnored(layers: IgnoreLayers, file: string): boolean {
  for (let index = layers.length - 1; index >= 0; index--) {
    const layer = layers[index];
    if (!layer) continue;
    const { ignored, unignored } = testLayer(layer, file, false);
    if (ignored || unignored) return ignored;
  }
  return false;
}

/**
 * The layers that hold inside a sub-folder, or `undefined` when git ignores it. A layer that ignores the folder but is
 * overruled by a deeper one no longer speaks inside it (git asks only about the entries themselves).
 */
export function layersInside(layers: IgnoreLayers, folder: string): IgnoreLayers | undefined {
  let kept = layers;
  let broughtBack = false;
  for (let index = layers.length - 1; index >= 0; index--) {
    const layer = layers[index];
    if (!layer) continue;
    const { ignored, unignored } = testLayer(layer, folder, true);
    if (ignored && !broughtBack) return undefined;
    if (ignored) kept = kept.filter((other) => other !== layer);
    broughtBack ||= unignored;
  }
  return kept;
}

/** The nearest folder upwards that holds `.git` (a folder, or a file in worktrees and submodules). */
export function findGitRoot(folder: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    if (statSync(join(current, ".git"), { throwIfNoEntry: false })) return current;
    if (dirname(current) === current) return undefined;
  }
}

function testLayer(layer: IgnoreLayer, path: string, isFolder: boolean): { ignored: boolean; unignored: boolean } {
  const inside = path.slice(layer.base.endsWith(sep) ? layer.base.length : layer.base.length + 1);
  if (inside === "") return { ignored: false, unignored: false };
  const posix = sep === "/" ? inside : inside.replaceAll(sep, "/");
  return layer.matcher.test(isFolder ? `${posix}/` : posix);
}

function readLayer(base: string, file: string): IgnoreLayer | undefined {
  try {
    const text = readFileSync(file, "utf8");
    return /\S/.test(text) ? { base, matcher: ignore().add(text) } : undefined;
  } catch {
    return undefined;
  }
}

/** Where git keeps what all worktrees share. In a worktree `.git` is a file that points to the real folder, and `commondir` in there to the shared one. */
export function gitFolderOf(gitRoot: string): string {
  const entry = join(gitRoot, ".git");
  try {
    if (statSync(entry).isDirectory()) return entry;
    const pointed = /^gitdir:\s*(.+)$/m.exec(readFileSync(entry, "utf8"))?.[1]?.trim();
    if (pointed === undefined) return entry;
    const folder = resolve(gitRoot, pointed);
    return resolve(folder, readFileSync(join(folder, "commondir"), "utf8").trim());
  } catch {
    return entry;
  }
}

function foldersBetween(top: string, folder: string): string[] {
  const steps = relative(top, folder)
    .split(sep)
    .filter((step) => step !== "");
  if (steps[0] === "..") return [];
  return steps.map((_, index) => join(top, ...steps.slice(0, index)));
}
