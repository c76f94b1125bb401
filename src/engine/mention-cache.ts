import { crc32 } from "node:zlib";
import type { Code } from "#project/code";
import type { MentionStore } from "#project/file-search";
import { hashOfWord, hashesOfWords } from "#project/words";
import type { CacheFolder } from "./cache-folder.ts";
import { hashOf } from "./project-state.ts";

/** What is known of one content: where its words begin and how many they are; which questions were asked of its text, and which had a yes (bits). */
type Entry = readonly [at: number, count: number, asked: number, yes: number];

interface Table {
  /** Hashes of the questions, by bit. */
  readonly questions: readonly string[];
  readonly files: Readonly<Record<string, Entry>>;
}

/** Numbers hold this many bits. */
const mostQuestions = 31;
/** Bytes in front: length of the table and checksum of all that follows. */
const headBytes = 8;
const fileName = "mentions.bin";

/**
 * Which words stand in which file, by content: so that a run over one file finds who speaks of a name without reading the others.
 * One file, read and written whole: a table, and behind it for each content the hashes of its words, sorted.
 */
export class MentionCache implements MentionStore {
  readonly #folder: CacheFolder;
  readonly #contents: ReadonlyMap<string, string>;
  readonly #words: Uint32Array;
  readonly #entries = new Map<string, Entry>();
  readonly #questions: string[];
  readonly #bits = new Map<readonly string[], number>();
  /** Files whose words are known, by absolute path. */
  readonly #known = new Map<string, Entry>();
  readonly #naming = new Map<string, ReadonlySet<string>>();
  #changed = false;

  /** @param contents absolute path → hash of the content */
  constructor(folder: CacheFolder, contents: ReadonlyMap<string, string>) {
    this.#folder = folder;
    this.#contents = contents;
    const known = load(folder);
    this.#words = known?.words ?? new Uint32Array();
    this.#questions = [...(known?.table.questions ?? [])];
    for (const [content, entry] of Object.entries(known?.table.files ?? {})) this.#entries.set(content, entry);
    for (const [absolute, content] of contents) {
      const entry = this.#entries.get(content);
      if (entry && entry[1] > 0) this.#known.set(absolute, entry);
    }
  }

  knows(absolute: string): boolean {
    return this.#known.has(absolute);
  }

  naming(word: string): ReadonlySet<string> {
    let files = this.#naming.get(word);
    if (!files) this.#naming.set(word, (files = this.#search(hashOfWord(word))));
    return files;
  }

  named(words: readonly string[]): readonly string[] {
    const sought = new Map(words.map((word) => [hashOfWord(word), word]));
    const found = new Set<string>();
    for (const [at, count] of this.#known.values()) {
      for (const hash of this.#words.subarray(at, at + count)) {
        const word = sought.get(hash);
        if (word !== undefined) found.add(word);
      }
    }
    return [...found];
  }

  #search(sought: number): ReadonlySet<string> {
    const files = new Set<string>();
    for (const [absolute, [at, count]] of this.#known) {
      let low = at;
      let high = at + count;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((this.#words[middle] ?? 0) < sought) low = middle + 1;
        else high = middle;
      }
      if (low < at + count && this.#words[low] === sought) files.add(absolute);
    }
    return files;
  }

  holds(absolute: string, texts: readonly string[]): boolean | undefined {
    const bit = this.#bitOf(texts);
    const entry = this.#entryOf(absolute);
    return !entry || bit === undefined || (entry[2] & bit) === 0 ? undefined : (entry[3] & bit) !== 0;
  }

  noteHolds(absolute: string, texts: readonly string[], held: boolean): void {
    const bit = this.#bitOf(texts);
    const content = this.#contents.get(absolute);
    if (bit === undefined || content === undefined) return;
    const [at, count, asked, yes] = this.#entries.get(content) ?? [0, 0, 0, 0];
    this.#entries.set(content, [at, count, asked | bit, held ? yes | bit : yes]);
    this.#changed = true;
  }

  /** @param codes files that were summarised in this run */
  save(codes: Iterable<Code>): void {
    const fresh = new Map<string, Uint32Array>();
    for (const code of codes) {
      const content = this.#contents.get(code.absolute);
      if (content !== undefined && (this.#entries.get(content)?.[1] ?? 0) === 0) fresh.set(content, hashesOfWords(code));
    }
    if (fresh.size > 0 || this.#changed) this.#folder.writeBytes(fileName, this.#toBytes(fresh));
  }

  /** Contents that no file of the project has any more are left out. */
  #toBytes(fresh: ReadonlyMap<string, Uint32Array>): Buffer {
    const files: Record<string, Entry> = {};
    const parts: Uint32Array[] = [];
    let at = 0;
    for (const content of new Set(this.#contents.values())) {
      const [from, count, asked, yes] = this.#entries.get(content) ?? [0, 0, 0, 0];
      const words = fresh.get(content) ?? this.#words.subarray(from, from + count);
      if (words.length === 0 && asked === 0) continue;
      files[content] = [at, words.length, asked, yes];
      parts.push(words);
      at += words.length;
    }
    return toBytes({ questions: this.#questions, files }, parts);
  }

  #entryOf(absolute: string): Entry | undefined {
    const content = this.#contents.get(absolute);
    return content === undefined ? undefined : this.#entries.get(content);
  }

  #bitOf(texts: readonly string[]): number | undefined {
    const known = this.#bits.get(texts);
    if (known !== undefined) return known;
    const question = hashOf(texts.join("\0"));
    let index = this.#questions.indexOf(question);
    if (index === -1 && this.#questions.length < mostQuestions) index = this.#questions.push(question) - 1;
    if (index === -1) return undefined;
    this.#bits.set(texts, 1 << index);
    return 1 << index;
  }
}

function load(folder: CacheFolder): { readonly table: Table; readonly words: Uint32Array } | undefined {
  const bytes = folder.readBytes(fileName);
  if (!bytes) return undefined;
  const body = bytes.subarray(headBytes);
  const length = bytes.length < headBytes ? -1 : bytes.readUInt32LE(0);
  if (length < 0 || length > body.length || crc32(body) !== bytes.readUInt32LE(4)) {
    folder.tellDamage(fileName);
    return undefined;
  }
  const words = body.subarray(length);
  return {
    table: JSON.parse(body.toString("utf8", 0, length)) as Table,
    words: new Uint32Array(words.buffer.slice(words.byteOffset, words.byteOffset + words.byteLength)),
  };
}

function toBytes(table: Table, parts: readonly Uint32Array[]): Buffer {
  const body = Buffer.concat([Buffer.from(JSON.stringify(table)), ...parts.map((words) => Buffer.from(words.buffer, words.byteOffset, words.byteLength))]);
  const head = Buffer.alloc(headBytes);
  head.writeUInt32LE(Buffer.byteLength(JSON.stringify(table)), 0);
  head.writeUInt32LE(crc32(body), 4);
  return Buffer.concat([head, body]);
}
