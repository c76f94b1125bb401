import type { TokenSigner, TokenVerifier } from "#catalog/facts/tokens";
import { callsOf, type CallSite, fromCallers, hinges, placeOf, readArgument } from "./call-sites.ts";
import { calledName } from "./callers.ts";
import type { Code } from "./code.ts";
import { textOf } from "./folded.ts";
import type { Names } from "./names.ts";
import type { Origin } from "./origins.ts";
import type { Step } from "./step.ts";
import { trustOf } from "./token-trust.ts";
import { expiryOf, lifetimeOf, TokenDefaultsOf } from "./token-expiry.ts";
import { argumentOf, isPublicKey } from "./token-keys.ts";

export type TokenProblemKind =
  "noneAlgorithm" | "decodedTrust" | "uncheckedSignature" | "unpinnedAlgorithms" | "missingExpiry" | "ignoredExpiry" | "longLifetime";

/** A token that is signed, checked or read in a way that does not protect. */
export interface TokenProblem {
  readonly kind: TokenProblemKind;
  readonly code: Code;
  readonly site: CallSite;
  readonly place: { readonly code: Code; readonly call: number };
  readonly steps: readonly Step[];
  /** For `unpinnedAlgorithms`: the key is a public one. For `longLifetime`: what it is and what it may be. */
  readonly detail?: string;
  readonly signer?: TokenSigner;
  readonly verifier?: TokenVerifier;
}

/** Answers what is wrong with the tokens of a project. One instance per project. */
export class TokenQuestions {
  readonly #names: Names;
  #found: Map<Code, TokenProblem[]> | undefined;

  constructor(names: Names) {
    this.#names = names;
  }

  /** All problems of a file, in source order; those at callers of a wrapper stand in the caller's file. */
  problemsIn(code: Code): readonly TokenProblem[] {
    this.#found ??= this.#search();
    return this.#found.get(code) ?? [];
  }

  #search(): Map<Code, TokenProblem[]> {
    const found = new Map<Code, TokenProblem[]>();
    const { project } = this.#names;
    const defaults = new TokenDefaultsOf(this.#names);
    for (const code of project.codesWith(project.catalog.wordsOf("tokens"))) {
      for (const site of callsOf(this.#names, code, project.catalog.tokens.methods)) {
        for (const problem of this.#ofSite(site, defaults)) add(found, problem);
      }
    }
    for (const list of found.values()) list.sort((a, b) => a.code.expr(a.place.call).s - b.code.expr(b.place.call).s);
    return found;
  }

  *#ofSite(site: CallSite, defaults: TokenDefaultsOf): Iterable<TokenProblem> {
    const { catalog } = this.#names.project;
    const signer = catalog.tokens.signers.of(site.api);
    const verifier = catalog.tokens.verifiers.of(site.api);
    if (catalog.isIn(catalog.tokens.unsecured, site.api)) yield problem("noneAlgorithm", site);
    if (signer) yield* this.#ofSigner(site, signer, defaults);
    if (verifier) yield* this.#ofVerifier(site, verifier, defaults);
    if (!verifier && catalog.isIn(catalog.tokens.decoders, site.api)) {
      const trust = trustOf(this.#names, site);
      if (trust) yield { ...problem("decodedTrust", site), steps: [trust] };
    }
  }

  *#ofSigner(site: CallSite, signer: TokenSigner, defaults: TokenDefaultsOf): Iterable<TokenProblem> {
    if (this.#namesNone(site, signer.algorithm, signer.maker)) yield { ...problem("noneAlgorithm", site), signer };
    const library = this.#names.project.catalog.tokens.libraryOf(signer);
    if (defaults.maxAgeChecked || !defaults.lackExpiry(library)) return;
    for (const missing of this.#withoutExpiry(site, signer)) yield { ...problem("missingExpiry", missing), signer };
    const long = lifetimeOf(this.#names, site, signer);
    if (long) yield { ...problem("longLifetime", site), detail: long, signer };
  }

  /** The call itself, or the callers that leave the lifetime out. */
  #withoutExpiry(site: CallSite, signer: TokenSigner): readonly CallSite[] {
    const expiry = expiryOf(this.#names, site, signer);
    if (expiry.kind === "missing") return [site];
    if (expiry.kind !== "hinges") return [];
    const callers = [...fromCallers(this.#names, site, expiry.on)];
    const lacking = callers.map((caller) => this.#withoutExpiry(caller, signer));
    const all = callers.length > 0 && lacking.every((list, index) => list.length === 1 && list[0] === callers[index]);
    return all && expiry.by === "payload" ? [site] : lacking.flat();
  }

  *#ofVerifier(site: CallSite, verifier: TokenVerifier, defaults: TokenDefaultsOf): Iterable<TokenProblem> {
    const noneKey = (verifier.key ?? []).some((path) => readArgument(this.#names, site, path).values.some((value) => this.#isNoneKey(value, site, verifier)));
    if (noneKey || this.#namesNone(site, verifier.algorithms)) return yield { ...problem("noneAlgorithm", site), verifier };
    if ((verifier.skip ?? []).some((path) => readArgument(this.#names, site, path).values.some(isTruthy)))
      yield { ...problem("uncheckedSignature", site), verifier };
    if ((verifier.ignoreExpiry ?? []).some((path) => surely(this.#names, site, path)) && !isFarewell(site))
      yield { ...problem("ignoredExpiry", site), verifier };
    if (verifier.pin === undefined || defaults.pins(this.#names.project.catalog.tokens.libraryOf(verifier))) return;
    const key = this.#unpinnedKey(site, verifier);
    if (key === "public" || (key === "known" && verifier.pin === "always")) yield { ...problem("unpinnedAlgorithms", site), detail: key, verifier };
  }

  /** What kind of key tokens are checked with while no algorithm is named; `undefined`: algorithms are named, or we cannot tell. */
  #unpinnedKey(site: CallSite, verifier: TokenVerifier): "public" | "known" | undefined {
    const algorithms = (verifier.algorithms ?? []).map((path) => readArgument(this.#names, site, path));
    const keys = (verifier.key ?? []).map((path) => ({ path, property: readArgument(this.#names, site, path) }));
    if (algorithms.some((item) => item.values.length > 0)) return undefined;
    const opaque = algorithms.flatMap((item) => item.opaque);
    const values = keys.flatMap(({ property }) => property.values);
    const open = hinges([...opaque, ...values])[0];
    if (open) return this.#unpinnedAtCallers(site, verifier, open);
    if (opaque.length > 0 || values.length === 0) return undefined;
    const named = keys.some(({ path, property }) => property.values.length > 0 && /public|provider/i.test(path));
    return named || values.some(isPublicKey) || keys.some(({ path }) => isPublicKey(argumentOf(site, path))) ? "public" : "known";
  }

  #unpinnedAtCallers(site: CallSite, verifier: TokenVerifier, open: Origin): "public" | "known" | undefined {
    const answers = [...fromCallers(this.#names, site, open)].map((caller) => this.#unpinnedKey(caller, verifier));
    return answers.find((answer) => answer === "public") ?? answers.find((answer) => answer !== undefined);
  }

  #isNoneKey(value: Origin, site: CallSite, verifier: TokenVerifier): boolean {
    const library = site.api.slice(0, site.api.indexOf("#"));
    const names = this.#names.apisOf(value.code, value.id);
    return (verifier.noneKeys ?? []).some((api) => names.includes(`${library}#${api}`));
  }

  #namesNone(site: CallSite, paths: readonly string[] = [], maker?: string): boolean {
    return paths.some((path) =>
      readArgument(this.#names, site, path, maker).values.some((value) => {
        const expr = value.code.expr(value.id);
        const items = expr.k === "array" ? expr.items.map((id) => ({ ...value, id })) : [value];
        return items.some((item) => textOf(item)?.toLowerCase() === "none");
      }),
    );
  }
}

function problem(kind: TokenProblemKind, site: CallSite): TokenProblem {
  const place = placeOf(site);
  const steps = site.callers.toReversed().map((caller): Step => ({ code: caller.code, span: caller.code.expr(caller.call), message: "passed on from here" }));
  return {
    kind,
    code: place.code,
    site,
    place,
    steps:
      site.callers.length === 0
        ? []
        : [...steps, { code: site.code, span: site.code.expr(site.call), message: `${site.api.slice(site.api.indexOf("#") + 1)}() is called here` }],
  };
}

function add(found: Map<Code, TokenProblem[]>, item: TokenProblem): void {
  const list = found.get(item.code) ?? [];
  if (!list.some((known) => known.kind === item.kind && known.place.call === item.place.call)) list.push(item);
  found.set(item.code, list);
}

function surely(names: Names, site: CallSite, path: string): boolean {
  const { values, absent } = readArgument(names, site, path);
  return !absent && values.length > 0 && values.every(({ code, id }) => isTrue(code, id));
}

function isTrue(code: Code, id: number): boolean {
  const expr = code.expr(id);
  return expr.k === "const" && expr.v === true;
}

/** Truthy constants only; unknown is not truthy. */
function isTruthy({ code, id }: Origin): boolean {
  const expr = code.expr(id);
  return expr.k === "const" && Boolean(expr.v);
}

/** A token that is given up may be expired: log-out, revocation. */
function isFarewell({ code, call }: CallSite): boolean {
  const { s } = code.expr(call);
  return code.summary.functions.some(
    (fn, f) => f > 0 && fn.s <= s && s < fn.e && /log_?out|sign_?out|revoke|blacklist|denylist|invalidate/i.test(fn.n || (calledName(code, f) ?? "")),
  );
}
