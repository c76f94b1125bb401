import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { type Aliases, readAliases } from "./bundler-aliases.ts";
import { type Disk, diskWith, noVersions, theDisk, type Versions } from "./disk.ts";
import { LocalPackages } from "./local-packages.ts";
import { type LocatedManifest, ManifestCache, packageNameOf } from "./manifest.ts";
import { findPackageEntry, findSourceOfBuild, findTarget, importTargets } from "./package-entry.ts";
import { FileProbe, isCodeFile } from "./probe.ts";
import { findRoot } from "./root.ts";
import { assetName, isBuiltin, packageFor, type Resolution, schemeOf, withoutLoader } from "./specifier.ts";
import { applyPattern, type PathPattern, TsconfigPaths } from "./tsconfig-paths.ts";
import { readWorkspaces } from "./workspaces.ts";

export type { Resolution } from "./specifier.ts";

export interface Resolver {
  /**
   * Where an import leads; answers are remembered per folder and specifier.
   * @param fromAbsolute the importing file
   */
  readonly resolve: (fromAbsolute: string, specifier: string) => Resolution;
  /** Forgets everything read from disk (editors, watch mode). */
  readonly clear: () => void;
}

export interface ResolverOptions {
  /** Workspace root to take packages from; default: `findRoot(root)`. */
  readonly workspaceRoot?: string;
  /** Files of another version than the one on disk. */
  readonly versions?: Versions | undefined;
  /** Told each manifest and configuration that is looked for. */
  readonly onRead?: ((file: string) => void) | undefined;
}

/**
 * Makes a resolver that leads to sources, not to build output, and needs no node_modules.
 * @param root absolute project root; `tried` is told relative to it
 */
export function createResolver(root: string, options: ResolverOptions = {}): Resolver {
  let state: ResolverState | undefined;
  let answers = new Map<string, Map<string, Resolution>>();
  return {
    resolve(fromAbsolute, specifier) {
      const dir = dirname(fromAbsolute);
      let inFolder = answers.get(dir);
      if (!inFolder) answers.set(dir, (inFolder = new Map()));
      let answer = inFolder.get(specifier);
      if (!answer) inFolder.set(specifier, (answer = (state ??= new ResolverState(root, options)).resolve(dir, specifier)));
      return answer;
    },
    clear() {
      state = undefined;
      answers = new Map();
    },
  };
}

class ResolverState {
  readonly #root: string;
  readonly #top: string;
  readonly #probe: FileProbe;
  readonly #disk: Disk;
  readonly #manifests: ManifestCache;
  readonly #local: LocalPackages;
  readonly #tsconfig: TsconfigPaths;
  readonly #aliases = new Map<string, readonly Aliases[]>();

  constructor(root: string, { workspaceRoot = findRoot(root), versions, onRead }: ResolverOptions) {
    this.#root = root;
    this.#disk = versions || onRead ? diskWith(versions ?? noVersions, onRead) : theDisk;
    this.#manifests = new ManifestCache(this.#disk);
    this.#top = root === workspaceRoot || root.startsWith(workspaceRoot.replace(/[\\/]?$/, sep)) ? workspaceRoot : root;
    this.#probe = new FileProbe(this.#top, versions);
    this.#local = new LocalPackages(readWorkspaces(this.#top, this.#disk).packages, this.#manifests);
    this.#tsconfig = new TsconfigPaths(this.#top, (name) => this.#local.folderOf(name), this.#disk);
  }

  resolve(dir: string, written: string): Resolution {
    const specifier = withoutLoader(written);
    if (/^\.{1,2}(?:\/|$)/.test(specifier)) return this.#relative(dir, resolve(dir, specifier), specifier);
    if (isAbsolute(specifier)) return this.#absolute(dir, specifier);
    const scheme = schemeOf(specifier);
    if (scheme) return scheme;
    const tried: string[] = [];
    const mapped = this.#mapped(dir, specifier, tried);
    if (mapped) return mapped;
    if (isBuiltin(specifier)) return { kind: "builtin", name: specifier };
    if (specifier.startsWith("#")) return this.#subpathImport(dir, specifier, tried);
    return this.#bare(dir, specifier, tried);
  }

  #relative(dir: string, path: string, specifier: string): Resolution {
    const target = specifier.endsWith("/") || /(?:^|\/)\.{1,2}$/.test(specifier) ? `${path}${sep}` : path;
    const file = this.#probe.find(target) ?? this.#folderEntry(path) ?? this.#builtFrom(dir, path);
    if (file !== undefined) return this.#found(file);
    if (assetName.test(specifier)) return { kind: "asset" };
    return this.#packageInside(path) ?? { kind: "unresolved", tried: [this.#shown(path)], alias: false };
  }

  /** `/x` is a path on disk, or relative to the root as bundlers read it. */
  #absolute(dir: string, specifier: string): Resolution {
    const file = this.#probe.find(specifier) ?? this.#probe.find(join(this.#root, specifier));
    return file === undefined ? this.#relative(dir, join(this.#root, specifier), specifier) : this.#found(file);
  }

  /** What the project maps by hand: `paths`, then aliases of Babel and bundlers. */
  #mapped(dir: string, specifier: string, tried: string[]): Resolution | undefined {
    for (const map of this.#tsconfig.for(dir)) {
      const found = this.#firstOf(
        map.patterns.filter((pattern) => pattern.prefix !== ""),
        specifier,
        tried,
      );
      if (found) return found;
    }
    for (const aliases of this.#aliasesFor(dir)) {
      const found = this.#firstOf(aliases.patterns, specifier, tried);
      if (found) return found;
    }
    return undefined;
  }

  #firstOf(patterns: readonly PathPattern[], specifier: string, tried: string[]): Resolution | undefined {
    for (const pattern of patterns) {
      for (const candidate of applyPattern(pattern, specifier) ?? []) {
        const found = this.#candidate(candidate, specifier);
        if (found) return found;
        tried.push(this.#shown(candidate));
      }
    }
    return undefined;
  }

  #candidate(path: string, specifier: string): Resolution | undefined {
    if (this.#isInstalled(path)) return packageFor(specifier);
    const file = this.#probe.find(path) ?? this.#folderEntry(path) ?? this.#builtFrom(dirname(path), path);
    // `paths` that lead to a declaration file describe the types of a package.
    if (file !== undefined && /\.d\.[cm]?ts$/.test(file) && packageNameOf(specifier)) return packageFor(specifier);
    if (file !== undefined) return this.#found(file);
    return assetName.test(path) ? { kind: "asset" } : undefined;
  }

  #subpathImport(dir: string, specifier: string, tried: string[]): Resolution {
    for (const { dir: owner, manifest } of this.#manifests.above(dir, this.#top)) {
      const targets = importTargets(manifest, specifier);
      if (targets.length === 0) continue;
      const local = targets.filter((target) => target.startsWith("."));
      const file = findTarget(this.#probe, owner, local);
      if (file !== undefined) return this.#found(file);
      const other = targets.find((target) => !target.startsWith(".") && !target.startsWith("#"));
      if (other !== undefined) return this.resolve(owner, other);
      tried.push(...local.map((target) => this.#shown(join(owner, target))));
    }
    return { kind: "unresolved", tried, alias: true };
  }

  #bare(dir: string, specifier: string, tried: string[]): Resolution {
    const parts = packageNameOf(specifier);
    const manifests = this.#manifests.above(dir, this.#top);
    const declared = parts && manifests.find(({ manifest }) => parts.name in manifest.declared);
    const local = parts && this.#local.find(parts.name, manifests, declared);
    if (local) {
      const file = findPackageEntry(this.#probe, local.dir, local.manifest, parts.subpath);
      if (file !== undefined) return this.#found(file);
      if (assetName.test(specifier)) return { kind: "asset" };
      return { kind: "unresolved", tried: [...tried, this.#shown(join(local.dir, parts.subpath))], alias: true };
    }
    const file = declared ? undefined : this.#byConvention(dir, specifier, manifests);
    if (file !== undefined) return this.#found(file);
    if (!declared && tried.length > 0) return { kind: "unresolved", tried, alias: true };
    if (parts) return { kind: "package", name: parts.name, subpath: parts.subpath };
    return { kind: "unresolved", tried: this.#conventional(manifests[0]?.dir ?? this.#root, specifier).map((path) => this.#shown(path)), alias: true };
  }

  /** Bare names that are no package: `baseUrl`, catch-all `paths`, module roots, `@/x` and `~/x`, `$lib/x`, `src/x`. Only files that exist. */
  #byConvention(dir: string, specifier: string, manifests: readonly LocatedManifest[]): string | undefined {
    const candidates: string[] = [];
    for (const map of this.#tsconfig.for(dir)) {
      candidates.push(...map.patterns.flatMap((pattern) => loosely(pattern, specifier)));
      if (map.baseUrl !== undefined) candidates.push(join(map.baseUrl, specifier));
    }
    for (const aliases of this.#aliasesFor(dir)) candidates.push(...aliases.roots.map((root) => join(root, specifier)));
    for (const owner of manifests) candidates.push(...this.#conventional(owner.dir, specifier));
    if (manifests.length === 0) candidates.push(...this.#conventional(this.#root, specifier));
    for (const candidate of candidates) {
      const file = this.#isInstalled(candidate) ? undefined : this.#probe.find(candidate);
      if (file !== undefined && isCodeFile(file) && !/\.d\.[cm]?ts$/.test(file)) return file;
    }
    return undefined;
  }

  #conventional(owner: string, specifier: string): string[] {
    // Where the framework writes the tsconfig.json that maps them: SvelteKit, Nuxt.
    if (/^\$lib(?:\/|$)/.test(specifier)) return [join(owner, "src", specifier.slice(1))];
    if (/^(?:@@|~~)\//.test(specifier)) return [join(owner, specifier.slice(3))];
    const rest = /^[@~]\/?(?=$|[^@~])/.test(specifier) && !packageNameOf(specifier) ? specifier.replace(/^[@~]\/?/, "") : undefined;
    if (rest !== undefined) return [join(owner, "src", rest), join(owner, rest), join(owner, "app", rest)];
    return specifier.includes("/") && !specifier.startsWith("@") ? [join(owner, specifier)] : [];
  }

  #aliasesFor(dir: string): readonly Aliases[] {
    const known = this.#aliases.get(dir);
    if (known) return known;
    const parent = dirname(dir);
    const outer = dir === this.#top || parent === dir ? [] : this.#aliasesFor(parent);
    const own = readAliases(dir, this.#manifests.of(dir), this.#disk);
    const all = own.patterns.length + own.roots.length === 0 ? outer : [own, ...outer];
    this.#aliases.set(dir, all);
    return all;
  }

  /** A folder with a package.json whose entry was not built. */
  #folderEntry(path: string): string | undefined {
    const manifest = this.#manifests.of(path);
    return manifest && findPackageEntry(this.#probe, path, manifest, "");
  }

  /** `../dist/x` in a repository that was not built means `../src/x`. */
  #builtFrom(dir: string, path: string): string | undefined {
    const owner = this.#manifests.above(dir, this.#top)[0]?.dir ?? this.#root;
    const inside = relative(owner, path);
    return inside.startsWith("..") || isAbsolute(inside) ? undefined : findSourceOfBuild(this.#probe, owner, inside.replaceAll(sep, "/"));
  }

  #found(file: string): Resolution {
    return this.#packageInside(file) ?? (isCodeFile(file) ? { kind: "file", file } : { kind: "asset" });
  }

  #isInstalled(path: string): boolean {
    return relative(this.#top, path).split(sep).includes("node_modules");
  }

  #packageInside(path: string): Resolution | undefined {
    if (!this.#isInstalled(path)) return undefined;
    return packageFor(path.slice(path.lastIndexOf(`node_modules${sep}`) + 13).replaceAll(sep, "/"));
  }

  #shown(path: string): string {
    return relative(this.#root, path).replaceAll(sep, "/");
  }
}

/** Catch-all patterns (`*`), and `@root` → `./` read as a prefix, the way module-alias and bundlers read it. */
function loosely(pattern: PathPattern, specifier: string): string[] {
  if (pattern.wildcard) return pattern.prefix === "" ? (applyPattern(pattern, specifier) ?? []) : [];
  return specifier.startsWith(`${pattern.prefix}/`) ? pattern.targets.map((target) => join(target, specifier.slice(pattern.prefix.length))) : [];
}
