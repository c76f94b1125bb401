import { createHash } from "node:crypto";
import { type Dirent, readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import type { Versions } from "#project/disk";
import { excludeFileOf } from "#project/gitignore";
import type { CacheFolder } from "./cache-folder.ts";

/** Never looked into: resolution stops at their door. */
const closed = new Set(["node_modules", ".git", ".hg", ".svn"]);
/** Files whose content decides something: sources, manifests, configurations, ignore files. Of all others the name does. */
const matters = /\.(?:[cm]?[jt]sx?|jsonc?|json5|ya?ml|prisma|graphqls?|gql)$|^\.[^/]+$/i;
/** A source, but one that configures what other programs do with the sources. */
const isSource = (name: string): boolean => /\.[cm]?[jt]sx?$/i.test(name) && !/^\.|^webpack|\.config\./i.test(name);
/** What lies above the project and is read all the same. */
const mattersAbove =
  /^(?:package\.json|[jt]sconfig[^/]*\.json|pnpm-workspace\.yaml|lerna\.json|deno\.jsonc?|\.babelrc[^/]*|babel\.config\.\w+|webpack[^/]*|vite\.config\.\w+|\.gitignore|\.git)$/;
/** File systems tell times in steps of up to two seconds: a file that is younger may have changed without a new time. */
const timeStep = 2000;

/** mtime, ctime, size, inode, hash of the content. */
type Stamp = readonly [number, number, number, number, string];
type Stamps = Record<string, Stamp>;

export interface ProjectState {
  readonly hash: string;
  /** The same without the contents of sources: while it stays, so do the files, where imports lead, and what is declared. */
  readonly surroundings: string;
  /** Absolute path → hash of the content, of the files whose content matters. */
  readonly contents: ReadonlyMap<string, string>;
}

/**
 * One hash of everything findings can depend on: names of all files and links below the root but installed packages, contents of
 * those that matter, and of what lies above the root up to the repository's. Contents that did not change since the last look, by the
 * times and sizes the file system tells, are not read again.
 * @param versions contents that stand in front of the disk
 */
export function stateOfProject(root: string, folder: CacheFolder, versions: Versions | undefined): ProjectState {
  const stampsName = `stamps-${hashOf(realpathSync(root)).slice(0, 16)}.json`;
  const known = (folder.read(stampsName) ?? { at: 0, stamps: {} }) as { readonly at: number; readonly stamps: Stamps };
  const look = new Look(known.at, known.stamps, versions);
  look.below(root, "");
  look.above(root);
  if (look.changed) folder.write(stampsName, { at: look.startedAt, stamps: look.stamps });
  const lines = look.lines.sort();
  return { hash: hashOf(lines.join("\n")), surroundings: hashOf(lines.map(withoutSource).join("\n")), contents: look.contents };
}

class Look {
  readonly startedAt = Date.now();
  readonly lines: string[] = [];
  readonly contents = new Map<string, string>();
  readonly stamps: Stamps = {};
  changed = false;
  readonly #at: number;
  readonly #known: Stamps;
  readonly #versions: Versions | undefined;

  constructor(at: number, known: Stamps, versions: Versions | undefined) {
    this.#at = at;
    this.#known = known;
    this.#versions = versions;
  }

  below(absolute: string, inside: string): void {
    const entries = entriesOf(absolute);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (closed.has(entry.name)) continue;
      const child = inside === "" ? entry.name : `${inside}/${entry.name}`;
      const childAbsolute = path.join(absolute, entry.name);
      if (entry.isDirectory()) this.below(childAbsolute, child);
      else this.#file(childAbsolute, child, entry);
    }
    if (inside === "" && this.#versions) this.#addVersions(absolute, this.#versions);
  }

  /** Folders above the root, up to the repository's or the file system's root. */
  above(root: string): void {
    for (let folder = root, up = ".."; !hasGit(folder) && path.dirname(folder) !== folder; up += "/..") {
      folder = path.dirname(folder);
      for (const entry of entriesOf(folder)) {
        if (mattersAbove.test(entry.name) && !entry.isDirectory()) this.#file(path.join(folder, entry.name), `${up}/${entry.name}`, entry);
      }
    }
    const exclude = excludeFileOf(root);
    if (exclude !== undefined) this.lines.push(`exclude ${hashOf(contentOf(exclude))}`);
  }

  #file(absolute: string, shown: string, entry: Dirent): void {
    if (this.#versions?.absent.has(absolute) || this.#versions?.contents.has(absolute)) return;
    const link = entry.isSymbolicLink() ? `>${linkOf(absolute)}` : "";
    this.lines.push(`${shown}${link} ${matters.test(entry.name) || link !== "" ? this.#contentHash(absolute, shown) : ""}`);
  }

  #addVersions(root: string, { contents }: Versions): void {
    for (const [file, bytes] of [...contents].sort(([a], [b]) => (a < b ? -1 : 1))) {
      // The same line the file would have on disk, so that a staged state is the state it was before it was staged.
      const inside = path.relative(root, file).replaceAll("\\", "/");
      const hash = matters.test(path.basename(file)) ? hashOf(bytes) : "";
      this.lines.push(`${inside} ${hash}`);
      if (hash !== "") this.contents.set(file, hash);
    }
  }

  #contentHash(absolute: string, shown: string): string {
    const stats = statSync(absolute, { throwIfNoEntry: false });
    if (!stats?.isFile()) return "-";
    const known = this.#known[shown];
    const isOld = Math.max(stats.mtimeMs, stats.ctimeMs) < this.#at - timeStep;
    const isSame = known?.[0] === stats.mtimeMs && known[1] === stats.ctimeMs && known[2] === stats.size && known[3] === stats.ino;
    if (isOld && isSame) {
      this.stamps[shown] = known;
      this.contents.set(absolute, known[4]);
      return known[4];
    }
    this.changed = true;
    const hash = hashOf(contentOf(absolute));
    this.contents.set(absolute, hash);
    this.stamps[shown] = [stats.mtimeMs, stats.ctimeMs, stats.size, stats.ino, hash];
    return hash;
  }
}

/** A line is `<path> <hash>`, of a link `<path>><where it leads> <hash>`. */
function withoutSource(line: string): string {
  const file = line.slice(0, line.lastIndexOf(" "));
  return isSource(file.slice(file.lastIndexOf("/") + 1)) ? file : line;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return "";
  }
}

function hasGit(folder: string): boolean {
  return statSync(path.join(folder, ".git"), { throwIfNoEntry: false }) !== undefined;
}

/** Hash of a content, shortened to what tells a project's contents apart. */
export function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("base64url").slice(0, 27);
}
