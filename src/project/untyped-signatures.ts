import { escaped } from "#graph/patterns";
import type { ClassFact, ExprId, Fn, FnId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Layers } from "./layers.ts";
import type { Names } from "./names.ts";

/** A function or method others use, and what its signature leaves open. */
export interface UntypedSignature {
  readonly name: string;
  /** Names of parameters without a type; a pattern is `{ … }`. */
  readonly parameters: readonly string[];
  readonly returns: boolean;
  readonly span: Span;
  readonly layer: string;
}

const layered: ReadonlySet<string> = new Set(["router", "service", "repository", "model"]);

/** What a file of a layer exports without saying its types. Empty for JavaScript, JSX, and files whose layer is only guessed. */
export function untypedSignatures(names: Names, layers: Layers, code: Code): readonly UntypedSignature[] {
  if (!/\.[cm]?ts$/.test(code.path) || /\.d\.[cm]?ts$/.test(code.path) || code.role !== "product") return [];
  const methods = publicMethods(names, code).map((f) => [f, code.summary.functions[f]?.n ?? ""] as const);
  const open = [...exportedFunctions(code), ...methods].flatMap(([f, name]) => gapsOf(code, f, name));
  if (open.length === 0) return [];
  const { layer, weak } = layers.of(code);
  if (weak || !layered.has(layer)) return [];
  return open.map((gap) => ({ ...gap, layer })).toSorted((a, b) => a.span.s - b.span.s);
}

/** Functions written where they are exported, or in a variable without a type that is; what is handed to a call is typed by it. */
function exportedFunctions(code: Code): readonly (readonly [f: FnId, name: string])[] {
  const found = new Map<FnId, string>();
  for (const { v, n, typeOnly } of code.summary.exports) {
    for (const f of v === undefined || typeOnly ? [] : writtenAt(code, v)) found.set(f, code.summary.functions[f]?.n || n);
  }
  return [...found].filter(([f]) => !isTypedFromOutside(code, f) && !isOverloaded(code, f));
}

function writtenAt(code: Code, id: ExprId): readonly FnId[] {
  const expr = code.expr(id);
  if (expr.k === "function") return [expr.f];
  const binding = expr.k === "name" ? code.summary.bindings[expr.b] : undefined;
  if (expr.k !== "name" || !binding || binding.t || binding.imported) return [];
  return (code.summary.writes[`b${expr.b}`] ?? []).flatMap((write) => {
    const value = code.expr(write.v);
    return value.k === "function" ? [value.f] : [];
  });
}

/** `(form) => … satisfies Handler`, `as Handler`. */
function isTypedFromOutside(code: Code, f: FnId): boolean {
  const fn = code.summary.functions[f];
  return fn === undefined || /^[\s)]*(?:satisfies|as)\b/.test(code.text.slice(fn.e, fn.e + 60));
}

/** The signatures above say the types. */
function isOverloaded(code: Code, f: FnId): boolean {
  const name = code.summary.functions[f]?.n ?? "";
  return name !== "" && code.text.split(new RegExp(`\\bfunction\\s*\\*?\\s*${escaped(name)}\\s*[(<]`)).length > 2;
}

/** Methods of classes that are exported, also as a ready-made instance. */
function publicMethods(names: Names, code: Code): readonly FnId[] {
  // What every export is, is expensive to know: only where a class leaves something open.
  if (!code.summary.classes.some(({ members }) => Object.values(members).some(({ f }) => f !== undefined && gapsOf(code, f, "").length > 0))) return [];
  const classes = new Set<number>();
  for (const { v, typeOnly } of code.summary.exports) {
    if (v === undefined || typeOnly) continue;
    for (const item of names.denote(code, v)) if ((item.k === "class" || item.k === "instance") && item.code === code) classes.add(item.c);
  }
  return [...classes].flatMap((c) => {
    const fact = code.summary.classes[c];
    return fact ? methodsOf(names, code, c, fact) : [];
  });
}

function methodsOf(names: Names, code: Code, c: number, fact: ClassFact): readonly FnId[] {
  // An interface, or a base class nobody can look into, says how its methods are to be.
  if (fact.implements.length > 0) return [];
  const bases = names.basesOf(code, c);
  if (fact.extends !== undefined && (bases.length === 0 || bases.some((base) => base.k !== "class"))) return [];
  return Object.entries(fact.members).flatMap(([name, member]) => {
    if (member.f === undefined || member.kind === "field" || name.startsWith("#") || (member.decorators ?? []).length > 0) return [];
    const inherited = bases.some((base) => base.k === "class" && isMember(names, base.code, base.c, name, 0));
    const modifiers = code.text.slice(member.at, code.summary.functions[member.f]?.s ?? member.at);
    return inherited || /\b(?:private|protected|override)\b/.test(modifiers) ? [] : [member.f];
  });
}

function isMember(names: Names, code: Code, c: number, name: string, depth: number): boolean {
  const fact = code.summary.classes[c];
  if (!fact || depth > 6) return true;
  if (Object.hasOwn(fact.members, name) || fact.implements.length > 0) return true;
  return fact.extends !== undefined && names.basesOf(code, c).every((base) => base.k !== "class" || isMember(names, base.code, base.c, name, depth + 1));
}

function gapsOf(code: Code, f: FnId, name: string): readonly Omit<UntypedSignature, "layer">[] {
  const fn = code.summary.functions[f];
  if (!fn) return [];
  const parameters = fn.params.flatMap((param) => {
    // A default says the type as well as an annotation does.
    if (param.t !== undefined || param.optional || param.n === "this" || (param.decorators ?? []).length > 0) return [];
    return [param.n ?? "{ … }"];
  });
  const returns = fn.ret === undefined && fn.kind !== "constructor" && fn.kind !== "setter";
  if (parameters.length === 0 && !returns) return [];
  return [{ name, parameters, returns, span: headOf(code, fn) }];
}

/** From the beginning of the function to its body. */
function headOf(code: Code, fn: Fn): Span {
  const line = code.text.indexOf("\n", fn.s);
  return { s: fn.s, e: line === -1 || line > fn.e ? fn.e : line };
}
