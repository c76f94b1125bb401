import type { Node } from "oxc-parser";
import { type Draft, startOf } from "./draft.ts";
import { addImport } from "./imports.ts";
import { declarePattern } from "./patterns.ts";

/** Declares `var` names of a function body, wherever they stand in it. */
export function hoistVars(draft: Draft, nodes: readonly Node[]): void {
  if (!draft.text.includes("var ")) return;
  for (const node of nodes) hoistVar(draft, node);
}

function hoistVar(draft: Draft, node: Node | null | undefined): void {
  switch (node?.type) {
    case "VariableDeclaration":
      if (node.kind === "var") for (const item of node.declarations) declarePattern(draft, item.id, "var");
      return;
    case "BlockStatement":
      return hoistVars(draft, node.body);
    case "IfStatement":
      hoistVar(draft, node.consequent);
      return hoistVar(draft, node.alternate);
    case "ForStatement":
      hoistVar(draft, node.init);
      return hoistVar(draft, node.body);
    case "ForInStatement":
    case "ForOfStatement":
      hoistVar(draft, node.left);
      return hoistVar(draft, node.body);
    case "WhileStatement":
    case "DoWhileStatement":
    case "LabeledStatement":
      return hoistVar(draft, node.body);
    case "TryStatement":
      hoistVar(draft, node.block);
      hoistVar(draft, node.handler?.body);
      return hoistVar(draft, node.finalizer);
    case "SwitchStatement":
      for (const item of node.cases) hoistVars(draft, item.consequent);
      return;
    default:
      return;
  }
}

/** Declares what a statement of a block makes known to the whole block, before any of it runs: imports, functions, classes, variables. */
export function hoist(draft: Draft, statement: Node): void {
  const node =
    (statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration") && statement.declaration ? statement.declaration : statement;
  switch (node.type) {
    case "ImportDeclaration":
      return addImport(draft, node);
    case "FunctionDeclaration":
      if (node.id) draft.declare(node.id.name, "function", startOf(node));
      return;
    case "ClassDeclaration":
      if (node.id) draft.declare(node.id.name, "class", startOf(node));
      return;
    case "TSEnumDeclaration":
      draft.declare(node.id.name, "enum", startOf(node));
      return;
    case "TSModuleDeclaration":
      if (node.id.type === "Identifier" && !node.declare) draft.declare(node.id.name, "namespace", startOf(node));
      return;
    case "VariableDeclaration":
      if (node.kind !== "var" || draft.fn === 0)
        for (const item of node.declarations) declarePattern(draft, item.id, node.kind === "const" ? "const" : node.kind === "var" ? "var" : "let");
      return;
    default:
      return;
  }
}
