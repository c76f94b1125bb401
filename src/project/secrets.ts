import type { SecretKind, SecretSink } from "#catalog/facts/secrets";
import type { ExprId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { isLabel } from "./hmac-labels.ts";
import { type Literal, LiteralWalk } from "./literals.ts";
import { constantCase } from "./name-words.ts";
import type { Names } from "./names.ts";
import { privateKeysIn, providerTokensIn } from "./provider-scan.ts";
import { isRefusedInProduction } from "./refused-defaults.ts";
import { comparedIn, connectionsIn, headersIn, namedIn } from "./secret-contexts.ts";
import { fallbacksIn } from "./secret-fallbacks.ts";
import { credentialUrlsIn } from "./secret-urls.ts";
import { isHarmlessFormat, isPlaceholderSyntax, isSentinel } from "./secret-values.ts";
import { sinkLabel } from "./sql-sinks.ts";
import type { Step } from "./step.ts";

/** A secret in the code. What it is stays in the file: nothing here holds the value. */
export interface SecretProblem {
  readonly kind:
    | "providerToken"
    | "privateKey"
    | "credentialUrl"
    | "secretAtSink"
    | "secretFallback"
    | "connectionPassword"
    | "authorizationHeader"
    | "comparedPassword"
    | "namedSecret";
  /** How sure it is that the text opens something: `certain`, `likely`, `possible`. */
  readonly tier: "certain" | "likely" | "possible";
  /** Words for the message: what kind of secret, which name, which call. */
  readonly what: string;
  readonly where: string;
  readonly span: Span;
  /** The text itself, to be blanked wherever the file is shown. */
  readonly hide: readonly { readonly code: Code; readonly span: Span }[];
  readonly steps: readonly Step[];
  /** `a || "text"`: what stays when the text is taken away. */
  readonly fallback?: { readonly whole: Span; readonly left: Span };
  /** Name of the environment variable it belongs in. */
  readonly variable: string;
}

/** What a detector found: a problem of one expression or one stretch of text. */
export type FoundSecret = Pick<SecretProblem, "kind" | "tier" | "what" | "where" | "span" | "variable"> & Partial<Pick<SecretProblem, "fallback">>;

/** One look over a text: without any of these words there is nothing to ask. */
const gate =
  /secret|passw|pwd|passphrase|token|credential|private.?key|[kK]ey\b|KEY\b|\bauth|jwt|session|cookie|[cC]ipher|[hH]mac|\bpass\b|_PASS\b|:\/\/[^\s"'`@/]{1,80}:[^\s"'`@/]{1,80}@/i;

/** Finds secrets in files, surest first; a stretch of text is reported once. */
export class SecretQuestions {
  readonly #names: Names;
  readonly #known = new WeakMap<Code, readonly SecretProblem[]>();
  readonly #alone = new WeakMap<Code, readonly SecretProblem[]>();

  constructor(names: Names) {
    this.#names = names;
  }

  /** Every secret in a file, in order. */
  problemsIn(code: Code): readonly SecretProblem[] {
    let known = this.#known.get(code);
    if (!known) this.#known.set(code, (known = this.#find(code)));
    return known;
  }

  /** The expression of exactly this text, when the text is all of it: what a suggestion may replace. */
  literalAt(code: Code, span: Span): Span | undefined {
    const found = code.summary.exprs.find((expr) => expr.k === "const" && expr.s <= span.s && span.e <= expr.e && expr.e - expr.s <= span.e - span.s + 2);
    return found && { s: found.s, e: found.e };
  }

  #find(code: Code): readonly SecretProblem[] {
    const alone = this.#aloneIn(code);
    if (!this.#mayHoldSecrets(code)) return alone;
    const found = [...alone];
    for (const problem of this.#sinksIn(code)) {
      // What stands in a sink is surer than what only has a name; what says itself what it is stays.
      const same = found.findIndex((item) => overlaps(item.hide, problem.hide));
      if (same === -1) found.push(problem);
      else if (found[same]?.kind === "namedSecret") found[same] = problem;
    }
    return found.sort((a, b) => a.span.s - b.span.s);
  }

  /** Whether a file can have a secret in it at all, by its words or by what it imports: cheap. */
  #mayHoldSecrets(code: Code): boolean {
    if (code.role !== "product" || isRehearsal(code.path)) return false;
    const { catalog } = this.#names.project;
    return gate.test(code.text) || code.summary.imports.some(({ specifier, typeOnly }) => !typeOnly && catalog.isOf(catalog.secrets.libraries, specifier));
  }

  /** What a file shows by itself, without looking at what others do with it. */
  #aloneIn(code: Code): readonly SecretProblem[] {
    let known = this.#alone.get(code);
    if (!known) this.#alone.set(code, (known = findAlone(code)));
    return known;
  }

  *#sinksIn(code: Code): Iterable<SecretProblem> {
    const { catalog } = this.#names.project;
    const seen = new Set<string>();
    for (const [method, calls] of code.callsByName) {
      for (const call of calls) {
        const expr = code.expr(call);
        if (expr.k !== "call" && expr.k !== "new") continue;
        if (!catalog.secrets.sinks.methods.has(method) && !this.#isDefaultCall(code, expr.c)) continue;
        for (const api of this.#names.apisOf(code, expr.c)) {
          for (const sink of catalog.secrets.sinks.of(api)) yield* this.#sink(code, call, expr.args, api, sink, seen);
        }
      }
    }
  }

  /** A package that is a function goes by whatever name the importer gives it. */
  #isDefaultCall(code: Code, callee: ExprId): boolean {
    const expr = code.expr(callee);
    if (expr.k === "module") return true;
    const binding = expr.k === "name" ? code.summary.bindings[expr.b] : undefined;
    if (!binding || expr.k !== "name") return false;
    if (binding.imported) return isPackage(code, binding.imported.i);
    return (code.summary.writes[`b${expr.b}`] ?? []).some(({ v }) => comesFromPackage(code, v));
  }

  *#sink(code: Code, call: ExprId, args: readonly ExprId[], api: string, sink: SecretSink, seen: Set<string>): Iterable<SecretProblem> {
    const argument = args[sink.argument ?? 0];
    if (argument === undefined || isLabel(code, call, api)) return;
    for (const path of sink.properties ?? [""]) {
      for (const literal of new LiteralWalk(this.#names).run(code, argument, path === "" ? [] : path.split("."))) {
        const key = `${literal.code.path}:${literal.id}`;
        if (seen.has(key) || !isSecretFor(sink.kind, literal.value) || this.#isKnownThere(code, literal)) continue;
        if (isRefusedInProduction(literal.code, literal.code.expr(literal.id).s)) continue;
        seen.add(key);
        yield toProblem(code, argument, literal, sink.kind, sinkLabel(api), call);
      }
    }
  }

  /** Reported where it stands already, in another file. */
  #isKnownThere(code: Code, literal: Literal): boolean {
    return literal.code !== code && this.#aloneIn(literal.code).some(({ hide }) => overlaps(hide, [literal]));
  }
}

/** `require("express-jwt").expressjwt`, `require("connect")(session)`. */
function comesFromPackage(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  if (expr.k === "module") return isPackage(code, expr.i);
  return expr.k === "member" ? comesFromPackage(code, expr.o) : expr.k === "call" && comesFromPackage(code, expr.c);
}

function isPackage(code: Code, i: number): boolean {
  return !/^(?:[./#~]|@\/)/.test(code.summary.imports[i]?.specifier ?? ".");
}

/** Paths of code that only rehearses: seeds, samples, mock servers. The role knows tests; these have honest names. */
const rehearsal =
  /(?:^|[/._-])(?:mirage|testcontainers?|test-fixtures?|fixtures?|seed(?:s|ers?|ing)?|populate|benchmarks?|load-testing|storybook|dev-server|server-dev|demos?|samples?|factor(?:y|ies)|mocks?|vitestsetup|cypress|e2e|playground)(?=[/._-]|$)|(?:^|\/)(?:examples?|docs?)(?=\/)|(?:^|\/)(?:open-?api|swagger|api-?docs)(?=[./]|$)|(?:^|\/)integration\/setup$/i;

/** Whether a file only rehearses, by its path. */
export function isRehearsal(path: string): boolean {
  return rehearsal.test(path.replace(/\.[cm]?[jt]sx?$/, "")) || /(?:^|\/)(?:Mock|Fake|Stub)[A-Z]\w*\.[cm]?[jt]sx?$/.test(path);
}

function findAlone(code: Code): readonly SecretProblem[] {
  const found: SecretProblem[] = [];
  const add = (item: FoundSecret): void => {
    const hide = [{ code, span: item.span }];
    if (!found.some((other) => overlaps(other.hide, hide))) found.push({ ...item, hide, steps: [] });
  };
  const mild = code.role !== "product" || isRehearsal(code.path);
  for (const { token, span, verified } of providerTokensIn(code.text)) {
    if (mild && !verified) continue;
    add({ kind: "providerToken", tier: token.mild ? "possible" : "certain", what: token.name, where: "", span, variable: constantCase(token.id) });
  }
  if (mild) return found;
  for (const span of privateKeysIn(code.text)) add({ kind: "privateKey", tier: "certain", what: "private key", where: "", span, variable: "PRIVATE_KEY" });
  if (!gate.test(code.text)) return found;
  for (const find of [credentialUrlsIn, fallbacksIn, connectionsIn, headersIn, comparedIn, namedIn]) for (const item of find(code)) add(item);
  return found;
}

/** Whether a text given to a sink is a secret. A key works whatever it says; what somebody else must have issued works only if it is that. */
function isSecretFor(kind: SecretKind, value: string): boolean {
  if (isPlaceholderSyntax(value) || isHarmlessFormat(value)) return false;
  switch (kind) {
    case "signing key":
    case "encryption key":
    case "session secret":
      return true;
    case "password":
      return value !== "password";
    case "client secret":
      return !isSentinel(value);
    case "API key":
      return (
        value.length >= 12 &&
        !isSentinel(value) &&
        !/\bnot\b|your|dummy|fake|placeholder|xxx|^test|example|^(?:enter|insert|paste|put)[-_ ]|[-_ ]here$/i.test(value)
      );
  }
}

/**
 * At the text, where everybody uses it; for a local variable at the call, the only thing that says what the text is.
 */
function toProblem(code: Code, argument: ExprId, literal: Literal, kind: SecretKind, sink: string, call: ExprId): SecretProblem {
  const used = code.expr(argument);
  const inline = literal.code === code && used.s <= literal.span.s && literal.span.e <= used.e;
  const near = inline || (literal.code === code && isModuleLevel(literal));
  const callee = code.expr(call);
  return {
    kind: "secretAtSink",
    tier: "certain",
    what: kind,
    where: sink,
    span: near ? literal.span : { s: used.s, e: used.e },
    hide: [{ code: literal.code, span: literal.span }],
    steps: inline
      ? []
      : [
          { code: literal.code, span: literal.span, message: "the text in the code" },
          { code, span: near ? { s: callee.s, e: callee.e } : { s: used.s, e: used.e }, message: `becomes the ${kind} of ${sink}()` },
        ],
    variable: kind === "password" ? "PASSWORD" : constantCase(kind),
  };
}

function isModuleLevel({ code, span }: Literal): boolean {
  return !code.summary.functions.some((fn, id) => id !== 0 && fn.s <= span.s && span.e <= fn.e);
}

function overlaps(some: readonly { readonly code: Code; readonly span: Span }[], others: readonly { readonly code: Code; readonly span: Span }[]): boolean {
  return some.some((a) => others.some((b) => a.code === b.code && a.span.s < b.span.e && b.span.s < a.span.e));
}
