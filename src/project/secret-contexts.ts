import type { Expr, ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { constantText, isAboutEnvironment } from "./literals.ts";
import { constantCase, wordsOfName } from "./name-words.ts";
import { isPublicVariable, strengthOf, worksAsItIs } from "./secret-names.ts";
import { isDocumentation, isNameTable, nameOfValue, type Owner, ownersIn } from "./secret-places.ts";
import {
  isHarmlessFormat,
  isIdentifierLike,
  isPhrase,
  isPlaceholderSyntax,
  isSentence,
  isSentinel,
  looksRandom,
  looksTyped,
  restates,
} from "./secret-values.ts";
import type { FoundSecret } from "./secrets.ts";

const passwordKeys = new Set(["password", "pass", "passwd", "pwd"]);
const connectionKeys = new Set(["host", "hostname", "server", "port", "user", "username", "database", "db", "dialect", "url", "db_name", "dbname"]);
const serverKeys = new Set(["host", "hostname", "server", "port", "database", "dialect", "url", "db_name", "dbname"]);

/** `{ host, user, password: "…" }`: whatever the text is, it is what opens that server. */
export function* connectionsIn(code: Code): Iterable<FoundSecret> {
  for (const [id, expr] of code.summary.exprs.entries()) {
    if (expr.k !== "object") continue;
    const keys = expr.props.map(([name]) => name.toLowerCase());
    if (keys.filter((key) => connectionKeys.has(key)).length < 2 || !keys.some((key) => serverKeys.has(key))) continue;
    if (!looksLikeConnection(code, expr) || isDocumentation(code, id) || isSwitched(code, id)) continue;
    for (const [name, at] of expr.props) {
      const value = passwordKeys.has(name.toLowerCase()) ? constantText(code, at) : undefined;
      if (value === undefined || isPlaceholderSyntax(value) || isSentinel(value) || isSentence(value) || isHarmlessFormat(value)) continue;
      const tier = isLocal(code, expr) ? "possible" : "likely";
      yield { kind: "connectionPassword", tier, what: name, where: "", span: spanOf(code, at), variable: "DATABASE_PASSWORD" };
    }
  }
}

/** A form, a table of columns or of labels has texts that repeat their names; a connection has a host or a port. */
function looksLikeConnection(code: Code, expr: Extract<Expr, { k: "object" }>): boolean {
  const texts = expr.props.flatMap(([name, at]) => {
    const value = constantText(code, at);
    return value === undefined ? [] : [[name, value] as const];
  });
  if (texts.some(([, value]) => /\s/.test(value.trim()))) return false;
  // `host: "localhost"` is an address, no label, and then `password: "password"` is the password.
  return (
    texts.some(([name, value]) => /^(?:host|hostname|server)$/i.test(name) && address.test(value)) ||
    texts.filter(([name, value]) => restates(name, value)).length < 2
  );
}

const address = /^(?:localhost|[\w-]+(?:\.[\w-]+)+)$/;

function isLocal(code: Code, expr: Extract<Expr, { k: "object" }>): boolean {
  const host = expr.props.find(([name]) => /^(?:host|hostname|server)$/i.test(name))?.[1];
  return /^(?:localhost|127\.|0\.0\.0\.0)/.test(constantText(code, host) ?? "");
}

const headerNames = /^(?:authorization|proxy-authorization|x-api-key|api-key|x-auth-token|x-access-token)$/i;

/** `Authorization: "Bearer …"`, `.set("Authorization", "Basic …")`. */
export function* headersIn(code: Code): Iterable<FoundSecret> {
  const texts = code.summary.exprs.flatMap((expr): (readonly [string, ExprId])[] => {
    if (expr.k === "object") return expr.props.map(([name, at]) => [name, at] as const);
    const [name, value] = expr.k === "call" ? expr.args : [];
    const header = constantText(code, name);
    return header === undefined || value === undefined ? [] : [[header, value]];
  });
  for (const [header, at] of texts) {
    const value = headerNames.test(header) ? constantText(code, at) : undefined;
    const credential = value?.replace(/^(?:basic|bearer|token|apikey|key)\s+/i, "");
    if (credential === undefined || !looksRandom(credential) || isDocumentation(code, at)) continue;
    yield { kind: "authorizationHeader", tier: "likely", what: header, where: "", span: spanOf(code, at), variable: constantCase(header) };
  }
}

/** `password === "…"`: whoever knows the code comes in. */
export function* comparedIn(code: Code): Iterable<FoundSecret> {
  for (const expr of code.summary.exprs) {
    if (expr.k !== "const" || typeof expr.v !== "string") continue;
    const before = /([\w$]+)\s*===?\s*$/.exec(code.text.slice(Math.max(0, expr.s - 80), expr.s))?.[1];
    if (before === undefined || strengthOf(before) !== "password" || isPlaceholderSyntax(expr.v) || isHarmlessFormat(expr.v)) continue;
    if (!looksTyped(expr.v) && !looksRandom(expr.v)) continue;
    yield { kind: "comparedPassword", tier: "likely", what: before, where: "", span: { s: expr.s, e: expr.e }, variable: constantCase(before) };
  }
}

/** Texts with the name of a secret that look like one. */
export function* namedIn(code: Code): Iterable<FoundSecret> {
  for (const [id, expr] of code.summary.exprs.entries()) {
    if (expr.k !== "const" || typeof expr.v !== "string" || expr.v.length < 4) continue;
    const named = nameOfValue(code, id);
    if (named === undefined || isListed(code, id, named)) continue;
    const tier = namedTier(named.name, expr.v, named.owner.k === "variable");
    if (tier === undefined || isDocumentation(code, id) || isInNameTable(code, id) || isSwitched(code, id)) continue;
    yield { kind: "namedSecret", tier, what: named.name, where: "", span: { s: expr.s, e: expr.e }, variable: constantCase(named.name) };
  }
}

/** Members of an enum, names in a list (`SECRET_KEYS = ["…"]`), keys of a service that browsers are given (`{ appId, apiKey }`). */
function isListed(code: Code, id: ExprId, { name, owner }: { readonly name: string; readonly owner: Owner }): boolean {
  const owners = ownersIn(code);
  const direct = owners.get(id);
  if (/s$/i.test(name) && direct?.k === "part" && code.expr(direct.of).k === "array" && !/^(?:pass|.*keys)$/i.test(name)) return true;
  if (/(?:secret|private|api)_?keys$/i.test(name)) return true;
  if (owner.k !== "property") return owner.k === "variable" && owner.enum;
  const holder = owners.get(owner.object);
  const object = code.expr(owner.object);
  if (holder?.k === "variable" && holder.enum) return true;
  return object.k === "object" && object.props.some(([key]) => /^(?:appId|indexName|authDomain|messagingSenderId|measurementId)$/.test(key));
}

function namedTier(name: string, value: string, variable: boolean): FoundSecret["tier"] | undefined {
  const strength = strengthOf(name);
  if (
    strength === undefined ||
    isPublicVariable(name) ||
    isPlaceholderSyntax(value) ||
    isSentinel(value) ||
    isHarmlessFormat(value) ||
    isSentence(value) ||
    restates(name, value)
  )
    return undefined;
  if (/[-_:.=]$/.test(value)) return undefined;
  if (looksRandom(value)) return strength === "key" || strength === "token" ? "possible" : "likely";
  if (!worksAsItIs(name)) return undefined;
  if (strength === "password")
    return looksTyped(value) && !isIdentifierLike(value.replace(/\d+$/, ""))
      ? "likely"
      : typedWithDigits(value) && (variable || wordsOfName(name).length > 1)
        ? "likely"
        : undefined;
  const qualified = wordsOfName(name).length > 1 || variable;
  return qualified && (looksTyped(value) || (isPhrase(value) && /[-_\d]/.test(value))) ? "likely" : undefined;
}

/** `Heisenberg123`. */
function typedWithDigits(value: string): boolean {
  return looksTyped(value) && /\d{2}/.test(value);
}

function isInNameTable(code: Code, id: ExprId): boolean {
  const owner = ownersIn(code).get(id);
  return owner?.k === "property" && isNameTable(code, owner.object);
}

/** `isTest ? { … } : { … }`. */
function isSwitched(code: Code, id: ExprId): boolean {
  const owners = ownersIn(code);
  for (let at: ExprId = id, step = 0; step < 6; step++) {
    const owner = owners.get(at);
    if (owner?.k !== "part" && owner?.k !== "property") return false;
    at = owner.k === "part" ? owner.of : owner.object;
    const outer = code.expr(at);
    if (outer.k === "either" && outer.test !== undefined && isAboutEnvironment(code, outer.test)) return true;
  }
  return false;
}

function spanOf(code: Code, id: ExprId): { s: number; e: number } {
  const { s, e } = code.expr(id);
  return { s, e };
}
