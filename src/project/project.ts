import { type Notice, type ProjectPath, toProjectPath } from "#finding";
import type { LibraryFacts } from "#catalog/facts";
import type { Catalog } from "#catalog/lookup";
import { tryReading } from "#syntax/read";
import { Code } from "./code.ts";
import type { DiscoveredFile } from "./discover.ts";
import { type Disk, diskWith, theDisk, type Versions } from "./disk.ts";
import { FileSearch, type FileTest, type MentionStore, type Searched } from "./file-search.ts";
import type { Resolution, Resolver } from "./resolve.ts";
import { nestedTooDeep, readSource } from "./source.ts";
import { readWorkspaces } from "./workspaces.ts";

/** Where an import leads: a file of the project, a package, or nowhere we know. */
export type Target =
  | { readonly kind: "code"; readonly code: Code }
  | { readonly kind: "package"; readonly specifier: string }
  | { readonly kind: "unknown"; readonly specifier: string };

export interface ProjectOptions {
  readonly root: string;
  readonly files: readonly DiscoveredFile[];
  readonly resolver: Resolver;
  readonly catalog: Catalog;
  /** Files of another version than the one on disk. */
  readonly versions?: Versions | undefined;
  readonly summaries?: SummaryStore | undefined;
  readonly mentions?: MentionStore | undefined;
}

/** Summaries made in earlier runs, by content. */
export interface SummaryStore {
  /** @param file its name decides how it is parsed */
  readonly find: (file: string, text: string) => Pick<Code, "summary" | "errors"> | undefined;
  readonly keep: (file: string, text: string, made: Pick<Code, "summary" | "errors">) => void;
}

/** Which files there are, and where imports lead. */
interface Surroundings {
  readonly files: readonly DiscoveredFile[];
  readonly resolver: Resolver;
}

/** A file as it stands in an editor, and the project as it stands on disk. */
interface Unsaved {
  readonly code: Code;
  readonly saved: Project;
}

/**
 * All files of a project and what they say about each other. Files are read and summarised when first asked for.
 * {@link Project.code} is the one door to another file: whatever is learnt about a file passes through it, and `onAsk` can record it.
 */
export class Project {
  readonly root: string;
  readonly catalog: Catalog;
  /** Told the path of every file that is asked about. */
  onAsk: ((path: ProjectPath) => void) | undefined;
  /** What reading files had to tell: skipped, wrong encoding. */
  readonly notices: Notice[] = [];
  readonly #files = new Map<ProjectPath, DiscoveredFile>();
  readonly #codes = new Map<ProjectPath, Code | undefined>();
  readonly #texts = new Map<ProjectPath, string | undefined>();
  readonly #resolver: Resolver;
  readonly #targets = new WeakMap<Code, Map<number, Target>>();
  readonly #versions: Versions | undefined;
  readonly #summaries: SummaryStore | undefined;
  #dependencies: ReadonlyMap<string, readonly string[]> | undefined;
  #search: FileSearch;
  #unsaved: Unsaved | undefined;

  constructor(options: ProjectOptions) {
    this.root = options.root;
    this.catalog = options.catalog;
    this.#resolver = options.resolver;
    this.#versions = options.versions;
    this.#summaries = options.summaries;
    for (const file of options.files) this.#files.set(file.path, file);
    this.#search = new FileSearch(this.#searched(), options.mentions);
  }

  get paths(): readonly ProjectPath[] {
    return [...this.#files.keys()];
  }

  file(path: ProjectPath): DiscoveredFile | undefined {
    return this.#files.get(path);
  }

  /** Files summarised so far. */
  *known(): Iterable<Code> {
    for (const code of this.#codes.values()) if (code) yield code;
  }

  /** Whether a file was summarised already: then asking for it costs nothing. */
  knows(path: ProjectPath): boolean {
    return this.#codes.has(path);
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
      knows: (path) => this.#codes.has(path),
      text: (path) => this.text(path),
      code: (path) => this.code(path),
    };
  }

  /** Every package some manifest of the project names, and the ranges it is declared with. */
  get dependencies(): ReadonlyMap<string, readonly string[]> {
    this.#dependencies ??= readDependencies(this.root, this.disk);
    return this.#dependencies;
  }

  /** Files beside the code, as this version of the project has them. */
  get disk(): Disk {
    return this.#versions ? diskWith(this.#versions) : theDisk;
  }

  /** Text of a file, or `undefined` when it cannot be read. */
  text(path: ProjectPath): string | undefined {
    if (this.#texts.has(path)) return this.#texts.get(path);
    const saved = this.#savedFor(path);
    if (saved) return saved.text(path);
    const file = this.#files.get(path);
    // Generated and minified files are read too: others import them. Whether they are linted is the engine's question.
    const source = file && readSource(file.absolute, file.path, { explicit: true, versions: this.#versions });
    if (source?.notice) this.notices.push(source.notice);
    const text = source?.kind === "text" ? source.text : undefined;
    this.#texts.set(path, text);
    return text;
  }

  /** A file of the project with its summary; `undefined` when it is not one or cannot be read. */
  code(path: ProjectPath): Code | undefined {
    this.onAsk?.(path);
    if (this.#codes.has(path)) return this.#codes.get(path);
    const saved = this.#savedFor(path);
    if (saved) return saved.code(path);
    const file = this.#files.get(path);
    const text = this.text(path);
    const code = file && text !== undefined ? this.#read(file, text) : undefined;
    this.#codes.set(path, code);
    return code;
  }

  /** Who keeps a file that is not the one being typed in: read there once, it is not read again at the next keystroke. */
  #savedFor(path: ProjectPath): Project | undefined {
    const saved = this.#unsaved?.saved;
    return saved && path !== this.#unsaved?.code.path && saved.#files.has(path) ? saved : undefined;
  }

  #read(file: DiscoveredFile, text: string): Code | undefined {
    const known = this.#summaries?.find(file.absolute, text);
    if (known) return new Code({ ...file, text, ...known });
    const code = readCode(file, text);
    if (!code) {
      this.notices.push({ kind: "skipped-file", file: file.path, message: `${file.path} ${nestedTooDeep}` });
      return undefined;
    }
    this.#summaries?.keep(file.absolute, text, code);
    return code;
  }

  /** Takes over what was read elsewhere (a worker thread); `undefined`: the file cannot be read. */
  adopt(path: ProjectPath, read: Pick<Code, "text" | "summary" | "errors"> | undefined, notice?: Notice): void {
    const file = this.#files.get(path);
    if (!file || this.#codes.has(path)) return;
    if (notice) this.notices.push(notice);
    this.#texts.set(path, read?.text);
    this.#codes.set(path, read && new Code({ ...file, ...read }));
    if (read) this.#summaries?.keep(file.absolute, read.text, read);
  }

  /** Puts another version of a file in place: an unsaved editor buffer, a staged blob, a file outside the discovered set. */
  overlay(code: Code): void {
    this.#files.set(code.path, { path: code.path, absolute: code.absolute, role: code.role });
    this.#codes.set(code.path, code);
    this.#texts.set(code.path, code.text);
    this.#search.forget();
  }

  /**
   * The same project a moment later. What was read of files that did not change is kept; everything else, answers about
   * other files among them, starts anew.
   * @param changed files whose text is another one now
   * @param surroundings given when files came or went, or what imports lead to changed
   * @param reading how files are read from now on; default: from disk
   */
  next(changed: ReadonlySet<ProjectPath>, surroundings?: Surroundings, reading: Pick<ProjectOptions, "versions" | "summaries"> = {}): Project {
    const files = surroundings?.files ?? [...this.#files.values()];
    const next = new Project({ root: this.root, catalog: this.catalog, files, resolver: surroundings?.resolver ?? this.#resolver, ...reading });
    for (const { path } of files) {
      const text = this.#texts.get(path);
      if (text === undefined || changed.has(path)) continue;
      next.#texts.set(path, text);
      const code = this.#codes.get(path);
      if (code) next.#codes.set(path, code);
    }
    next.notices.push(...this.notices.filter(({ file }) => file !== undefined && next.#texts.has(file)));
    if (surroundings) return next;
    next.#dependencies = this.#dependencies;
    next.#search = this.#search.next(next.#searched(), changed);
    return next;
  }

  /** The same project with another version of one file in it: the text somebody is typing. */
  withUnsaved(code: Code): Project {
    const project = this.next(new Set([code.path]));
    project.overlay(code);
    project.#unsaved = { code, saved: this };
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

  /** How an import of a file resolves, without opening the target. */
  resolution(code: Code, specifier: string): Resolution {
    return this.#resolver.resolve(code.absolute, specifier);
  }

  /** Project path of an absolute path, when the file belongs to the project. */
  pathOf(absolute: string): ProjectPath | undefined {
    const path = toProjectPath(this.root, absolute);
    return this.#files.has(path) ? path : undefined;
  }

  /** Where the i-th import of a file leads. */
  target(code: Code, i: number): Target {
    let targets = this.#targets.get(code);
    if (!targets) this.#targets.set(code, (targets = new Map()));
    let target = targets.get(i);
    if (!target) targets.set(i, (target = this.#resolve(code, i)));
    return target;
  }

  /**
   * Whether the module behind `export * from …` can export a name, by a look at its text: one that neither has the word nor hands
   * on other modules cannot, and need not be parsed.
   */
  mayExport(code: Code, i: number, name: string): boolean {
    if (this.#codes.size >= this.#files.size) return true;
    const resolution = this.resolution(code, code.summary.imports[i]?.specifier ?? "");
    const path = resolution.kind === "file" ? this.pathOf(resolution.file) : undefined;
    const text = path === undefined || this.#codes.has(path) ? undefined : this.text(path);
    return text === undefined || text.includes(name) || /export\s*\*/.test(text);
  }

  #resolve(code: Code, i: number): Target {
    const specifier = code.summary.imports[i]?.specifier ?? "";
    const resolution = this.resolution(code, specifier);
    if (resolution.kind === "package" || resolution.kind === "builtin") return { kind: "package", specifier };
    // Names a framework makes up: `$app/server`, `#imports`.
    if (resolution.kind === "unresolved" && this.catalog.knows(specifier)) return { kind: "package", specifier };
    if (resolution.kind !== "file") return { kind: "unknown", specifier };
    const path = this.pathOf(resolution.file);
    const found = path === undefined ? undefined : this.code(path);
    return found ? { kind: "code", code: found } : { kind: "unknown", specifier };
  }
}

/** Parses and summarises a text as a file of the project. */
export function readCode(file: DiscoveredFile, text: string): Code | undefined {
  const read = tryReading(file.absolute, text);
  return read && new Code({ ...file, text, ...read });
}

/** Package → ranges that manifests of the project declare it with. */
function readDependencies(root: string, disk: Disk): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { manifest } of readWorkspaces(root, disk).packages)
    for (const [name, range] of Object.entries(manifest.declared)) found.set(name, [...(found.get(name) ?? []), range]);
  return found;
}
