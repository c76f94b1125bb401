import type { ExprId } from "#syntax/summary";
import { findCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";

/** Something that is a password by its name: where it stands, and what it is called. */
export interface PasswordEvidence {
  readonly code: Code;
  readonly id: ExprId;
  readonly name: string;
  /** A field of a stored record: it may hold the hash already. */
  readonly stored: boolean;
}

/** A parameter whose name says nothing: callers decide. */
export interface OpenParameter {
  readonly code: Code;
  readonly f: number;
  readonly i: number;
}

const passwordWord = /^(?:passwords?|passwd|pwd|passphrase|passcode|pwtext|passwordtext|pswd)$/;
/** Words that may follow: `passwordPlain`, `password1`, `passwordConfirmation`. */
const trailing = /^(?:plain|plaintext|text|raw|input|value|string|str|clear|confirm|confirmation|attempt|candidate|\d+|bytes|buffer)$/;
/** Words that make it something else: what is already hashed, what only stands beside a password, what a machine made. */
const otherWord =
  /^(?:hash|hashed|hashes|digest|digested|encrypted|encoded|salted|cipher|otp|time|temp|temporary|reset|forgot|token|is|has|no|with|without|env)$/;

/** Whether an identifier names a password in plain text. */
export function isPasswordName(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[\s_\-$]+|(?<=[a-z])(?=\d)/)
    .map((word) => word.toLowerCase())
    .filter((word) => word !== "");
  while (words.length > 1 && trailing.test(words.at(-1) ?? "")) words.pop();
  return passwordWord.test(words.at(-1) ?? "") && !words.some((word) => otherWord.test(word));
}

const storedOwner =
  /^(?:this|user|users|account|member|customer|admin|record|row|doc|document|entity|model|profile|instance|me|existing\w*|found\w*|db\w*|stored\w*|saved\w*|current\w*|requesting\w*|\w*(?:User|Account|Record|Row|Entity))$/;
const passing = new Set(["trim", "toString", "normalize", "toLowerCase", "concat", "slice", "substring", "valueOf", "join"]);
const maxDepth = 8;

/** Passwords that flow into a value, by name: through variables, text put together, and plain conversions. */
export function passwordsIn(code: Code, id: ExprId, depth = 0): readonly (PasswordEvidence | OpenParameter)[] {
  if (depth > maxDepth) return [];
  const expr = code.expr(id);
  const deeper = (ids: readonly ExprId[]): readonly (PasswordEvidence | OpenParameter)[] => ids.flatMap((item) => passwordsIn(code, item, depth + 1));
  switch (expr.k) {
    case "name": {
      const name = code.summary.bindings[expr.b]?.n ?? "";
      const writes = code.summary.writes[`b${expr.b}`] ?? [];
      if (isPasswordName(name)) return writes.some((write) => isComputed(code, write.v)) ? [] : [{ code, id, name, stored: false }];
      return deeper(writes.filter((write) => write.v !== id).map((write) => write.v));
    }
    case "member":
      return isPasswordName(expr.p) && !isEnvironment(code, expr.o)
        ? [{ code, id, name: code.text.slice(expr.s, expr.e), stored: isStored(code, expr.o) }]
        : [];
    case "param": {
      const name = code.summary.functions[expr.f]?.params[expr.i]?.n ?? "";
      return isPasswordName(name) ? [{ code, id, name, stored: false }] : [{ code, f: expr.f, i: expr.i }];
    }
    case "template":
      return deeper(expr.parts);
    case "concat":
      return deeper([expr.l, expr.r]);
    case "either":
      return deeper(expr.of);
    case "array":
      return deeper(expr.items);
    case "call": {
      const callee = code.expr(expr.c);
      if (callee.k === "global") return callee.n === "String" || callee.n.startsWith("encodeURI") ? deeper(expr.args.slice(0, 1)) : [];
      if (callee.k !== "member") return [];
      const owner = code.expr(callee.o);
      if (callee.p === "importKey") return deeper(expr.args.slice(1, 2));
      const isConversion = (owner.k === "global" && owner.n === "Buffer" && callee.p === "from") || callee.p === "encode";
      return isConversion ? deeper(expr.args.slice(0, 1)) : passing.has(callee.p) ? deeper([callee.o, ...(callee.p === "concat" ? expr.args : [])]) : [];
    }
    default:
      return [];
  }
}

/** The value of a call that makes something new of its arguments: most likely a hash. */
function isComputed(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  if (expr.k !== "call") return false;
  const callee = code.expr(expr.c);
  return /hash|md5|sha\d|digest|crypt|derive|pbkdf|argon|random|generate/i.test(code.text.slice(callee.s, callee.e));
}

function isEnvironment(code: Code, o: ExprId): boolean {
  const owner = code.expr(o);
  return owner.k === "member" && owner.p === "env";
}

/** A record of ours, by what its variable is called. */
function isStored(code: Code, o: ExprId): boolean {
  const owner = code.expr(o);
  return storedOwner.test(code.text.slice(owner.s, owner.e).split(".").at(-1) ?? "");
}

/** A caller that passes a password to a parameter of another name. */
interface PassedPassword {
  readonly evidence: PasswordEvidence;
  readonly code: Code;
  readonly call: ExprId;
}

/** Callers that pass passwords to a parameter, at most three calls away. */
export function passedPasswords(names: Names, { code, f, i }: OpenParameter, depth = 0): readonly PassedPassword[] {
  if (depth > 2) return [];
  const isRest = code.summary.exprs.some((expr) => expr.k === "param" && expr.f === f && expr.i === i && expr.rest === true);
  return findCalls(names, code, f).flatMap((found) => {
    const args = isRest ? found.args.slice(i) : found.args.slice(i, i + 1);
    return args.flatMap((argument) =>
      passwordsIn(found.code, argument).flatMap((item) =>
        "f" in item ? passedPasswords(names, item, depth + 1) : [{ evidence: item, code: found.code, call: found.call }],
      ),
    );
  });
}
