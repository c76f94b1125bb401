import { readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import picomatch from "picomatch";
import { type Notice, type ProjectPath, toProjectPath, UserError, withUpperDrive } from "#finding";
import { readLayersAbove } from "./gitignore.ts";
import { createIgnoreMatcher, isDeclarationName, isNeverLinted, isSourceName } from "./ignored.ts";
import { createTestMatcher, type FileRole, roleOf } from "./role.ts";
import { type Walk, walkFolder } from "./walk.ts";

export interface DiscoverOptions {
  /** Absolute project root: project paths and globs of the config are relative to it. */
  readonly root: string;
  /** Absolute folder that `paths` are relative to; inside the root. */
  readonly cwd: string;
  /** Files, folders or globs (`!glob` leaves out); empty means `cwd`. */
  readonly paths: readonly string[];
  /** The config's `ignores`. */
  readonly ignores: readonly string[];
  /** The config's `tests`. */
  readonly tests: readonly string[];
  /** A path that matches nothing is an error, not just a notice. */
  readonly errorOnUnmatched: boolean;
}

export interface DiscoveredFile {
  readonly path: ProjectPath;
  readonly absolute: string;
  readonly role: FileRole;
  /** Named itself (not through a folder or glob): linted even when the built-in ignores or `.gitignore` would leave it out. */
  readonly explicit?: true;
}

export interface Discovery {
  /** Sorted by path, each file once. */
  readonly files: readonly DiscoveredFile[];
  readonly notices: readonly Notice[];
}

interface Search extends DiscoverOptions {
  readonly realRoot: string;
  readonly files: Map<string, DiscoveredFile>;
  readonly notices: Notice[];
  readonly isTest: (path: ProjectPath) => boolean;
  readonly ignored: Walk["ignores"];
}

const leftOut = "Left out by default: node_modules, build output, generated and minified files, .d.ts, hidden folders, what .gitignore and `ignores` name.";

/**
 * Finds the files to lint from names alone; contents are judged by `readSource` when a file is read.
 * @throws UserError when a path does not exist, lies outside of the root, or matches no file (see `errorOnUnmatched`)
 */
export function discover(options: DiscoverOptions): Discovery {
  const wanted = options.paths.filter((path) => !isNegated(options.cwd, path));
  const negated = options.paths.filter((path) => isNegated(options.cwd, path)).map((path) => patternOf(options, path.slice(1)));
  const search: Search = {
    ...options,
    realRoot: realRootOf(options),
    files: new Map(),
    notices: [],
    isTest: createTestMatcher(options.tests),
    ignored: createIgnoreMatcher([...options.ignores, ...negated]),
  };
  for (const path of wanted.length === 0 ? ["."] : wanted) searchPath(search, path);
  return {
    files: [...search.files.values()].sort((a, b) => compare(a.path, b.path)),
    notices: search.notices.sort((a, b) => compare(a.message, b.message)),
  };
}

function realRootOf({ root, cwd }: DiscoverOptions): string {
  for (const folder of [root, cwd]) {
    const stats = statSync(folder, { throwIfNoEntry: false });
    if (!stats) throw new UserError(`The folder "${folder}" does not exist.`, suggestionFor(folder));
    if (!stats.isDirectory()) throw new UserError(`"${folder}" is not a folder.`, "Name its folder, and the file as a path to lint.");
  }
  return withUpperDrive(realpathSync(root));
}

function searchPath(search: Search, path: string): void {
  const absolute = resolve(search.cwd, path);
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return searchFolder(search, path, absolute, undefined);
  if (stats) return addExplicit(search, path, absolute);
  const scan = picomatch.scan(path.replaceAll("\\", "/"));
  if (scan.isGlob) return searchGlob(search, path);
  unmatched(search, `"${path}" does not exist.`, suggestionFor(absolute));
}

function searchFolder(search: Search, path: string, absolute: string, wants: ((path: string) => boolean) | undefined): void {
  const inside = pathInside(search, path, absolute);
  if (inside.split("/").some(isNeverLinted)) return unmatched(search, `No file matched "${path}".`, "Installed packages are never linted.");
  const before = search.notices.length;
  let count = 0;
  const walk: Walk = {
    realRoot: search.realRoot,
    ignores: search.ignored,
    ...(wants && { wants }),
    notices: search.notices,
    found: (file, absoluteFile) => {
      count += 1;
      if (!search.files.has(file)) search.files.set(file, { path: file, absolute: absoluteFile, role: roleOf(file, search.isTest) });
    },
  };
  if (!(search.ignored.prunes && inside !== "" && search.ignored.matches(inside))) {
    walkFolder(walk, absolute, inside, readLayersAbove(search.root, absolute));
  }
  const reason = search.notices
    .slice(before)
    .map((notice) => notice.message)
    .join(" ");
  if (count === 0) unmatched(search, `No file matched "${path}".`, reason === "" ? leftOut : reason);
}

function searchGlob(search: Search, path: string): void {
  const pattern = patternOf(search, path);
  const wants = picomatch(pattern, { dot: true });
  const base = resolve(search.root, picomatch.scan(pattern).base);
  pathInside(search, path, base);
  if (statSync(base, { throwIfNoEntry: false })?.isDirectory()) return searchFolder(search, path, base, wants);
  unmatched(search, `No file matched "${path}".`, suggestionFor(base));
}

function addExplicit(search: Search, path: string, absolute: string): void {
  const file = pathInside(search, path, absolute) as ProjectPath;
  const skip = (reason: string): void => void search.notices.push({ kind: "skipped-file", file, message: `${file} ${reason}` });
  if (!isSourceName(basename(absolute)) && !isDeclarationName(absolute)) return skip("is not a TypeScript or JavaScript file; it is skipped.");
  if (dirname(file).split("/").some(isNeverLinted)) return skip("is part of an installed package; it is skipped.");
  if (search.ignored.matches(file)) return skip("is left out by `ignores` in the config; it is skipped.");
  search.files.set(file, { path: file, absolute, role: roleOf(file, search.isTest), explicit: true });
}

/** Project path of something the user named; throws when it lies outside of the root. */
function pathInside(search: DiscoverOptions, path: string, absolute: string): string {
  const inside = relative(search.root, absolute);
  if (inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw new UserError(`"${path}" lies outside of the project.`, "Start oma-lint in a folder that holds it, or put the config file there.");
  }
  return inside === "" ? "" : toProjectPath(search.root, absolute);
}

/** A glob of the command line, relative to the working folder, as a glob relative to the root. */
function patternOf(options: DiscoverOptions, glob: string): string {
  const posix = sep === "/" ? glob : glob.replaceAll("\\", "/");
  const cwd = relative(options.root, options.cwd).replaceAll(sep, "/");
  const root = options.root.replaceAll(sep, "/").replace(/\/$/, "");
  const fromRoot = posix.startsWith(`${root}/`) ? posix.slice(root.length + 1) : join(escapeGlob(cwd), posix).replaceAll(sep, "/");
  return fromRoot.replace(/^\.\//, "");
}

function escapeGlob(path: string): string {
  return path.replace(/[*?[\]{}()!+@]/g, "\\$&");
}

function isNegated(cwd: string, path: string): boolean {
  return path.startsWith("!") && !statSync(resolve(cwd, path), { throwIfNoEntry: false });
}

function unmatched(search: Search, message: string, hint: string | undefined): void {
  if (search.errorOnUnmatched) throw new UserError(message, hint);
  search.notices.push({ kind: "skipped-file", message });
}

/** Names the part of a missing path that exists no more, and what stands there under a similar name. */
function suggestionFor(absolute: string): string {
  const parent = dirname(absolute);
  const stats = statSync(parent, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return parent === absolute ? "Check the spelling." : suggestionFor(parent);
  const wanted = basename(absolute).toLowerCase();
  const similar = readdirSync(parent).find((name) => isSimilar(name.toLowerCase(), wanted));
  return similar === undefined ? `There is no "${basename(absolute)}" in "${basename(parent)}".` : `Did you mean "${similar}"?`;
}

function isSimilar(a: string, b: string): boolean {
  if (a === b) return true;
  if (Math.abs(a.length - b.length) > 2 || Math.min(a.length, b.length) < 3) return false;
  const stemOf = (name: string): string => name.replace(/\.\w+$/, "");
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - same && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return stemOf(a) === stemOf(b) || Math.max(a.length, b.length) - same - tail <= 2;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
