import type { Node } from "oxc-parser";
import type { Draft, DraftImport } from "./draft.ts";
import { spanOf, startOf } from "./draft.ts";
import { addExpr } from "./expressions.ts";
import type { ExprId } from "./summary.ts";

/** Adds `import … from "x"` and declares its names. */
export function addImport(draft: Draft, node: Extract<Node, { type: "ImportDeclaration" }>): void {
  const fact = newImport(draft, node, node.source, "static", node.importKind === "type");
  for (const specifier of node.specifiers) {
    const imported =
      specifier.type === "ImportDefaultSpecifier" ? "default" : specifier.type === "ImportNamespaceSpecifier" ? "*" : exportName(specifier.imported);
    const b = draft.declare(specifier.local.name, "import", startOf(specifier));
    draft.withImport(b, { i: draft.imports.length - 1, n: imported });
    fact.names.push({ imported, b, typeOnly: fact.typeOnly || (specifier.type === "ImportSpecifier" && specifier.importKind === "type") });
  }
}

/** Adds `import x = require("x")` and `import X = A.B`. */
export function addImportEquals(draft: Draft, node: Extract<Node, { type: "TSImportEqualsDeclaration" }>): void {
  const reference = node.moduleReference;
  if (reference.type !== "TSExternalModuleReference") {
    const b = draft.declare(node.id.name, "const", startOf(node));
    if (reference.type === "Identifier") draft.write(`b${b}`, addExpr(draft, reference), "=", startOf(node));
    return;
  }
  const fact = newImport(draft, node, reference.expression, "import-equals", node.importKind === "type");
  const b = draft.declare(node.id.name, "import", startOf(node));
  draft.withImport(b, { i: draft.imports.length - 1, n: "*" });
  fact.names.push({ imported: "*", b, typeOnly: fact.typeOnly });
}

/** Adds `require("x")` or `import("x")`; a specifier that is not constant becomes an unknown value that tells where it is loaded from. */
export function addDynamicImport(draft: Draft, node: Node, source: Node, kind: "dynamic" | "require"): ExprId {
  const constant =
    source.type === "Literal" && typeof source.value === "string"
      ? source
      : source.type === "TemplateLiteral" && source.expressions.length === 0
        ? source
        : undefined;
  if (!constant) {
    const from = addExpr(draft, source);
    return draft.add(node, { k: "unknown", from });
  }
  newImport(draft, node, constant, kind, false).names.push({ imported: "*", typeOnly: false });
  return draft.add(node, { k: "module", i: draft.imports.length - 1 });
}

/** Adds `export { a } from "x"` / `export * from "x"`. */
export function addReexport(draft: Draft, node: Extract<Node, { type: "ExportNamedDeclaration" | "ExportAllDeclaration" }>, source: Node): void {
  const typeOnly = node.exportKind === "type";
  const fact = newImport(draft, node, source, "reexport", typeOnly);
  const i = draft.imports.length - 1;
  const at = startOf(node);
  if (node.type === "ExportAllDeclaration") {
    const n = node.exported ? exportName(node.exported) : "*";
    fact.names.push({ imported: "*", typeOnly });
    draft.exports.push({ n, i, imported: "*", typeOnly, at });
    return;
  }
  for (const specifier of node.specifiers) {
    const imported = exportName(specifier.local);
    const only = typeOnly || specifier.exportKind === "type";
    fact.names.push({ imported, typeOnly: only });
    draft.exports.push({ n: exportName(specifier.exported), i, imported, typeOnly: only, at });
  }
}

/** Name in an import or export specifier: identifier or string. */
export function exportName(node: Node): string {
  return node.type === "Identifier" ? node.name : node.type === "Literal" ? String(node.value) : "?";
}

function newImport(draft: Draft, node: Node, source: Node, kind: DraftImport["kind"], typeOnly: boolean): DraftImport {
  const [s, e] = spanOf(node);
  const [fs, fe] = spanOf(source);
  const specifier = source.type === "Literal" ? String(source.value) : source.type === "TemplateLiteral" ? (source.quasis[0]?.value.cooked ?? "") : "";
  const fact: DraftImport = { specifier, kind, typeOnly, names: [], s, e, from: { s: fs, e: fe }, fn: draft.fn };
  draft.imports.push(fact);
  return fact;
}

/** After the walk: TypeScript drops imports whose names are only used as types. JavaScript keeps them all. */
export function settleElision(draft: Draft, typescript: boolean): void {
  if (!typescript) return;
  for (const fact of draft.imports) {
    if (fact.kind !== "static" && fact.kind !== "import-equals") continue;
    if (fact.names.length === 0) continue;
    for (const name of fact.names) if (name.b !== undefined && !draft.valueUses.has(name.b)) name.typeOnly = true;
    fact.typeOnly ||= fact.names.every((name) => name.typeOnly);
  }
}
