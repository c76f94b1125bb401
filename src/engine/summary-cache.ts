import { createHash, randomBytes } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { extname } from "node:path";
import { crc32 } from "node:zlib";
import type { Code } from "#project/code";
import type { SummaryStore } from "#project/sources";
import type { CacheFolder } from "./cache-folder.ts";
import { revive } from "./read-ahead.ts";

type Stored = Pick<Code, "summary" | "errors">;

/** Where an entry lies in a pack: offset, length, checksum. */
type Entry = readonly [at: number, length: number, check: number];

interface Pack {
  readonly name: string;
  readonly file: number;
  readonly entries: Readonly<Record<string, Entry>>;
  /** Where the entries begin. */
  readonly start: number;
}

/** More packs than this are joined into one. */
const mostPacks = 6;
/** Bytes of the number at a pack's beginning that tells the length of its table. */
const headBytes = 8;

/**
 * Summaries by the content they were made from. A pack is a table and behind it the summaries, each read only when asked for; packs
 * are never changed, every run that parsed something new adds one.
 */
export class SummaryCache implements SummaryStore {
  readonly #folder: CacheFolder;
  readonly #packs: Pack[] = [];
  readonly #fresh = new Map<string, Buffer>();

  constructor(folder: CacheFolder) {
    this.#folder = folder;
    for (const name of folder.names().filter((item) => item.startsWith("summaries-"))) this.#open(name);
  }

  get size(): number {
    return this.#packs.reduce((sum, pack) => sum + Object.keys(pack.entries).length, 0);
  }

  find(file: string, text: string): Stored | undefined {
    const key = keyOf(file, text);
    for (const pack of this.#packs) {
      const entry = pack.entries[key];
      const bytes = entry && readAt(pack.file, pack.start + entry[0], entry[1]);
      if (!bytes) continue;
      if (crc32(bytes) !== entry[2]) {
        this.#folder.tellDamage(pack.name);
        continue;
      }
      const { summary, errors } = JSON.parse(bytes.toString("utf8")) as Stored;
      return { summary: revive(summary), errors };
    }
    return undefined;
  }

  has(file: string, text: string): boolean {
    const key = keyOf(file, text);
    return this.#fresh.has(key) || this.#packs.some((pack) => Object.hasOwn(pack.entries, key));
  }

  keep(file: string, text: string, { summary, errors }: Stored): void {
    this.#fresh.set(keyOf(file, text), Buffer.from(JSON.stringify({ summary, errors })));
  }

  /** Writes what is new, and joins packs when there are many. Files stay open for others: a pack that is removed can still be read by who has it open. */
  save(): void {
    if (this.#fresh.size > 0) {
      const joined = this.#packs.length >= mostPacks ? this.#packs.splice(0) : [];
      const all = new Map([...joined.flatMap((pack) => [...contentsOf(pack)]), ...this.#fresh]);
      this.#folder.writeBytes(`summaries-${Date.now().toString(36)}-${randomBytes(4).toString("hex")}.pack`, toPack(all));
      for (const pack of joined) {
        closeSync(pack.file);
        this.#folder.remove(pack.name);
      }
    }
    for (const pack of this.#packs.splice(0)) closeSync(pack.file);
  }

  #open(name: string): void {
    let file: number;
    try {
      file = openSync(this.#folder.absolute(name), "r");
    } catch {
      return;
    }
    const pack = readTable(name, file);
    if (pack) return void this.#packs.push(pack);
    closeSync(file);
    this.#folder.tellDamage(name);
  }
}

/** How a text is parsed depends on what its file is called. */
function keyOf(file: string, text: string): string {
  const kind = /\.d\.[cm]?ts$/.test(file) ? ".d.ts" : extname(file);
  return createHash("sha256").update(`${kind}\0${text}`).digest("base64url");
}

function readTable(name: string, file: number): Pack | undefined {
  const head = readAt(file, 0, headBytes);
  if (!head) return undefined;
  const length = head.readUInt32LE(0);
  const table = length < 1 << 28 ? readAt(file, headBytes, length) : undefined;
  if (!table || crc32(table) !== head.readUInt32LE(4)) return undefined;
  return { name, file, entries: JSON.parse(table.toString("utf8")) as Pack["entries"], start: headBytes + length };
}

function readAt(file: number, position: number, length: number): Buffer | undefined {
  const bytes = Buffer.allocUnsafe(length);
  return readSync(file, bytes, 0, length, position) === length ? bytes : undefined;
}

function* contentsOf(pack: Pack): Iterable<[string, Buffer]> {
  for (const [key, [at, length, check]] of Object.entries(pack.entries)) {
    const bytes = readAt(pack.file, pack.start + at, length);
    if (bytes && crc32(bytes) === check) yield [key, bytes];
  }
}

function toPack(contents: ReadonlyMap<string, Buffer>): Buffer {
  const entries: Record<string, Entry> = {};
  let at = 0;
  for (const [key, bytes] of contents) {
    entries[key] = [at, bytes.length, crc32(bytes)];
    at += bytes.length;
  }
  const table = Buffer.from(JSON.stringify(entries));
  const head = Buffer.alloc(headBytes);
  head.writeUInt32LE(table.length, 0);
  head.writeUInt32LE(crc32(table), 4);
  return Buffer.concat([head, table, ...contents.values()]);
}
