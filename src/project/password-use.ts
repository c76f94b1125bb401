import type { ExprId, Fn, Span } from "#syntax/summary";
import { calledName, findCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { isPasswordName } from "./password-names.ts";

/** What else a password is hashed for: keys, look-ups of leaked ones, proofs for another system, an old hash about to be replaced. */
const otherPurpose =
  /token|e_?tag|cache|checksum|fingerprint|gravatar|signature|signing|nonce|session|secret|cipher|(?<!pass)key|challenge|realm|pwned|hibp|breach|leak|range|legacy|scram|sasl|cram/i;
/** `generateBankSign()`, `bankSign`: a proof for somebody who knows the password as well. */
const signing = /(?:Sign|_sign)$|^sign$/;
const breachService = /pwnedpasswords|haveibeenpwned|\bhibp\b/i;
const challenge = /\b(?:nonce|realm|challenge|cnonce|HA1|HA2)\b/;
const ciphers = ["createCipheriv", "createDecipheriv", "createCipher", "createDecipher", "createSecretKey"];

/** Whether a fast hash of a password at this place is no password storage. */
export function isOtherPurpose(names: Names, code: Code, call: ExprId): boolean {
  const span = code.expr(call);
  if (breachService.test(code.text) || ciphers.some((name) => code.callsByName.has(name))) return true;
  if (challenge.test(code.text.slice(span.s, span.e + 80))) return true;
  const results = nameOfResult(code, span);
  if ([...results, ...namesAround(code, span)].some((name) => signing.test(name))) return true;
  if (results.some((name) => otherPurpose.test(name) && !isAboutPassword(name))) return true;
  const around = functionsAround(code, span);
  if (namesAround(code, span).some((name) => otherPurpose.test(name) && !isAboutPassword(name))) return true;
  return isPreHash(names, code, span, 0) || isConstantTimeIdiom(names, code, around[0] ?? span);
}

function isAboutPassword(name: string): boolean {
  return /pass_?(?:word|wd|phrase)|pwd/i.test(name) && !/token|key|cache|reset/i.test(name);
}

/** Whether the result becomes somebody's password: `user.password = …`, `{ password: … }`, `setPassword(…)`, `hashPassword() {…}`. */
export function becomesPassword(code: Code, call: ExprId): boolean {
  const span = code.expr(call);
  return (
    nameOfResult(code, span).some((name) => isPasswordName(name) || /pass(?:word)?_?(?:hash|digest)|hash(?:ed)?_?pass(?:word)?/i.test(name)) ||
    isPasswordFunction(code, span)
  );
}

/** The function a place stands in says that it hashes or checks passwords. */
export function isPasswordFunction(code: Code, span: Span): boolean {
  return namesAround(code, span).some((name) =>
    /^_?(?:hash|set|check|verify|compare|validate|encrypt|encode|crypt|make)_?(?:user)?_?pass(?:word|wd)$|^pass(?:word|wd)_?(?:hash|digest|matches)$/i.test(
      name,
    ),
  );
}

/** Places a value goes to, by name: a variable, a field, a property, a function it is passed to. */
function nameOfResult(code: Code, { s, e }: Span): readonly string[] {
  const holds = (id: ExprId): boolean => {
    const expr = code.expr(id);
    return expr.s <= s && e <= expr.e && expr.k !== "function" && expr.k !== "object" && expr.k !== "class";
  };
  const found: string[] = [];
  for (const [key, writes] of Object.entries(code.summary.writes)) {
    if (!writes.some((write) => holds(write.v))) continue;
    const binding = /^b(\d+)$/.exec(key);
    found.push(binding ? (code.summary.bindings[Number(binding[1])]?.n ?? "") : key.slice(key.lastIndexOf(".") + 1));
  }
  for (const expr of code.summary.exprs) {
    if (expr.k === "object") for (const [name, value] of expr.props) if (name !== "..." && holds(value)) found.push(name);
    if (expr.k === "call" && expr.args.some(holds) && expr.s <= s) found.push(code.calleeName(expr.c) ?? "");
  }
  return found;
}

/** Functions around a place, outermost first. */
function functionsAround(code: Code, { s, e }: Span): readonly Fn[] {
  return code.summary.functions.filter((fn) => fn.kind !== "module" && fn.s <= s && e <= fn.e);
}

/** What the functions around a place are called, by themselves or by what holds them. */
function namesAround(code: Code, span: Span): readonly string[] {
  return functionsAround(code, span).map((fn) => fn.n || (calledName(code, code.summary.functions.indexOf(fn)) ?? ""));
}

/** What is hashed quickly is hashed slowly afterwards, here or at a caller (or an old hash is being replaced). */
function isPreHash(names: Names, code: Code, span: Span, depth: number): boolean {
  const around = functionsAround(code, span);
  const outermost = around[0] ?? { s: 0, e: code.text.length };
  const isSlow = [...callsWithin(code, outermost)].some((c) => {
    const callee = code.expr(c);
    if (/(?<!we)bcrypt|argon2|scrypt|pbkdf2/i.test(code.text.slice(callee.s, callee.e))) return true;
    return names
      .apisOf(code, c)
      .some((api) => (names.project.catalog.secrets.hashers.of(api)?.kind ?? "fast") !== "fast" || /^(?:bcrypt|argon2|@node-rs\/(?:bcrypt|argon2))#/.test(api));
  });
  if (isSlow) return true;
  if (depth > 1) return false;
  return around.some((fn) =>
    findCalls(names, code, code.summary.functions.indexOf(fn)).some((found) => isPreHash(names, found.code, found.code.expr(found.call), depth + 1)),
  );
}

function* callsWithin(code: Code, { s, e }: Span): Iterable<ExprId> {
  for (const call of code.summary.calls) {
    const expr = code.expr(call);
    if (expr.k === "call" && s <= expr.s && expr.e <= e) yield expr.c;
  }
}

/** `timingSafeEqual(sha256(a), sha256(b))`: hashed only to be of one length. */
function isConstantTimeIdiom(names: Names, code: Code, span: Span): boolean {
  const callees = [...callsWithin(code, span)];
  if (!callees.some((c) => code.calleeName(c) === "timingSafeEqual")) return false;
  const hashes = callees.filter(
    (c) => names.apisOf(code, c).some((api) => names.project.catalog.secrets.hashers.of(api)?.kind === "fast") || /hash|sha\d/i.test(code.calleeName(c) ?? ""),
  );
  return hashes.length > 1;
}
