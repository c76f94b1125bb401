import type { Class, Function as FunctionNode, Node } from "oxc-parser";
import { addClass } from "./classes.ts";
import { type Draft, startOf } from "./draft.ts";
import { recordCommonJs } from "./exports.ts";
import { addExpr } from "./expressions.ts";
import { addFunction } from "./functions.ts";
import { bindPattern } from "./patterns.ts";
import { addBlock } from "./statements.ts";
import type { ExprId } from "./summary.ts";
import { membersOf, typeOf } from "./types.ts";

/** Adds a declaration of variables: what each name holds from here on. */
export function addVariables(draft: Draft, node: Extract<Node, { type: "VariableDeclaration" }>): void {
  if (node.declare) return;
  for (const item of node.declarations) {
    if (!item.init) continue;
    const value = addExpr(draft, item.init);
    recordCommonJs(draft, item.init, value);
    bindPattern(draft, item.id, value, node.kind === "const" ? "const" : node.kind === "var" ? "var" : "let");
    if (item.init.type === "TSAsExpression") recordCast(draft, item.id, item.init.typeAnnotation);
  }
}

function recordCast(draft: Draft, target: Node, annotation: Node): void {
  const b = target.type === "Identifier" && !target.typeAnnotation ? draft.find(target.name) : undefined;
  const binding = b === undefined ? undefined : draft.bindings[b];
  const cast = annotation.type === "TSTypeReference" && annotation.typeArguments ? typeOf(annotation) : undefined;
  if (b !== undefined && binding && cast) draft.bindings[b] = { ...binding, cast };
}

/** Adds a declared function, held by the name that hoisting made known. */
export function addFunctionDeclaration(draft: Draft, node: FunctionNode): void {
  if (!node.body) return;
  const f = addFunction(draft, node, { name: node.id?.name ?? "default", kind: "function" });
  if (!node.id) return;
  const id = draft.find(node.id.name);
  if (id !== undefined) draft.write(`b${id}`, draft.add(node, { k: "function", f }), "=", startOf(node));
}

/** Adds a declared class, held by the name that hoisting made known. */
export function addClassDeclaration(draft: Draft, node: Class): void {
  if (node.declare || !node.id) return;
  const c = addClass(draft, node, node.id.name);
  const id = draft.find(node.id.name);
  if (id !== undefined) draft.write(`b${id}`, draft.add(node, { k: "class", c }), "=", startOf(node));
}

/** Adds a declaration only TypeScript has: of a type, an enum, a namespace. Any other statement says nothing we keep. */
export function addDeclaration(draft: Draft, node: Node): void {
  switch (node.type) {
    case "TSTypeAliasDeclaration":
      draft.types.push({ n: node.id.name, kind: "alias", ...parametersOf(node), t: typeOf(node.typeAnnotation) ?? { k: "unknown" }, exported: false });
      return;
    case "TSInterfaceDeclaration": {
      const bases = node.extends.flatMap((item) => (item.expression.type === "Identifier" ? [item.expression.name] : []));
      draft.types.push({
        n: node.id.name,
        kind: "interface",
        ...parametersOf(node),
        t: { k: "object", props: membersOf(node.body.body) },
        ...(bases.length > 0 && { extends: bases }),
        exported: false,
      });
      return;
    }
    case "TSEnumDeclaration":
      return addEnum(draft, node);
    case "TSModuleDeclaration":
      if (node.declare || node.id.type !== "Identifier" || !node.body) return;
      return addNamespace(draft, node.id.name, node.body);
    default:
      return;
  }
}

function parametersOf(node: Extract<Node, { type: "TSTypeAliasDeclaration" | "TSInterfaceDeclaration" }>): { readonly params?: readonly string[] } {
  return node.typeParameters ? { params: node.typeParameters.params.map(({ name }) => name.name) } : {};
}

function addEnum(draft: Draft, node: Extract<Node, { type: "TSEnumDeclaration" }>): void {
  const props = node.body.members.map((member, index): readonly [string, ExprId] => {
    const name = member.id.type === "Identifier" ? member.id.name : member.id.type === "Literal" ? String(member.id.value) : "?";
    return [name, member.initializer ? addExpr(draft, member.initializer) : draft.add(member, { k: "const", v: index })];
  });
  const id = draft.find(node.id.name);
  const value = draft.add(node, { k: "object", props });
  if (id !== undefined) draft.write(`b${id}`, value, "=", startOf(node));
  const values = props.map(([, item]) => draft.exprs[item]).flatMap((item) => (item?.k === "const" ? [{ k: "literal" as const, v: item.v }] : []));
  draft.types.push({ n: node.id.name, kind: "enum", t: values.length === props.length ? { k: "union", of: values } : { k: "template" }, exported: false });
}

function addNamespace(draft: Draft, name: string, body: Node): void {
  if (body.type !== "TSModuleBlock") return;
  const before = draft.exports.length;
  draft.inScope(() => addBlock(draft, body));
  const inner = draft.exports.splice(before);
  const props = inner.flatMap((item): (readonly [string, ExprId])[] => (item.v === undefined ? [] : [[item.n, item.v]]));
  const id = draft.find(name);
  if (id !== undefined) draft.write(`b${id}`, draft.add(body, { k: "object", props }), "=", startOf(body));
}
