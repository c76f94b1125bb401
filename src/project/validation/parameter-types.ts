import type { ClassId, TypeExpr } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";

/** What a validating pipe can make of a parameter's type at run time. */
export type TypeVerdict =
  /** A class whose members carry validators. */
  | { readonly k: "validated" }
  /** A class made from a schema: another pipe checks it. */
  | { readonly k: "schema" }
  /** Nothing is left of the type at run time, or nothing in it checks. `what` says why, in a few words. */
  | { readonly k: "unchecked"; readonly what: string }
  /** One text, number or flag: a pipe sees its type, never its value. */
  | { readonly k: "scalar" }
  | { readonly k: "unknown" };

const utilityTypes = new Set(["Partial", "Pick", "Omit", "Record", "Required", "Readonly", "NonNullable", "Extract", "Exclude"]);
const unknown: TypeVerdict = { k: "unknown" };

/**
 * Judges a parameter's type as class-validator's pipe does (measured with Nest 11): only classes with validators of their own or inherited ones
 * are checked; interfaces, literal types, arrays, unions and utility types leave nothing to check.
 */
export function typeVerdict(names: Names, code: Code, type: TypeExpr | undefined, depth = 0): TypeVerdict {
  if (depth > 6) return unknown;
  if (!type) return { k: "unchecked", what: "has no type" };
  switch (type.k) {
    case "keyword":
      if (type.n === "any" || type.n === "unknown" || type.n === "object") return { k: "unchecked", what: `is \`${type.n}\`` };
      return { k: "scalar" };
    case "literal":
    case "template":
      return { k: "scalar" };
    case "object":
      return { k: "unchecked", what: "has an inline type" };
    case "array":
      return { k: "unchecked", what: "is an array" };
    case "union": {
      const rest = type.of.filter((item) => !(item.k === "keyword" && /^(?:null|undefined)$/.test(item.n)) && !(item.k === "literal" && item.v === null));
      if (rest.length === 1) return typeVerdict(names, code, rest[0], depth + 1);
      const inner = rest.map((item) => typeVerdict(names, code, item, depth + 1).k);
      return inner.every((item) => item === "scalar") ? { k: "scalar" } : inner.includes("unknown") ? unknown : { k: "unchecked", what: "is a union" };
    }
    case "ref":
      return ofReference(names, code, type, depth);
    default:
      return unknown;
  }
}

function ofReference(names: Names, code: Code, type: Extract<TypeExpr, { k: "ref" }>, depth: number): TypeVerdict {
  const bound = code.moduleBinding(type.n) !== undefined || code.summary.types.some((item) => item.n === type.n);
  if (!bound && utilityTypes.has(type.n)) return { k: "unchecked", what: `is \`${type.n}<…>\`` };
  if (!bound && type.n === "Array") return { k: "unchecked", what: "is an array" };
  const classes = names.ofType(code, type).flatMap((item) => (item.k === "instance" ? [item] : []));
  const [only] = classes;
  if (only && classes.length === 1) return ofClass(names, only.code, only.c);
  const declared = names.declaredType(code, type);
  if (!declared || classes.length > 0) return unknown;
  const own = declared.code.summary.types.find((item) => item.n === type.n);
  if (own?.kind === "enum") return { k: "scalar" };
  if (declared.t.k === "object" || declared.t.k === "intersection")
    return { k: "unchecked", what: `is the ${own?.kind === "interface" ? "interface" : "type"} \`${type.n}\`` };
  return typeVerdict(names, declared.code, declared.t, depth + 1);
}

function ofClass(names: Names, code: Code, c: ClassId, depth = 0): TypeVerdict {
  const fact = code.summary.classes[c];
  if (!fact || depth > 6) return unknown;
  const kinds = Object.values(fact.members).flatMap((member) => (member.decorators ?? []).map((id) => decoratorKind(names, code, id)));
  if (kinds.includes("validator")) return { k: "validated" };
  if (kinds.includes("unknown")) return unknown;
  const base = fact.extends === undefined ? undefined : ofBase(names, code, fact.extends, depth);
  return base ?? { k: "unchecked", what: `is \`${fact.n}\`, a class without validators` };
}

/** What a class inherits: another class, or one made of others (`PartialType(BookDto)`), or of a schema. */
function ofBase(names: Names, code: Code, id: number, depth: number): TypeVerdict {
  const expr = code.expr(id);
  const parts = expr.k === "call" ? expr.args : [id];
  const apis = expr.k === "call" ? names.apisOf(code, expr.c) : [];
  if (apis.some((api) => /#create(?:Zod|Valibot|Typebox)?Dto$/i.test(api))) return { k: "schema" };
  const verdicts = parts.flatMap((part) =>
    names.denote(code, part).flatMap((item) => (item.k === "class" ? [ofClass(names, item.code, item.c, depth + 1)] : [])),
  );
  if (verdicts.length === 0) return unknown;
  return verdicts.find((item) => item.k === "validated") ?? verdicts.find((item) => item.k !== "unchecked") ?? verdicts[0] ?? unknown;
}

/** Documentation and conversion check nothing. */
const harmless =
  /^(?:@nestjs\/swagger#|class-transformer#|@nestjs\/graphql#|class-validator#(?:IsOptional|Allow|ValidateIf)$|reflect-metadata#|type-graphql#(?:Field|Arg))/;

function decoratorKind(names: Names, code: Code, id: number): "validator" | "harmless" | "unknown" {
  const expr = code.expr(id);
  const apis = names.apisOf(code, expr.k === "call" ? expr.c : id);
  if (apis.some((api) => harmless.test(api))) return "harmless";
  return apis.some((api) => api.startsWith("class-validator#")) ? "validator" : "unknown";
}
