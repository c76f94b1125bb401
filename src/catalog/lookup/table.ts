import type { LibraryFacts } from "../facts.ts";

/** Asks under a name, then under the names with a base type in place of each type (`Catalog` knows the bases), until there is an answer. */
export type First = <T>(name: string, ask: (variant: string) => T | undefined) => T | undefined;

/** What an index is built from. */
export interface Shelf {
  readonly libraries: readonly LibraryFacts[];
  readonly first: First;
}

type Pick<T> = (facts: LibraryFacts) => T | undefined;

/** Facts by API name, at most one each; those of base types hold for the types derived from them. */
export class FactTable<T> {
  readonly #facts = new Map<string, T>();
  readonly #first: First;
  /** Last path segments of all names: a file without one of these words asks nothing. */
  readonly methods = new Set<string>();

  constructor(first: First) {
    this.#first = first;
  }

  /** @param api path inside the library, or with a library in front */
  add(facts: LibraryFacts, api: string, fact: T): void {
    this.#facts.set(fullName(facts, api), fact);
    this.methods.add(lastSegment(api));
  }

  /** The fact about exactly this name. */
  exactly(name: string): T | undefined {
    return this.#facts.get(name);
  }

  of(name: string): T | undefined {
    return this.#first(name, (variant) => this.#facts.get(variant));
  }
}

/** Facts by API name, several each. */
export class FactLists<T> {
  readonly #table: FactTable<T[]>;

  constructor(first: First) {
    this.#table = new FactTable(first);
  }

  get methods(): ReadonlySet<string> {
    return this.#table.methods;
  }

  add(facts: LibraryFacts, api: string, fact: T): void {
    const known = this.#table.exactly(fullName(facts, api));
    if (known) known.push(fact);
    else this.#table.add(facts, api, [fact]);
  }

  exactly(name: string): readonly T[] {
    return this.#table.exactly(name) ?? [];
  }

  of(name: string): readonly T[] {
    return this.#table.of(name) ?? [];
  }
}

type Named = { readonly api: string } | { readonly apis: readonly string[] };

/** A table of facts that name their APIs themselves. */
export function tableOf<T extends Named>({ libraries, first }: Shelf, pick: Pick<readonly T[]>): FactTable<T> {
  const table = new FactTable<T>(first);
  for (const facts of libraries) for (const fact of pick(facts) ?? []) for (const api of apisOf(fact)) table.add(facts, api, fact);
  return table;
}

/** As `tableOf`, with several facts about one API. */
export function listsOf<T extends Named>({ libraries, first }: Shelf, pick: Pick<readonly T[]>): FactLists<T> {
  const table = new FactLists<T>(first);
  for (const facts of libraries) for (const fact of pick(facts) ?? []) for (const api of apisOf(fact)) table.add(facts, api, fact);
  return table;
}

/** A table of what a record says by API. */
export function recordOf<T>({ libraries, first }: Shelf, pick: Pick<Readonly<Record<string, T>>>): FactTable<T> {
  const table = new FactTable<T>(first);
  for (const facts of libraries) for (const [api, fact] of Object.entries(pick(facts) ?? {})) table.add(facts, api, fact);
  return table;
}

/** Full names of APIs. */
export function namesOf({ libraries }: Shelf, pick: Pick<readonly string[]>): Set<string> {
  return new Set(libraries.flatMap((facts) => (pick(facts) ?? []).map((api) => fullName(facts, api))));
}

/** First packages of the libraries about which something is true. */
export function librariesWith({ libraries }: Shelf, has: (facts: LibraryFacts) => boolean): Set<string> {
  return new Set(libraries.filter(has).map(idOf));
}

function apisOf(fact: Named): readonly string[] {
  return "api" in fact ? [fact.api] : fact.apis;
}

/** First package of a library, by which its names begin. */
export function idOf(facts: LibraryFacts): string {
  return facts.packages[0] ?? "";
}

/** `Pool.query` of pg is `pg#Pool.query`. */
export function fullName(facts: LibraryFacts, path: string): string {
  return path.includes("#") ? path : `${idOf(facts)}#${path}`;
}

/** `query` of `Pool.query` and of `pg#Pool.query`. */
export function lastSegment(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("."), path.lastIndexOf("#")) + 1);
}

/** `Client.loan.create` → `Client.*.create`. */
export function withAnyParent(name: string): string {
  const last = name.lastIndexOf(".");
  const before = name.lastIndexOf(".", last - 1);
  return before > name.indexOf("#") ? `${name.slice(0, before)}.*${name.slice(last)}` : name;
}
