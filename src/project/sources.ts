import type { Notice, ProjectPath } from "#finding";
import { tryReading } from "#syntax/read";
import { Code } from "./code.ts";
import type { DiscoveredFile } from "./discover.ts";
import type { Versions } from "./disk.ts";
import { nestedTooDeep, readSource } from "./source.ts";

/** Summaries made in earlier runs, by content. */
export interface SummaryStore {
  /** @param file its name decides how it is parsed */
  readonly find: (file: string, text: string) => Pick<Code, "summary" | "errors"> | undefined;
  readonly keep: (file: string, text: string, made: Pick<Code, "summary" | "errors">) => void;
}

/** How files are read. */
export interface Reading {
  /** Files of another version than the one on disk, such as the index of git. */
  readonly versions?: Versions | undefined;
  readonly summaries?: SummaryStore | undefined;
}

/** A file as it stands in an editor, and all others as they were read for the project on disk. */
interface Unsaved {
  readonly path: ProjectPath;
  readonly saved: Sources;
}

/** What stands in the files of a project: texts and summaries, each read when first asked for, and kept. */
export class Sources {
  /** What reading files had to tell: skipped, wrong encoding. */
  readonly notices: Notice[] = [];
  readonly #files: ReadonlyMap<ProjectPath, DiscoveredFile>;
  readonly #reading: Reading;
  readonly #codes = new Map<ProjectPath, Code | undefined>();
  readonly #texts = new Map<ProjectPath, string | undefined>();
  #unsaved: Unsaved | undefined;

  /** @param files those of the project; more may come */
  constructor(files: ReadonlyMap<ProjectPath, DiscoveredFile>, reading: Reading) {
    this.#files = files;
    this.#reading = reading;
  }

  /** Files summarised so far. */
  *known(): Iterable<Code> {
    for (const code of this.#codes.values()) if (code) yield code;
  }

  /** Whether a file was summarised already, or cannot be. */
  knows(path: ProjectPath): boolean {
    return this.#codes.has(path);
  }

  /** Whether every file was summarised. */
  get areAllKnown(): boolean {
    return this.#codes.size >= this.#files.size;
  }

  /** Text of a file, or `undefined` when it cannot be read. */
  text(path: ProjectPath): string | undefined {
    if (this.#texts.has(path)) return this.#texts.get(path);
    const saved = this.#savedFor(path);
    if (saved) return saved.text(path);
    const file = this.#files.get(path);
    // Generated and minified files are read too: others import them. Whether they are linted is the engine's question.
    const source = file && readSource(file.absolute, file.path, { explicit: true, versions: this.#reading.versions });
    if (source?.notice) this.notices.push(source.notice);
    const text = source?.kind === "text" ? source.text : undefined;
    this.#texts.set(path, text);
    return text;
  }

  /** A file with its summary; `undefined` when it is not one of the project or cannot be read. */
  code(path: ProjectPath): Code | undefined {
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
  #savedFor(path: ProjectPath): Sources | undefined {
    const saved = this.#unsaved?.saved;
    return saved && path !== this.#unsaved?.path && saved.#files.has(path) ? saved : undefined;
  }

  #read(file: DiscoveredFile, text: string): Code | undefined {
    const { summaries } = this.#reading;
    const known = summaries?.find(file.absolute, text);
    if (known) return new Code({ ...file, text, ...known });
    const code = readCode(file, text);
    if (!code) {
      this.notices.push({ kind: "skipped-file", file: file.path, message: `${file.path} ${nestedTooDeep}` });
      return undefined;
    }
    summaries?.keep(file.absolute, text, code);
    return code;
  }

  /** Takes over what was read elsewhere (a worker thread); `undefined`: the file cannot be read. */
  adopt(path: ProjectPath, read: Pick<Code, "text" | "summary" | "errors"> | undefined, notice?: Notice): void {
    const file = this.#files.get(path);
    if (!file || this.#codes.has(path)) return;
    if (notice) this.notices.push(notice);
    this.#texts.set(path, read?.text);
    this.#codes.set(path, read && new Code({ ...file, ...read }));
    if (read) this.#reading.summaries?.keep(file.absolute, read.text, read);
  }

  /** Puts a version of a file in place, whatever stands on disk. */
  put(code: Code): void {
    this.#codes.set(code.path, code);
    this.#texts.set(code.path, code.text);
  }

  /** Keeps what was read a moment ago of files that did not change since then. */
  takeOver(earlier: Sources, changed: ReadonlySet<ProjectPath>): void {
    for (const path of this.#files.keys()) {
      const text = earlier.#texts.get(path);
      if (text === undefined || changed.has(path)) continue;
      this.#texts.set(path, text);
      const code = earlier.#codes.get(path);
      if (code) this.#codes.set(path, code);
    }
    this.notices.push(...earlier.notices.filter(({ file }) => file !== undefined && this.#texts.has(file)));
  }

  /** From now on all files but one, which somebody is typing in, are read and kept by the sources of the saved project. */
  leaveOthersTo(saved: Sources, path: ProjectPath): void {
    this.#unsaved = { path, saved };
  }
}

/** Parses and summarises a text as a file of the project. */
export function readCode(file: DiscoveredFile, text: string): Code | undefined {
  const read = tryReading(file.absolute, text);
  return read && new Code({ ...file, text, ...read });
}
