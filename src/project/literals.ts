import type { ExprId, FnId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { keyOfExpr } from "./storage-key.ts";
import { exportedValue } from "./exported-value.ts";

/** A constant text in the code, that a value may be. */
export interface Literal {
  readonly code: Code;
  readonly id: ExprId;
  readonly span: Span;
  readonly value: string;
}

/** Functions that make a key out of a text. */
const makers = new Set(["from", "encode", "asKey", "createSecretKey", "importPKCS8", "String", "freeze", "alloc", "utf8", "parse"]);
/** Methods of a text that give a part or another form of it. */
const shapers = new Set(["toString", "trim", "substring", "substr", "slice", "padEnd", "padStart", "repeat", "toLowerCase", "toUpperCase"]);
/** `config.get("jwt.secret", "…")`: the last argument is what it is without the setting. */
const readers = /^(?:get|getOrThrow|default|env|getEnv|optional|optionalEnv)$/;
const maxDepth = 14;

/** Every constant text a value may be, across files. What depends on the environment a program runs in (`isTest ? "a" : b`) is left out. */
export class LiteralWalk {
  readonly found: Literal[] = [];
  readonly #names: Names;
  readonly #seen = new Set<string>();

  constructor(names: Names) {
    this.#names = names;
  }

  run(code: Code, id: ExprId, path: readonly string[] = []): readonly Literal[] {
    this.#walk(code, id, path, 0);
    return this.found;
  }

  #walk(code: Code, id: ExprId, path: readonly string[], depth: number): void {
    const key = `${code.path}:${id}:${path.join(".")}`;
    if (depth > maxDepth || this.#seen.has(key) || this.#seen.size > 400) return;
    this.#seen.add(key);
    const expr = code.expr(id);
    const next = depth + 1;
    switch (expr.k) {
      case "const":
        if (path.length === 0 && typeof expr.v === "string") this.found.push({ code, id, span: { s: expr.s, e: expr.e }, value: expr.v });
        return;
      case "concat":
        return this.#concat(code, id, path);
      case "either":
        if (expr.test !== undefined && expr.of.length > 1 && isAboutEnvironment(code, expr.test)) return;
        for (const item of expr.of) this.#walk(code, item, path, next);
        return;
      case "name":
        return this.#name(code, expr.b, path, next);
      case "member":
        return this.#member(code, id, expr.o, expr.p, path, next);
      case "object":
        return this.#object(code, expr.props, path, next);
      case "array":
        for (const item of expr.items) this.#walk(code, item, path, next);
        return;
      case "spread":
        return this.#walk(code, expr.o, path, next);
      case "function":
        return path[0] === "()" ? this.#returns(code, expr.f, path.slice(1), next) : undefined;
      case "call":
      case "new":
        return this.#call(code, expr.c, expr.args, path, next);
      default:
        return;
    }
  }

  /** `"a" + "b"`: still one constant. */
  #concat(code: Code, id: ExprId, path: readonly string[]): void {
    const value = path.length === 0 ? constantText(code, id) : undefined;
    const { s, e } = code.expr(id);
    if (value !== undefined) this.found.push({ code, id, span: { s, e }, value });
  }

  #name(code: Code, b: number, path: readonly string[], depth: number): void {
    const { imported, n } = code.summary.bindings[b] ?? { n: "" };
    if (isPublic(n)) return;
    if (imported) return this.#imported(code, imported.i, imported.n, path, depth);
    this.#stored(code, `b${b}`, path, depth);
  }

  #imported(code: Code, i: number, name: string, path: readonly string[], depth: number): void {
    const target = this.#names.project.target(code, i);
    if (target.kind !== "code" || target.code.role === "test") return;
    const found = name === "*" && path[0] !== undefined ? exportedValue(this.#names, target.code, path[0]) : exportedValue(this.#names, target.code, name);
    if (!found) return;
    const rest = name === "*" && !found.path.includes("*") && found.path.length === 0 ? path.slice(1) : path;
    this.#walk(found.code, found.id, [...found.path, ...rest], depth);
  }

  /** What is stored under a key, and under members of it. */
  #stored(code: Code, key: string, path: readonly string[], depth: number): void {
    for (const write of code.summary.writes[key] ?? []) if (write.op === "=" || write.op === "push") this.#walk(code, write.v, path, depth);
    if (path[0] !== undefined) this.#deeper(code, `${key}.${path[0]}`, path.slice(1), depth);
  }

  #deeper(code: Code, key: string, path: readonly string[], depth: number): void {
    for (const write of code.summary.writes[key] ?? []) if (write.op === "=") this.#walk(code, write.v, path, depth);
  }

  #member(code: Code, id: ExprId, o: ExprId, p: string, path: readonly string[], depth: number): void {
    const key = keyOfExpr(code, id);
    if (isPublic(p)) return;
    if (key?.startsWith("gprocess.env") || key?.startsWith("gimport")) return;
    if (key !== undefined) this.#deeper(code, key, path, depth);
    if (code.expr(o).k === "this") return this.#inherited(code, o, p, path, depth);
    this.#walk(code, o, [p, ...path], depth);
  }

  #inherited(code: Code, o: ExprId, p: string, path: readonly string[], depth: number): void {
    const owner = code.expr(o);
    const member = owner.k === "this" ? code.summary.classes[owner.c]?.members[p] : undefined;
    if (member?.kind === "getter" && member.f !== undefined) this.#returns(code, member.f, path, depth);
  }

  #object(code: Code, props: readonly (readonly [string, ExprId, ExprId?])[], path: readonly string[], depth: number): void {
    const [head, ...rest] = path;
    if (head === undefined) return;
    const exact = head === "*" ? undefined : props.findLast(([name]) => name === head);
    if (exact) return this.#walk(code, exact[1], rest, depth);
    for (const [name, value] of props) if (name === "..." || head === "*") this.#walk(code, value, name === "..." ? path : rest, depth);
  }

  #returns(code: Code, f: FnId, path: readonly string[], depth: number): void {
    for (const value of code.summary.functions[f]?.returns ?? []) this.#walk(code, value, path, depth);
  }

  #call(code: Code, c: ExprId, args: readonly ExprId[], path: readonly string[], depth: number): void {
    const method = code.calleeName(c) ?? "";
    const callee = code.expr(c);
    if (method === "assign") return args.forEach((argument) => this.#walk(code, argument, path, depth));
    const [first, second] = args;
    if (readers.test(method) && second !== undefined && path.length === 0 && constantText(code, first) !== undefined)
      return this.#walk(code, second, path, depth);
    if (shapers.has(method) && callee.k === "member" && path.length === 0) return this.#walk(code, callee.o, path, depth);
    // `Buffer.alloc(32, "text")`: what fills it.
    const made = method === "alloc" ? second : first;
    if (makers.has(method) && made !== undefined && path.length === 0) return this.#walk(code, made, path, depth);
    for (const item of this.#names.denote(code, c)) if (item.k === "function" && item.code.role !== "test") this.#returns(item.code, item.f, path, depth);
  }
}

/** A public key verifies what a private one has signed: everybody may have it. */
function isPublic(name: string): boolean {
  return /public|certificate|^cert$/i.test(name);
}

/** Text of an expression that is constant by itself. */
export function constantText(code: Code, id: ExprId | undefined, depth = 0): string | undefined {
  if (id === undefined || depth > 40) return undefined;
  const expr = code.expr(id);
  if (expr.k === "const") return typeof expr.v === "string" ? expr.v : undefined;
  if (expr.k !== "concat") return undefined;
  const left = constantText(code, expr.l, depth + 1);
  const right = left === undefined ? undefined : constantText(code, expr.r, depth + 1);
  return right === undefined ? undefined : `${left ?? ""}${right}`;
}

/** `process.env.NODE_ENV === "test"`, `isDev`: what follows is chosen on purpose for where it runs. */
export function isAboutEnvironment(code: Code, test: ExprId): boolean {
  const { s, e } = code.expr(test);
  return /NODE_ENV|VITEST|JEST|\b(?:is)?_?(?:test|dev|local|ci|demo|mock|prod)/i.test(code.text.slice(s, Math.min(e, s + 200)));
}
