import { ServedLookup } from "./served.ts";
import type { CallbackFact, LibraryFacts } from "./facts.ts";
import type { CacheDefaults, CacheWrite } from "./facts/caches.ts";
import type { CheckoutFact, DataFacts, OperationFact, RecordWrite, TransactionFact } from "./facts/data.ts";
import type { BlockingFact, EffectKind } from "./facts/effects.ts";
import type { ControlFact, HandlerFact, InputName } from "./facts/http.ts";
import type { AnswerFact, ErrorFileFact, ErrorHandlerFact, ReplyFact } from "./facts/replies.ts";
import type { SessionKind } from "./facts/lifetimes.ts";
import type { ControllerFacts, ControllerMethod, PrefixFact, RoutingFact } from "./facts/routing.ts";
import type { HasherFact, SecretSink } from "./facts/secrets.ts";
import type { SqlFormatter, SqlSink } from "./facts/sql.ts";
import type { ServiceFact, StoreFact } from "./facts/state.ts";
import type { TokenDefaults, TokenSigner, TokenVerifier } from "./facts/tokens.ts";

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
  readonly localCalls = new Set<string>();
  /** Last path segments of every call with an effect. */
  readonly effectMethods = new Set<string>();
  /** Parameter types, decorators and registrations of procedures; `package#*` for all of a library. */
  readonly procedures = new Set<string>();
  readonly #effects = new Map<string, EffectKind>();
  readonly #decorators = new Map<string, string>();
  readonly routers = new Set<string>();
  readonly controllerDecorators = new Set<string>();
  readonly fieldResolvers = new Set<string>();
  readonly resolverParents = new Set<string>();
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
  /** Ids of libraries that take one. */
  readonly secretLibraries = new Set<string>();
  readonly #secrets = new Map<string, SecretSink[]>();
  /** Last path segments of every write to a cache, and what gives an entry its end afterwards. */
  readonly cacheMethods = new Set<string>();
  readonly cacheExpirers = new Set<string>();
  /** Last path segments of every call that stores a record. */
  readonly recordMethods = new Set<string>();
  readonly #recordWrites = new Map<string, RecordWrite[]>();
  readonly #cacheWrites = new Map<string, CacheWrite>();
  readonly #cacheOwners = new Map<CacheWrite, string>();
  readonly #cacheDefaults = new Map<string, CacheDefaults>();
  readonly #exact = new Map<string, LibraryFacts>();
  readonly #wild: (readonly [prefix: string, facts: LibraryFacts])[] = [];
  readonly #returns = new Map<string, string>();
  readonly #loaded = new Map<string, string>();
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
  readonly replies: {
    readonly type: string;
    readonly after: string | undefined;
    readonly object: string;
    readonly fact: ReplyFact;
    readonly library: string;
  }[] = [];
  /** Last names of the methods that write an answer on an object. */
  readonly replyMethods = new Set<string>();
  readonly answerMethods = new Map<string, readonly AnswerFact[]>();
  readonly #answers = new Map<string, { readonly fact: AnswerFact; readonly library: string }[]>();
  readonly errorFiles: { readonly fact: ErrorFileFact; readonly library: string }[] = [];
  /** Packages of calls that make a central error handler. */
  readonly errorMakers = new Set<string>();
  readonly #errorHandlers = new Map<string, { readonly fact: ErrorHandlerFact; readonly library: string }[]>();
  readonly #stores = new Map<string, StoreFact[]>();
  /** Libraries with stores in memory, and with clients of services. */
  readonly storeLibraries = new Set<string>();
  readonly serviceLibraries = new Set<string>();
  readonly #services = new Map<string, ServiceFact[]>();
  readonly #operations = new Map<string, OperationFact>();
  readonly #transactions = new Map<string, TransactionFact[]>();
  readonly #globalEffects = new Map<string, EffectKind>();
  /** Libraries whose rows know nothing of a transaction. */
  readonly detached = new Set<string>();
  readonly #over = new Map<string, string>();
  readonly #checkouts = new Map<string, CheckoutFact>();
  /** Last path segments of everything that reads, writes, opens a transaction or hands out a connection. */
  readonly operationMethods = new Set<string>();
  readonly transactionMethods = new Set<string>();
  /** Last path segments of reads whose rows are entities. */
  readonly rowMethods = new Set<string>();
  /** APIs that make transactions reach the calls inside by themselves. */
  readonly ambient = new Set<string>();
  /** Facts about lifetimes; `lifetimeMethods` are the last names of their calls. */
  readonly #sessions = new Map<string, SessionKind>();
  readonly #definers = new Map<string, number>();
  readonly sessionWrappers = new Set<string>();
  readonly onceClients = new Set<string>();
  readonly closers = new Set<string>();
  readonly pooled = new Set<string>();
  readonly globalSessions = new Map<string, readonly string[]>();
  readonly sessionContexts = new Set<string>();
  readonly serial = new Set<string>();
  readonly lifetimeMethods: Readonly<Record<"sessions" | "clients" | "closers" | "definers" | "pooled" | "serial", Set<string>>> = {
    sessions: new Set(),
    clients: new Set(),
    closers: new Set(),
    definers: new Set(),
    pooled: new Set(),
    serial: new Set(),
  };
  readonly #handlers = new Map<string, HandlerFact[]>();
  readonly #routing = new Map<string, RoutingFact[]>();
  readonly #prefixes = new Map<string, PrefixFact>();
  readonly #routerWrappers = new Map<string, { readonly path: string; readonly router: string }>();
  readonly #controllerClasses = new Map<string, ControllerFacts["classes"][number]>();
  readonly #controllerMethods = new Map<string, ControllerMethod>();
  readonly stepDecorators = new Set<string>();
  readonly composedDecorators = new Set<string>();
  readonly versionDecorators = new Set<string>();
  readonly neutralVersions = new Set<string>();
  readonly globalSteps = new Set<string>();
  readonly globalTokens = new Set<string>();
  readonly versioningCalls = new Set<string>();
  readonly #globalPrefixes = new Map<string, string>();
  readonly #controls = new Map<string, ControlFact>();
  readonly routerViews = new Set<string>();
  readonly argumentLists = new Set<string>();
  readonly mountedRouters = new Set<string>();
  readonly transparentPlugins = new Set<string>();
  /** Ids of libraries that talk to a database. */
  readonly dataLibraryIds = new Set<string>();
  /** Ids of libraries whose middleware also covers what was registered before it. */
  readonly orderFree = new Set<string>();
  /** Last path segments of every call that tells a router what to serve. */
  readonly routingMethods = new Set<string>();
  readonly #untrusted = new Map<string, readonly string[]>();
  readonly #inputNames = new Map<string, InputName>();
  readonly #validated = new Set<string>();
  readonly #inputDecorators = new Map<string, string>();
  readonly #inputCalls = new Map<string, string>();
  readonly #functionTypes = new Map<string, Readonly<Record<number, string>>>();
  readonly #conventional = new Map<string, string>();
  readonly #globals = new Map<string, { readonly name: string; readonly packages: readonly string[]; readonly builtIn: boolean }>();
  readonly #generated: { readonly id: string; readonly exports: ReadonlySet<string>; readonly words: readonly string[] }[] = [];

  /** Endpoints that calls make by themselves. */
  readonly served = new ServedLookup((name, ask) => this.#first(name, ask));

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
    fillNames(this.#loaded, facts.loaded);
    fillNames(this.#members, facts.members);
    for (const api of facts.passes ?? []) this.passes.add(full(api));
    fillNames(this.#extends, facts.extends);
    fillNames(this.#injects, facts.injects);
    fill(this.#callbacks, facts.callbacks);
    fill(this.#functionTypes, facts.functionTypes);
    for (const [member, type] of Object.entries(facts.conventionalMembers ?? {})) this.#conventional.set(member, full(type));
    for (const api of facts.globals ?? [])
      if (!this.#globals.has(api)) this.#globals.set(api, { name: full(api), packages: facts.packages, builtIn: facts.builtIn === true });
    if (facts.generated) this.#generated.push({ id, exports: new Set(facts.generated.exports), words: facts.generated.specifierIncludes });
    this.#addSql(facts, full);
    this.#addSecrets(facts, full);
    this.#addEvidence(facts, full);
    this.#addLifetimes(facts, full);
    this.#addHttp(facts, full, fill);
    this.#addTokens(facts, full);
    this.#addHashers(facts, full);
    this.#addCaches(facts, full);
    this.#addBlocking(facts, full);
    this.#addErrors(facts, full);
  }

  #addErrors({ packages, http = {} }: LibraryFacts, full: (path: string) => string): void {
    for (const api of http.exceptions ?? []) {
      this.exceptions.add(full(api));
      this.exceptionMethods.add(lastSegment(api));
    }
    const library = packages[0] ?? "";
    for (const fact of http.replies ?? []) {
      const object = full(fact.member === undefined ? fact.type : `${fact.type}.${fact.member}`);
      this.replies.push({ type: full(fact.type), after: fact.after && full(fact.after), object, fact, library });
      for (const name of [...(fact.body ?? []), ...(fact.status ?? []), ...Object.keys(fact.named ?? {})]) this.replyMethods.add(name);
    }
    for (const fact of http.answers ?? []) {
      this.#answers.set(full(fact.api), [...(this.#answers.get(full(fact.api)) ?? []), { fact, library }]);
      this.answerMethods.set(lastSegment(fact.api), [...(this.answerMethods.get(lastSegment(fact.api)) ?? []), fact]);
    }
    for (const fact of http.errorFiles ?? []) this.errorFiles.push({ fact, library });
    for (const fact of http.errorHandlers ?? []) {
      this.#errorHandlers.set(full(fact.api), [...(this.#errorHandlers.get(full(fact.api)) ?? []), { fact, library }]);
      if (fact.form === "made") for (const name of packages) this.errorMakers.add(name);
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
      this.secretLibraries.add(facts.packages[0] ?? "");
    }
  }

  #addEvidence(facts: LibraryFacts, full: (path: string) => string): void {
    const addAll = (set: Set<string>, paths: readonly string[] | undefined): void => {
      for (const path of paths ?? []) set.add(full(path));
    };
    if (facts.data ?? facts.sql?.sinks) this.dataLibraryIds.add(facts.packages[0] ?? "");
    addAll(this.clients, facts.data?.clients);
    addAll(this.repositories, facts.data?.repositories);
    addAll(this.entityDecorators, facts.data?.entityDecorators);
    addAll(this.entityBases, facts.data?.entityBases);
    addAll(this.modelFactories, facts.data?.modelFactories);
    for (const write of facts.data?.recordWrites ?? []) {
      this.#recordWrites.set(full(write.api), [...(this.#recordWrites.get(full(write.api)) ?? []), write]);
      this.recordMethods.add(lastSegment(write.api));
    }
    addAll(this.localCalls, facts.data?.local);
    addAll(this.procedures, facts.http?.procedures);
    for (const [call, type] of Object.entries(facts.http?.decorators ?? {})) this.#decorators.set(full(type), lastSegment(call));
    for (const { kind, apis } of facts.effects ?? []) {
      for (const api of apis) {
        this.#effects.set(full(api), kind);
        if (facts.globals?.includes(api)) this.#globalEffects.set(api, kind);
        this.effectMethods.add(api === "default" ? "default" : lastSegment(api));
      }
    }
    addAll(this.ambient, facts.data?.ambient);
    this.#addOperations(facts, full);
    addAll(this.routers, facts.http?.routers);
    addAll(this.singletonDecorators, facts.state?.singletonDecorators);
    for (const service of facts.services ?? []) {
      this.#services.set(full(service.api), [...(this.#services.get(full(service.api)) ?? []), service]);
      this.serviceLibraries.add(facts.packages[0] ?? "");
    }
    if (facts.state?.stores) this.storeLibraries.add(facts.packages[0] ?? "");
    for (const store of facts.state?.stores ?? []) this.#stores.set(full(store.api), [...(this.#stores.get(full(store.api)) ?? []), store]);
    addAll(this.resolverParents, facts.http?.resolverParents);
    addAll(this.fieldResolvers, facts.http?.fieldResolvers);
    addAll(this.controllerDecorators, facts.http?.controllerDecorators);
    addAll(this.transportTypes, facts.http?.transportTypes);
  }

  #addOperations({ packages, data = {}, entities }: LibraryFacts, full: (path: string) => string): void {
    const { one, many, counted } = entities?.rows ?? {};
    for (const api of Object.keys({ ...one, ...many, ...counted })) this.rowMethods.add(lastSegment(api));
    for (const fact of data.operations ?? []) {
      const apis = fact.on ? fact.on.flatMap((type) => fact.apis.map((method) => `${type}.${method}`)) : fact.apis;
      for (const api of apis) {
        this.#operations.set(full(api), fact);
        this.operationMethods.add(lastSegment(api));
      }
    }
    for (const fact of data.transactions ?? []) {
      for (const api of fact.apis) {
        this.#transactions.set(full(api), [...(this.#transactions.get(full(api)) ?? []), fact]);
        this.transactionMethods.add(lastSegment(api));
      }
    }
    if (data.detached) this.detached.add(packages[0] ?? "");
    if (data.over !== undefined) this.#over.set(packages[0] ?? "", data.over);
    for (const fact of data.checkouts ?? []) {
      for (const api of fact.apis) {
        this.#checkouts.set(full(api), fact);
        this.transactionMethods.add(lastSegment(api));
      }
    }
  }

  #addLifetimes({ lifetimes = {} }: LibraryFacts, full: (path: string) => string): void {
    const { sessions = {}, definers = {}, wrappers = [], clients = [], closers = [], pooled = [], globalSessions = {}, contexts = [], serial = [] } = lifetimes;
    const sets = [
      [this.sessionWrappers, wrappers],
      [this.onceClients, clients],
      [this.closers, closers],
      [this.pooled, pooled],
      [this.sessionContexts, contexts],
      [this.serial, serial],
    ] as const;
    for (const [set, apis] of sets) for (const api of apis) set.add(full(api));
    for (const [api, kind] of Object.entries(sessions)) this.#sessions.set(full(api), kind);
    for (const [member, methods] of Object.entries(globalSessions)) this.globalSessions.set(full(member), methods);
    for (const [api, least] of Object.entries(definers)) this.#definers.set(full(api), least);
    const named = { sessions: Object.keys(sessions), definers: Object.keys(definers), clients, closers, pooled, serial };
    for (const [part, apis] of Object.entries(named) as [keyof typeof named, readonly string[]][])
      for (const api of apis) this.lifetimeMethods[part].add(lastSegment(api));
  }

  #addHttp(facts: LibraryFacts, full: (path: string) => string, fill: <T>(map: Map<string, T>, record: Readonly<Record<string, T>> | undefined) => void): void {
    for (const handler of facts.http?.handlers ?? []) {
      const name = full(handler.api);
      this.#handlers.set(name, [...(this.#handlers.get(name) ?? []), handler]);
    }
    this.#addRouting(facts, full);
    this.#addControllers(facts, full);
    this.served.add(facts, full);
    fill(this.#untrusted, facts.http?.untrusted);
    fill(this.#inputNames, facts.http?.inputNames);
    for (const member of facts.http?.validated ?? []) this.#validated.add(full(member));
    fill(this.#inputDecorators, facts.http?.inputDecorators);
    fill(this.#inputCalls, facts.http?.inputCalls);
  }

  #addRouting({ packages, http = {} }: LibraryFacts, full: (path: string) => string): void {
    const { entries = [], prefixes = [], views = [], transparent = [], mounted = [], wrappers = [], order } = http.routing ?? {};
    for (const fact of entries) {
      this.#routing.set(full(fact.api), [...(this.#routing.get(full(fact.api)) ?? []), fact]);
      this.routingMethods.add(lastSegment(fact.api));
    }
    for (const fact of prefixes) {
      this.#prefixes.set(full(fact.api), fact);
      if (fact.form === "set") this.routingMethods.add(lastSegment(fact.api));
    }
    for (const api of views) this.routerViews.add(full(api));
    for (const api of http.routing?.lists ?? []) this.argumentLists.add(full(api));
    for (const api of transparent) this.transparentPlugins.add(full(api));
    for (const wrapper of wrappers) this.#routerWrappers.set(full(wrapper.api), wrapper);
    for (const api of mounted) this.mountedRouters.add(full(api));
    if (order === "any") this.orderFree.add(packages[0] ?? "");
    for (const fact of http.controls ?? []) this.#controls.set(full(fact.api), fact);
  }

  #addControllers({ http }: LibraryFacts, full: (path: string) => string): void {
    const facts = http?.controllers;
    if (!facts) return;
    for (const item of facts.classes) this.#controllerClasses.set(full(item.api), item);
    for (const item of facts.methods) this.#controllerMethods.set(full(item.api), item);
    for (const [set, paths] of [
      [this.stepDecorators, facts.steps],
      [this.composedDecorators, facts.composed],
      [this.globalSteps, facts.globals],
      [this.globalTokens, facts.tokens],
      [this.versionDecorators, facts.version === undefined ? [] : [facts.version]],
      [this.neutralVersions, facts.neutral],
      [this.versioningCalls, facts.versioning === undefined ? [] : [facts.versioning]],
    ] as const)
      for (const path of paths ?? []) set.add(full(path));
    for (const [api, argument] of Object.entries(facts.prefixes ?? {})) this.#globalPrefixes.set(full(api), argument);
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

  #addCaches(facts: LibraryFacts, full: (path: string) => string): void {
    const { caches = {} } = facts;
    for (const write of caches.writes ?? []) {
      this.#cacheWrites.set(full(write.api), write);
      this.#cacheOwners.set(write, facts.packages[0] ?? "");
      this.cacheMethods.add(lastSegment(write.api));
    }
    for (const api of caches.expirers ?? []) this.cacheExpirers.add(full(api));
    for (const item of caches.defaults ?? []) this.#cacheDefaults.set(full(item.api), item);
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

  /** API name of a generated client's export (`PrismaClient` from a module whose specifier has `prisma` in it), or `undefined`. */
  generatedName(specifier: string, exported: string): string | undefined {
    const entry = this.#generated.find((item) => item.exports.has(exported) && item.words.some((word) => specifier.toLowerCase().includes(word)));
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

  /** What a module loaded by a computed path yields when it is called with a value of this type. */
  loadedWith(name: string): string | undefined {
    return this.#first(name, (variant) => this.#loaded.get(variant));
  }

  /** How a library reads and writes many rows at once. */
  batchOf(library: string): DataFacts["batch"] {
    return this.libraries.find((facts) => facts.packages[0] === library && facts.data?.batch)?.data?.batch;
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

  /** What a call makes for one unit of work. */
  sessionOf(name: string): SessionKind | undefined {
    return this.#first(name, (variant) => this.#sessions.get(variant));
  }

  /** With how many arguments a call defines a model. */
  definerOf(name: string): number | undefined {
    return this.#first(name, (variant) => this.#definers.get(variant));
  }

  storesOf(name: string): readonly StoreFact[] {
    return this.#first(name, (variant) => this.#stores.get(variant)) ?? [];
  }

  /** What a call does in the world, or `undefined`. */
  effectOf(name: string): EffectKind | undefined {
    return this.#first(name, (variant) => this.#effects.get(variant));
  }

  /** The method that hangs values on objects of a type: `decorate`. */
  decoratorOf(type: string): string | undefined {
    return this.#decorators.get(type);
  }

  /** Whether an API is a procedure's: see `HttpFacts.procedures`. */
  isProcedure(name: string): boolean {
    return this.procedures.has(`${name.slice(0, name.indexOf("#"))}#*`) || this.isIn(this.procedures, name);
  }

  operationOf(name: string): OperationFact | undefined {
    return this.#first(name, (variant) => this.#operations.get(variant) ?? this.#operations.get(withAnyParent(variant)));
  }

  transactionsOf(name: string): readonly TransactionFact[] {
    return this.#first(name, (variant) => this.#transactions.get(variant)) ?? [];
  }

  /** What a global of the platform does: `fetch`. */
  globalEffectOf(name: string): EffectKind | undefined {
    return this.#globalEffects.get(name);
  }

  /** The library a data library is built on, or itself. */
  familyOf(library: string): string {
    return this.#over.get(library) ?? library;
  }

  checkoutOf(name: string): CheckoutFact | undefined {
    return this.#first(name, (variant) => this.#checkouts.get(variant));
  }

  handlersOf(name: string): readonly HandlerFact[] {
    return this.#first(name, (variant) => this.#handlers.get(variant)) ?? [];
  }

  routingOf(name: string): readonly RoutingFact[] {
    return this.#first(name, (variant) => this.#routing.get(variant)) ?? [];
  }

  prefixOf(name: string): PrefixFact | undefined {
    return this.#first(name, (variant) => this.#prefixes.get(variant));
  }

  /** Where a call that puts a prefix in front of a router is told both. */
  routerWrapperOf(name: string): { readonly path: string; readonly router: string } | undefined {
    return this.#routerWrappers.get(name);
  }

  controllerClassOf(decorator: string): ControllerFacts["classes"][number] | undefined {
    return this.#controllerClasses.get(decorator);
  }

  controllerMethodOf(decorator: string): ControllerMethod | undefined {
    return this.#controllerMethods.get(decorator);
  }

  /** Argument path of the prefix a call gives to all paths of the app. */
  globalPrefixOf(name: string): string | undefined {
    return this.#first(name, (variant) => this.#globalPrefixes.get(variant));
  }

  controlOf(name: string): ControlFact | undefined {
    return this.#first(name, (variant) => this.#controls.get(variant));
  }

  untrustedOf(name: string): readonly string[] | undefined {
    return this.#first(name, (variant) => this.#untrusted.get(variant));
  }

  /**
   * Which input an untrusted member of a type is: `inputNameOf("express#Request", "signedCookies")` is `cookies`. Without a fact it is the member's own
   * name, where that is one.
   */
  inputNameOf(type: string, member: string): InputName {
    const known = this.#first(`${type}.${member === "" ? "*" : member}`, (variant) => this.#inputNames.get(variant));
    if (known) return known;
    const own = member.replace(/\(\)$/, "").split(".").at(-1) ?? "";
    return inputNames.find((name) => name === own) ?? "input";
  }

  /** Whether a framework hands a member (`hono#Context.req.valid()`), or what a call yields, out only after a validator passed it. */
  isValidated(name: string): boolean {
    return this.#first(name, (variant) => (this.#validated.has(variant) ? true : undefined)) ?? false;
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

  /** Where a call takes records that it stores; a model's own name counts as any. */
  recordWritesOf(name: string): readonly RecordWrite[] {
    const any = name.replace(/\.[^.#]+(\.[^.#]+)$/, ".*$1");
    return this.#first(name, (variant) => this.#recordWrites.get(variant)) ?? this.#recordWrites.get(any) ?? [];
  }

  cacheWriteOf(name: string): CacheWrite | undefined {
    return this.#first(name, (variant) => this.#cacheWrites.get(variant));
  }

  /** First package of the library a write is of; its names may be spelt in another library's. */
  cacheLibraryOf(write: CacheWrite): string {
    return this.#cacheOwners.get(write) ?? "";
  }

  cacheDefaultsOf(name: string): CacheDefaults | undefined {
    return this.#first(name, (variant) => this.#cacheDefaults.get(variant));
  }

  /** Last path segments of the calls that configure caches. */
  get cacheConfigurers(): ReadonlySet<string> {
    return new Set([...this.#cacheDefaults.keys()].map(lastSegment));
  }

  answersOf(name: string): readonly { readonly fact: AnswerFact; readonly library: string }[] {
    return this.#first(name, (variant) => this.#answers.get(variant)) ?? [];
  }

  errorHandlersOf(name: string): readonly { readonly fact: ErrorHandlerFact; readonly library: string }[] {
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

const inputNames: readonly InputName[] = ["body", "query", "params", "headers", "cookies", "files", "url", "address", "arguments", "input", "message"];

function parentOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot > name.indexOf("#") ? name.slice(0, dot) : name;
}

/** `Client.loan.create` → `Client.*.create`. */
function withAnyParent(name: string): string {
  const last = name.lastIndexOf(".");
  const before = name.lastIndexOf(".", last - 1);
  return before > name.indexOf("#") ? `${name.slice(0, before)}.*${name.slice(last)}` : name;
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

/** `@scope/name` or `name` of a specifier. */
function packageOf(specifier: string): string {
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? specifier);
}
