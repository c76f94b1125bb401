import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { type Disk, theDisk } from "./disk.ts";
import { asObject, asStrings, type JsonObject, readJsonObject } from "./jsonc.ts";

/** One entry of `paths` (or an alias of another tool): a specifier pattern and where it leads. */
export interface PathPattern {
  readonly prefix: string;
  readonly suffix: string;
  /** Without a `*` the pattern matches only itself. */
  readonly wildcard: boolean;
  /** Absolute; `*` stands for what the specifier's `*` matched. */
  readonly targets: readonly string[];
}

/** Path mapping of one config with everything it extends. */
export interface PathMap {
  readonly patterns: readonly PathPattern[];
  /** Absolute; only when the config says so. */
  readonly baseUrl?: string;
}

/** Finds the folder of a package by name, for `extends: "@acme/tsconfig/base.json"` without node_modules. */
export type PackageFolderOf = (name: string) => string | undefined;

interface Chain {
  readonly paths?: { readonly base: string; readonly entries: JsonObject };
  readonly baseUrl?: string;
}

const configName = /^(?:ts|js)config\.json$/;
/** Stand-ins where a folder has no tsconfig.json: shared bases and build configs, never those of tests. */
const standInName = /^tsconfig\.(?:base|app|server|api|build|lib|node|common|prod)\.json$/;

/**
 * Reads `paths` and `baseUrl` of tsconfig and jsconfig files, on our own rather than through the resolver: they hold for every file
 * below (not only for those the config includes), a broken or missing `extends` costs only what it would have added, and references are followed.
 */
export class TsconfigPaths {
  readonly #folders = new Map<string, readonly PathMap[]>();
  readonly #own = new Map<string, readonly PathMap[]>();
  readonly #top: string;
  readonly #packageFolderOf: PackageFolderOf;
  readonly #disk: Disk;

  constructor(top: string, packageFolderOf: PackageFolderOf, disk: Disk = theDisk) {
    this.#top = top;
    this.#disk = disk;
    this.#packageFolderOf = packageFolderOf;
  }

  /** Path maps that may hold for files of a folder: its nearest config and what that references, then configs further up. */
  for(dir: string): readonly PathMap[] {
    const known = this.#folders.get(dir);
    if (known) return known;
    const parent = dirname(dir);
    const outer = dir === this.#top || parent === dir ? [] : this.for(parent);
    const own = this.#ownOf(dir);
    const maps = own.length === 0 ? outer : [...own, ...outer];
    this.#folders.set(dir, maps);
    return maps;
  }

  #ownOf(dir: string): readonly PathMap[] {
    let maps = this.#own.get(dir);
    if (!maps) this.#own.set(dir, (maps = this.#read(dir)));
    return maps;
  }

  #read(dir: string): PathMap[] {
    const names = namesIn(dir, this.#disk);
    const main = names
      .filter((name) => configName.test(name))
      .sort()
      .reverse();
    const used = main.length > 0 ? main : names.filter((name) => standInName.test(name)).sort();
    const seen = new Set<string>();
    return used.flatMap((name) => this.#withReferences(join(dir, name), seen)).filter((map) => map.patterns.length > 0 || map.baseUrl !== undefined);
  }

  #withReferences(file: string, seen: Set<string>): PathMap[] {
    if (seen.has(file)) return [];
    seen.add(file);
    const config = readJsonObject(file, this.#disk);
    if (!config) return [];
    const references = Array.isArray(config["references"]) ? config["references"] : [];
    const referenced = references.flatMap((entry) => asStrings(asObject(entry)?.["path"]));
    const files = referenced.map((path) => resolve(dirname(file), path)).map((path) => (path.endsWith(".json") ? path : join(path, "tsconfig.json")));
    // A reference to another folder is another project: its paths hold there, not here.
    const siblings = files.filter((other) => dirname(other) === dirname(file));
    return [toPathMap(this.#chain(file, new Set()), dirname(file)), ...siblings.flatMap((other) => this.#withReferences(other, seen))];
  }

  /** Follows `extends`; a later one wins over an earlier one, the config itself over all. */
  #chain(file: string, seen: Set<string>): Chain {
    const config = seen.has(file) ? undefined : readJsonObject(file, this.#disk);
    if (!config) return {};
    seen.add(file);
    const dir = dirname(file);
    const inherited: Chain = {};
    for (const base of asStrings(config["extends"])) Object.assign(inherited, this.#chain(this.#extendedFile(dir, base), new Set(seen)));
    const options = asObject(config["compilerOptions"]) ?? {};
    const baseUrl = typeof options["baseUrl"] === "string" ? resolve(dir, options["baseUrl"]) : inherited.baseUrl;
    const entries = asObject(options["paths"]);
    const paths = entries ? { base: typeof options["baseUrl"] === "string" ? resolve(dir, options["baseUrl"]) : (baseUrl ?? dir), entries } : inherited.paths;
    return { ...(paths && { paths }), ...(baseUrl !== undefined && { baseUrl }) };
  }

  #extendedFile(dir: string, base: string): string {
    const withJson = (path: string): string => (path.endsWith(".json") || existsSync(path) ? path : `${path}.json`);
    if (base.startsWith(".") || isAbsolute(base)) return withJson(resolve(dir, base));
    const [, name = base, subpath = "tsconfig.json"] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/.exec(base) ?? [];
    const local = this.#packageFolderOf(name);
    if (local !== undefined) return withJson(join(local, subpath));
    for (let folder = dir; ; folder = dirname(folder)) {
      const candidate = join(folder, "node_modules", name);
      this.#disk.text(candidate);
      if (existsSync(candidate)) return withJson(join(candidate, subpath));
      if (dirname(folder) === folder) return withJson(resolve(dir, base));
    }
  }
}

/**
 * Compiles a pattern with at most one `*`.
 * @param targets absolute, may hold a `*`
 */
export function toPattern(key: string, targets: readonly string[]): PathPattern {
  const star = key.indexOf("*");
  if (star === -1) return { prefix: key, suffix: "", wildcard: false, targets };
  return { prefix: key.slice(0, star), suffix: key.slice(star + 1), wildcard: true, targets };
}

/** Absolute candidates for a specifier, or `undefined` when the pattern does not match it. */
export function applyPattern(pattern: PathPattern, specifier: string): string[] | undefined {
  if (!pattern.wildcard) return specifier === pattern.prefix ? [...pattern.targets] : undefined;
  const { prefix, suffix, targets } = pattern;
  if (specifier.length < prefix.length + suffix.length || !specifier.startsWith(prefix) || !specifier.endsWith(suffix)) return undefined;
  const middle = specifier.slice(prefix.length, specifier.length - suffix.length);
  return targets.map((target) => target.replace("*", () => middle));
}

function toPathMap(chain: Chain, configDir: string): PathMap {
  const { base = configDir, entries = {} } = chain.paths ?? {};
  const patterns = Object.entries(entries).map(([key, targets]) =>
    toPattern(
      key,
      asStrings(targets).map((target) => resolve(base, target.replace("${configDir}", configDir))),
    ),
  );
  // TypeScript tries the exact pattern first, then the one with the longest prefix.
  patterns.sort((a, b) => Number(a.wildcard) - Number(b.wildcard) || b.prefix.length - a.prefix.length);
  return { patterns, ...(chain.baseUrl !== undefined && { baseUrl: chain.baseUrl.replace("${configDir}", configDir) }) };
}

function namesIn(dir: string, disk: Disk): string[] {
  return disk.names(dir).filter((name) => configName.test(name) || standInName.test(name));
}
