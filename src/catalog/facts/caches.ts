/** Caches, and key–value stores that caches are kept in. Argument paths as in {@link TokenFacts}. */
export interface CacheFacts {
  readonly writes?: readonly CacheWrite[];
  /** Calls that write an entry with an end, or give an entry its end afterwards: `Redis.expire`. */
  readonly expirers?: readonly string[];
  /** Calls that configure caches made elsewhere: modules of a framework. */
  readonly defaults?: readonly CacheDefaults[];
}

export interface CacheWrite {
  /** API path; the first argument is the key, the second one the value (or what makes it). */
  readonly api: string;
  /** `cache`: whatever is in there is a cache. `data`: a store, in which only some entries are. */
  readonly keeps: "cache" | "data";
  /** Argument paths that bound the life (or the number) of entries; 0 does not. */
  readonly expiry: readonly string[];
  /** Calls that make the receiver; `^0` is their first argument. */
  readonly makers?: readonly string[];
  /** Stores the maker may be given by name, whose number of entries is bounded: `memory`. */
  readonly bounded?: readonly string[];
  /** Constants among the later arguments that say when the entry goes: `EX`. */
  readonly words?: readonly string[];
  /** What may simply be added at an argument (for the suggestion): as it is, or as a property; not before a major version. */
  readonly add?: { readonly argument: number; readonly text: string; readonly property?: true; readonly since?: number };
}

export interface CacheDefaults {
  readonly api: string;
  /** First package of the library whose writes follow it. */
  readonly configures: string;
  readonly expiry: readonly string[];
  /** Before this major version entries had an end by default. */
  readonly since?: number;
}
