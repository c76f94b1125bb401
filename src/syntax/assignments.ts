import type { Node } from "oxc-parser";
import { type Draft, startOf } from "./draft.ts";
import { addExpr, arithmetic } from "./expressions.ts";
import { keyOf } from "./guards.ts";
import { bindPattern } from "./patterns.ts";
import type { ExprId } from "./summary.ts";
import { keyName } from "./types.ts";

/** Adds an assignment: what is stored, where, and the value of it all. */
export function addAssignment(draft: Draft, node: Extract<Node, { type: "AssignmentExpression" }>): ExprId {
  const value = addExpr(draft, node.right);
  const target = node.left;
  if (target.type === "ObjectPattern" || target.type === "ArrayPattern") {
    bindPattern(draft, target, value, undefined);
    return value;
  }
  const place = target.type === "Identifier" ? undefined : addExpr(draft, target);
  const arithmeticAssign = node.operator.length > 1 && arithmetic.has(node.operator.slice(0, -1));
  const stored = arithmeticAssign ? draft.add(node, { k: "number", l: place ?? addExpr(draft, target), r: value }) : value;
  store(draft, target, stored, node.operator === "+=" ? "+=" : "=");
  return node.operator === "+=" ? addExpr(draft, target) : stored;
}

function store(draft: Draft, target: Node, value: ExprId, op: "=" | "+="): void {
  const key = keyOf(draft, target);
  if (key) return draft.write(key, value, op, startOf(target));
  const member = target.type === "ChainExpression" || target.type === "TSNonNullExpression" || target.type === "TSAsExpression" ? target.expression : target;
  if (member.type !== "MemberExpression") return;
  const base = keyOf(draft, member.object);
  if (base) draft.write(base, value, "prop", startOf(target));
}

/** Adds the operand of a unary expression, which some change in its place: `hits++`, `delete loans[id]`. */
export function addUpdate(draft: Draft, target: Node, op: "++" | "delete" | undefined): ExprId {
  const o = addExpr(draft, target);
  if (op) draft.updates.push({ o, op, fn: draft.fn });
  return o;
}

/** `list.push(x)`, `list.unshift(x)`, `set.add(x)`: the collection now also holds x. */
export function recordCollection(draft: Draft, callee: Node, args: readonly ExprId[]): void {
  if (callee.type !== "MemberExpression") return;
  const method = keyName(callee.property, callee.computed);
  if (method !== "push" && method !== "unshift" && method !== "add") return;
  const key = keyOf(draft, callee.object);
  if (!key) return;
  for (const argument of args) draft.write(key, argument, "push", startOf(callee));
}
