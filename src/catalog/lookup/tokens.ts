import type { LibraryFacts } from "../facts.ts";
import type { TokenDefaults, TokenSigner, TokenVerifier } from "../facts/tokens.ts";
import { type FactLists, type FactTable, idOf, lastSegment, librariesWith, listsOf, namesOf, type Shelf, tableOf } from "./table.ts";

type TokenFact = TokenSigner | TokenVerifier | TokenDefaults;

/** Facts about signing and checking tokens. */
export class TokenIndex {
  readonly signers: FactTable<TokenSigner>;
  readonly verifiers: FactTable<TokenVerifier>;
  readonly defaults: FactLists<TokenDefaults>;
  readonly decoders: ReadonlySet<string>;
  readonly unsecured: ReadonlySet<string>;
  /** Last path segments of all calls there are facts about. */
  readonly methods: ReadonlySet<string>;
  /** A fact may name an API of another library; it is still of its own. */
  readonly #owners: ReadonlyMap<TokenFact, string>;
  readonly #configured: ReadonlySet<string>;

  constructor(shelf: Shelf) {
    const { libraries } = shelf;
    this.signers = tableOf(shelf, ({ tokens }) => tokens?.signers);
    this.verifiers = tableOf(shelf, ({ tokens }) => tokens?.verifiers);
    this.defaults = listsOf(shelf, ({ tokens }) => tokens?.defaults);
    this.decoders = namesOf(shelf, ({ tokens }) => tokens?.decoders);
    this.unsecured = namesOf(shelf, ({ tokens }) => tokens?.unsecured);
    this.methods = new Set(libraries.flatMap(({ tokens }) => apisOf(tokens)).map(lastSegment));
    this.#owners = new Map(libraries.flatMap((facts) => factsOf(facts.tokens).map((fact) => [fact, idOf(facts)] as const)));
    this.#configured = librariesWith(shelf, ({ tokens }) => (tokens?.defaults ?? []).length > 0);
  }

  /** First package of the library a fact is of. */
  libraryOf(fact: TokenFact): string {
    return this.#owners.get(fact) ?? "";
  }

  /** Whether signers of a library take defaults from a call elsewhere. */
  hasDefaults(library: string): boolean {
    return this.#configured.has(library);
  }
}

function factsOf({ signers = [], verifiers = [], defaults = [] }: NonNullable<LibraryFacts["tokens"]> = {}): readonly TokenFact[] {
  return [...signers, ...verifiers, ...defaults];
}

function apisOf(tokens: LibraryFacts["tokens"]): readonly string[] {
  return [...factsOf(tokens).map(({ api }) => api), ...(tokens?.decoders ?? []), ...(tokens?.unsecured ?? [])];
}
