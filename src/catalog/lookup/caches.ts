import type { CacheDefaults, CacheWrite } from "../facts/caches.ts";
import { type FactTable, idOf, namesOf, type Shelf, tableOf } from "./table.ts";

/** Facts about entries in caches and what ends them. */
export class CacheIndex {
  readonly writes: FactTable<CacheWrite>;
  readonly defaults: FactTable<CacheDefaults>;
  readonly expirers: ReadonlySet<string>;
  readonly #owners: ReadonlyMap<CacheWrite, string>;

  constructor(shelf: Shelf) {
    this.writes = tableOf(shelf, ({ caches }) => caches?.writes);
    this.defaults = tableOf(shelf, ({ caches }) => caches?.defaults);
    this.expirers = namesOf(shelf, ({ caches }) => caches?.expirers);
    this.#owners = new Map(shelf.libraries.flatMap((facts) => (facts.caches?.writes ?? []).map((write) => [write, idOf(facts)] as const)));
  }

  /** First package of the library a write is of; its names may be spelt in another library's. */
  libraryOf(write: CacheWrite): string {
    return this.#owners.get(write) ?? "";
  }
}
