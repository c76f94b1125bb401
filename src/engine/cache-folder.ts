import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Notice } from "#finding";
import { build } from "#version";

/** Folders of other versions of oma-lint are removed when nobody wrote to them for this long, in milliseconds. */
const forgetAfter = 14 * 24 * 3600 * 1000;
/** The states of a project that are kept; each run that sees new content adds one. */
const mostResults = 24;

/**
 * The files of the cache. Each is written whole to a temporary name and renamed, so a reader sees all of it or nothing, whoever
 * else runs and whenever a run is killed; each carries a checksum. Nothing here ever fails a run.
 */
export class CacheFolder {
  readonly #folder: string;
  readonly #notices: Notice[] = [];
  #writable = true;

  /** @param location absolute; every build of oma-lint has its own folder in it */
  constructor(location: string) {
    this.#folder = path.join(location, `v1-${build}`);
  }

  get notices(): readonly Notice[] {
    return this.#notices;
  }

  names(): readonly string[] {
    try {
      return readdirSync(this.#folder);
    } catch {
      return [];
    }
  }

  absolute(name: string): string {
    return path.join(this.#folder, name);
  }

  /** Content written by {@link write}; `undefined` when there is none, or it is damaged. */
  read(name: string): unknown {
    let text: string;
    try {
      text = readFileSync(this.absolute(name), "utf8");
    } catch {
      return undefined;
    }
    const lineEnd = text.indexOf("\n");
    const content = text.slice(lineEnd + 1);
    if (lineEnd !== -1 && text.slice(0, lineEnd) === checksum(content)) return JSON.parse(content) as unknown;
    this.tellDamage(name);
    return undefined;
  }

  /** Content written by {@link writeBytes}, which has to tell by itself whether it is whole. */
  readBytes(name: string): Buffer | undefined {
    try {
      return readFileSync(this.absolute(name));
    } catch {
      return undefined;
    }
  }

  write(name: string, value: unknown): void {
    const content = JSON.stringify(value);
    this.writeBytes(name, Buffer.from(`${checksum(content)}\n${content}`));
  }

  writeBytes(name: string, bytes: Buffer): void {
    if (!this.#writable) return;
    const temporary = this.absolute(`.${name}.${randomBytes(6).toString("hex")}.tmp`);
    try {
      this.#prepare();
      writeFileSync(temporary, bytes, { flag: "wx" });
      renameSync(temporary, this.absolute(name));
    } catch (error) {
      this.#writable = false;
      removeQuietly(temporary);
      this.#tell(
        `The cache cannot be written (${error instanceof Error && "code" in error ? String(error.code) : String(error)}); this run was not slowed down, the next one will not be faster.`,
      );
    }
  }

  remove(name: string): void {
    removeQuietly(this.absolute(name));
  }

  tellDamage(name: string): void {
    this.#tell(`The cache file ${name} is damaged or not ours; it is ignored and written anew.`);
    removeQuietly(this.absolute(name));
  }

  /** Removes what nobody will ask for again: old states, what killed runs left behind, other builds' folders. */
  tidy(): void {
    if (!this.#writable) return;
    const byAge = (names: readonly string[]): string[] => [...names].sort((a, b) => ageOf(this.absolute(b)) - ageOf(this.absolute(a)));
    const results = byAge(this.names().filter((name) => name.startsWith("results-")));
    for (const name of results.slice(0, Math.max(0, results.length - mostResults))) this.remove(name);
    for (const name of this.names()) if (name.endsWith(".tmp") && ageOf(this.absolute(name)) > 3600 * 1000) this.remove(name);
  }

  #prepare(): void {
    if (mkdirSync(this.#folder, { recursive: true }) === undefined) return;
    const parent = path.dirname(this.#folder);
    // https://bford.info/cachedir/: backup programs leave such folders out. Git leaves it out by the other file.
    writeFileSync(path.join(parent, "CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55\n# Made by oma-lint; may be deleted at any time.\n");
    writeFileSync(path.join(parent, ".gitignore"), "*\n");
    for (const name of readdirSync(parent)) {
      if (/^v\d+-/.test(name) && ageOf(path.join(parent, name)) > forgetAfter) rmSync(path.join(parent, name), { recursive: true, force: true });
    }
  }

  #tell(message: string): void {
    if (!this.#notices.some((notice) => notice.message === message)) this.#notices.push({ kind: "cache", message });
  }
}

/** What cannot be removed (somebody else's folder, a file in place of one) stays, and is ignored again. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    return;
  }
}

function checksum(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}

function ageOf(file: string): number {
  return Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
}
