import { isAnchored } from "#syntax/guards";
import type { ExprId, Guard, TypeExpr } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { ofFile } from "./per-file.ts";
import { schemaBounds } from "./schemas.ts";
import { inheritedType, isValidatedMember } from "./validated-members.ts";

/** Whether a check before this point limits what the place can hold: allow-list, map look-up, own predicate, anchored pattern. */
export function isGuarded(names: Names, code: Code, key: string, at: number): boolean {
  return (guardsOf(code).get(key) ?? []).some((guard) => guard.s <= at && at < guard.e && (guard.kind === "allow" || isStrongPredicate(names, code, guard.c)));
}

/** Guards of a file by the place they look at. */
const guardsOf = ofFile((code): ReadonlyMap<string, readonly Guard[]> => {
  const index = new Map<string, readonly Guard[]>();
  for (const guard of code.summary.guards) index.set(guard.key, [...(index.get(guard.key) ?? []), guard]);
  return index;
});

const predicateName = /^(?:is|valid|validate|assert|check|verify|ensure|allowed|can|known|supported)/i;
/** Predicates that say something about the kind of a value, not about its content. */
const weakPredicates =
  /^(?:is(?:string|array|empty|nil|null|undefined|object|plainobject|defined|notempty|function|present|blank|truthy|error|promise|set|authenticated|authorized|admin|loggedin|owner|production|test|dev|enabled|active|logged))$/i;

/** Whether a predicate looks at the content of its argument: an anchored pattern, or an own check by name. */
function isStrongPredicate(names: Names, code: Code, c: ExprId | undefined): boolean {
  if (c === undefined) return false;
  const callee = code.expr(c);
  if (callee.k === "member" && callee.p === "test") return isAnchoredPattern(names, code, callee.o);
  const name = code.calleeName(c) ?? "";
  return predicateName.test(name) && !weakPredicates.test(name);
}

function isAnchoredPattern(names: Names, code: Code, id: ExprId, depth = 0): boolean {
  const expr = code.expr(id);
  if (expr.k === "regexp") return isAnchored(patternOf(expr.v));
  if (depth > 4) return false;
  if (expr.k === "name") {
    const binding = code.summary.bindings[expr.b];
    if (binding?.imported) {
      const target = names.project.target(code, binding.imported.i);
      const v = target.kind === "code" ? target.code.exportNamed(binding.imported?.n)?.v : undefined;
      return target.kind === "code" && v !== undefined && isAnchoredPattern(names, target.code, v, depth + 1);
    }
    return (code.summary.writes[`b${expr.b}`] ?? []).some((write) => isAnchoredPattern(names, code, write.v, depth + 1));
  }
  if (expr.k === "member") {
    // `PATTERNS.slug`, `this.pattern`: the name of the place is taken as the word of its author.
    return /(?:pattern|regexp?|slug|uuid|identifier|name)$/i.test(expr.p);
  }
  return false;
}

/** Pattern of a stored regular expression `/pattern/flags`. */
export function patternOf(stored: string): string {
  return stored.slice(1, stored.lastIndexOf("/"));
}

/**
 * Whether every value of a type is harmless as text: literals, enums, numbers, booleans, and members of such.
 * @param path properties to follow from a value of the type
 */
export function isBoundedType(names: Names, code: Code, type: TypeExpr | undefined, path: readonly string[] = [], depth = 0): boolean {
  if (!type || depth > 8) return false;
  const [head, ...rest] = path;
  if (head !== undefined) {
    const schema = schemaType(names, code, type, path, depth);
    if (schema !== undefined) return schema;
    if (head === "length") return true;
    if (head === "get()" && type.k === "ref" && /^(?:Readonly|Weak)?Map$/.test(type.n)) return isBoundedType(names, code, type.args?.[1], rest, depth + 1);
    const inMap = entryType(type, head, rest);
    if (inMap) return isBoundedType(names, code, inMap.t, inMap.path, depth + 1);
    if (isValidatedMember(names, code, type, path)) return true;
    const property = names.propertyType(code, type, head) ?? inheritedType(names, code, type, head);
    return property !== undefined && isBoundedType(names, property.code, property.t, rest, depth + 1);
  }
  switch (type.k) {
    case "literal":
      return true;
    case "keyword":
      return type.n === "number" || type.n === "boolean" || type.n === "null";
    case "union": {
      const parts = type.of.filter((item) => !(item.k === "keyword" && item.n === "null"));
      return parts.length > 0 && parts.every((item) => isBoundedType(names, code, item, [], depth + 1));
    }
    case "intersection":
      return type.of.some((item) => isBoundedType(names, code, item, [], depth + 1));
    case "array":
      return isBoundedType(names, code, type.of, [], depth + 1);
    case "template":
      return type.of?.every((item) => isBoundedType(names, code, item, [], depth + 1)) ?? false;
    case "keyof":
      return type.of.k === "typeof" || names.declaredType(code, type.of)?.t.k === "object";
    case "indexed":
      return type.o.k === "typeof" || isBoundedType(names, code, type.o.k === "array" ? type.o.of : undefined, [], depth + 1);
    case "ref": {
      if (type.n === "Date") return true;
      const schema = schemaType(names, code, type, [], depth);
      if (schema !== undefined) return schema;
      const declared = names.declaredType(code, type);
      if (declared) return isBoundedType(names, declared.code, declared.t, [], depth + 1);
      return type.n.includes(".") && isEnumMember(names, code, type.n);
    }
    default:
      return false;
  }
}

/** What the elements of a map or a set are: `for (const [book, position] of positions)`. */
function entryType(type: TypeExpr, head: string, rest: readonly string[]): { readonly t: TypeExpr | undefined; readonly path: readonly string[] } | undefined {
  if (type.k !== "ref" || head !== "*") return undefined;
  if (/^(?:Readonly)?Set$/.test(type.n)) return { t: type.args?.[0], path: rest };
  const [side, ...further] = rest;
  return /^(?:Readonly)?Map$/.test(type.n) && /^[01]$/.test(side ?? "") ? { t: type.args?.[Number(side)], path: further } : undefined;
}

function isEnumMember(names: Names, code: Code, name: string): boolean {
  const head = name.split(".")[0] ?? "";
  const declared = names.declaredType(code, { k: "ref", n: head });
  return declared?.t.k === "union" || declared?.t.k === "template";
}

const schemaTypes = new Set([
  "Static",
  "infer",
  "z.infer",
  "z.output",
  "z.input",
  "z.TypeOf",
  "TypeOf",
  "Infer",
  "InferOutput",
  "v.InferOutput",
  "InferType",
  "yup.InferType",
  "t.TypeOf",
  "StaticDecode",
]);

/** `Static<typeof schema>`, `z.infer<typeof schema>`: what the schema says; `undefined` when the type is no such thing. */
function schemaType(names: Names, code: Code, type: TypeExpr, path: readonly string[], depth: number): boolean | undefined {
  if (type.k !== "ref") return undefined;
  const first = type.args?.[0];
  if (schemaTypes.has(type.n) && first?.k === "typeof") {
    const binding = code.moduleBinding(first.n);
    return binding === undefined ? undefined : schemaBounds(names, code, { k: "binding", b: binding }, path) === "bounded";
  }
  const declared = names.declaredType(code, type);
  return declared && declared.t.k === "ref" ? schemaType(names, declared.code, declared.t, path, depth + 1) : undefined;
}
