import type { ExprId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { strengthOf } from "./secret-names.ts";

/** A secret on its way into a log. */
export interface LoggedSecret {
  readonly name: string;
  readonly logger: string;
  readonly span: Span;
}

const methods = new Set(["log", "info", "debug", "warn", "error", "trace", "fatal", "verbose", "silly", "notice"]);
const loggers = /^(?:console|log|logger|_?logger|logging|winston|pino)$|Logger$/;
/** What is left of a secret is none: that there is one, how long it is, what it hashes to. */
const harmless = /mask|redact|hash|obfuscat|sanitiz|censor|hide|trunc/i;

/** Calls of loggers that are handed a password, a key, a token or the header that carries one. */
export function loggedSecretsIn(code: Code): readonly LoggedSecret[] {
  const found: LoggedSecret[] = [];
  for (const id of code.summary.calls) {
    const call = code.expr(id);
    const callee = call.k === "call" ? code.expr(call.c) : undefined;
    if (call.k !== "call" || callee?.k !== "member" || !methods.has(callee.p)) continue;
    const logger = nameOf(code, callee.o);
    if (logger === undefined || !loggers.test(logger)) continue;
    const secret = call.args.map((argument) => secretIn(code, argument)).find((item) => item !== undefined);
    if (secret) found.push({ ...secret, logger: `${logger}.${callee.p}` });
  }
  return found;
}

/** Last name of a plain path: `this.logger` is `logger`. */
function nameOf(code: Code, id: ExprId): string | undefined {
  const expr = code.expr(id);
  return expr.k === "member" ? expr.p : expr.k === "name" ? code.summary.bindings[expr.b]?.n : expr.k === "global" ? expr.n : undefined;
}

/** The first secret a logged value is made of; what a function makes of one is unknown, and quiet. */
function secretIn(code: Code, id: ExprId, depth = 0): Omit<LoggedSecret, "logger"> | undefined {
  const expr = code.expr(id);
  if (depth > 5) return undefined;
  const within = (ids: readonly ExprId[]): Omit<LoggedSecret, "logger"> | undefined =>
    ids.map((item) => secretIn(code, item, depth + 1)).find((item) => item !== undefined);
  switch (expr.k) {
    case "name":
    case "global":
    case "member":
      return isSecretName(code, id) ? { name: nameOf(code, id) ?? "", span: { s: expr.s, e: expr.e } } : undefined;
    case "template":
      return within(expr.parts);
    case "concat":
      return within([expr.l, expr.r]);
    case "object":
      return within(expr.props.filter(([key]) => !harmless.test(key)).map(([, value]) => value));
    case "array":
      return within(expr.items);
    case "either":
      return within(expr.of);
    case "call":
      return isStringify(code, expr.c) ? within(expr.args) : undefined;
    default:
      return undefined;
  }
}

function isStringify(code: Code, callee: ExprId): boolean {
  const expr = code.expr(callee);
  return expr.k === "member" && (expr.p === "stringify" || expr.p === "toString");
}

function isSecretName(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  const name = nameOf(code, id) ?? "";
  if (expr.k === "member" && /^authorization$/i.test(name)) return /headers?$/i.test(nameOf(code, expr.o) ?? "");
  if (strengthOf(name) === undefined || harmless.test(name)) return false;
  // `errors.password`, `texts.password`: what is said about it.
  if (
    expr.k === "member" &&
    /errors?|messages?|texts?|labels?|fields?|schema|routes?|paths?|codes?|types?|enum|constants?|events?|scopes?|kinds?|keys|permissions?$/i.test(
      nameOf(code, expr.o) ?? "",
    )
  )
    return false;
  if (expr.k !== "name") return true;
  const binding = code.summary.bindings[expr.b];
  const type = binding?.t;
  if (type?.k === "keyword" && type.n !== "string" && type.n !== "any") return false;
  return binding?.kind !== "import" && binding?.kind !== "class" && binding?.kind !== "enum" && binding?.kind !== "function" && !isHarmlessValue(code, expr.b);
}

/** A constant text, a yes or no, or what a function with such a name made of it. */
function isHarmlessValue(code: Code, b: number): boolean {
  return (code.summary.writes[`b${b}`] ?? []).some(({ v }) => {
    const value = code.expr(v);
    return value.k === "const" || value.k === "boolean" || value.k === "number" || (value.k === "call" && harmless.test(code.calleeName(value.c) ?? ""));
  });
}
