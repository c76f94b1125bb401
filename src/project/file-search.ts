import type { LibraryFacts } from "#catalog/facts";
import type { Catalog } from "#catalog/lookup";
import type { ProjectPath } from "#finding";
import { escaped } from "#graph/patterns";
import type { Code } from "./code.ts";
import type { DiscoveredFile } from "./discover.ts";
import { type Earlier, Remembered } from "./found-before.ts";
import { importWord, wordsOf } from "./words.ts";

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

/** The files that are searched. */
export interface Searched {
  readonly catalog: Catalog;
  readonly files: ReadonlyMap<ProjectPath, DiscoveredFile>;
  /** Packages the manifests declare. */
  readonly dependencies: () => ReadonlyMap<string, unknown>;
  /** Whether a file was summarised already, or cannot be. */
  readonly knows: (path: ProjectPath) => boolean;
  readonly text: (path: ProjectPath) => string | undefined;
  readonly code: (path: ProjectPath) => Code | undefined;
}

/** Whether a file is wanted; asked of one file at a time, so that after a change only what changed is asked again. */
export type FileTest = (search: FileSearch, file: DiscoveredFile) => boolean;

/** Which files to look at: found by words and texts before anything is parsed, and found again cheaply after a change. */
export class FileSearch {
  readonly #in: Searched;
  readonly #seen: MentionStore | undefined;
  readonly #earlier: Earlier | undefined;
  readonly #paths = new Map<string, readonly ProjectPath[]>();
  readonly #mentions = new Map<string, readonly Code[]>();
  #libraries: readonly LibraryFacts[] | undefined;
  #words: ReadonlyMap<string, readonly Code[]> | undefined;

  constructor(searched: Searched, seen?: MentionStore, earlier?: Earlier) {
    this.#in = searched;
    this.#seen = seen;
    this.#earlier = earlier;
  }

  /** The same search in a project where some files changed; what this one found so far is handed on, and it may be forgotten. */
  next(searched: Searched, changed: ReadonlySet<ProjectPath>): FileSearch {
    const found = { paths: this.#paths, mentions: this.#mentions, words: this.#words, libraries: this.#libraries };
    return new FileSearch(searched, undefined, new Remembered(found, this.#earlier, changed));
  }

  /** The same search while one file is being typed in; this one goes on to answer for all others. */
  beside(searched: Searched, path: ProjectPath): FileSearch {
    const changed = new Set([path]);
    const earlier: Earlier = {
      paths: (key, test) => ({ found: this.pathsWhere(key, test), changed }),
      mentioning: (word) => ({ found: this.mentioning(word), changed }),
      libraries: () => ({ found: this.libraries, changed }),
    };
    return new FileSearch(searched, undefined, earlier);
  }

  /** A file came that was not there when something was looked for. */
  forget(): void {
    this.#paths.clear();
    this.#mentions.clear();
    this.#libraries = undefined;
    this.#words = undefined;
  }

  /**
   * Libraries the project can speak of: those its manifests or its files name, those of the platform, and its own modules that the
   * configuration describes.
   */
  get libraries(): readonly LibraryFacts[] {
    return (this.#libraries ??= this.#librariesSince() ?? this.#usedLibraries());
  }

  /** What a changed file does not import any more stays: to look for it in vain costs little. */
  #librariesSince(): readonly LibraryFacts[] | undefined {
    const before = this.#earlier?.libraries();
    if (!before) return undefined;
    const imported = new Set<string>();
    for (const path of before.changed) for (const { specifier } of this.#in.code(path)?.summary.imports ?? []) imported.add(importWord(specifier));
    const used = new Set(before.found);
    return this.#in.catalog.libraries.filter((facts) => used.has(facts) || librarySpecifiers(facts).some((name) => imported.has(importWord(name))));
  }

  /** A manifest outside of the project may be the one that declares what its files import. */
  #usedLibraries(): readonly LibraryFacts[] {
    const { libraries } = this.#in.catalog;
    const declared = this.#in.dependencies();
    const isOurs = (facts: LibraryFacts): boolean =>
      facts.builtIn === true || librarySpecifiers(facts).some((name) => name.startsWith(".") || declared.has(name));
    const others = libraries.filter((facts) => !isOurs(facts));
    const imported = this.#importedOf([...new Set(others.flatMap(librarySpecifiers))]);
    return libraries.filter((facts) => isOurs(facts) || librarySpecifiers(facts).some((name) => imported.has(name)));
  }

  /** Which of some packages are imported somewhere; where no summary tells, the text decides. */
  #importedOf(packages: readonly string[]): ReadonlySet<string> {
    const words = this.#words;
    if (words) return new Set(packages.filter((name) => words.has(importWord(name))));
    const found = new Set(this.#seen?.named(packages.map(importWord)));
    const named = namesInQuotes(packages);
    for (const [path, file] of this.#in.files) {
      if (file.role === "test" || this.#seen?.knows(file.absolute) === true) continue;
      for (const [, name = ""] of this.#in.text(path)?.matchAll(named) ?? []) found.add(importWord(name));
    }
    return new Set(packages.filter((name) => found.has(importWord(name))));
  }

  /** Whether a file may have one of some words as a name: without reading it where an earlier run did, else by its text. */
  names(path: ProjectPath, words: readonly string[]): boolean {
    const absolute = this.#in.files.get(path)?.absolute ?? "";
    const seen = this.#seen?.knows(absolute) === true ? this.#seen : undefined;
    return words.some((word) => (seen ? seen.naming(word).has(absolute) : this.#in.text(path)?.includes(word)));
  }

  /** Whether one of some texts stands in a file; it is not read when an earlier run looked for the same texts. */
  holds(path: ProjectPath, texts: readonly string[]): boolean {
    const absolute = this.#in.files.get(path)?.absolute ?? "";
    const known = this.#seen?.holds(absolute, texts);
    if (known !== undefined) return known;
    const text = this.#in.text(path);
    const held = text !== undefined && texts.some((item) => text.includes(item));
    this.#seen?.noteHolds(absolute, texts, held);
    return held;
  }

  /** Non-test files that have one of some words as a name; only these are parsed. */
  *codesNaming(words: Iterable<string>): Iterable<Code> {
    const sought = [...new Set(words)];
    if (sought.length === 0) return;
    yield* this.#codesAt(this.pathsWhere(`naming ${sought.join("\0")}`, (search, file) => file.role !== "test" && search.names(file.path, sought)));
  }

  /** Non-test files whose text has one of some words in it; only these are parsed. */
  *codesWith(words: readonly string[]): Iterable<Code> {
    yield* this.#codesAt(this.pathsWhere(`with ${words.join("\0")}`, (search, file) => file.role !== "test" && search.holds(file.path, words)));
  }

  *#codesAt(paths: readonly ProjectPath[]): Iterable<Code> {
    for (const path of paths) {
      const code = this.#in.code(path);
      if (code) yield code;
    }
  }

  /**
   * Files a test holds for, in order.
   * @param key tells the test from others
   */
  pathsWhere(key: string, test: FileTest): readonly ProjectPath[] {
    let found = this.#paths.get(key);
    if (!found) this.#paths.set(key, (found = this.#pathsSince(key, test) ?? this.#searchPaths(test)));
    return found;
  }

  #searchPaths(test: FileTest): readonly ProjectPath[] {
    return [...this.#in.files.values()].filter((file) => test(this, file)).map(({ path }) => path);
  }

  #pathsSince(key: string, test: FileTest): readonly ProjectPath[] | undefined {
    const before = this.#earlier?.paths(key, test);
    if (!before) return undefined;
    const { found, changed } = before;
    const fitting = [...changed].filter((path) => {
      const file = this.#in.files.get(path);
      return file !== undefined && test(this, file);
    });
    const kept = changed.size === 0 ? found : found.filter((path) => !changed.has(path));
    if (kept.length === found.length && fitting.length === 0) return found;
    const chosen = new Set([...kept, ...fitting]);
    return [...this.#in.files.keys()].filter((path) => chosen.has(path));
  }

  /** Non-test files whose text has a word in it: the cheap test before a question about the whole project. */
  mentioning(word: string): readonly Code[] {
    let known = this.#mentions.get(word);
    if (!known) this.#mentions.set(word, (known = this.#mentionsSince(word) ?? this.#searchMentions(word)));
    return known;
  }

  #mentionsSince(word: string): readonly Code[] | undefined {
    const before = this.#earlier?.mentioning(word);
    if (!before) return undefined;
    let { found } = before;
    for (const path of before.changed) found = this.#withChanged(found, path, word);
    return found;
  }

  /** Files are in the order of their paths. */
  #withChanged(found: readonly Code[], path: ProjectPath, word: string): readonly Code[] {
    const next = found.findIndex((item) => item.path >= path);
    const at = next === -1 ? found.length : next;
    const was = found[at]?.path === path;
    const file = this.#in.files.get(path);
    const code = file !== undefined && file.role !== "test" && this.#in.text(path)?.includes(word) ? this.#in.code(path) : undefined;
    return was || code ? found.toSpliced(at, was ? 1 : 0, ...(code ? [code] : [])) : found;
  }

  #searchMentions(word: string): readonly Code[] {
    this.#words ??= this.#indexWords();
    if (this.#words) return this.#words.get(word) ?? [];
    const sought = [word];
    const paths = [...this.#in.files.values()].filter((file) => file.role !== "test" && this.names(file.path, sought)).map(({ path }) => path);
    return [...this.#codesAt(paths)];
  }

  /** Words of all files, once all of them are summarised anyway; before that a look at the texts is cheaper than parsing them. */
  #indexWords(): ReadonlyMap<string, readonly Code[]> | undefined {
    const product = [...this.#in.files.values()].filter(({ role }) => role !== "test");
    if (!product.every(({ path }) => this.#in.knows(path))) return undefined;
    const index = new Map<string, Code[]>();
    for (const code of this.#codesAt(product.map(({ path }) => path))) {
      for (const word of wordsOf(code)) {
        const known = index.get(word);
        if (known) known.push(code);
        else index.set(word, [code]);
      }
    }
    return index;
  }
}

function librarySpecifiers({ packages }: LibraryFacts): readonly string[] {
  return packages.map((name) => name.replace(/\/\*$/, ""));
}

/** Where a text has the name of one of some packages, or of something in it, as a text: `"knex"`, `'drizzle-orm/pg-core'`. */
function namesInQuotes(packages: readonly string[]): RegExp {
  return new RegExp(`["'](${packages.map(escaped).join("|")})(?=["'/])`, "g");
}
