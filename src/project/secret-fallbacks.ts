import type { ExprId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { constantText, isAboutEnvironment } from "./literals.ts";
import { constantCase } from "./name-words.ts";
import { isPublicVariable, strengthOf, worksAsItIs } from "./secret-names.ts";
import { isDocumentation, nameOfValue, ownersIn } from "./secret-places.ts";
import { isHarmlessFormat, isPhrase, isPlaceholderSyntax, isSentence, isSentinel, looksRandom, looksTyped, restates } from "./secret-values.ts";
import type { FoundSecret } from "./secrets.ts";

/** Texts that take the place of a secret which is not set. */
export function* fallbacksIn(code: Code): Iterable<FoundSecret> {
  for (const [id, expr] of code.summary.exprs.entries()) {
    if (expr.k === "either" && expr.test === undefined && expr.of.length === 2) yield* alternative(code, id, expr.of[0], expr.of[1]);
    if (expr.k === "call") yield* settings(code, id, expr.c, expr.args);
    if (expr.k === "object") yield* convict(code, id, expr.props);
  }
  yield* assignments(code);
}

/** `process.env.JWT_SECRET || "…"`, `{ JWT_SECRET = "…" } = process.env`, `(await getSecret("CRYPTO_KEY")) ?? "…"`. */
function* alternative(code: Code, id: ExprId, left: ExprId | undefined, right: ExprId | undefined): Iterable<FoundSecret> {
  const value = constantText(code, right);
  if (left === undefined || right === undefined || value === undefined) return;
  const read = readName(code, left);
  if (read === undefined || isDocumentation(code, id) || inSwitchedBranch(code, id)) return;
  if (read.environment ? !isFallbackValue(read.name, value) : !isPlainFallback(read.name, value)) return;
  const whole = code.expr(id);
  const kept = code.expr(left);
  const pattern = kept.s >= whole.s && kept.e <= whole.e && code.text.slice(kept.e, code.expr(right).s).match(/^[\s)]*(?:\|\||\?\?)/) !== null;
  yield found(code, right, read.name, pattern ? { whole, left: kept } : undefined);
}

/** The name of what is read, and whether the environment is where it comes from. */
function readName(code: Code, id: ExprId, depth = 0): { readonly name: string; readonly environment: boolean } | undefined {
  const expr = code.expr(id);
  if (depth > 4) return undefined;
  switch (expr.k) {
    case "member":
      return { name: expr.p, environment: isEnvironment(code, expr.o) };
    case "call": {
      const key = expr.args.map((argument) => constantText(code, argument)).find((text) => text !== undefined);
      if (key === undefined || !strengthOf(key)) return undefined;
      return /^[A-Z][A-Z0-9_]+$/.test(key) || /config|env|secret/i.test(code.text.slice(code.expr(expr.c).s, code.expr(expr.c).e))
        ? { name: key, environment: true }
        : undefined;
    }
    case "either":
      return expr.of[0] === undefined ? undefined : readName(code, expr.of[0], depth + 1);
    case "name": {
      const writes = code.summary.writes[`b${expr.b}`] ?? [];
      const only = writes.length === 1 ? writes[0] : undefined;
      const behind = only && code.expr(only.v).k === "member" ? readName(code, only.v, depth + 1) : undefined;
      return behind?.environment ? behind : { name: code.summary.bindings[expr.b]?.n ?? "", environment: false };
    }
    case "param": {
      const name = code.summary.functions[expr.f]?.params[expr.i]?.n;
      return name === undefined ? undefined : { name, environment: false };
    }
    default:
      return undefined;
  }
}

/** `process.env`, `import.meta.env`, `Bun.env`, or what was taken from there. */
export function isEnvironment(code: Code, id: ExprId, depth = 0): boolean {
  const expr = code.expr(id);
  if (depth > 3) return false;
  if (expr.k === "member")
    return expr.p === "env" && /^(?:process|import\.meta|Bun|globalThis\.process)$/.test(code.text.slice(code.expr(expr.o).s, code.expr(expr.o).e));
  if (expr.k !== "name") return false;
  const binding = code.summary.bindings[expr.b];
  if (binding?.imported) return binding.imported.n === "env" && /^(?:node:)?process$/.test(code.summary.imports[binding.imported.i]?.specifier ?? "");
  return (code.summary.writes[`b${expr.b}`] ?? []).some((write) => isEnvironment(code, write.v, depth + 1));
}

/** In place of a variable of the environment any text counts, but for one that shows nothing is there; where somebody else issues the secret, what looks like one. */
function isFallbackValue(name: string, value: string): boolean {
  const strength = strengthOf(name);
  if (strength === undefined || isPublicVariable(name) || isPlaceholderSyntax(value) || isHarmlessFormat(value) || isSentinel(value)) return false;
  if (!worksAsItIs(name)) return looksRandom(value) || (strength === "secret" && isPhrase(value));
  return strength === "password" ? !isSentence(value) : !/^\d{1,5}$/.test(value);
}

/** In place of any other value it must look like a secret, too. */
function isPlainFallback(name: string, value: string): boolean {
  if (!isFallbackValue(name, value) || restates(name, value) || isSentence(value)) return false;
  return looksRandom(value) || (worksAsItIs(name) && (looksTyped(value) || (isPhrase(value) && /[-_\d]/.test(value))));
}

function inSwitchedBranch(code: Code, id: ExprId): boolean {
  const owner = ownersIn(code).get(id);
  const outer = owner?.k === "part" ? code.expr(owner.of) : undefined;
  return outer?.k === "either" && outer.test !== undefined && isAboutEnvironment(code, outer.test);
}

/** `config.get("JWT_SECRET", "…")`; `z.string().default("…")` and `Joi.string().default("…")` under the name of a secret; `str({ default: "…" })`. */
function* settings(code: Code, id: ExprId, callee: ExprId, args: readonly ExprId[]): Iterable<FoundSecret> {
  const method = code.calleeName(callee) ?? "";
  const [first, second] = args;
  const key = constantText(code, first);
  if (
    key !== undefined &&
    second !== undefined &&
    /^(?:get|getOrThrow|env|getEnv|getEnvVar|getEnvironmentVariable|optionalEnv|envOr|fromEnv|getSecret)$/.test(method)
  ) {
    const where = code.text.slice(code.expr(callee).s, code.expr(callee).e);
    const value = constantText(code, second);
    if (value !== undefined && (/^[A-Z][A-Z0-9_]+$/.test(key) || /config|env|settings/i.test(where)) && isFallbackValue(key, value))
      yield found(code, second, key);
  }
  if ((method === "default" || method === "prefault") && first !== undefined && args.length === 1 && code.expr(callee).k === "member") {
    const name = schemaName(code, id);
    if (name !== undefined && key !== undefined && isSchemaDefault(name, key) && !isDocumentation(code, id)) yield found(code, first, name);
  }
  const options = first === undefined ? undefined : code.expr(first);
  if (/^(?:str|makeValidator)$/.test(method) && options?.k === "object") {
    const chosen = options.props.find(([name]) => name === "default")?.[1];
    const name = nameOfValue(code, id)?.name;
    const value = constantText(code, chosen);
    if (chosen !== undefined && name !== undefined && value !== undefined && isFallbackValue(name, value)) yield found(code, chosen, name);
  }
}

/** Schemas also describe requests: only a name of the environment's form, or a text that looks like a secret. */
function isSchemaDefault(name: string, value: string): boolean {
  return /^[A-Z][A-Z0-9_]+$/.test(name) ? isFallbackValue(name, value) : isPlainFallback(name, value);
}

/** The key a schema stands under: `JWT_SECRET: z.string().min(8).default("…").optional()`; `env.get("JWT_SECRET").default("…")`. */
function schemaName(code: Code, id: ExprId): string | undefined {
  const owners = ownersIn(code);
  for (let at: ExprId = id, step = 0; step < 12; step++) {
    const owner = owners.get(at);
    if (owner?.k === "property") return owner.name;
    if (owner?.k !== "part") break;
    at = owner.of;
  }
  for (let at: ExprId | undefined = id, step = 0; at !== undefined && step < 12; step++) {
    const expr = code.expr(at);
    if (expr.k === "call" && code.calleeName(expr.c) === "get") return constantText(code, expr.args[0]);
    at = expr.k === "call" ? expr.c : expr.k === "member" ? expr.o : undefined;
  }
  return undefined;
}

/** convict: `{ doc, format, default: "…", env: "JWT_SECRET" }`. */
function* convict(code: Code, id: ExprId, props: readonly (readonly [string, ExprId, ExprId?])[]): Iterable<FoundSecret> {
  const chosen = props.find(([name]) => name === "default")?.[1];
  const env = constantText(code, props.find(([name]) => name === "env")?.[1]);
  const value = constantText(code, chosen);
  if (chosen === undefined || env === undefined || value === undefined) return;
  const name = strengthOf(env) ? env : (nameOfValue(code, id)?.name ?? "");
  if (isFallbackValue(name, value)) yield found(code, chosen, name);
}

/** `process.env.JWT_SECRET = "…"`. */
function* assignments(code: Code): Iterable<FoundSecret> {
  for (const [key, writes] of Object.entries(code.summary.writes)) {
    const name = /^gprocess\.env\.(\w+)$/.exec(key)?.[1];
    if (name === undefined) continue;
    for (const { v } of writes) {
      const value = constantText(code, v);
      if (value !== undefined && isFallbackValue(name, value)) yield found(code, v, name);
    }
  }
}

function found(code: Code, literal: ExprId, name: string, fallback?: { whole: Span; left: Span }): FoundSecret {
  const { s, e } = code.expr(literal);
  return { kind: "secretFallback", tier: "likely", what: name, where: "", span: { s, e }, variable: constantCase(name), ...(fallback && { fallback }) };
}
