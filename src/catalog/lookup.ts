import type { CallbackFact, LibraryFacts } from "./facts.ts";
import { BaseTypes } from "./lookup/base-types.ts";
import { CacheIndex } from "./lookup/caches.ts";
import { ContainerIndex } from "./lookup/containers.ts";
import { DataIndex } from "./lookup/data.ts";
import { EffectIndex } from "./lookup/effects.ts";
import { ErrorIndex } from "./lookup/errors.ts";
import { HttpIndex } from "./lookup/http.ts";
import { LifetimeIndex } from "./lookup/lifetimes.ts";
import { ControllerIndex, RoutingIndex } from "./lookup/routing.ts";
import { SecretIndex } from "./lookup/secrets.ts";
import { ServedIndex } from "./lookup/served.ts";
import { ServiceIndex } from "./lookup/services.ts";
import { SqlIndex } from "./lookup/sql.ts";
import { FactTable, fullName, idOf, namesOf, recordOf, type Shelf } from "./lookup/table.ts";
import { TokenIndex } from "./lookup/tokens.ts";

/**
 * Looks library facts up by API name (`pg#Pool.query`). Built once from literals: here what names are called, and one index for each kind of fact.
 * A name is `<library>#<path>`; `<library>` is the first package of the entry, or the specifier itself when the catalogue does not know it.
 */
export class Catalog {
  readonly libraries: readonly LibraryFacts[];
  readonly sql: SqlIndex;
  readonly data: DataIndex;
  readonly lifetimes: LifetimeIndex;
  readonly http: HttpIndex;
  readonly routing: RoutingIndex;
  readonly controllers: ControllerIndex;
  readonly served: ServedIndex;
  readonly errors: ErrorIndex;
  readonly effects: EffectIndex;
  readonly tokens: TokenIndex;
  readonly secrets: SecretIndex;
  readonly services: ServiceIndex;
  readonly caches: CacheIndex;
  readonly containers: ContainerIndex;
  /** Calls that hand back their first argument. */
  readonly passes: ReadonlySet<string>;
  /** Calls that add the members of their first argument. */
  readonly adds: ReadonlySet<string>;
  readonly functionTypes: FactTable<Readonly<Record<number, string>>>;
  readonly #exact = new Map<string, LibraryFacts>();
  readonly #wild: (readonly [prefix: string, facts: LibraryFacts])[] = [];
  readonly #callbacks: FactTable<readonly CallbackFact[]>;
  readonly #bases: BaseTypes;
  readonly #returns: FactTable<string>;
  readonly #loaded: FactTable<string>;
  readonly #members: FactTable<string>;
  readonly #injects: FactTable<string>;
  readonly #conventional = new Map<string, string>();
  readonly #globals = new Map<string, { readonly name: string; readonly packages: readonly string[]; readonly builtIn: boolean }>();
  readonly #generated: {
    readonly id: string;
    readonly exports: ReadonlySet<string>;
    readonly named: ReadonlySet<string>;
    readonly words: readonly string[];
    readonly isDistinctive: boolean;
  }[] = [];

  constructor(libraries: readonly LibraryFacts[]) {
    this.libraries = libraries;
    this.#bases = new BaseTypes(libraries);
    const shelf: Shelf = { libraries, first: (name, ask) => this.#bases.first(name, ask) };
    this.#returns = typesOf(shelf, ({ returns }) => returns);
    this.#loaded = typesOf(shelf, ({ loaded }) => loaded);
    this.#members = typesOf(shelf, ({ members }) => members);
    this.#injects = typesOf(shelf, ({ injects }) => injects);
    this.#callbacks = recordOf(shelf, ({ callbacks }) => callbacks);
    this.functionTypes = recordOf(shelf, ({ functionTypes }) => functionTypes);
    this.passes = namesOf(shelf, ({ passes }) => passes);
    this.adds = namesOf(shelf, ({ adds }) => adds);
    for (const facts of libraries) this.#addNames(facts);
    this.sql = new SqlIndex(shelf);
    this.data = new DataIndex(shelf);
    this.lifetimes = new LifetimeIndex(shelf);
    this.http = new HttpIndex(shelf);
    this.routing = new RoutingIndex(shelf);
    this.controllers = new ControllerIndex(shelf);
    this.served = new ServedIndex(shelf);
    this.errors = new ErrorIndex(shelf);
    this.effects = new EffectIndex(shelf);
    this.tokens = new TokenIndex(shelf);
    this.secrets = new SecretIndex(shelf);
    this.services = new ServiceIndex(shelf);
    this.caches = new CacheIndex(shelf);
    this.containers = new ContainerIndex(shelf);
  }

  #addNames(facts: LibraryFacts): void {
    for (const name of facts.packages) {
      if (name.endsWith("/*")) this.#wild.push([name.slice(0, -1), facts]);
      else this.#exact.set(name, facts);
    }
    for (const [member, type] of Object.entries(facts.conventionalMembers ?? {})) this.#conventional.set(member, fullName(facts, type));
    for (const api of facts.globals ?? []) {
      if (!this.#globals.has(api)) this.#globals.set(api, { name: fullName(facts, api), packages: facts.packages, builtIn: facts.builtIn === true });
    }
    if (facts.generated)
      this.#generated.push({
        id: idOf(facts),
        exports: new Set(facts.generated.exports),
        named: new Set(facts.generated.named),
        words: facts.generated.specifierIncludes,
        isDistinctive: facts.generated.distinctive === true,
      });
  }

  /** Name of an export of a package: `nameOf("pg", "Pool")` is `pg#Pool`; `*` is the module itself. */
  nameOf(specifier: string, exported: string): string {
    const whole = `${this.#idOf(specifier)}#default`;
    return exported === "*" || exported === "default" ? whole : this.memberOf(whole, exported);
  }

  /** Whether an entry is about exactly this specifier. */
  knows(specifier: string): boolean {
    return this.#exact.has(specifier);
  }

  /** Whether a package belongs to one of the libraries. */
  isOf(libraries: ReadonlySet<string>, specifier: string): boolean {
    return libraries.has(this.#idOf(specifier));
  }

  /** API name of an export of a module of the project that the configuration's `knows` describes by its path (`./src/db`). */
  ownName(path: string, exported: string): string | undefined {
    const bare = `./${path.replace(/\.[cm]?[jt]sx?$/, "")}`;
    const facts = this.#exact.get(bare) ?? this.#exact.get(bare.replace(/\/index$/, ""));
    return facts && `${facts.packages[0] ?? ""}#${exported === "*" ? "default" : exported}`;
  }

  /**
   * API name of a generated client's export (`PrismaClient` from a module whose specifier has `prisma` in it), or `undefined`.
   * @param kind `unknown`: the import leads to no file and no package
   */
  generatedName({ kind, specifier }: { readonly kind: string; readonly specifier: string }, exported: string): string | undefined {
    const isMeant = (words: readonly string[]): boolean => words.some((word) => specifier.toLowerCase().includes(word));
    const entry = this.#generated.find(
      (item) =>
        ((item.exports.has(exported) || item.named.has(exported)) && isMeant(item.words)) ||
        (item.exports.has(exported) && item.isDistinctive && kind === "unknown"),
    );
    return entry && `${entry.id}#${exported}`;
  }

  /** Words one of which stands in every file that uses a library with facts of a part: package names without their scope; subpaths whole. */
  wordsOf(part: "tokens" | "hashers" | "caches"): readonly string[] {
    const packages = this.libraries.flatMap((facts) => (facts[part] ? facts.packages : []));
    return [
      ...new Set(packages.map((name) => name.replace(/\/\*$/, "")).map((name) => (packageOf(name) === name ? name.slice(name.lastIndexOf("/") + 1) : name))),
    ];
  }

  /**
   * API name of a global (`Request`, `Bun.sql`).
   * @param dependencies given for values: the library must be in use; a global *type* needs no such proof
   */
  globalName(name: string, dependencies?: Pick<ReadonlyMap<string, unknown>, "has">): string | undefined {
    const known = this.#globals.get(name);
    if (!known || (dependencies && !known.builtIn && !known.packages.some((item) => dependencies.has(item)))) return undefined;
    return known.name;
  }

  #idOf(specifier: string): string {
    const bare = specifier.startsWith("node:") ? specifier.slice(5) : specifier;
    const facts =
      this.#exact.get(specifier) ??
      this.#exact.get(bare) ??
      this.#wild.find(([prefix]) => specifier.startsWith(prefix))?.[1] ??
      this.#exact.get(packageOf(bare));
    return facts?.packages[0] ?? bare;
  }

  /** Name of a member: `pg#default` + `Pool` is `pg#Pool`; known members become their type. */
  memberOf(name: string, member: string): string {
    const raw = name.endsWith("#default") && member !== "default" ? `${name.slice(0, -"default".length)}${member}` : `${name.replace(/\*$/, "")}.${member}`;
    return (
      this.#members.of(raw) ??
      this.#bases.first(raw, (variant) => (parentOf(variant) === variant ? undefined : this.#members.exactly(`${parentOf(variant)}.*`))) ??
      raw
    );
  }

  /** Name of what a call, `new` or `await` of an API yields. */
  callOf(name: string): string {
    const known = this.#returns.of(name) ?? this.#bases.first(name, (variant) => this.#returns.exactly(`${parentOf(variant)}.*`));
    if (known !== undefined) return known;
    return name.endsWith("#default") ? `${name}*` : name;
  }

  /** What a module loaded by a computed path yields when it is called with a value of this type. */
  loadedWith(name: string): string | undefined {
    return this.#loaded.of(name);
  }

  /** Type a decorator injects. */
  injectedBy(decorator: string): string | undefined {
    return this.#injects.exactly(decorator);
  }

  /** What is known of the callbacks a call is given. */
  callbacksOf(name: string): readonly CallbackFact[] {
    return this.#callbacks.of(name) ?? [];
  }

  /** Type that a distinctive member name (`pgPool`) stands for. */
  conventionalMember(member: string): string | undefined {
    return this.#conventional.get(member);
  }

  /** Whether the name, or one of its base types, is in a set. */
  isIn(set: ReadonlySet<string>, name: string): boolean {
    return this.#bases.first(name, (variant) => (set.has(variant) ? true : undefined)) ?? false;
  }

  /** Full type name of a path in the same library as `name`. */
  typeIn(name: string, path: string): string {
    return path.includes("#") ? path : `${name.slice(0, name.indexOf("#"))}#${path}`;
  }
}

function typesOf(shelf: Shelf, pick: (facts: LibraryFacts) => Readonly<Record<string, string>> | undefined): FactTable<string> {
  const table = new FactTable<string>(shelf.first);
  for (const facts of shelf.libraries) for (const [api, type] of Object.entries(pick(facts) ?? {})) table.add(facts, api, fullName(facts, type));
  return table;
}

function parentOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot > name.indexOf("#") ? name.slice(0, dot) : name;
}

/** `@scope/name` or `name` of a specifier. */
function packageOf(specifier: string): string {
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? specifier);
}
