import type { Node } from "oxc-parser";
import type { Draft } from "./draft.ts";
import { addExpr } from "./expressions.ts";

/** The parts of JSX that hold values, in source order (trees also have `parent`, and parsers differ in the order of properties). */
const jsxParts = ["openingElement", "name", "attributes", "value", "object", "children"] as const;

/** Adds the values that stand in JSX, and what its elements are made by. */
export function addJsx(draft: Draft, node: Node): void {
  for (const part of jsxParts) {
    const value = (node as unknown as Readonly<Record<string, unknown>>)[part];
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (item === null || typeof item !== "object" || !("type" in item)) continue;
      addJsxPart(draft, item as Node, node);
    }
  }
}

function addJsxPart(draft: Draft, child: Node, owner: Node): void {
  if (child.type === "JSXExpressionContainer" || child.type === "JSXSpreadChild") addExpr(draft, child.expression);
  else if (child.type === "JSXSpreadAttribute") addExpr(draft, child.argument);
  else if (child.type === "JSXIdentifier") {
    const id = owner.type === "JSXAttribute" ? undefined : draft.find(child.name);
    if (id !== undefined) draft.valueUses.add(id);
  } else if (child.type.startsWith("JSX")) addJsx(draft, child);
}
