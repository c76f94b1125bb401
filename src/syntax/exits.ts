import type { Node } from "oxc-parser";
import { keyName } from "./types.ts";

/** Whether a statement never lets control pass to the next one. */
export function alwaysExits(node: Node | null | undefined): boolean {
  switch (node?.type) {
    case "ReturnStatement":
    case "ThrowStatement":
    case "ContinueStatement":
    case "BreakStatement":
      return true;
    case "BlockStatement":
      return node.body.some((statement) => alwaysExits(statement));
    case "IfStatement":
      return alwaysExits(node.consequent) && alwaysExits(node.alternate);
    case "ExpressionStatement":
      return isProcessExit(node.expression);
    default:
      return false;
  }
}

function isProcessExit(node: Node): boolean {
  return (
    node.type === "CallExpression" &&
    node.callee.type === "MemberExpression" &&
    node.callee.object.type === "Identifier" &&
    node.callee.object.name === "process" &&
    keyName(node.callee.property, node.callee.computed) === "exit"
  );
}
