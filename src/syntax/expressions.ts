import type { ArrowFunctionExpression, Function as FunctionNode, Node } from "oxc-parser";
import { addAssignment, addUpdate, recordCollection } from "./assignments.ts";
import { addClass } from "./classes.ts";
import { type Draft, spanOf, startOf } from "./draft.ts";
import { addFunction } from "./functions.ts";
import { factsOf, guard } from "./guards.ts";
import { addDynamicImport } from "./imports.ts";
import { addJsx } from "./jsx.ts";
import { inRegion, regionOf } from "./regions.ts";
import type { ExprId, TypeExpr } from "./summary.ts";
import { keyName, toType } from "./types.ts";

/** Operators that make a number of whatever they are given. */
export const arithmetic = new Set(["-", "*", "/", "%", "**", "|", "&", "^", "<<", ">>", ">>>"]);

/** Adds an expression (and everything in it) to the summary and returns its id. */
export function addExpr(draft: Draft, node: Node): ExprId {
  draft.descend();
  const id = addExprItself(draft, node);
  draft.depth -= 1;
  return id;
}

function addExprItself(draft: Draft, node: Node): ExprId {
  switch (node.type) {
    case "Identifier":
      return addName(draft, node);
    case "Literal":
      return addLiteral(draft, node);
    case "TemplateLiteral":
      return addTemplate(draft, node);
    case "TaggedTemplateExpression": {
      const tag = addExpr(draft, node.tag);
      const quasi = addTemplate(draft, node.quasi);
      return called(draft, draft.add(node, { k: "tag", tag, quasi, fn: draft.fn, ...regionOf(draft) }));
    }
    case "MemberExpression":
      return addMember(draft, node);
    case "CallExpression":
      return addCall(draft, node);
    case "NewExpression": {
      const c = addExpr(draft, node.callee);
      const args = node.arguments.map((argument) => addExpr(draft, argument));
      return called(draft, draft.add(node, { k: "new", c, args, fn: draft.fn, ...regionOf(draft), ...typeArgumentsOf(node) }));
    }
    case "ThisExpression":
      return draft.cls === undefined ? draft.add(node, { k: "receiver", f: draft.receiver }) : draft.add(node, { k: "this", c: draft.cls });
    case "Super":
      return draft.cls === undefined ? draft.add(node, { k: "unknown" }) : draft.add(node, { k: "super", c: draft.cls });
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return addFunctionExpr(draft, node);
    case "ClassExpression":
      return draft.add(node, { k: "class", c: addClass(draft, node, "") });
    case "ObjectExpression":
      return addObject(draft, node);
    case "ArrayExpression": {
      const items = node.elements.map((item) => (item ? addExpr(draft, item) : draft.add(node, { k: "unknown" })));
      return draft.add(node, { k: "array", items });
    }
    case "SpreadElement":
      return draft.add(node, { k: "spread", o: addExpr(draft, node.argument) });
    case "ImportExpression":
      return addDynamicImport(draft, node, node.source, "dynamic");
    case "ChainExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
    case "ParenthesizedExpression":
      return addExpr(draft, node.expression);
    case "AwaitExpression":
      return addExpr(draft, node.argument);
    default:
      return addOperation(draft, node);
  }
}

function addOperation(draft: Draft, node: Node): ExprId {
  switch (node.type) {
    case "BinaryExpression":
      return addBinary(draft, node);
    case "LogicalExpression":
      return addLogical(draft, node);
    case "ConditionalExpression":
      return addConditional(draft, node);
    case "UnaryExpression": {
      const l = addUpdate(draft, node.argument, node.operator === "delete" ? "delete" : undefined);
      if (node.operator === "void") return draft.add(node, { k: "unknown" });
      return draft.add(node, { k: node.operator === "-" || node.operator === "+" || node.operator === "~" ? "number" : "boolean", l });
    }
    case "UpdateExpression":
      addUpdate(draft, node.argument, "++");
      return draft.add(node, { k: "number" });
    case "AssignmentExpression":
      return addAssignment(draft, node);
    case "SequenceExpression":
      return node.expressions.map((item) => addExpr(draft, item)).at(-1) ?? draft.add(node, { k: "unknown" });
    case "YieldExpression":
      if (node.argument) addExpr(draft, node.argument);
      return draft.add(node, { k: "unknown" });
    case "JSXElement":
    case "JSXFragment":
      addJsx(draft, node);
      return draft.add(node, { k: "unknown" });
    default:
      return draft.add(node, { k: "unknown" });
  }
}

function called(draft: Draft, id: ExprId): ExprId {
  draft.calls.push(id);
  return id;
}

function addName(draft: Draft, node: Extract<Node, { type: "Identifier" }>): ExprId {
  const id = draft.find(node.name);
  if (id === undefined) return draft.add(node, node.name === "undefined" ? { k: "const", v: null } : { k: "global", n: node.name });
  draft.valueUses.add(id);
  return draft.add(node, { k: "name", b: id });
}

function addLiteral(draft: Draft, node: Extract<Node, { type: "Literal" }>): ExprId {
  if ("regex" in node && node.regex) return draft.add(node, { k: "regexp", v: `/${node.regex.pattern}/${node.regex.flags}` });
  const value: unknown = node.value;
  if (typeof value === "bigint") return draft.add(node, { k: "number" });
  return draft.add(node, { k: "const", v: value as string | number | boolean | null });
}

function addTemplate(draft: Draft, node: Extract<Node, { type: "TemplateLiteral" }>): ExprId {
  const parts = node.expressions.map((part) => addExpr(draft, part));
  const quasis = node.quasis.map((quasi) => quasi.value.cooked ?? quasi.value.raw);
  if (parts.length === 0) return draft.add(node, { k: "const", v: quasis[0] ?? "" });
  return draft.add(node, { k: "template", quasis, parts });
}

function addMember(draft: Draft, node: Extract<Node, { type: "MemberExpression" }>): ExprId {
  const o = addExpr(draft, node.object);
  const p = keyName(node.property, node.computed);
  if (p !== undefined) return draft.add(node, { k: "member", o, p });
  return draft.add(node, { k: "index", o, i: addExpr(draft, node.property) });
}

function addCall(draft: Draft, node: Extract<Node, { type: "CallExpression" }>): ExprId {
  const { callee } = node;
  const source = node.arguments[0];
  if (callee.type === "Identifier" && callee.name === "require" && draft.find("require") === undefined && source && source.type !== "SpreadElement") {
    return addDynamicImport(draft, node, source, "require");
  }
  const c = addExpr(draft, callee);
  const args = node.arguments.map((argument) => addExpr(draft, argument));
  recordCollection(draft, callee, args);
  return called(draft, draft.add(node, { k: "call", c, args, fn: draft.fn, ...regionOf(draft), ...typeArgumentsOf(node) }));
}

function typeArgumentsOf(node: Extract<Node, { type: "CallExpression" | "NewExpression" }>): { readonly t?: readonly TypeExpr[] } {
  return node.typeArguments ? { t: node.typeArguments.params.map(toType) } : {};
}

function addObject(draft: Draft, node: Extract<Node, { type: "ObjectExpression" }>): ExprId {
  const props = node.properties.map((property): readonly [string, ExprId, ExprId?] => {
    if (property.type === "SpreadElement") return ["...", addExpr(draft, property.argument)];
    const value = addExpr(draft, property.value);
    const name = keyName(property.key, property.computed);
    return name !== undefined ? [name, value] : ["[]", value, addExpr(draft, property.key)];
  });
  return draft.add(node, { k: "object", props });
}

function addFunctionExpr(draft: Draft, node: FunctionNode | ArrowFunctionExpression): ExprId {
  const id = draft.add(node, { k: "function", f: draft.functions.length });
  addFunction(draft, node, { name: node.id?.name ?? "", kind: node.type === "ArrowFunctionExpression" ? "arrow" : "function", expr: id });
  return id;
}

function addBinary(draft: Draft, node: Extract<Node, { type: "BinaryExpression" }>): ExprId {
  const l = addExpr(draft, node.left);
  const r = addExpr(draft, node.right);
  if (node.operator === "+") return draft.add(node, { k: "concat", l, r });
  return draft.add(node, { k: arithmetic.has(node.operator) ? "number" : "boolean", l, r });
}

function addLogical(draft: Draft, node: Extract<Node, { type: "LogicalExpression" }>): ExprId {
  const l = addExpr(draft, node.left);
  if (node.operator !== "??") {
    guard(
      draft,
      factsOf(draft, node.left, node.operator === "&&", (callee) => addExpr(draft, callee)),
      ...spanOf(node.right),
    );
  }
  const r = addArm(draft, node.right, { k: node.operator === "&&" ? "then" : "else", g: startOf(node), o: l });
  // `a && b` is b, or a falsy a, which is harmless as text.
  return node.operator === "&&" ? draft.add(node, { k: "either", of: [r], test: l }) : draft.add(node, { k: "either", of: [l, r] });
}

function addArm(draft: Draft, node: Node, region: { readonly k: "then" | "else"; readonly g: number; readonly o: ExprId }): ExprId {
  let id = -1;
  inRegion(draft, node, region, () => {
    id = addExpr(draft, node);
  });
  return id;
}

function addConditional(draft: Draft, node: Extract<Node, { type: "ConditionalExpression" }>): ExprId {
  const test = addExpr(draft, node.test);
  const g = startOf(node);
  const callee = (target: Node): ExprId => addExpr(draft, target);
  guard(draft, factsOf(draft, node.test, true, callee), ...spanOf(node.consequent));
  guard(draft, factsOf(draft, node.test, false, callee), ...spanOf(node.alternate));
  return draft.add(node, {
    k: "either",
    of: [addArm(draft, node.consequent, { k: "then", g, o: test }), addArm(draft, node.alternate, { k: "else", g, o: test })],
    test,
  });
}
