import type { Node } from "oxc-parser";
import type { Draft } from "./draft.ts";
import { spanOf } from "./draft.ts";
import { alwaysExits } from "./exits.ts";
import type { ExprId, Guard } from "./summary.ts";
import { keyName } from "./types.ts";

/** What a test says about a place when it comes out a certain way. */
export interface Fact {
  readonly key: string;
  readonly kind: Guard["kind"];
  readonly c?: ExprId;
}

/** The storage key of a place (`b12.query.sort`), or `undefined` when it is not a plain path. */
export function keyOf(draft: Draft, node: Node): string | undefined {
  switch (node.type) {
    case "Identifier": {
      const id = draft.find(node.name);
      return id === undefined ? `g${node.name}` : `b${id}`;
    }
    case "ThisExpression":
      return draft.cls === undefined ? `r${draft.receiver}` : `c${draft.cls}`;
    case "MemberExpression": {
      const base = keyOf(draft, node.object);
      const name = keyName(node.property, node.computed);
      return base !== undefined && name !== undefined ? `${base}.${name}` : undefined;
    }
    case "ChainExpression":
    case "TSNonNullExpression":
    case "TSAsExpression":
    case "TSTypeAssertion":
    case "TSSatisfiesExpression":
      return keyOf(draft, node.expression);
    default:
      return undefined;
  }
}

/**
 * What is known about places when `test` is `truth`.
 * @param callee gives the expression id of a callee, so that predicates can be followed
 */
export function factsOf(draft: Draft, test: Node, truth: boolean, callee: (node: Node) => ExprId): Fact[] {
  const again = (node: Node, wanted: boolean): Fact[] => factsOf(draft, node, wanted, callee);
  switch (test.type) {
    case "ChainExpression":
    case "TSNonNullExpression":
    case "TSAsExpression":
      return again(test.expression, truth);
    case "AwaitExpression":
      return again(test.argument, truth);
    case "UnaryExpression":
      return test.operator === "!" ? again(test.argument, !truth) : [];
    case "LogicalExpression":
      if (test.operator === "??") return [];
      if ((test.operator === "&&") === truth) return [...again(test.left, truth), ...again(test.right, truth)];
      return alternatives(draft, test, truth, again);
    case "BinaryExpression":
      return comparisonFacts(draft, test, truth);
    case "CallExpression":
      return callFacts(draft, test, truth, callee);
    case "MemberExpression":
      return truth && test.computed && isTable(test.object) ? allow(keyOf(draft, test.property)) : [];
    default:
      return [];
  }
}

/** What holds whichever side decides: `!order || list.includes(order)`, where an empty one does no harm either. */
function alternatives(
  draft: Draft,
  test: Extract<Node, { type: "LogicalExpression" }>,
  truth: boolean,
  again: (node: Node, wanted: boolean) => Fact[],
): Fact[] {
  const [left, right] = [again(test.left, truth), again(test.right, truth)];
  const [emptyLeft, emptyRight] = [emptyPlace(draft, test.left, truth), emptyPlace(draft, test.right, truth)];
  return [...sameKeys(left, right), ...right.filter(({ key }) => key === emptyLeft), ...left.filter(({ key }) => key === emptyRight)];
}

/** The place that is empty when a side is `truth`: `order` where it is false, `!order` where it is true. */
function emptyPlace(draft: Draft, node: Node, truth: boolean): string | undefined {
  if (!truth) return keyOf(draft, node);
  return node.type === "UnaryExpression" && node.operator === "!" ? keyOf(draft, node.argument) : undefined;
}

/** The place a text comes from, when only its case or its margins were changed: `order.toUpperCase()`. */
function placeOf(draft: Draft, node: Node | undefined): string | undefined {
  if (!node) return undefined;
  const plain = node.type === "ChainExpression" ? node.expression : node;
  if (plain.type !== "CallExpression" || plain.arguments.length > 0 || plain.callee.type !== "MemberExpression") return keyOf(draft, node);
  const method = keyName(plain.callee.property, plain.callee.computed);
  return method !== undefined && /^(?:to(?:Locale)?(?:Upper|Lower)Case|trim|toString)$/.test(method) ? placeOf(draft, plain.callee.object) : undefined;
}

function comparisonFacts(draft: Draft, test: Extract<Node, { type: "BinaryExpression" }>, truth: boolean): Fact[] {
  if (isPositionOf(test.left)) return positionFacts(draft, test, truth);
  if (test.operator === "in") return truth && test.left.type !== "PrivateIdentifier" ? allow(keyOf(draft, test.left)) : [];
  const equal = test.operator === "===" || test.operator === "==";
  if (!equal && test.operator !== "!==" && test.operator !== "!=") return [];
  if (equal !== truth) return [];
  for (const [side, other] of [
    [test.left, test.right],
    [test.right, test.left],
  ] as const) {
    if (side.type === "UnaryExpression" && side.operator === "typeof" && other.type === "Literal") {
      return other.value === "number" || other.value === "boolean" || other.value === "bigint" ? allow(keyOf(draft, side.argument)) : [];
    }
    if (isFixed(other)) return allow(placeOf(draft, side));
  }
  return [];
}

/** `LIST.indexOf(x) === -1`, `>= 0`, …: what is known about `x`. */
function positionFacts(draft: Draft, test: Extract<Node, { type: "BinaryExpression" }>, truth: boolean): Fact[] {
  if (test.left.type !== "CallExpression" || test.left.callee.type !== "MemberExpression") return [];
  const limit = test.right.type === "UnaryExpression" && test.right.operator === "-" ? -1 : test.right.type === "Literal" ? test.right.value : undefined;
  const found = limit === -1 ? ["!==", "!=", ">"] : limit === 0 ? [">="] : [];
  const missing = limit === -1 ? ["===", "=="] : limit === 0 ? ["<"] : [];
  const [first] = test.left.arguments;
  const place = placeOf(draft, first);
  if (place === undefined || keyOf(draft, test.left.callee.object) === place) return [];
  return (truth ? found : missing).includes(test.operator) ? allow(place) : [];
}

/** `LIST.some((item) => item === x)`: `x` is one of the list. */
function memberFacts(draft: Draft, callback: Node): Fact[] {
  if (callback.type !== "ArrowFunctionExpression" || callback.body.type !== "BinaryExpression" || !/^===?$/.test(callback.body.operator)) return [];
  const [item] = callback.params;
  const sides = [callback.body.left, callback.body.right];
  const other = sides.find((side) => !(side.type === "Identifier" && item?.type === "Identifier" && side.name === item.name));
  return sides.some((side) => side !== other) && other?.type !== "PrivateIdentifier" ? allow(placeOf(draft, other)) : [];
}

const numericChecks = new Set(["isInteger", "isFinite", "isSafeInteger"]);

function callFacts(draft: Draft, test: Extract<Node, { type: "CallExpression" }>, truth: boolean, callee: (node: Node) => ExprId): Fact[] {
  const target = test.callee;
  const first = test.arguments[0];
  const method = target.type === "MemberExpression" ? keyName(target.property, target.computed) : target.type === "Identifier" ? target.name : undefined;
  if (method === undefined || !first || first.type === "SpreadElement") return [];
  const key = placeOf(draft, first);
  if (method === "isNaN") return truth ? [] : allow(key);
  if (!truth) return [];
  if (target.type === "MemberExpression") {
    if (numericChecks.has(method) && keyOf(draft, target.object) === "gNumber") return allow(key);
    if (method === "includes" || method === "has" || method === "hasOwnProperty") return key && keyOf(draft, target.object) !== key ? allow(key) : [];
    if (method === "hasOwn") return allow(test.arguments[1] ? keyOf(draft, test.arguments[1]) : undefined);
    if (method === "test") return patternFacts(target.object, key, callee(target));
    if (method === "match") return patternFacts(first, keyOf(draft, target.object), undefined);
    if (method === "some" || method === "find") return memberFacts(draft, first);
    if (weakMethods.has(method)) return [];
  }
  return test.arguments.flatMap((argument) => {
    const place = keyOf(draft, argument);
    return place ? [{ key: place, kind: "checked" as const, c: callee(target) }] : [];
  });
}

/** String methods that look at a value but say nothing about the rest of it. */
const weakMethods = new Set(["startsWith", "endsWith", "indexOf", "search", "isArray", "equals", "get", "some", "every"]);

function patternFacts(pattern: Node, key: string | undefined, c: ExprId | undefined): Fact[] {
  if (!key) return [];
  if (pattern.type === "Literal" && "regex" in pattern && pattern.regex) return isAnchored(pattern.regex.pattern) ? [{ key, kind: "allow" }] : [];
  return c === undefined ? [] : [{ key, kind: "checked", c }];
}

/** `^…$`: the pattern speaks about the whole text, and does not let everything through. */
export function isAnchored(pattern: string): boolean {
  return pattern.startsWith("^") && pattern.endsWith("$") && !pattern.endsWith("\\$") && !/^\^\.[*+]\??\$$/.test(pattern) && !/\[\^/.test(pattern);
}

function isFixed(node: Node): boolean {
  if (node.type === "Literal") return node.value !== null && node.value !== "";
  if (node.type === "TemplateLiteral") return node.expressions.length === 0;
  // Enum members and constant tables: `Order.Asc`.
  return node.type === "MemberExpression" && !node.computed && node.object.type === "Identifier" && /^[A-Z]/.test(node.object.name);
}

function isPositionOf(node: Node): boolean {
  return node.type === "CallExpression" && node.callee.type === "MemberExpression" && keyName(node.callee.property, false) === "indexOf";
}

function isTable(node: Node): boolean {
  return node.type === "Identifier" || node.type === "MemberExpression";
}

function allow(key: string | undefined): Fact[] {
  return key ? [{ key, kind: "allow" }] : [];
}

function sameKeys(left: readonly Fact[], right: readonly Fact[]): Fact[] {
  return left.filter((fact) => right.some((other) => other.key === fact.key));
}

/** Keys a statement assigns to directly: `if (!ok(x)) x = "a"` replaces what was checked. */
function assignedKeys(draft: Draft, node: Node): ReadonlySet<string> {
  const keys = new Set<string>();
  const statements = node.type === "BlockStatement" ? node.body : [node];
  for (const statement of statements) {
    if (statement.type !== "ExpressionStatement" || statement.expression.type !== "AssignmentExpression") continue;
    const key = keyOf(draft, statement.expression.left);
    if (key) keys.add(key);
  }
  return keys;
}

/** Records facts as guards over a range. */
export function guard(draft: Draft, facts: readonly Fact[], s: number, e: number): void {
  for (const fact of facts) draft.guards.push({ ...fact, s, e });
}

/** Records what an `if` proves: inside its branches, and after it when one branch leaves. */
export function guardBranches(draft: Draft, node: Extract<Node, { type: "IfStatement" }>, callee: (node: Node) => ExprId): void {
  const yes = factsOf(draft, node.test, true, callee);
  const no = factsOf(draft, node.test, false, callee);
  guard(draft, yes, ...spanOf(node.consequent));
  if (node.alternate) guard(draft, no, ...spanOf(node.alternate));
  const after = spanOf(node)[1];
  if (alwaysExits(node.consequent)) guard(draft, no, after, draft.blockEnd);
  else if (no.length > 0) {
    const replaced = assignedKeys(draft, node.consequent);
    guard(
      draft,
      no.filter((fact) => replaced.has(fact.key)),
      after,
      draft.blockEnd,
    );
  }
  if (node.alternate && alwaysExits(node.alternate)) guard(draft, yes, after, draft.blockEnd);
}
