import { type Notice, type ProjectPath, toProjectPath } from "#finding";
import type { LibraryFacts } from "#catalog/facts";
import type { Catalog } from "#catalog/lookup";
import { tryReading } from "#syntax/read";
import { Code } from "./code.ts";
import type { DiscoveredFile } from "./discover.ts";
import { diskWith, theDisk, type Versions } from "./disk.ts";
import type { Resolution, Resolver } from "./resolve.ts";
import { nestedTooDeep, readSource } from "./source.ts";
import { importWord, wordsOf } from "./words.ts";
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

/** What earlier runs saw in files (absolute paths) whose content is still the same. `undefined`: nobody looked. */
export interface MentionStore {
  /** Whether the words of a file are known. */
  readonly knows: (absolute: string) => boolean;
  /** Known files that have a word: one of those `wordsOf` tells. */
  readonly naming: (word: string) => ReadonlySet<string>;
  /** Which of some words known files have. */
  readonly named: (words: readonly string[]) => readonly string[];
  /** Whether one of some texts stands in the file. */
  readonly holds: (absolute: string, texts: readonly string[]) => boolean | undefined;
  readonly noteHolds: (absolute: string, texts: readonly string[], held: boolean) => void;
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
  readonly #seen: MentionStore | undefined;
  #dependencies: ReadonlyMap<string, readonly string[]> | undefined;
  #libraries: readonly LibraryFacts[] | undefined;
  #words: ReadonlyMap<string, readonly Code[]> | undefined;
  readonly #mentions = new Map<string, readonly Code[]>();
  readonly #paths = new Map<string, readonly ProjectPath[]>();
  #unsaved: Unsaved | undefined;

  constructor(options: ProjectOptions) {
    this.root = options.root;
    this.catalog = options.catalog;
    this.#resolver = options.resolver;
    this.#versions = options.versions;
    this.#summaries = options.summaries;
    this.#seen = options.mentions;
    for (const file of options.files) this.#files.set(file.path, file);
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
    this.#paths.clear();
  }

  /** Every package some manifest of the project names, and the ranges it is declared with. */
  get dependencies(): ReadonlyMap<string, readonly string[]> {
    this.#dependencies ??= readDependencies(this.root, this.#versions);
    return this.#dependencies;
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
    this.#mentions.clear();
    this.#paths.clear();
    this.#libraries = undefined;
    this.#words = undefined;
  }

  /**
   * The same project a moment later. What was read of files that did not change is kept; everything else, answers about
   * other files among them, starts anew.
   * @param changed files whose text is another one now
   * @param surroundings given when files came or went, or what imports lead to changed
   */
  next(changed: ReadonlySet<ProjectPath>, surroundings?: { readonly files: readonly DiscoveredFile[]; readonly resolver: Resolver }): Project {
    const files = surroundings?.files ?? [...this.#files.values()];
    const next = new Project({ root: this.root, catalog: this.catalog, files, resolver: surroundings?.resolver ?? this.#resolver });
    for (const { path } of files) {
      const text = this.#texts.get(path);
      if (text === undefined || changed.has(path)) continue;
      next.#texts.set(path, text);
      const code = this.#codes.get(path);
      if (code) next.#codes.set(path, code);
    }
    if (!surroundings) next.#dependencies = this.#dependencies;
    return next;
  }

  /** The same project with another version of one file in it: the text somebody is typing. */
  withUnsaved(code: Code): Project {
    const project = this.next(new Set([code.path]));
    project.overlay(code);
    project.#unsaved = { code, saved: this };
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

  /**
   * Libraries the project can speak of: those its manifests or its files name, those of the platform, and its own modules that the
   * configuration describes.
   */
  get libraries(): readonly LibraryFacts[] {
    return (this.#libraries ??= this.#unsaved ? this.#librariesUnsaved(this.#unsaved) : this.#usedLibraries());
  }

  #librariesUnsaved({ code, saved }: Unsaved): readonly LibraryFacts[] {
    const imported = new Set(code.summary.imports.map(({ specifier }) => importWord(specifier)));
    const used = new Set(saved.libraries);
    return this.catalog.libraries.filter((facts) => used.has(facts) || librarySpecifiers(facts).some((name) => imported.has(importWord(name))));
  }

  /** A manifest outside of the project may be the one that declares what its files import. */
  #usedLibraries(): readonly LibraryFacts[] {
    const { libraries } = this.catalog;
    const isOurs = (facts: LibraryFacts): boolean =>
      facts.builtIn === true || librarySpecifiers(facts).some((name) => name.startsWith(".") || this.dependencies.has(name));
    const others = libraries.filter((facts) => !isOurs(facts));
    const imported = this.#importedOf([...new Set(others.flatMap(librarySpecifiers))]);
    return libraries.filter((facts) => isOurs(facts) || librarySpecifiers(facts).some((name) => imported.has(name)));
  }

  /** Which of some packages are imported somewhere; where no summary tells, the text decides. */
  #importedOf(packages: readonly string[]): ReadonlySet<string> {
    const words = this.#words;
    if (words) return new Set(packages.filter((name) => words.has(importWord(name))));
    const byWord = new Map(packages.map((name) => [importWord(name), name]));
    const found = new Set((this.#seen?.named([...byWord.keys()]) ?? []).map((word) => byWord.get(word) ?? ""));
    for (const [path, file] of this.#files) {
      if (file.role === "test" || this.#seen?.knows(file.absolute) === true) continue;
      const text = this.text(path);
      if (text === undefined) continue;
      for (const name of packages) if (!found.has(name) && (text.includes(`"${name}`) || text.includes(`'${name}`))) found.add(name);
    }
    return found;
  }

  /** Whether a file may have one of some words as a name: without reading it where an earlier run did, else by its text. */
  names(path: ProjectPath, words: readonly string[]): boolean {
    const absolute = this.#files.get(path)?.absolute ?? "";
    const seen = this.#seen?.knows(absolute) === true ? this.#seen : undefined;
    return words.some((word) => (seen ? seen.naming(word).has(absolute) : this.text(path)?.includes(word)));
  }

  /** Non-test files that have one of some words as a name; only these are parsed. */
  *codesNaming(words: Iterable<string>): Iterable<Code> {
    const sought = [...new Set(words)];
    if (sought.length === 0) return;
    for (const path of this.pathsWhere(`naming ${sought.join("\0")}`, (project, file) => file.role !== "test" && project.names(file.path, sought))) {
      const code = this.code(path);
      if (code) yield code;
    }
  }

  /** Non-test files whose text has one of some words in it; only these are parsed. */
  *codesWith(words: readonly string[]): Iterable<Code> {
    for (const path of this.pathsWhere(`with ${words.join("\0")}`, (project, file) => file.role !== "test" && project.holds(file.path, words))) {
      const code = this.code(path);
      if (code) yield code;
    }
  }

  /**
   * Files a test holds for, in order. Asked again, only the file that is being typed in is looked at.
   * @param key tells the test from others
   */
  pathsWhere(key: string, test: (project: Project, file: DiscoveredFile) => boolean): readonly ProjectPath[] {
    let found = this.#paths.get(key);
    if (!found) this.#paths.set(key, (found = this.#unsaved ? this.#pathsUnsaved(this.#unsaved, key, test) : this.#searchPaths(test)));
    return found;
  }

  #searchPaths(test: (project: Project, file: DiscoveredFile) => boolean): readonly ProjectPath[] {
    return [...this.#files.values()].filter((file) => test(this, file)).map(({ path }) => path);
  }

  #pathsUnsaved({ code, saved }: Unsaved, key: string, test: (project: Project, file: DiscoveredFile) => boolean): readonly ProjectPath[] {
    const known = saved.pathsWhere(key, test);
    const was = known.includes(code.path);
    const file = this.#files.get(code.path);
    const is = file !== undefined && test(this, file);
    if (was === is) return known;
    if (was) return known.filter((path) => path !== code.path);
    const chosen = new Set([...known, code.path]);
    return this.paths.filter((path) => chosen.has(path));
  }

  /** Whether one of some texts stands in a file; it is not read when an earlier run looked for the same texts. */
  holds(path: ProjectPath, texts: readonly string[]): boolean {
    const absolute = this.#files.get(path)?.absolute ?? "";
    const known = this.#seen?.holds(absolute, texts);
    if (known !== undefined) return known;
    const text = this.text(path);
    const held = text !== undefined && texts.some((item) => text.includes(item));
    this.#seen?.noteHolds(absolute, texts, held);
    return held;
  }

  /** Non-test files whose text has a word in it: the cheap test before a question about the whole project. */
  mentioning(word: string): readonly Code[] {
    let known = this.#mentions.get(word);
    if (!known) this.#mentions.set(word, (known = this.#unsaved ? this.#mentioningUnsaved(word, this.#unsaved) : this.#searchMentions(word)));
    return known;
  }

  #searchMentions(word: string): readonly Code[] {
    this.#words ??= this.#indexWords();
    if (this.#words) return this.#words.get(word) ?? [];
    const found: Code[] = [];
    const sought = [word];
    for (const [path, file] of this.#files) {
      if (file.role === "test" || !this.names(path, sought)) continue;
      const code = this.code(path);
      if (code) found.push(code);
    }
    return found;
  }

  /** Words of all files, once all of them are summarised anyway; before that a look at the texts is cheaper than parsing them. */
  #indexWords(): ReadonlyMap<string, readonly Code[]> | undefined {
    const codes: Code[] = [];
    for (const [path, file] of this.#files) {
      if (file.role === "test") continue;
      if (!this.#codes.has(path)) return undefined;
      const code = this.#codes.get(path);
      if (code) codes.push(code);
    }
    const index = new Map<string, Code[]>();
    for (const code of codes) {
      for (const word of wordsOf(code)) {
        const known = index.get(word);
        if (known) known.push(code);
        else index.set(word, [code]);
      }
    }
    return index;
  }

  /** Only one file is another than in the saved project, which has looked for the word before or will be asked again. */
  #mentioningUnsaved(word: string, { code, saved }: Unsaved): readonly Code[] {
    const found = saved.mentioning(word);
    const next = found.findIndex((item) => item.path >= code.path);
    const at = next === -1 ? found.length : next;
    const was = found[at]?.path === code.path;
    const is = code.role !== "test" && code.text.includes(word);
    return was || is ? found.toSpliced(at, was ? 1 : 0, ...(is ? [code] : [])) : found;
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

function librarySpecifiers({ packages }: LibraryFacts): readonly string[] {
  return packages.map((name) => name.replace(/\/\*$/, ""));
}

/** Parses and summarises a text as a file of the project. */
export function readCode(file: DiscoveredFile, text: string): Code | undefined {
  const read = tryReading(file.absolute, text);
  return read && new Code({ ...file, text, ...read });
}

/** Package → ranges that manifests of the project declare it with. */
function readDependencies(root: string, versions: Versions | undefined): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { manifest } of readWorkspaces(root, versions ? diskWith(versions) : theDisk).packages)
    for (const [name, range] of Object.entries(manifest.declared)) found.set(name, [...(found.get(name) ?? []), range]);
  return found;
}
