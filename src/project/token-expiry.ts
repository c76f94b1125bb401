import type { TokenSigner } from "#catalog/facts/tokens";
import { callsOf, type CallSite, hinges, readArgument } from "./call-sites.ts";
import type { Code } from "./code.ts";
import { numberOf, textOf } from "./folded.ts";
import type { Names } from "./names.ts";
import { type Origin, originsOf } from "./origins.ts";
import { argumentOf, isPublicKey } from "./token-keys.ts";

/** Whether a signed token ends: proven either way, unknown, or decided by whoever passes a parameter. */
type Expiry = { readonly kind: "set" | "missing" | "unknown" } | { readonly kind: "hinges"; readonly on: Origin; readonly by: "payload" | "options" };

/** Claims that carry an end, registered (RFC 7519 §4.1.4) or a project's own, or a start that is checked against an age. */
const endClaim = /^(?:exp|expir(?:es?|y|ation)(?:_?(?:at|in|on|date|time))?|valid_?(?:until|to)|ttl|created_?at|issued_?at|timestamp)$/i;

/** Looks for a lifetime in the options, the claims and the builder's chain. */
export function expiryOf(names: Names, site: CallSite, signer: TokenSigner): Expiry {
  if (setsInChain(names, site, signer)) return { kind: "set" };
  const options = (signer.expiry ?? []).map((path) => readArgument(names, site, path, signer.maker));
  if (options.some((item) => item.values.length > 0)) return { kind: "set" };
  const opaque = options.flatMap((item) => item.opaque);
  const open = hinges(opaque)[0];
  if (open) return { kind: "hinges", on: open, by: "options" };
  if (opaque.length > 0) return { kind: "unknown" };
  return ofClaims(names, site, signer);
}

function ofClaims(names: Names, site: CallSite, signer: TokenSigner): Expiry {
  const { values, opaque } = readArgument(names, site, signer.payload, signer.maker);
  if (values.length === 0 || opaque.length > 0) return { kind: "unknown" };
  const judged = values.map((value) => claimsOf(names, value, 0));
  if (judged.some((item) => item === "set") || writesEndClaim(site, signer)) return { kind: "set" };
  const rest = judged.filter((item): item is Origin => typeof item === "object");
  const open = hinges(rest)[0];
  if (open) return { kind: "hinges", on: open, by: "payload" };
  return { kind: rest.length > 0 ? "unknown" : "missing" };
}

/** What claims say about an end: `set`, `missing`, or the value we could not look into. */
function claimsOf(names: Names, at: Origin, depth: number): "set" | "missing" | Origin {
  const expr = at.code.expr(at.id);
  if (expr.k === "const" || expr.k === "template") return "missing";
  if (expr.k !== "object" || depth > 8) return at;
  if (expr.props.some(([key]) => endClaim.test(key))) return "set";
  const deeper = expr.props.flatMap(([key, id]) => {
    if (key === "[]") return [at];
    return key === "..." ? originsOf(names, { ...at, id }).map((origin) => claimsOf(names, origin, depth + 1)) : [];
  });
  return deeper.find((item) => item === "set") ?? deeper.find((item) => item !== "missing") ?? "missing";
}

/** `claims.exp = …` beside the object. */
function writesEndClaim({ code, args }: CallSite, { payload }: TokenSigner): boolean {
  const id = args[Number(payload)];
  const expr = id === undefined ? undefined : code.expr(id);
  if (expr?.k !== "name") return false;
  const prefix = `b${expr.b}.`;
  return Object.keys(code.summary.writes).some((key) => key.startsWith(prefix) && endClaim.test(key.slice(prefix.length)));
}

/** `setExpirationTime(…)` anywhere in the function that signs. */
function setsInChain(names: Names, { code, call, api }: CallSite, { setters = [] }: TokenSigner): boolean {
  const library = api.slice(0, api.indexOf("#"));
  const sign = code.expr(call);
  const fn = sign.k === "call" || sign.k === "new" ? sign.fn : 0;
  return setters.some((setter) =>
    (code.callsByName.get(setter.slice(setter.lastIndexOf(".") + 1)) ?? []).some((id) => {
      const expr = code.expr(id);
      return expr.k === "call" && expr.fn === fn && names.apisOf(code, expr.c).includes(`${library}#${setter}`);
    }),
  );
}

/** What modules and plugins of the project set for every token of a library. */
export class TokenDefaultsOf {
  readonly #names: Names;
  #expiry: Map<string, "set" | "missing"> | undefined;
  readonly #pinned = new Set<string>();
  #maxAge = false;

  constructor(names: Names) {
    this.#names = names;
  }

  /** Some check of the project bounds the age of tokens itself. */
  get maxAgeChecked(): boolean {
    this.#read();
    return this.#maxAge;
  }

  /** Whether it is certain that no module config of this library sets a lifetime. */
  lackExpiry(library: string): boolean {
    return !this.#names.project.catalog.tokens.hasDefaults(library) || this.#read().get(library) === "missing";
  }

  /** Whether some module config names the algorithms, or might. */
  pins(library: string): boolean {
    this.#read();
    return this.#pinned.has(library);
  }

  #read(): ReadonlyMap<string, "set" | "missing"> {
    if (this.#expiry) return this.#expiry;
    this.#expiry = new Map();
    const { project } = this.#names;
    for (const code of project.codesWith(project.catalog.wordsOf("tokens")))
      for (const site of callsOf(this.#names, code, project.catalog.tokens.methods)) this.#add(site, this.#expiry);
    return this.#expiry;
  }

  #add(site: CallSite, expiry: Map<string, "set" | "missing">): void {
    const { catalog } = this.#names.project;
    const verifier = catalog.tokens.verifiers.of(site.api);
    // Tokens of somebody else, checked with their public key, say nothing about those signed here.
    const foreign = (verifier?.key ?? []).some((path) => isPublicKey(argumentOf(site, path)));
    for (const path of verifier?.maxAge ?? []) if (!foreign && readArgument(this.#names, site, path).values.length > 0) this.#maxAge = true;
    for (const fact of catalog.tokens.defaults.of(site.api)) {
      const library = catalog.tokens.libraryOf(fact);
      if (fact.plugin !== undefined && !this.#isPlugin(site, `${library}#${fact.plugin}`)) continue;
      const lacks = (fact.expiry ?? []).every((path) => isAbsent(this.#names, site, path));
      if (!lacks || !expiry.has(library)) expiry.set(library, lacks ? "missing" : "set");
      if (!(fact.algorithms ?? []).every((path) => isAbsent(this.#names, site, path))) this.#pinned.add(library);
    }
  }

  #isPlugin({ code, args }: CallSite, name: string): boolean {
    return args[0] !== undefined && this.#names.apisOf(code, args[0]).includes(name);
  }
}

/** Proven to be left out. A factory that is not there leaves everything open. */
function isAbsent(names: Names, site: CallSite, path: string): boolean {
  const factory = path.indexOf("()");
  if (factory !== -1 && readArgument(names, site, path.slice(0, factory + 2)).values.length === 0) return false;
  const { values, opaque, absent } = readArgument(names, site, path);
  return absent && values.length === 0 && opaque.length === 0;
}

const minute = 60;
const day = 86_400;
const units: readonly (readonly [RegExp, number])[] = [
  [/^(?:s|secs?|seconds?)$/, 1],
  [/^(?:m|mins?|minutes?)$/, minute],
  [/^(?:h|hrs?|hours?)$/, 3600],
  [/^(?:d|days?)$/, day],
  [/^(?:w|weeks?)$/, 7 * day],
  [/^(?:mon|mo|months?)$/, 30 * day],
  [/^(?:y|yrs?|years?)$/, 365 * day],
];

/** Seconds of `"15m"`, `"7 days"` (package `ms`; digits alone are milliseconds) or a number of seconds. */
function secondsOf(value: Origin): number | undefined {
  const text = textOf(value);
  if (text === undefined) return numberOf(value);
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  if (!match) return undefined;
  if (match[2] === "") return Number(match[1]) / 1000;
  const unit = units.find(([pattern]) => pattern.test(match[2]?.toLowerCase() ?? ""))?.[1];
  return unit === undefined ? undefined : Number(match[1]) * unit;
}

/** Rulebook, Core Rule 5: access tokens at most 15 minutes, refresh tokens at most 7 days. Says what is too long, or nothing. */
export function lifetimeOf(names: Names, site: CallSite, signer: TokenSigner): string | undefined {
  const values = (signer.expiry ?? []).flatMap((path) => (path.startsWith("^") ? [] : readArgument(names, site, path).values));
  const seconds = values.map(secondsOf);
  if (seconds.length === 0 || seconds.some((item) => item === undefined)) return undefined;
  const longest = Math.max(...seconds.map((item) => item ?? 0));
  const words = wordsAround(site.code, site.call);
  if (/refresh|remember/i.test(words)) return longest > 7 * day ? "A refresh token may live 7 days" : undefined;
  if (/reset|verif|invit|magic|confirm|e-?mail|activat|unsubscribe|download|state|api_?key|service/i.test(words)) return undefined;
  return /access|auth|session|log_?in|sign_?in|token|jwt/i.test(words) && longest > 15 * minute ? "An access token may live 15 minutes" : undefined;
}

/** Names that say what a token is for: of the function, the variable, the arguments. */
function wordsAround(code: Code, call: number): string {
  const { s, e } = code.expr(call);
  const inner = code.summary.functions.filter((fn) => fn.s <= s && e <= fn.e && fn.n !== "").at(-1)?.n ?? "";
  const line = code.text.slice(code.text.lastIndexOf("\n", s) + 1, e);
  return `${inner} ${line}`;
}
