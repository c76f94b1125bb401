import type {
  BlockingFact,
  CallbackFact,
  ErrorHandlerFact,
  HandlerFact,
  HasherFact,
  ReplyFact,
  LibraryFacts,
  SecretSink,
  ServiceFact,
  SqlFormatter,
  SqlSink,
  TokenDefaults,
  TokenSigner,
  TokenVerifier,
  StoreFact,
} from "./facts.ts";

/**
 * Looks library facts up by API name (`pg#Pool.query`). Built once from literals.
 * A name is `<library>#<path>`; `<library>` is the first package of the entry, or the specifier itself when the catalogue does not know it.
 */
export class Catalog {
  readonly libraries: readonly LibraryFacts[];
  readonly tags = new Set<string>();
  readonly fragments = new Set<string>();
  readonly sanitizers = new Set<string>();
  readonly passes = new Set<string>();
  readonly clients = new Set<string>();
  readonly repositories = new Set<string>();
  readonly entityDecorators = new Set<string>();
  readonly entityBases = new Set<string>();
  readonly modelFactories = new Set<string>();
  readonly routers = new Set<string>();
  readonly controllerDecorators = new Set<string>();
  readonly singletonDecorators = new Set<string>();
  readonly transportTypes = new Set<string>();
  /** Last path segments of every SQL sink: a cheap test before any question. */
  readonly sinkMethods = new Set<string>();
  /** Last path segments of everything that signs, checks, reads or configures tokens, and of everything that hashes. */
  readonly tokenMethods = new Set<string>();
  readonly hashMethods = new Set<string>();
  readonly tokenDecoders = new Set<string>();
  readonly unsecuredTokens = new Set<string>();
  readonly #signers = new Map<string, TokenSigner>();
  readonly #verifiers = new Map<string, TokenVerifier>();
  readonly #tokenDefaults = new Map<string, TokenDefaults[]>();
  readonly #hashers = new Map<string, HasherFact>();
  /** First package of the library a token fact stands in; its names may be spelt in another library's (`app.jwt.sign`). */
  readonly #tokenOwners = new Map<object, string>();
  readonly #configured = new Set<string>();
  /** Last path segments of every function that takes a secret. */
  readonly secretMethods = new Set<string>();
  readonly #secrets = new Map<string, SecretSink[]>();
  readonly #exact = new Map<string, LibraryFacts>();
  readonly #wild: (readonly [prefix: string, facts: LibraryFacts])[] = [];
  readonly #returns = new Map<string, string>();
  readonly #members = new Map<string, string>();
  readonly #extends = new Map<string, string>();
  readonly #callbacks = new Map<string, readonly CallbackFact[]>();
  readonly #injects = new Map<string, string>();
  readonly #sinks = new Map<string, SqlSink[]>();
  readonly #formatters = new Map<string, SqlFormatter>();
  /** Last path segments of every call that blocks. */
  readonly blockingMethods = new Set<string>();
  readonly #blocking = new Map<string, BlockingFact>();
  readonly exceptions = new Set<string>();
  /** Last path segments of everything that makes an error with an HTTP status, and of every registration of an error handler. */
  readonly exceptionMethods = new Set<string>();
  readonly errorHandlerMethods = new Map<string, readonly ErrorHandlerFact[]>();
  /** Types by their full names. */
  readonly replies: { readonly type: string; readonly after: string | undefined; readonly fact: ReplyFact }[] = [];
  readonly #errorHandlers = new Map<string, ErrorHandlerFact[]>();
  readonly #stores = new Map<string, StoreFact[]>();
  /** Libraries with stores in memory, and with clients of services. */
  readonly storeLibraries = new Set<string>();
  readonly serviceLibraries = new Set<string>();
  readonly #services = new Map<string, ServiceFact[]>();
  readonly #handlers = new Map<string, HandlerFact[]>();
  readonly #untrusted = new Map<string, readonly string[]>();
  readonly #inputDecorators = new Map<string, string>();
  readonly #inputCalls = new Map<string, string>();
  readonly #functionTypes = new Map<string, Readonly<Record<number, string>>>();
  readonly #conventional = new Map<string, string>();
  readonly #globals = new Map<string, { readonly name: string; readonly packages: readonly string[] }>();
  readonly #generated: { readonly id: string; readonly exports: ReadonlySet<string>; readonly words: readonly string[] }[] = [];

  constructor(libraries: readonly LibraryFacts[]) {
    this.libraries = libraries;
    for (const facts of libraries) this.#add(facts);
  }

  #add(facts: LibraryFacts): void {
    const id = facts.packages[0] ?? "";
    for (const name of facts.packages) {
      if (name.endsWith("/*")) this.#wild.push([name.slice(0, -1), facts]);
      else this.#exact.set(name, facts);
    }
    const full = (path: string): string => (path.includes("#") ? path : `${id}#${path}`);
    const fill = <T>(map: Map<string, T>, record: Readonly<Record<string, T>> | undefined): void => {
      for (const [path, value] of Object.entries(record ?? {})) map.set(full(path), value);
    };
    const fillNames = (map: Map<string, string>, record: Readonly<Record<string, string>> | undefined): void => {
      for (const [path, value] of Object.entries(record ?? {})) map.set(full(path), full(value));
    };
    fillNames(this.#returns, facts.returns);
    fillNames(this.#members, facts.members);
    for (const api of facts.passes ?? []) this.passes.add(full(api));
    fillNames(this.#extends, facts.extends);
    fillNames(this.#injects, facts.injects);
    fill(this.#callbacks, facts.callbacks);
    fill(this.#functionTypes, facts.functionTypes);
    for (const [member, type] of Object.entries(facts.conventionalMembers ?? {})) this.#conventional.set(member, full(type));
    for (const api of facts.globals ?? []) if (!this.#globals.has(api)) this.#globals.set(api, { name: full(api), packages: facts.packages });
    if (facts.generated) this.#generated.push({ id, exports: new Set(facts.generated.exports), words: facts.generated.specifierIncludes });
    this.#addSql(facts, full);
    this.#addSecrets(facts, full);
    this.#addEvidence(facts, full);
    this.#addHttp(facts, full, fill);
    this.#addTokens(facts, full);
    this.#addHashers(facts, full);
    this.#addBlocking(facts, full);
    this.#addErrors(facts, full);
  }

  #addErrors({ http = {} }: LibraryFacts, full: (path: string) => string): void {
    for (const api of http.exceptions ?? []) {
      this.exceptions.add(full(api));
      this.exceptionMethods.add(lastSegment(api));
    }
    for (const fact of http.replies ?? []) this.replies.push({ type: full(fact.type), after: fact.after && full(fact.after), fact });
    for (const fact of http.errorHandlers ?? []) {
      this.#errorHandlers.set(full(fact.api), [...(this.#errorHandlers.get(full(fact.api)) ?? []), fact]);
      const method = lastSegment(fact.api);
      this.errorHandlerMethods.set(method, [...(this.errorHandlerMethods.get(method) ?? []), fact]);
    }
  }

  #addBlocking({ blocking = [] }: LibraryFacts, full: (path: string) => string): void {
    for (const fact of blocking) {
      for (const api of fact.apis) {
        this.#blocking.set(full(api), fact);
        this.blockingMethods.add(lastSegment(api));
      }
    }
  }

  #addSql(facts: LibraryFacts, full: (path: string) => string): void {
    for (const sink of facts.sql?.sinks ?? []) {
      const name = full(sink.api);
      this.#sinks.set(name, [...(this.#sinks.get(name) ?? []), sink]);
      this.sinkMethods.add(lastSegment(sink.api));
    }
    for (const api of facts.sql?.tags ?? []) this.tags.add(full(api));
    for (const api of facts.sql?.fragments ?? []) this.fragments.add(full(api));
    for (const api of facts.sql?.sanitizers ?? []) this.sanitizers.add(full(api));
    for (const formatter of facts.sql?.formatters ?? []) this.#formatters.set(full(formatter.api), formatter);
  }

  #addSecrets(facts: LibraryFacts, full: (path: string) => string): void {
    for (const sink of facts.secrets ?? []) {
      const name = full(sink.api);
      this.#secrets.set(name, [...(this.#secrets.get(name) ?? []), sink]);
      this.secretMethods.add(lastSegment(sink.api));
    }
  }

  #addEvidence(facts: LibraryFacts, full: (path: string) => string): void {
    const addAll = (set: Set<string>, paths: readonly string[] | undefined): void => {
      for (const path of paths ?? []) set.add(full(path));
    };
    addAll(this.clients, facts.data?.clients);
    addAll(this.repositories, facts.data?.repositories);
    addAll(this.entityDecorators, facts.data?.entityDecorators);
    addAll(this.entityBases, facts.data?.entityBases);
    addAll(this.modelFactories, facts.data?.modelFactories);
    addAll(this.routers, facts.http?.routers);
    addAll(this.singletonDecorators, facts.state?.singletonDecorators);
    for (const service of facts.services ?? []) {
      this.#services.set(full(service.api), [...(this.#services.get(full(service.api)) ?? []), service]);
      this.serviceLibraries.add(facts.packages[0] ?? "");
    }
    if (facts.state?.stores) this.storeLibraries.add(facts.packages[0] ?? "");
    for (const store of facts.state?.stores ?? []) this.#stores.set(full(store.api), [...(this.#stores.get(full(store.api)) ?? []), store]);
    addAll(this.controllerDecorators, facts.http?.controllerDecorators);
    addAll(this.transportTypes, facts.http?.transportTypes);
  }

  #addHttp(facts: LibraryFacts, full: (path: string) => string, fill: <T>(map: Map<string, T>, record: Readonly<Record<string, T>> | undefined) => void): void {
    for (const handler of facts.http?.handlers ?? []) {
      const name = full(handler.api);
      this.#handlers.set(name, [...(this.#handlers.get(name) ?? []), handler]);
    }
    fill(this.#untrusted, facts.http?.untrusted);
    fill(this.#inputDecorators, facts.http?.inputDecorators);
    fill(this.#inputCalls, facts.http?.inputCalls);
  }

  #addTokens({ packages, tokens = {} }: LibraryFacts, full: (path: string) => string): void {
    const { signers = [], verifiers = [], decoders = [], defaults = [], unsecured = [] } = tokens;
    for (const signer of signers) this.#signers.set(full(signer.api), signer);
    for (const verifier of verifiers) this.#verifiers.set(full(verifier.api), verifier);
    for (const api of decoders) this.tokenDecoders.add(full(api));
    for (const api of unsecured) this.unsecuredTokens.add(full(api));
    for (const item of defaults) this.#tokenDefaults.set(full(item.api), [...(this.#tokenDefaults.get(full(item.api)) ?? []), item]);
    for (const item of [...signers, ...verifiers, ...defaults]) this.#tokenOwners.set(item, packages[0] ?? "");
    if (defaults.length > 0) this.#configured.add(packages[0] ?? "");
    for (const api of [...signers, ...verifiers, ...defaults].map((item) => item.api).concat(decoders, unsecured)) this.tokenMethods.add(lastSegment(api));
  }

  #addHashers({ hashers = [] }: LibraryFacts, full: (path: string) => string): void {
    for (const hasher of hashers) {
      this.#hashers.set(full(hasher.api), hasher);
      this.hashMethods.add(lastSegment(hasher.api));
    }
  }

  /** Name of an export of a package: `nameOf("pg", "Pool")` is `pg#Pool`; `*` is the module itself. */
  nameOf(specifier: string, exported: string): string {
    const whole = `${this.#idOf(specifier)}#default`;
    return exported === "*" || exported === "default" ? whole : this.memberOf(whole, exported);
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

  /** API name of a generated client's export (`PrismaClient` from a module whose specifier has `prisma` in it), or `undefined`. */
  generatedName(specifier: string, exported: string): string | undefined {
    const entry = this.#generated.find((item) => item.exports.has(exported) && item.words.some((word) => specifier.toLowerCase().includes(word)));
    return entry && `${entry.id}#${exported}`;
  }

  /** Words one of which stands in every file that uses a library with facts of a part: package names without their scope; subpaths whole. */
  wordsOf(part: "tokens" | "hashers"): readonly string[] {
    const packages = this.libraries.flatMap((facts) => (facts[part] ? facts.packages : []));
    return [
      ...new Set(packages.map((name) => name.replace(/\/\*$/, "")).map((name) => (packageOf(name) === name ? name.slice(name.lastIndexOf("/") + 1) : name))),
    ];
  }

  /**
   * API name of a global (`Request`, `Bun.sql`).
   * @param dependencies given for values: the library must be in use; a global *type* needs no such proof
   */
  globalName(name: string, dependencies?: ReadonlySet<string>): string | undefined {
    const known = this.#globals.get(name);
    if (!known || (dependencies && !known.packages.some((item) => dependencies.has(item)))) return undefined;
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
      this.#first(raw, (variant) => this.#members.get(variant)) ??
      this.#first(raw, (variant) => (parentOf(variant) === variant ? undefined : this.#members.get(`${parentOf(variant)}.*`))) ??
      raw
    );
  }

  /** Name of what a call, `new` or `await` of an API yields. */
  callOf(name: string): string {
    const known = this.#first(name, (variant) => this.#returns.get(variant)) ?? this.#first(name, (variant) => this.#returns.get(`${parentOf(variant)}.*`));
    if (known !== undefined) return known;
    return name.endsWith("#default") ? `${name}*` : name;
  }

  sinksOf(name: string): readonly SqlSink[] {
    return this.#first(name, (variant) => this.#sinks.get(variant)) ?? [];
  }

  secretsOf(name: string): readonly SecretSink[] {
    return this.#first(name, (variant) => this.#secrets.get(variant)) ?? [];
  }

  formatterOf(name: string): SqlFormatter | undefined {
    return this.#first(name, (variant) => this.#formatters.get(variant));
  }

  callbacksOf(name: string): readonly CallbackFact[] {
    return this.#first(name, (variant) => this.#callbacks.get(variant)) ?? [];
  }

  servicesOf(name: string): readonly ServiceFact[] {
    return this.#first(name, (variant) => this.#services.get(variant)) ?? [];
  }

  storesOf(name: string): readonly StoreFact[] {
    return this.#first(name, (variant) => this.#stores.get(variant)) ?? [];
  }

  handlersOf(name: string): readonly HandlerFact[] {
    return this.#first(name, (variant) => this.#handlers.get(variant)) ?? [];
  }

  untrustedOf(name: string): readonly string[] | undefined {
    return this.#first(name, (variant) => this.#untrusted.get(variant));
  }

  injectedBy(decorator: string): string | undefined {
    return this.#injects.get(decorator);
  }

  inputDecorator(decorator: string): string | undefined {
    return this.#inputDecorators.get(decorator);
  }

  inputCall(name: string): string | undefined {
    return this.#first(name, (variant) => this.#inputCalls.get(variant));
  }

  functionType(name: string): Readonly<Record<number, string>> | undefined {
    return this.#functionTypes.get(name);
  }

  conventionalMember(member: string): string | undefined {
    return this.#conventional.get(member);
  }

  signerOf(name: string): TokenSigner | undefined {
    return this.#first(name, (variant) => this.#signers.get(variant));
  }

  verifierOf(name: string): TokenVerifier | undefined {
    return this.#first(name, (variant) => this.#verifiers.get(variant));
  }

  tokenDefaultsOf(name: string): readonly TokenDefaults[] {
    return this.#first(name, (variant) => this.#tokenDefaults.get(variant)) ?? [];
  }

  /** First package of the library a token fact is of. */
  tokenLibraryOf(fact: TokenSigner | TokenVerifier | TokenDefaults): string {
    return this.#tokenOwners.get(fact) ?? "";
  }

  /** Whether signers of a library take defaults from a call elsewhere. */
  hasTokenDefaults(library: string): boolean {
    return this.#configured.has(library);
  }

  hasherOf(name: string): HasherFact | undefined {
    return this.#first(name, (variant) => this.#hashers.get(variant));
  }

  errorHandlersOf(name: string): readonly ErrorHandlerFact[] {
    return this.#first(name, (variant) => this.#errorHandlers.get(variant)) ?? [];
  }

  blockingOf(name: string): BlockingFact | undefined {
    return this.#first(name, (variant) => this.#blocking.get(variant));
  }

  /** Whether the name, or one of its base types, is in a set. */
  isIn(set: ReadonlySet<string>, name: string): boolean {
    return this.#first(name, (variant) => (set.has(variant) ? true : undefined)) ?? false;
  }

  /** Full type name of a path in the same library as `name`. */
  typeIn(name: string, path: string): string {
    return path.includes("#") ? path : `${name.slice(0, name.indexOf("#"))}#${path}`;
  }

  #first<T>(name: string, ask: (variant: string) => T | undefined): T | undefined {
    const direct = ask(name);
    if (direct !== undefined) return direct;
    const seen = new Set([name]);
    const queue = [name];
    for (let variant = queue.pop(); variant !== undefined && seen.size < 24; variant = queue.pop()) {
      for (const next of this.#bases(variant)) {
        if (seen.has(next)) continue;
        const answer = ask(next);
        if (answer !== undefined) return answer;
        seen.add(next);
        queue.push(next);
      }
    }
    return undefined;
  }

  /** The name with one of its type prefixes replaced by that type's base, longest prefix first. */
  *#bases(name: string): Iterable<string> {
    for (let end = name.length; end > name.indexOf("#"); end = name.lastIndexOf(".", end - 1)) {
      const base = this.#extends.get(name.slice(0, end));
      if (base !== undefined) yield base + name.slice(end);
      if (name.lastIndexOf(".", end - 1) <= name.indexOf("#")) break;
    }
    const hash = name.indexOf("#");
    const dot = name.indexOf(".", hash);
    if (dot !== -1) {
      const base = this.#extends.get(name.slice(0, dot));
      if (base !== undefined) yield base + name.slice(dot);
    }
  }
}

function parentOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot > name.indexOf("#") ? name.slice(0, dot) : name;
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

/** `@scope/name` or `name` of a specifier. */
function packageOf(specifier: string): string {
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? specifier);
}
