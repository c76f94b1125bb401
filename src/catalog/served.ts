import type { LibraryFacts, ServedCall, ServedLink, ServedMount } from "./facts.ts";

/** Looks up what the facts `http.served` say, by API name. */
export class ServedLookup {
  readonly mounts = new Map<string, ServedMount>();
  /** Last names of the calls that make endpoints, and of those that hand trees to transports. */
  readonly words = new Set<string>();
  readonly treeWords = new Set<string>();
  readonly #calls = new Map<string, ServedCall>();
  readonly #links = new Map<string, ServedLink>();
  readonly #trees = new Map<string, readonly string[]>();
  readonly #lazy = new Set<string>();
  readonly #unchecked = new Set<string>();
  readonly #first: First;

  constructor(first: First) {
    this.#first = first;
  }

  add({ http }: LibraryFacts, full: (path: string) => string): void {
    const { calls = [], links = [], trees = [], lazy = [], mounts = [], unchecked = [] } = http?.served ?? {};
    for (const fact of calls) {
      this.#calls.set(full(fact.api), fact);
      this.words.add(lastOf(fact.api));
    }
    for (const fact of links) this.#links.set(full(fact.api), fact);
    for (const fact of trees) {
      this.#trees.set(full(fact.api), fact.of);
      this.treeWords.add(lastOf(fact.api));
    }
    for (const fact of mounts) this.mounts.set(fact.api.includes("#") ? fact.api : full(fact.api), fact);
    for (const api of lazy) this.#lazy.add(full(api));
    for (const api of unchecked) this.#unchecked.add(full(api));
  }

  callOf(name: string): ServedCall | undefined {
    return this.#first(name, (variant) => this.#calls.get(variant));
  }

  linkOf(name: string): ServedLink | undefined {
    return this.#first(name, (variant) => this.#links.get(variant));
  }

  /** Argument paths of the trees a call makes a tree of. */
  treeOf(name: string): readonly string[] | undefined {
    return this.#first(name, (variant) => this.#trees.get(variant));
  }

  mountOf(name: string): ServedMount | undefined {
    return this.#first(name, (variant) => this.mounts.get(variant));
  }

  /** How a library's transports join names, where all do it the same way; slashes where nothing is known. */
  waysOf(library: string): NonNullable<ServedMount["paths"]> {
    const ways = [...this.mounts].flatMap(([api, fact]) => (api.startsWith(`${library}#`) ? [fact.paths ?? "dots"] : []));
    return ways[0] ?? "slashes";
  }

  isLazy(name: string): boolean {
    return this.#first(name, (variant) => this.#lazy.has(variant) || undefined) ?? false;
  }

  isUnchecked(name: string): boolean {
    return this.#first(name, (variant) => this.#unchecked.has(variant) || undefined) ?? false;
  }
}

type First = <T>(name: string, ask: (variant: string) => T | undefined) => T | undefined;

function lastOf(api: string): string {
  return api.slice(Math.max(api.lastIndexOf("."), api.lastIndexOf("#")) + 1);
}
