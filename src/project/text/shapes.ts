import type { ExprId, TypeExpr, Write } from "#syntax/summary";
import { isTypeScript } from "#syntax/parse";
import { patternOf } from "../bounded.ts";
import type { Code } from "../code.ts";

/** The last `=` before this point in straight-line code hides earlier ones; otherwise all of them are alternatives. */
export function relevant(code: Code, writes: readonly Write[], at: number): readonly Write[] {
  const assignments = writes.filter((write) => write.op === "=");
  if (assignments.length < 2) return assignments;
  const earlier = assignments.filter((write) => write.at < at);
  return earlier.length > 0 && earlier.length < assignments.length && sameFunction(code, earlier, at) ? earlier : assignments;
}

function sameFunction(code: Code, writes: readonly Write[], at: number): boolean {
  const fns = new Set(writes.map((write) => write.fn));
  if (fns.size !== 1) return false;
  const fn = code.summary.functions[writes[0]?.fn ?? 0];
  return fn !== undefined && fn.kind !== "module" && fn.s <= at && at < fn.e;
}

export function keepsOnlyListed(stored: string): boolean {
  const pattern = patternOf(stored);
  const flags = stored.slice(stored.lastIndexOf("/") + 1);
  return flags.includes("g") && (/^\[\^[^\]]*\]\+?$/.test(pattern) || /^\\[WD]\+?$/.test(pattern));
}

/** `'` → `''`: the SQL way to escape a quote. */
export function doublesQuotes(pattern: unknown, replacement: unknown): boolean {
  return (
    (pattern === "'" && (replacement === "''" || replacement === "\\'")) ||
    (pattern === '"' && replacement === '""') ||
    (pattern === "`" && replacement === "``")
  );
}

/** `String.raw` as a tag: plain text. */
export function isStringRaw(code: Code, tag: ExprId): boolean {
  const callee = code.expr(tag);
  const owner = callee.k === "member" && callee.p === "raw" ? code.expr(callee.o) : undefined;
  return owner?.k === "global" && owner.n === "String";
}

export function isEnvironment(code: Code, o: ExprId): boolean {
  const expr = code.expr(o);
  if (expr.k === "member" && (expr.p === "env" || expr.p === "argv")) {
    const owner = code.expr(expr.o);
    return (owner.k === "global" && owner.n === "process") || owner.k === "unknown";
  }
  return false;
}

/** `limit = 10` without a type: TypeScript makes the parameter a number. */
export function isNumericDefault(code: Code, of: readonly ExprId[]): boolean {
  const [value, fallback] = of.map((id) => code.expr(id));
  if (of.length !== 2 || value?.k !== "param" || fallback?.k !== "const" || !isTypeScript(code.path)) return false;
  return (typeof fallback.v === "number" || typeof fallback.v === "boolean") && code.summary.functions[value.f]?.params[value.i]?.t === undefined;
}

export function rootOf(code: Code, id: ExprId): ExprId {
  const expr = code.expr(id);
  return expr.k === "member" || expr.k === "index" ? rootOf(code, expr.o) : id;
}

export function rootsInParam(code: Code, id: ExprId): boolean {
  const root = code.expr(rootOf(code, id));
  if (root.k === "call") return rootsInParam(code, root.c);
  return root.k === "param" || (root.k === "name" && code.summary.bindings[root.b]?.kind !== "import");
}

export function isText(type: TypeExpr | undefined): boolean {
  return type?.k === "keyword" && type.n === "string";
}

/** A plain property: texts have none that are text. */
export function isProperty(p: string | undefined): boolean {
  return p !== undefined && p !== "*" && !p.endsWith("()") && !/^\d+$/.test(p);
}

/** What is still to be read of an element, where the path goes through one. */
export function withoutElement(path: readonly string[]): readonly string[] {
  return path[0] === "*" || /^\d+$/.test(path[0] ?? "") ? path.slice(1) : path;
}

/** A property read, as a reader would write it. */
export function spell(p: string): string {
  return p === "*" ? "[…]" : /^\d+$/.test(p) ? `[${p}]` : `.${p}`;
}

/** Source text on one line, at most 48 characters. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 48 ? `${line.slice(0, 47)}…` : line;
}
