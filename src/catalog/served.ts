import type { LibraryFacts } from "./facts.ts";
import type { InputName } from "./facts/http.ts";
import type { ChainedRouteFact, ContractFacts, SchemaOperationFact } from "./facts/routing.ts";
import type { ServedCall, ServedLink, ServedMount } from "./facts/served.ts";

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
  readonly #operations = new Map<string, SchemaOperationFact[]>();
  readonly #contracts = new Map<string, NonNullable<ContractFacts["serves"]>[number]>();
  readonly #contractTrees = new Map<string, NonNullable<ContractFacts["trees"]>[number]>();
  readonly #chained = new Map<string, ChainedRouteFact>();
  /** Property of a contract's route → the input it is a schema of. */
  readonly contractSchemas = new Map<string, InputName>();
  readonly operationWords = new Set<string>();
  readonly contractWords = new Set<string>();
  readonly chainedWords = new Set<string>();
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
    for (const api of [...unchecked, ...(http?.contracts?.unchecked ?? [])]) this.#unchecked.add(full(api));
    this.#addSchemas(http, full);
  }

  #addSchemas(http: LibraryFacts["http"], full: (path: string) => string): void {
    for (const fact of http?.operations ?? []) {
      this.#operations.set(full(fact.api), [...(this.#operations.get(full(fact.api)) ?? []), fact]);
      this.operationWords.add(fact.api.endsWith("#default") ? fact.api.slice(0, -"#default".length) : lastOf(fact.api));
    }
    for (const fact of http?.contracts?.serves ?? []) {
      this.#contracts.set(full(fact.api), fact);
      this.contractWords.add(lastOf(fact.api));
    }
    for (const fact of http?.contracts?.trees ?? []) this.#contractTrees.set(full(fact.api), fact);
    for (const [name, input] of Object.entries(http?.contracts?.schemas ?? {})) this.contractSchemas.set(name, input);
    for (const fact of http?.chainedRoutes ?? []) {
      this.#chained.set(full(fact.api), fact);
      if (fact.kind === "route" || fact.kind === "resource") this.chainedWords.add(lastOf(fact.api));
    }
  }

  operationsOf(name: string): readonly SchemaOperationFact[] {
    return this.#first(name, (variant) => this.#operations.get(variant)) ?? [];
  }

  contractOf(name: string): { readonly contract: string; readonly by: string } | undefined {
    return this.#first(name, (variant) => this.#contracts.get(variant));
  }

  contractTreeOf(name: string): { readonly of: string; readonly prefix?: string } | undefined {
    return this.#first(name, (variant) => this.#contractTrees.get(variant));
  }

  chainedOf(name: string): ChainedRouteFact | undefined {
    return this.#first(name, (variant) => this.#chained.get(variant));
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
