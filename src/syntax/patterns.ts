import type { Node } from "oxc-parser";
import type { Draft } from "./draft.ts";
import { startOf } from "./draft.ts";
import { addExpr } from "./expressions.ts";
import { keyOf } from "./guards.ts";
import type { BindingKind, ExprId } from "./summary.ts";
import { keyName, typeOf } from "./types.ts";

/**
 * Stores a value into a binding pattern: `const { a, b: [c = 1], ...rest } = value`.
 * @param kind how new names are declared; `undefined` assigns to names that exist
 */
export function bindPattern(draft: Draft, pattern: Node, value: ExprId, kind: BindingKind | undefined): void {
  switch (pattern.type) {
    case "Identifier": {
      if (kind) draft.withType(draft.declare(pattern.name, kind, startOf(pattern), typeOf(pattern.typeAnnotation)), typeOf(pattern.typeAnnotation));
      const key = keyOf(draft, pattern);
      if (key) draft.write(key, value, "=", startOf(pattern));
      return;
    }
    case "ObjectPattern":
      return bindObject(draft, pattern, value, kind);
    case "ArrayPattern":
      pattern.elements.forEach((element, index) => {
        if (!element) return;
        const part =
          element.type === "RestElement" ? draft.addAt(value, { k: "spread", o: value }) : draft.add(element, { k: "member", o: value, p: String(index) });
        bindPattern(draft, element.type === "RestElement" ? element.argument : element, part, kind);
      });
      return;
    case "AssignmentPattern": {
      const fallback = addExpr(draft, pattern.right);
      return bindPattern(draft, pattern.left, draft.add(pattern, { k: "either", of: [value, fallback] }), kind);
    }
    case "RestElement":
      return bindPattern(draft, pattern.argument, value, kind);
    case "MemberExpression": {
      addExpr(draft, pattern);
      const key = keyOf(draft, pattern);
      if (key) draft.write(key, value, "=", startOf(pattern));
      return;
    }
    default:
      return;
  }
}

function bindObject(draft: Draft, pattern: Extract<Node, { type: "ObjectPattern" }>, value: ExprId, kind: BindingKind | undefined): void {
  for (const property of pattern.properties) {
    if (property.type === "RestElement") {
      bindPattern(draft, property.argument, value, kind);
      continue;
    }
    const name = keyName(property.key, property.computed);
    const part =
      name !== undefined
        ? draft.add(property, { k: "member", o: value, p: name })
        : draft.add(property, { k: "index", o: value, i: addExpr(draft, property.key) });
    bindPattern(draft, property.value, part, kind);
  }
}

/** Declares the names of a pattern ahead of time (hoisting), without values. */
export function declarePattern(draft: Draft, pattern: Node, kind: BindingKind): void {
  switch (pattern.type) {
    case "Identifier":
      draft.withType(draft.declare(pattern.name, kind, startOf(pattern)), typeOf(pattern.typeAnnotation));
      return;
    case "ObjectPattern":
      for (const property of pattern.properties) declarePattern(draft, property.type === "RestElement" ? property.argument : property.value, kind);
      return;
    case "ArrayPattern":
      for (const element of pattern.elements) if (element) declarePattern(draft, element, kind);
      return;
    case "AssignmentPattern":
      return declarePattern(draft, pattern.left, kind);
    case "RestElement":
      return declarePattern(draft, pattern.argument, kind);
    default:
      return;
  }
}
