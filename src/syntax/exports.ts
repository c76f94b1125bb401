import type { Node } from "oxc-parser";
import { addClass } from "./classes.ts";
import type { Draft } from "./draft.ts";
import { startOf } from "./draft.ts";
import { addExpr } from "./expressions.ts";
import { addFunction } from "./functions.ts";
import { exportName } from "./imports.ts";
import { addStatement } from "./statements.ts";
import type { ExprId } from "./summary.ts";
import { keyName } from "./types.ts";

/** Adds the names of `export const a = …`, `export function f`, `export { a as b }`. */
export function addNamedExport(draft: Draft, node: Extract<Node, { type: "ExportNamedDeclaration" }>): void {
  const typeOnly = node.exportKind === "type";
  const at = startOf(node);
  for (const specifier of node.specifiers) {
    const local: Node = specifier.local;
    const only = typeOnly || specifier.exportKind === "type";
    const v = only || local.type !== "Identifier" ? undefined : addExpr(draft, local);
    draft.exports.push({ n: exportName(specifier.exported), ...(v !== undefined && { v }), typeOnly: only, at });
    const id = local.type === "Identifier" ? draft.find(local.name) : undefined;
    const imported = id === undefined ? undefined : draft.bindings[id]?.imported;
    if (imported) draft.exports[draft.exports.length - 1] = { n: exportName(specifier.exported), i: imported.i, imported: imported.n, typeOnly: only, at };
  }
  if (node.declaration) exportDeclared(draft, node.declaration, at);
}

function exportDeclared(draft: Draft, node: Node, at: number): void {
  switch (node.type) {
    case "VariableDeclaration":
      for (const item of node.declarations) for (const name of namesOf(item.id)) exportBinding(draft, name, at);
      return;
    case "FunctionDeclaration":
    case "ClassDeclaration":
      if (node.id) exportBinding(draft, node.id.name, at);
      return;
    case "TSEnumDeclaration":
      return exportBinding(draft, node.id.name, at);
    case "TSModuleDeclaration":
      if (node.id.type === "Identifier") exportBinding(draft, node.id.name, at);
      return;
    case "TSTypeAliasDeclaration":
    case "TSInterfaceDeclaration":
      draft.exports.push({ n: node.id.name, typeOnly: true, at });
      return;
    default:
      return;
  }
}

function exportBinding(draft: Draft, name: string, at: number): void {
  const b = draft.find(name);
  if (b === undefined) return;
  draft.exports.push({ n: name, v: draft.exprs.push({ k: "name", b, s: at, e: at }) - 1, typeOnly: false, at });
}

function namesOf(pattern: Node): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) => namesOf(property.type === "RestElement" ? property.argument : property.value));
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element ? namesOf(element) : []));
    case "AssignmentPattern":
      return namesOf(pattern.left);
    case "RestElement":
      return namesOf(pattern.argument);
    default:
      return [];
  }
}

/** Adds `export default …`. */
export function addDefaultExport(draft: Draft, node: Extract<Node, { type: "ExportDefaultDeclaration" }>): void {
  const at = startOf(node);
  const declaration: Node = node.declaration;
  if (declaration.type === "TSInterfaceDeclaration") {
    draft.exports.push({ n: "default", typeOnly: true, at });
    return addStatement(draft, declaration);
  }
  if ((declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration") && declaration.id) {
    addStatement(draft, declaration);
    const b = draft.find(declaration.id.name);
    if (b !== undefined) draft.exports.push({ n: "default", v: draft.add(declaration, { k: "name", b }), typeOnly: false, at });
    return;
  }
  draft.exports.push({ n: "default", v: addDefaultValue(draft, declaration), typeOnly: false, at });
}

function addDefaultValue(draft: Draft, node: Node): ExprId {
  if (node.type === "FunctionDeclaration") {
    if (!node.body) return draft.add(node, { k: "unknown" });
    return draft.add(node, { k: "function", f: addFunction(draft, node, { name: "default", kind: "function" }) });
  }
  if (node.type === "ClassDeclaration") return draft.add(node, { k: "class", c: addClass(draft, node, "default") });
  return addExpr(draft, node);
}

/** `module.exports = x`, `exports.name = x`, `module.exports.name = x` (also chained: `exports = module.exports = x`). */
export function recordCommonJs(draft: Draft, node: Node, value: ExprId): void {
  if (node.type !== "AssignmentExpression" || node.operator !== "=") return;
  const at = startOf(node);
  const target = commonJsTarget(draft, node.left);
  if (target !== undefined) draft.exports.push({ n: target, v: value, typeOnly: false, at });
  if (node.right.type === "AssignmentExpression") recordCommonJs(draft, node.right, value);
}

function commonJsTarget(draft: Draft, node: Node): string | undefined {
  if (node.type !== "MemberExpression") return undefined;
  const name = keyName(node.property, node.computed);
  if (isFree(draft, node.object, "module")) return name === "exports" ? "=" : undefined;
  if (isFree(draft, node.object, "exports")) return name;
  const object = node.object;
  const onModuleExports =
    object.type === "MemberExpression" && isFree(draft, object.object, "module") && keyName(object.property, object.computed) === "exports";
  return onModuleExports ? name : undefined;
}

function isFree(draft: Draft, node: Node, name: string): boolean {
  return node.type === "Identifier" && node.name === name && draft.find(name) === undefined;
}
