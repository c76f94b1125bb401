import type { LibraryFacts } from "#catalog/facts";
import type { Catalog } from "#catalog/lookup";
import type { Notice, ProjectPath } from "#finding";
import type { Code } from "./code.ts";
import type { DiscoveredFile } from "./discover.ts";
import { type Disk, diskWith, theDisk, type Versions } from "./disk.ts";
import { FileSearch, type FileTest, type MentionStore, type Searched } from "./file-search.ts";
import { ImportTargets, type Target } from "./import-targets.ts";
import type { LocatedManifest } from "./manifest.ts";
import { findPackages } from "./package-folders.ts";
import type { Resolution, Resolver } from "./resolve.ts";
import { type Reading, Sources } from "./sources.ts";

export interface ProjectOptions extends Reading {
  readonly root: string;
  readonly files: readonly DiscoveredFile[];
  readonly resolver: Resolver;
  readonly catalog: Catalog;
  readonly mentions?: MentionStore | undefined;
}

/** Which files there are, and where imports lead. */
interface Surroundings {
  readonly files: readonly DiscoveredFile[];
  readonly resolver: Resolver;
}

/**
 * All files of a project and what they say about each other. Files are read and summarised when first asked for.
 * {@link Project.code} is the one door to another file: whatever is learnt about a file passes through it.
 */
export class Project {
  readonly root: string;
  readonly catalog: Catalog;
  readonly #files = new Map<ProjectPath, DiscoveredFile>();
  readonly #sources: Sources;
  readonly #imports: ImportTargets;
  readonly #resolver: Resolver;
  readonly #versions: Versions | undefined;
  #packages: readonly LocatedManifest[] | undefined;
  #dependencies: ReadonlyMap<string, readonly string[]> | undefined;
  #search: FileSearch;

  constructor(options: ProjectOptions) {
    this.root = options.root;
    this.catalog = options.catalog;
    this.#resolver = options.resolver;
    this.#versions = options.versions;
    for (const file of options.files) this.#files.set(file.path, file);
    this.#sources = new Sources(this.#files, { versions: options.versions, summaries: options.summaries });
    this.#imports = new ImportTargets({ root: this.root, catalog: this.catalog, files: this.#files, sources: this.#sources }, options.resolver);
    this.#search = new FileSearch(this.#searched(), options.mentions);
  }

  get paths(): readonly ProjectPath[] {
    return [...this.#files.keys()];
  }

  file(path: ProjectPath): DiscoveredFile | undefined {
    return this.#files.get(path);
  }

  /** {@link Sources.notices} */
  get notices(): Notice[] {
    return this.#sources.notices;
  }

  /** {@link Sources.known} */
  known(): Iterable<Code> {
    return this.#sources.known();
  }

  /** {@link Sources.knows} */
  knows(path: ProjectPath): boolean {
    return this.#sources.knows(path);
  }

  /** Adds a file that discovery of the whole project left out (named explicitly). */
  add(file: DiscoveredFile): void {
    if (this.#files.has(file.path)) return;
    this.#files.set(file.path, file);
    this.#search.forget();
  }

  #searched(): Searched {
    return {
      catalog: this.catalog,
      files: this.#files,
      dependencies: () => this.dependencies,
      knows: (path) => this.knows(path),
      text: (path) => this.text(path),
      code: (path) => this.code(path),
    };
  }

  /** {@link findPackages} */
  get packages(): readonly LocatedManifest[] {
    this.#packages ??= findPackages(this.root, this.disk, this.#files.keys());
    return this.#packages;
  }

  /** Every package some manifest of the project names, and the ranges it is declared with. */
  get dependencies(): ReadonlyMap<string, readonly string[]> {
    this.#dependencies ??= rangesOf(this.packages);
    return this.#dependencies;
  }

  /** Files beside the code, as this version of the project has them. */
  get disk(): Disk {
    return this.#versions ? diskWith(this.#versions) : theDisk;
  }

  /** {@link Sources.text} */
  text(path: ProjectPath): string | undefined {
    return this.#sources.text(path);
  }

  /** {@link Sources.code} */
  code(path: ProjectPath): Code | undefined {
    return this.#sources.code(path);
  }

  /** {@link Sources.adopt} */
  adopt(...read: Parameters<Sources["adopt"]>): void {
    this.#sources.adopt(...read);
  }

  /** Puts another version of a file in place: an unsaved editor buffer, a staged blob, a file outside the discovered set. */
  overlay(code: Code): void {
    this.#files.set(code.path, { path: code.path, absolute: code.absolute, role: code.role });
    this.#sources.put(code);
    this.#search.forget();
  }

  /**
   * The same project a moment later. What was read of files that did not change is kept; everything else, answers about
   * other files among them, starts anew.
   * @param changed files whose text is another one now
   * @param surroundings given when files came or went, or what imports lead to changed
   * @param reading how files are read from now on; default: from disk
   */
  next(changed: ReadonlySet<ProjectPath>, surroundings?: Surroundings, reading: Reading = {}): Project {
    const files = surroundings?.files ?? [...this.#files.values()];
    const next = new Project({ root: this.root, catalog: this.catalog, files, resolver: surroundings?.resolver ?? this.#resolver, ...reading });
    next.#sources.takeOver(this.#sources, changed);
    if (surroundings) return next;
    next.#packages = this.#packages;
    next.#dependencies = this.#dependencies;
    next.#search = this.#search.next(next.#searched(), changed);
    return next;
  }

  /** The same project with another version of one file in it: the text somebody is typing. */
  withUnsaved(code: Code): Project {
    const project = this.next(new Set([code.path]));
    project.overlay(code);
    project.#sources.leaveOthersTo(this.#sources, code.path);
    project.#search = this.#search.beside(project.#searched(), code.path);
    return project;
  }

  /** Every file that is not a test, summarised. */
  *productCodes(): Iterable<Code> {
    for (const [path, file] of this.#files) {
      if (file.role === "test") continue;
      const code = this.code(path);
      if (code) yield code;
    }
  }

  /** {@link FileSearch.libraries} */
  get libraries(): readonly LibraryFacts[] {
    return this.#search.libraries;
  }

  /** {@link FileSearch.codesNaming} */
  codesNaming(words: Iterable<string>): Iterable<Code> {
    return this.#search.codesNaming(words);
  }

  /** {@link FileSearch.codesWith} */
  codesWith(words: readonly string[]): Iterable<Code> {
    return this.#search.codesWith(words);
  }

  /** {@link FileSearch.pathsWhere} */
  pathsWhere(key: string, test: FileTest): readonly ProjectPath[] {
    return this.#search.pathsWhere(key, test);
  }

  /** {@link FileSearch.mentioning} */
  mentioning(word: string): readonly Code[] {
    return this.#search.mentioning(word);
  }

  /** {@link ImportTargets.resolution} */
  resolution(code: Code, specifier: string): Resolution {
    return this.#imports.resolution(code, specifier);
  }

  /** {@link ImportTargets.targetOf} */
  targetOf(code: Code, specifier: string): Target {
    return this.#imports.targetOf(code, specifier);
  }

  /** {@link ImportTargets.target} */
  target(code: Code, i: number): Target {
    return this.#imports.target(code, i);
  }

  /** {@link ImportTargets.mayExport} */
  mayExport(code: Code, i: number, name: string): boolean {
    return this.#imports.mayExport(code, i, name);
  }
}

/** Package → ranges that manifests declare it with. */
function rangesOf(packages: readonly LocatedManifest[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { manifest } of packages) for (const [name, range] of Object.entries(manifest.declared)) found.set(name, [...(found.get(name) ?? []), range]);
  return found;
}
