import type { Node } from "oxc-parser";
import { addControl, addIf } from "./control-flow.ts";
import { addClassDeclaration, addFunctionDeclaration, addVariables } from "./declarations.ts";
import { type Draft, spanOf, startOf } from "./draft.ts";
import { addExpr } from "./expressions.ts";
import { addDefaultExport, addNamedExport, recordCommonJs } from "./exports.ts";
import { factsOf, guard, keyOf } from "./guards.ts";
import { hoist } from "./hoisting.ts";
import { addImportEquals, addReexport } from "./imports.ts";
import type { ExprId } from "./summary.ts";

/** Adds the statements of a block in a scope of their own. */
export function addBlock(draft: Draft, block: Extract<Node, { type: "BlockStatement" | "StaticBlock" | "TSModuleBlock" | "Program" }>): void {
  const outer = draft.blockEnd;
  draft.blockEnd = spanOf(block)[1];
  addStatements(draft, block.body);
  draft.blockEnd = outer;
}

/** Adds statements: first what is hoisted, then each in order. */
export function addStatements(draft: Draft, statements: readonly Node[]): void {
  for (const statement of statements) hoist(draft, statement);
  for (const statement of statements) addStatement(draft, statement);
}

/** Adds one statement. */
export function addStatement(draft: Draft, node: Node): void {
  draft.descend();
  addStatementItself(draft, node);
  draft.depth -= 1;
}

function addStatementItself(draft: Draft, node: Node): void {
  switch (node.type) {
    case "ExpressionStatement":
      return addExpressionStatement(draft, node);
    case "VariableDeclaration":
      return addVariables(draft, node);
    case "ReturnStatement": {
      const value = node.argument ? addExpr(draft, node.argument) : undefined;
      if (value !== undefined) draft.functions[draft.fn]?.returns.push(value);
      return;
    }
    case "IfStatement":
      return addIf(draft, node);
    case "BlockStatement":
      return draft.inScope(() => addBlock(draft, node));
    case "FunctionDeclaration":
      return addFunctionDeclaration(draft, node);
    case "ClassDeclaration":
      return addClassDeclaration(draft, node);
    case "ExportNamedDeclaration":
      if (node.source) return addReexport(draft, node, node.source);
      if (node.declaration) addStatement(draft, node.declaration);
      return addNamedExport(draft, node);
    case "ExportDefaultDeclaration":
      return addDefaultExport(draft, node);
    case "ExportAllDeclaration":
      return addReexport(draft, node, node.source);
    case "TSExportAssignment":
      draft.exports.push({ n: "=", v: addExpr(draft, node.expression), typeOnly: false, at: startOf(node) });
      return;
    case "TSImportEqualsDeclaration":
      return addImportEquals(draft, node);
    default:
      return addControl(draft, node);
  }
}

const assertions = new Set(["assert", "invariant", "ok"]);

function addExpressionStatement(draft: Draft, node: Extract<Node, { type: "ExpressionStatement" }>): void {
  const expression: Node = node.expression;
  const value = addExpr(draft, expression);
  recordCommonJs(draft, expression, value);
  if (expression.type !== "CallExpression") return;
  const name =
    expression.callee.type === "Identifier"
      ? expression.callee.name
      : expression.callee.type === "MemberExpression" && expression.callee.property.type === "Identifier"
        ? expression.callee.property.name
        : "";
  const first = expression.arguments[0];
  if (!first || first.type === "SpreadElement") return;
  const callee = (target: Node): ExprId => addExpr(draft, target);
  const after = spanOf(node)[1];
  if (assertions.has(name)) guard(draft, factsOf(draft, first, true, callee), after, draft.blockEnd);
  else if (/^(assert|validate|ensure)[A-Z]/.test(name)) {
    const key = keyOf(draft, first);
    if (key) guard(draft, [{ key, kind: "checked", c: callee(expression.callee) }], after, draft.blockEnd);
  }
}
