import type { Node } from "oxc-parser";
import type { Draft } from "./draft.ts";
import type { TypeExpr } from "./summary.ts";

const unknown: TypeExpr = { k: "unknown" };

/** Reads a type annotation (`TSTypeAnnotation` or a type node) into the summary's form. */
export function typeOf(node: Node | null | undefined): TypeExpr | undefined {
  if (!node) return undefined;
  return toType(node.type === "TSTypeAnnotation" ? node.typeAnnotation : node);
}

export function toType(node: Node): TypeExpr {
  switch (node.type) {
    case "TSStringKeyword":
      return { k: "keyword", n: "string" };
    case "TSNumberKeyword":
    case "TSBigIntKeyword":
      return { k: "keyword", n: "number" };
    case "TSBooleanKeyword":
      return { k: "keyword", n: "boolean" };
    case "TSAnyKeyword":
    case "TSUnknownKeyword":
      return { k: "keyword", n: "any" };
    case "TSNullKeyword":
    case "TSUndefinedKeyword":
    case "TSVoidKeyword":
    case "TSNeverKeyword":
      return { k: "keyword", n: "null" };
    case "TSLiteralType":
      return toLiteral(node.literal);
    case "TSTemplateLiteralType":
      return { k: "template", of: node.types.map(toType) };
    case "TSTypeReference":
      return toReference(nameOf(node.typeName), node.typeArguments?.params);
    case "TSUnionType":
      return { k: "union", of: node.types.map(toType) };
    case "TSIntersectionType":
      return { k: "intersection", of: node.types.map(toType) };
    case "TSTypeLiteral":
      return { k: "object", props: membersOf(node.members) };
    case "TSArrayType":
      return { k: "array", of: toType(node.elementType) };
    case "TSFunctionType":
      return toFunction(node.params, node.returnType);
    case "TSTypeOperator":
      return node.operator === "keyof" ? { k: "keyof", of: toType(node.typeAnnotation) } : toType(node.typeAnnotation);
    case "TSTypeQuery":
      return node.exprName.type === "TSImportType" ? unknown : { k: "typeof", n: nameOf(node.exprName) };
    case "TSIndexedAccessType":
      return { k: "indexed", o: toType(node.objectType), i: toType(node.indexType) };
    case "TSParenthesizedType":
      return toType(node.typeAnnotation);
    default:
      return unknown;
  }
}

function toLiteral(node: Node): TypeExpr {
  if (node.type === "Literal") {
    const value: unknown = node.value;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null) {
      return { k: "literal", v: value };
    }
  }
  return node.type === "UnaryExpression" ? { k: "keyword", n: "number" } : { k: "template", of: [] };
}

/** Utility types whose values are, or are some of, those of their first argument. */
const transparent = new Set([
  "Promise",
  "Readonly",
  "NonNullable",
  "Awaited",
  "Partial",
  "Required",
  "Pick",
  "Omit",
  "Extract",
  "Exclude",
  "Uppercase",
  "Lowercase",
  "Capitalize",
  "Uncapitalize",
]);

/** `T` of a generic function stands for what it extends. */
export function withConstraints(type: TypeExpr | undefined, constraints: ReadonlyMap<string, TypeExpr>): TypeExpr | undefined {
  if (!type || constraints.size === 0) return type;
  switch (type.k) {
    case "ref":
      return constraints.get(type.n) ?? type;
    case "array":
      return { k: "array", of: withConstraints(type.of, constraints) ?? type.of };
    case "union":
    case "intersection":
      return { k: type.k, of: type.of.map((item) => withConstraints(item, constraints) ?? item) };
    case "object":
      return { k: "object", props: Object.fromEntries(Object.entries(type.props).map(([name, t]) => [name, withConstraints(t, constraints) ?? t])) };
    default:
      return type;
  }
}

/** Constraints of a function's type parameters: `<T extends "asc" | "desc">`. One without hides whatever else has its name: `<Request = Data>`. */
export function constraintsOf(node: Node | null | undefined): ReadonlyMap<string, TypeExpr> {
  if (node?.type !== "TSTypeParameterDeclaration") return new Map();
  return new Map(node.params.map((param) => [param.name.name, param.constraint ? toType(param.constraint) : unknown] as const));
}

function toReference(name: string, args: readonly Node[] | undefined): TypeExpr {
  const types = args?.map(toType) ?? [];
  const first = types[0];
  if (first && transparent.has(name)) return first;
  if (first && (name === "Array" || name === "ReadonlyArray" || name === "Set" || name === "ReadonlySet")) return { k: "array", of: first };
  return types.length > 0 ? { k: "ref", n: name, args: types } : { k: "ref", n: name };
}

function toFunction(params: readonly Node[], ret: Node | null | undefined): TypeExpr {
  return {
    k: "function",
    params: params.map((param) => ({
      n: param.type === "Identifier" ? param.name : "",
      t: (param.type === "Identifier" ? typeOf(param.typeAnnotation) : undefined) ?? unknown,
    })),
    ret: typeOf(ret) ?? unknown,
  };
}

/** Properties and methods of an interface body or type literal. */
export function membersOf(members: readonly Node[]): Record<string, TypeExpr> {
  const props: Record<string, TypeExpr> = {};
  for (const member of members) {
    if (member.type !== "TSPropertySignature" && member.type !== "TSMethodSignature") continue;
    const name = keyName(member.key, member.computed);
    if (name === undefined || name === "__proto__") continue;
    props[name] = member.type === "TSMethodSignature" ? toFunction(member.params, member.returnType) : (typeOf(member.typeAnnotation) ?? unknown);
  }
  return props;
}

/** `A`, `A.B.C` of a type or expression name. */
export function nameOf(node: Node): string {
  switch (node.type) {
    case "Identifier":
      return node.name;
    case "TSQualifiedName":
      return `${nameOf(node.left)}.${node.right.name}`;
    case "MemberExpression":
      return node.computed || node.property.type !== "Identifier" ? "?" : `${nameOf(node.object)}.${node.property.name}`;
    case "ThisExpression":
      return "this";
    default:
      return "?";
  }
}

/** Name of a property key, when it is known. */
export function keyName(key: Node, computed: boolean): string | undefined {
  if (!computed && key.type === "Identifier") return key.name;
  if (key.type === "Literal") return String(key.value);
  if (key.type === "TemplateLiteral" && key.expressions.length === 0) return key.quasis[0]?.value.cooked ?? undefined;
  if (key.type === "PrivateIdentifier") return `#${key.name}`;
  return undefined;
}

/** Marks the imports a runtime keeps because decorators record parameter types (`emitDecoratorMetadata`). */
export function markMetadataUse(draft: Draft, annotation: Node | null | undefined): void {
  const type = annotation?.type === "TSTypeAnnotation" ? annotation.typeAnnotation : annotation;
  if (type?.type !== "TSTypeReference") return;
  const id = draft.find(nameOf(type.typeName).split(".")[0] ?? "");
  if (id !== undefined) draft.valueUses.add(id);
}
