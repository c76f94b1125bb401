import type { HasherFact } from "#catalog/facts/secrets";
import type { Span } from "#syntax/summary";
import { callsOf, type CallSite, fromCallers, hinges, placeOf, pointOf, readArgument } from "./call-sites.ts";
import type { Code } from "./code.ts";
import { comparedPlain } from "./password-comparison.ts";
import { type Bar, weaknessOf } from "./password-cost.ts";
import { passedPasswords, type PasswordEvidence, passwordsIn } from "./password-names.ts";
import { becomesPassword, isOtherPurpose, isPasswordFunction } from "./password-use.ts";
import type { Names } from "./names.ts";
import { storedPlain } from "./password-storage.ts";
import type { Origin } from "./origins.ts";
import type { Step } from "./step.ts";

/** A password that is kept or checked in a way that does not protect it. */
export interface PasswordProblem {
  readonly kind: "fastHash" | "weakCost" | "weakVariant" | "plainComparison" | "plainStorage";
  readonly span: Span;
  /** What is hashed, or which parameter is too low. */
  readonly what: string;
  readonly api: string;
  readonly steps: readonly Step[];
  /** Only below the stricter bar. */
  readonly strictOnly?: true;
  /** The number to raise, where it is written in this file. */
  readonly raise?: Span;
}

/** Answers which calls of a project treat passwords badly. One instance per project. */
export class PasswordQuestions {
  readonly #names: Names;
  #found: Map<Code, PasswordProblem[]> | undefined;

  constructor(names: Names) {
    this.#names = names;
  }

  /** All problems of a file, in source order; a helper that hashes what it is given is reported where a password enters it. */
  problemsIn(code: Code): readonly PasswordProblem[] {
    this.#found ??= this.#search();
    return [...(this.#found.get(code) ?? []), ...comparedPlain(code), ...storedPlain(this.#names, code)].sort((a, b) => a.span.s - b.span.s);
  }

  #search(): Map<Code, PasswordProblem[]> {
    const found = new Map<Code, PasswordProblem[]>();
    const add = (code: Code, problem: PasswordProblem): void => {
      const list = found.get(code) ?? [];
      if (!list.some((known) => known.kind === problem.kind && known.span.s === problem.span.s)) list.push(problem);
      found.set(code, list);
    };
    const { catalog } = this.#names.project;
    for (const code of this.#names.project.codesWith(catalog.wordsOf("hashers"))) {
      for (const site of callsOf(this.#names, code, catalog.secrets.hashers.methods)) {
        const hasher = catalog.secrets.hashers.of(site.api);
        if (hasher?.kind === "fast") this.#fast(site, hasher, add);
        else if (hasher) this.#slow(site, hasher, add);
      }
    }
    return found;
  }

  #fast(site: CallSite, hasher: HasherFact, add: (code: Code, problem: PasswordProblem) => void): void {
    const { code, call, api } = site;
    for (const path of hasher.input ?? ["0"]) {
      const id = site.args[Number(path)];
      if (id === undefined) continue;
      for (const item of passwordsIn(code, id)) {
        if (isOtherPurpose(this.#names, code, call)) return;
        if ("f" in item) {
          if (isPasswordFunction(code, code.expr(call))) add(code, { kind: "fastHash", span: pointOf(code, call), what: "the password", api, steps: [] });
          else this.#atCallers(item, site, add);
        } else if (this.#isPlain(item, code, call) && !isSignedPassphrase(item, api))
          add(code, { kind: "fastHash", span: pointOf(code, call), what: item.name, api, steps: [] });
      }
    }
  }

  #atCallers(param: Parameters<typeof passedPasswords>[1], { code, call, api }: CallSite, add: (code: Code, problem: PasswordProblem) => void): void {
    for (const passed of passedPasswords(this.#names, param)) {
      if (!this.#isPlain(passed.evidence, passed.code, passed.call) || isOtherPurpose(this.#names, passed.code, passed.call)) continue;
      const steps: readonly Step[] = [
        { code: passed.code, span: passed.code.expr(passed.evidence.id), message: "a password" },
        { code, span: code.expr(call), message: "hashed here" },
      ];
      add(passed.code, { kind: "fastHash", span: pointOf(passed.code, passed.call), what: passed.evidence.name, api, steps });
    }
  }

  /** The field of a record may hold a hash already, unless the result takes its place. */
  #isPlain({ stored }: PasswordEvidence, code: Code, call: number): boolean {
    return !stored || becomesPassword(code, call);
  }

  #slow(site: CallSite, hasher: HasherFact, add: (code: Code, problem: PasswordProblem) => void): void {
    const { code } = site;
    const input = (hasher.input ?? ["0"])[0];
    const id = input === undefined ? undefined : site.args[Number(input)];
    const isGeneral = hasher.kind === "scrypt" || hasher.kind === "pbkdf2";
    if (id !== undefined && isGeneral && !this.#isPassword(site, id)) return;
    if (id !== undefined && !isGeneral && isToken(code, id)) return;
    for (const bar of ["floor", "strict"] as const) for (const problem of this.#below(site, hasher, bar)) add(problem.code, problem.problem);
  }

  #isPassword({ code, call, api }: CallSite, id: number): boolean {
    if (isOtherUseOfKey(code, api)) return false;
    return passwordsIn(code, id).some((item) =>
      "f" in item ? isPasswordFunction(code, code.expr(call)) || passedPasswords(this.#names, item).length > 0 : true,
    );
  }

  #below(site: CallSite, hasher: HasherFact, bar: Bar): readonly { readonly code: Code; readonly problem: PasswordProblem }[] {
    const cost = Object.entries(hasher.cost ?? {}).map(([name, paths]) => [name, paths.map((path) => readArgument(this.#names, site, path))] as const);
    const opaque = cost.flatMap(([, properties]) => properties.flatMap((item) => [...item.opaque, ...item.values]));
    const open = hinges(opaque)[0];
    if (open) return [...fromCallers(this.#names, site, open)].flatMap((caller) => this.#below(caller, hasher, bar));
    const values = Object.fromEntries(
      cost.map(([name, properties]) => [name, properties.flatMap((item) => item.values).filter((value) => value.code.expr(value.id).k !== "object")]),
    );
    const weakness = weaknessOf(this.#names, site.api, hasher, values, bar);
    if (!weakness) return [];
    const place = placeOf(site);
    const raise = weakness.at && weakness.at.code === place.code ? place.code.expr(weakness.at.id) : undefined;
    const problem: PasswordProblem = {
      kind: weakness.kind,
      span: pointOf(place.code, place.call),
      what: weakness.what,
      api: site.api,
      steps: stepsTo(weakness.at),
      ...(bar === "strict" && { strictOnly: true as const }),
      ...(hasher.kind === "bcrypt" && raise && { raise }),
    };
    return [{ code: place.code, problem }];
  }
}

function stepsTo(at: Origin | undefined): readonly Step[] {
  return at ? [{ code: at.code, span: at.code.expr(at.id), message: "set here" }] : [];
}

/** Exchanges have their customers sign an API passphrase. */
function isSignedPassphrase({ name }: PasswordEvidence, api: string): boolean {
  return /phrase$/i.test(name) && /hmac/i.test(api);
}

/** What is hashed slowly although it is no password: made by a machine (no need to be slow), or an answer in a form. */
function isToken(code: Code, id: number): boolean {
  const expr = code.expr(id);
  return (
    /token|api_?key|secret|otp|\bcode\b|random|uuid|nanoid|(?:field|formatted|answer|phone|birth)\w*/i.test(code.text.slice(expr.s, expr.e)) &&
    !/pass(?:word|wd|phrase)|pwd/i.test(code.text.slice(expr.s, expr.e))
  );
}

/** A key for encryption is derived here, not a password kept. */
function isOtherUseOfKey(code: Code, api: string): boolean {
  const uses = [
    "createCipheriv",
    "createDecipheriv",
    "createCipher",
    "createSecretKey",
    ...(api.includes("subtle.") ? ["encrypt", "decrypt", "wrapKey"] : ["importKey"]),
  ];
  return uses.some((name) => code.callsByName.has(name));
}
