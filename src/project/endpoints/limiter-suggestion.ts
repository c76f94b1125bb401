import { posix } from "node:path";
import type { BindingId, ExprId, ImportFact } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import type { Edit } from "../option-edits.ts";
import { authPurposeOf } from "./auth-endpoints.ts";
import type { Controls } from "./controls.ts";
import type { Endpoints } from "./endpoints.ts";
import type { Endpoint } from "./model.ts";

/** A limiter the project has, and how to put it in front of a route as well. */
export interface LimiterSuggestion {
  readonly limiter: string;
  readonly edits: readonly Edit[];
}

/** Frameworks whose routes take middleware between path and handler: `app.post("/login", limiter, handler)`. */
const takesMiddleware: ReadonlySet<string> = new Set(["express", "hono", "koa", "@koa/router"]);

/** A name in a file that stands for a limiter: a variable of the module, or an import. */
interface Limiter {
  readonly code: Code;
  readonly b: BindingId;
  readonly name: string;
  /** The same for all files that name the same thing. */
  readonly identity: string;
}

/**
 * Puts the limiter of another endpoint of the same framework in front of a route: its variable where both stand in one file, else the import
 * of it. `undefined` where the project has none, or several of which nobody can say which is meant, or where the change is not mechanical.
 */
export function limiterFor(names: Names, endpoints: Endpoints, controls: Controls, endpoint: Endpoint): LimiterSuggestion | undefined {
  const isNest = endpoint.framework === "@nestjs/common";
  if (!isNest && !takesMiddleware.has(endpoint.framework)) return undefined;
  const peers = endpoints.all.filter((other) => other !== endpoint && other.framework === endpoint.framework && other.code.role === "product");
  const near = peers.filter(({ code }) => code === endpoint.code);
  const alike = [near, peers].flatMap((list) => [list.filter((other) => authPurposeOf(other) !== undefined), list]);
  const limiter = alike.map((list) => list.flatMap((other) => limitersOf(names, controls, other))).find((list) => list.length > 0);
  const only = limiter && onlyOf(limiter);
  if (!only) return undefined;
  const called = nameIn(names, endpoint, only);
  const place = called && (isNest ? beforeDecorators(endpoint, called.name) : behindPath(endpoint, called.name));
  return place && { limiter: called.name, edits: [...called.edits, place] };
}

/** Limiters that are told for one route, or one class, by name. */
function limitersOf(names: Names, controls: Controls, { chain }: Endpoint): readonly Limiter[] {
  return chain.flatMap((step): readonly Limiter[] => {
    const expr = step.code.expr(step.id);
    const isOwn = step.level === "route" || step.option === "@UseGuards";
    if (!isOwn || step.doubtful || step.frame || expr.k !== "name") return [];
    if (!controls.kindsOf(step).some((item) => item.kind === "limiter" && item.certain)) return [];
    const binding = step.code.summary.bindings[expr.b];
    if (binding?.fn !== 0) return [];
    const from = importOf(step.code, expr.b);
    const identity = from ? `${JSON.stringify(names.project.resolution(step.code, from.specifier))} ${from.imported}` : `${step.code.path} ${String(expr.b)}`;
    return [{ code: step.code, b: expr.b, name: binding.n, identity }];
  });
}

/** The one limiter in a list that has no other. */
function onlyOf(limiters: readonly Limiter[]): Limiter | undefined {
  const [first, ...rest] = limiters;
  return first && rest.every(({ identity }) => identity === first.identity) ? first : undefined;
}

/** What a limiter is called in the file of an endpoint, with the import that must be added there. */
function nameIn(
  names: Names,
  { code, span }: Endpoint,
  { code: home, b, name }: Limiter,
): { readonly name: string; readonly edits: readonly Edit[] } | undefined {
  const from = importOf(home, b);
  if (home === code) return from || isMadeBefore(code, b, span.s) ? { name, edits: [] } : undefined;
  if (!from) return undefined;
  const { specifier, imported } = from;
  const own = code.summary.imports
    .flatMap((item) => (sameTarget(names, code, item.specifier, home, specifier) ? item.names : []))
    .find((item) => item.imported === imported);
  if (own?.b !== undefined) return { name: code.summary.bindings[own.b]?.n ?? name, edits: [] };
  if (imported === "*" || code.summary.bindings.some(({ n }) => n === name)) return undefined;
  const seen = seenFrom(code, home, specifier);
  const last = code.summary.imports.findLast((item) => item.kind === "static" && item.fn === 0);
  if (!last || !sameTarget(names, code, seen, home, specifier)) return undefined;
  const quote = code.text[last.from.s] === "'" ? "'" : '"';
  const end = code.text.indexOf("\n", last.e);
  if (end === -1) return undefined;
  const stop = code.text[last.e - 1] === ";" || code.text[last.e] === ";" ? ";" : "";
  const what = imported === "default" ? name : imported === name ? `{ ${name} }` : `{ ${imported} as ${name} }`;
  return { name, edits: [{ span: { s: end, e: end }, text: `\nimport ${what} from ${quote}${seen}${quote}${stop}` }] };
}

function importOf(code: Code, b: BindingId): { readonly specifier: string; readonly imported: string } | undefined {
  for (const fact of code.summary.imports) {
    const found = isValue(fact) ? fact.names.find((item) => item.b === b && !item.typeOnly) : undefined;
    if (found) return { specifier: fact.specifier, imported: found.imported };
  }
  return undefined;
}

function isValue({ kind, typeOnly }: ImportFact): boolean {
  return kind === "static" && !typeOnly;
}

/** The same module, as another file has to write it. */
function seenFrom(code: Code, home: Code, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier;
  const target = posix.join(posix.dirname(home.path), specifier);
  const seen = posix.relative(posix.dirname(code.path), target);
  return seen.startsWith(".") ? seen : `./${seen}`;
}

function sameTarget(names: Names, code: Code, specifier: string, home: Code, other: string): boolean {
  const [here, there] = [names.project.resolution(code, specifier), names.project.resolution(home, other)];
  return here.kind === there.kind && here.kind !== "unresolved" && JSON.stringify(here) === JSON.stringify(there);
}

/** A variable is made where the module is read, from top to bottom. */
function isMadeBefore(code: Code, b: BindingId, offset: number): boolean {
  const [write, ...more] = code.summary.writes[`b${String(b)}`] ?? [];
  return write !== undefined && more.length === 0 && code.expr(write.v).s < offset;
}

/** `app.post("/login", ‸handler)`; `router.route("/login").post(‸handler)`. */
function behindPath({ code, span }: Endpoint, name: string): Edit | undefined {
  const call = code.summary.calls.find((id) => isAt(code, id, span));
  const expr = call === undefined ? undefined : code.expr(call);
  if (expr?.k !== "call") return undefined;
  const callee = code.expr(expr.c);
  if (callee.k !== "member" || !/^(?:post|put|patch|all)$/.test(callee.p)) return undefined;
  const [first, second] = expr.args.map((id) => code.expr(id));
  const next = first?.k === "const" ? second : first && /^(?:function|name|member|call)$/.test(first.k) && isRouteChain(code, callee.o) ? first : undefined;
  // What is looked through (casts, parentheses) begins earlier than it says.
  if (!next || !/[,(]\s*$/.test(code.text.slice(Math.max(0, next.s - 200), next.s))) return undefined;
  return { span: { s: next.s, e: next.s }, text: `${name}, ` };
}

/** The call itself, or the link of a chain it is. */
function isAt(code: Code, id: ExprId, { s, e }: Endpoint["span"]): boolean {
  const expr = code.expr(id);
  return expr.k === "call" && expr.e === e && code.expr(expr.c).e > s;
}

function isRouteChain(code: Code, id: ExprId): boolean {
  const { s, e } = code.expr(id);
  return /\.route\(/.test(code.text.slice(s, e));
}

/** `@UseGuards(MemberThrottler)` above the decorator that makes the endpoint. */
function beforeDecorators({ code, span }: Endpoint, name: string): Edit | undefined {
  const decorator = code.summary.imports
    .flatMap((item) => (item.specifier === "@nestjs/common" && isValue(item) ? item.names : []))
    .find((item) => item.imported === "UseGuards");
  const at = code.text.lastIndexOf("@", span.s);
  if (decorator?.b === undefined || at === -1 || code.text.slice(at + 1, span.s).trim() !== "") return undefined;
  const indent = /[ \t]*$/.exec(code.text.slice(0, at))?.[0] ?? "";
  return { span: { s: at, e: at }, text: `@${code.summary.bindings[decorator.b]?.n ?? "UseGuards"}(${name})\n${indent}` };
}
