import { schemaLibraries } from "#catalog/values";
import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";

/** What a validation schema lets through at a path: harmless values, any text, or we cannot tell. */
export type SchemaBounds = "bounded" | "text" | "unknown";

const bounding = new Set([
  "enum",
  "nativeEnum",
  "literal",
  "literals",
  "number",
  "int",
  "int32",
  "bigint",
  "boolean",
  "bool",
  "uuid",
  "uuidv4",
  "uuidv7",
  "guid",
  "cuid",
  "cuid2",
  "ulid",
  "nanoid",
  "date",
  "datetime",
  "isoDate",
  "ip",
  "valid",
  "oneOf",
  "picklist",
  "Integer",
  "Number",
  "Boolean",
  "Literal",
  "Enum",
  "Null",
  "BigInt",
  "Date",
  "ObjectId",
  "objectId",
  "isoDateTime",
  "isoTimestamp",
  "null",
  "nan",
  "undefined",
  "time",
]);
const textual = new Set(["string", "any", "unknown", "String", "Any", "Unknown", "email", "url", "mixed", "alternatives"]);
const objects = new Set([
  "object",
  "strictObject",
  "looseObject",
  "Object",
  "interface",
  "keys",
  "shape",
  "extend",
  "merge",
  "partial",
  "Partial",
  "Composite",
  "Intersect",
  "pick",
  "omit",
  "strict",
  "passthrough",
  "safeExtend",
]);
const unions = new Set([
  "union",
  "Union",
  "or",
  "discriminatedUnion",
  "Optional",
  "Nullable",
  "Readonly",
  "optional",
  "nullable",
  "nullish",
  "variant",
  "array",
  "Array",
  "tuple",
  "Tuple",
]);

type Source = { readonly k: "expr"; readonly id: ExprId } | { readonly k: "binding"; readonly b: number };

/**
 * Reads a schema of any of the common validation libraries from its construction chain.
 * @param path properties to follow inside the schema
 */
export function schemaBounds(names: Names, code: Code, source: Source, path: readonly string[], depth = 0): SchemaBounds {
  if (depth > 16) return "unknown";
  if (source.k === "binding") return ofBinding(names, code, source.b, path, depth);
  const expr = code.expr(source.id);
  switch (expr.k) {
    case "name":
      return ofBinding(names, code, expr.b, path, depth);
    case "call":
      return ofCall(names, code, expr.c, expr.args, path, depth);
    case "object":
      return ofObject(names, code, source.id, path, depth);
    case "member": {
      // A field of an object of schemas: `schemas.list`.
      for (const item of names.denote(code, expr.o)) {
        if (item.k === "object") return ofObject(names, item.code, item.e, [expr.p, ...path], depth + 1);
      }
      return "unknown";
    }
    default:
      return "unknown";
  }
}

function ofBinding(names: Names, code: Code, b: number, path: readonly string[], depth: number): SchemaBounds {
  const imported = code.summary.bindings[b]?.imported;
  if (imported) return ofExport(names, code, imported.i, imported.n, path, depth + 1);
  const write = (code.summary.writes[`b${b}`] ?? []).find((item) => item.op === "=");
  return write ? schemaBounds(names, code, { k: "expr", id: write.v }, path, depth + 1) : "unknown";
}

function ofExport(names: Names, code: Code, i: number, name: string, path: readonly string[], depth: number): SchemaBounds {
  const target = names.project.target(code, i);
  if (target.kind !== "code" || depth > 16) return "unknown";
  const own = target.code.exportNamed(name);
  if (own?.v !== undefined) return schemaBounds(names, target.code, { k: "expr", id: own.v }, path, depth + 1);
  if (own?.i !== undefined) return ofExport(names, target.code, own.i, own.imported ?? name, path, depth + 1);
  for (const item of target.code.summary.exports) {
    if (item.n !== "*" || item.i === undefined) continue;
    const found = ofExport(names, target.code, item.i, name, path, depth + 1);
    if (found !== "unknown") return found;
  }
  return "unknown";
}

function ofCall(names: Names, code: Code, c: ExprId, args: readonly ExprId[], path: readonly string[], depth: number): SchemaBounds {
  const method = code.calleeName(c);
  const callee = code.expr(c);
  if (method === undefined) return "unknown";
  if (callee.k === "member" && !isLibrary(names, code, callee.o)) return ofChain(names, code, method, callee.o, args, path, depth);
  if (callee.k === "name" && !names.apisOf(code, c).some((name) => schemaLibraries.test(name))) return "unknown";
  if (path.length === 0) {
    if (bounding.has(method)) return "bounded";
    if (textual.has(method)) return "text";
  }
  if (objects.has(method)) return firstKnown(args.map((argument) => schemaBounds(names, code, { k: "expr", id: argument }, path, depth + 1)));
  if (unions.has(method)) return ofUnion(names, code, args, path, depth);
  return "unknown";
}

/** `schema.min(1).optional()`: a later call may narrow (`uuid`, `valid`), widen (`or`), or add fields (`extend`). */
function ofChain(names: Names, code: Code, method: string, base: ExprId, args: readonly ExprId[], path: readonly string[], depth: number): SchemaBounds {
  const narrows = path.length === 0 && (bounding.has(method) || method === "regex" || method === "pattern" || method === "matches");
  if (narrows) return "bounded";
  if (method === "transform" || method === "preprocess" || method === "pipe") return "unknown";
  const own = schemaBounds(names, code, { k: "expr", id: base }, path, depth + 1);
  if (objects.has(method) && own === "unknown")
    return firstKnown(args.map((argument) => schemaBounds(names, code, { k: "expr", id: argument }, path, depth + 1)));
  return own;
}

function ofUnion(names: Names, code: Code, args: readonly ExprId[], path: readonly string[], depth: number): SchemaBounds {
  const items = args.flatMap((argument) => {
    const expr = code.expr(argument);
    return expr.k === "array" ? expr.items : [argument];
  });
  const found = items
    .map((item) => schemaBounds(names, code, { k: "expr", id: item }, path, depth + 1))
    .filter((item, index) => item !== "unknown" || code.expr(items[index] ?? 0).k !== "const");
  if (found.length === 0) return "unknown";
  if (found.includes("text")) return "text";
  return found.every((item) => item === "bounded") ? "bounded" : firstKnown(found);
}

function ofObject(names: Names, code: Code, id: ExprId, path: readonly string[], depth: number): SchemaBounds {
  const expr = code.expr(id);
  const [head, ...rest] = path;
  if (expr.k !== "object" || head === undefined) return "unknown";
  const found = expr.props.findLast(([name]) => name === head);
  if (found) return schemaBounds(names, code, { k: "expr", id: found[1] }, rest, depth + 1);
  return firstKnown(expr.props.flatMap(([name, value]) => (name === "..." ? [schemaBounds(names, code, { k: "expr", id: value }, path, depth + 1)] : [])));
}

function isLibrary(names: Names, code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  // `z.coerce.number()`, `z.string()`: the namespace itself, not a schema made with it.
  if (expr.k === "call") return false;
  return names.apisOf(code, id).some((name) => schemaLibraries.test(name));
}

function firstKnown(found: readonly SchemaBounds[]): SchemaBounds {
  return found.find((item) => item !== "unknown") ?? "unknown";
}
