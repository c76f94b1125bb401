import type { LibraryFacts } from "#catalog/facts";
import type { ProjectPath } from "#finding";
import type { Code } from "./code.ts";
import type { FileTest } from "./file-search.ts";

/** More changed files than this, and everything is looked for anew. */
const mostChanged = 200;

/** Something found a moment ago, and the files that are others since then. */
interface Since<Found> {
  readonly found: Found;
  readonly changed: ReadonlySet<ProjectPath>;
}

/** What was found before; `undefined`: nobody looked. */
export interface Earlier {
  readonly paths: (key: string, test: FileTest) => Since<readonly ProjectPath[]> | undefined;
  readonly mentioning: (word: string) => Since<readonly Code[]> | undefined;
  readonly libraries: () => Since<readonly LibraryFacts[]> | undefined;
}

/** What a search found and those before it, in a project that is not there any more. */
export class Remembered implements Earlier {
  readonly #paths: ReadonlyMap<string, Since<readonly ProjectPath[]>>;
  readonly #mentions: ReadonlyMap<string, Since<readonly Code[]>>;
  readonly #words: Since<WordIndex> | undefined;
  readonly #libraries: Since<readonly LibraryFacts[]> | undefined;

  constructor(found: Own, older: Earlier | undefined, changed: ReadonlySet<ProjectPath>) {
    const before = older instanceof Remembered ? older : undefined;
    const age = ageing(changed);
    this.#paths = joined(found.paths, before && before.#paths, age);
    this.#mentions = joined(found.mentions, before && before.#mentions, age);
    this.#words = age(found.words ? justNow(found.words) : before && before.#words);
    this.#libraries = age(found.libraries ? justNow(found.libraries) : before && before.#libraries);
  }

  paths(key: string): Since<readonly ProjectPath[]> | undefined {
    return this.#paths.get(key);
  }

  mentioning(word: string): Since<readonly Code[]> | undefined {
    return this.#mentions.get(word) ?? (this.#words && { ...this.#words, found: this.#words.found.get(word) ?? [] });
  }

  libraries(): Since<readonly LibraryFacts[]> | undefined {
    return this.#libraries;
  }
}

/** What a search found itself. */
interface Own {
  readonly paths: ReadonlyMap<string, readonly ProjectPath[]>;
  readonly mentions: ReadonlyMap<string, readonly Code[]>;
  readonly words: WordIndex | undefined;
  readonly libraries: readonly LibraryFacts[] | undefined;
}

type WordIndex = ReadonlyMap<string, readonly Code[]>;
type Age = <Found>(item: Since<Found> | undefined) => Since<Found> | undefined;

/** Adds changed files to what was found before; what too many changed since is dropped. */
function ageing(changed: ReadonlySet<ProjectPath>): Age {
  const unions = new Map<ReadonlySet<ProjectPath>, ReadonlySet<ProjectPath>>();
  return (item) => {
    if (!item) return undefined;
    let all = unions.get(item.changed);
    if (!all) unions.set(item.changed, (all = new Set([...item.changed, ...changed])));
    return all.size > mostChanged ? undefined : { found: item.found, changed: all };
  };
}

function joined<Found>(own: ReadonlyMap<string, Found>, older: ReadonlyMap<string, Since<Found>> | undefined, age: Age): Map<string, Since<Found>> {
  const all = new Map<string, Since<Found>>(older);
  for (const [key, found] of own) all.set(key, justNow(found));
  for (const [key, item] of all) {
    const aged = age(item);
    if (aged) all.set(key, aged);
    else all.delete(key);
  }
  return all;
}

const none: ReadonlySet<ProjectPath> = new Set();

function justNow<Found>(found: Found): Since<Found> {
  return { found, changed: none };
}
