import type { LibraryFacts } from "../facts.ts";
import type { HttpFacts, InputName } from "../facts/http.ts";
import type { ChainedRouteFact, ContractFacts, SchemaOperationFact } from "../facts/routing.ts";
import type { ServedCall, ServedFacts, ServedLink, ServedMount } from "../facts/served.ts";
import { type FactLists, type FactTable, fullName, lastSegment, listsOf, namesOf, type Shelf, tableOf } from "./table.ts";

/** Facts about calls, contracts and schemas that make endpoints without a router. */
export class ServedIndex {
  readonly calls: FactTable<ServedCall>;
  readonly links: FactTable<ServedLink>;
  readonly trees: FactTable<NonNullable<ServedFacts["trees"]>[number]>;
  readonly mounts: FactTable<ServedMount>;
  readonly operations: FactLists<SchemaOperationFact>;
  readonly contracts: FactTable<NonNullable<ContractFacts["serves"]>[number]>;
  readonly contractTrees: FactTable<NonNullable<ContractFacts["trees"]>[number]>;
  /** Property of a contract's route → the input it is a schema of. */
  readonly contractSchemas: ReadonlyMap<string, InputName>;
  readonly chained: FactTable<ChainedRouteFact>;
  readonly lazy: ReadonlySet<string>;
  readonly unchecked: ReadonlySet<string>;
  readonly #ways: ReadonlyMap<string, NonNullable<ServedMount["paths"]>>;

  constructor(shelf: Shelf) {
    const { libraries } = shelf;
    this.calls = tableOf(shelf, ({ http }) => http?.served?.calls);
    this.links = tableOf(shelf, ({ http }) => http?.served?.links);
    this.trees = tableOf(shelf, ({ http }) => http?.served?.trees);
    this.mounts = tableOf(shelf, ({ http }) => http?.served?.mounts);
    this.operations = listsOf(shelf, ({ http }) => http?.operations);
    this.contracts = tableOf(shelf, ({ http }) => http?.contracts?.serves);
    this.contractTrees = tableOf(shelf, ({ http }) => http?.contracts?.trees);
    this.contractSchemas = new Map(libraries.flatMap(({ http }) => Object.entries(http?.contracts?.schemas ?? {})));
    this.chained = tableOf(shelf, ({ http }) => http?.chainedRoutes);
    this.lazy = namesOf(shelf, ({ http }) => http?.served?.lazy);
    this.unchecked = namesOf(shelf, ({ http }) => [...(http?.served?.unchecked ?? []), ...(http?.contracts?.unchecked ?? [])]);
    this.#ways = new Map(
      libraries
        .flatMap((facts) => (facts.http?.served?.mounts ?? []).map((mount) => [fullName(facts, mount.api).replace(/#.*/, ""), mount.paths ?? "dots"] as const))
        .reverse(),
    );
  }

  /** How a library's transports join names, where all do it the same way; slashes where nothing is known. */
  waysOf(library: string): NonNullable<ServedMount["paths"]> {
    return this.#ways.get(library) ?? "slashes";
  }
}

/** Last names of the calls that tell of endpoints: a file that has none of them need not be asked. */
export interface ServedWords {
  /** Calls that make endpoints. */
  readonly calls: ReadonlySet<string>;
  /** Calls that make a tree of them. */
  readonly trees: ReadonlySet<string>;
  /** Calls that hand trees to transports. */
  readonly mounts: ReadonlySet<string>;
  readonly operations: ReadonlySet<string>;
  readonly contracts: ReadonlySet<string>;
  readonly chained: ReadonlySet<string>;
}

/** @param libraries those in use: words of the others (`get`, `query`, `action`) stand in any file */
export function servedWords(libraries: readonly LibraryFacts[]): ServedWords {
  const named = (pick: (http: HttpFacts) => readonly { readonly api: string }[] | undefined): ReadonlySet<string> =>
    lastNames(libraries.flatMap(({ http }) => (http && pick(http)) ?? []));
  return {
    calls: named(({ served }) => served?.calls),
    trees: named(({ served }) => served?.trees),
    mounts: named(({ served }) => served?.mounts),
    operations: named(({ operations }) => operations),
    contracts: named(({ contracts }) => contracts?.serves),
    chained: named(({ chainedRoutes }) => chainedRoutes?.filter(({ kind }) => kind === "route" || kind === "resource")),
  };
}

/** A module that is called itself goes by its own name. */
function lastNames(facts: readonly { readonly api: string }[]): ReadonlySet<string> {
  return new Set(facts.map(({ api }) => (api.endsWith("#default") ? api.slice(0, -"#default".length) : lastSegment(api))));
}
