import type { ArrowFunctionExpression, Function as FunctionExpression, Node } from "oxc-parser";
import type { Draft, DraftFn } from "./draft.ts";
import { spanOf } from "./draft.ts";
import { addExpr } from "./expressions.ts";
import { hoistVars } from "./hoisting.ts";
import { bindPattern } from "./patterns.ts";
import { addBlock } from "./statements.ts";
import type { ClassId, ExprId, Fn, FnId, Param } from "./summary.ts";
import { constraintsOf, markMetadataUse, typeOf, withConstraints } from "./types.ts";

type FunctionNode = FunctionExpression | ArrowFunctionExpression;

export interface FunctionRole {
  readonly name: string;
  readonly kind: Fn["kind"];
  readonly owner?: ClassId;
  readonly decorators?: readonly ExprId[];
  /** Class decorators make constructor parameter types runtime values. */
  readonly metadata?: boolean;
  readonly expr?: ExprId;
}

/** Adds a function with its parameters and body; returns its id. */
export function addFunction(draft: Draft, node: FunctionNode, role: FunctionRole): FnId {
  const id = draft.functions.length;
  const [s, e] = spanOf(node);
  const fn: DraftFn = { n: role.name, params: [], returns: [], parent: draft.fn, kind: role.kind, s, e };
  if (role.owner !== undefined) fn.owner = role.owner;
  if (node.async) fn.async = true;
  if (role.decorators?.length) fn.decorators = role.decorators;
  if (role.expr !== undefined) fn.expr = role.expr;
  if (draft.region !== undefined) fn.r = draft.region;
  const ret = typeOf(node.returnType);
  if (ret) fn.ret = ret;
  draft.functions.push(fn);

  const outer = { fn: draft.fn, blockEnd: draft.blockEnd, cls: draft.cls };
  draft.fn = id;
  draft.blockEnd = e;
  if (role.kind === "function") draft.cls = undefined;
  draft.inScope(() => {
    if (node.type === "FunctionExpression" && node.id) {
      const self = draft.declare(node.id.name, "function", s);
      if (role.expr !== undefined) draft.write(`b${self}`, role.expr, "=", s);
    }
    const constraints = constraintsOf(node.typeParameters);
    node.params.forEach((param, index) => {
      const added = addParam(draft, id, param, index, role.metadata ?? false);
      const type = withConstraints(added.t, constraints);
      fn.params.push(type ? { ...added, t: type } : added);
    });
    addBody(draft, fn, node);
  }, id);
  draft.fn = outer.fn;
  draft.blockEnd = outer.blockEnd;
  draft.cls = outer.cls;
  return id;
}

function addBody(draft: Draft, fn: DraftFn, node: FunctionNode): void {
  const body = node.body;
  if (!body) return;
  if (body.type !== "BlockStatement") {
    fn.returns.push(addExpr(draft, body));
    return;
  }
  const directives = body.body.flatMap((statement) => ("directive" in statement && statement.directive ? [statement.directive] : []));
  if (directives.length > 0) fn.directives = directives;
  hoistVars(draft, body.body);
  addBlock(draft, body);
}

function addParam(draft: Draft, f: FnId, node: Node, i: number, metadata: boolean): Param {
  const property = node.type === "TSParameterProperty" ? node : undefined;
  const pattern: Node = property ? property.parameter : node;
  const rest = pattern.type === "RestElement";
  const inner: Node = rest ? pattern.argument : pattern.type === "AssignmentPattern" ? pattern.left : pattern;
  const written = decoratorsOf(property ?? pattern, inner);
  const target = behind(draft, written, inner);
  const annotated = target as { typeAnnotation?: Node | null; optional?: boolean };
  const type = typeOf(annotated.typeAnnotation) ?? (rest ? typeOf(pattern.typeAnnotation) : undefined);
  const decorators = written.map((decorator) => addExpr(draft, decorator.expression));
  if (metadata || decorators.length > 0) markMetadataUse(draft, annotated.typeAnnotation);
  const value = draft.add(target, rest ? { k: "param", f, i, rest: true } : { k: "param", f, i });
  // Where a parameter with a decorator and a default begins is told differently; the name is the same everywhere.
  const full = pattern.type === "AssignmentPattern" ? draft.addAt(value, { k: "either", of: [value, addExpr(draft, pattern.right)] }) : value;
  bindPattern(draft, target, full, "param");
  const name = target.type === "Identifier" ? target.name : undefined;
  const b = name === undefined ? undefined : draft.scope.names.get(name);
  return {
    ...(b !== undefined && { b }),
    ...(name !== undefined && { n: name }),
    ...(type && { t: type }),
    ...(decorators.length > 0 && { decorators }),
    ...((annotated.optional === true || pattern.type === "AssignmentPattern") && { optional: true as const }),
  };
}

const gap = /(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*)*/y;

/** The name (or pattern) of a parameter without its decorators: oxc counts them in when the parameter is optional, other parsers never do. */
function behind(draft: Draft, decorators: readonly Node[], target: Node): Node {
  const last = decorators.at(-1);
  const [s, e] = spanOf(target);
  if (!last || s >= spanOf(last)[1]) return target;
  gap.lastIndex = spanOf(last)[1];
  gap.exec(draft.text);
  return { ...target, start: gap.lastIndex, range: [gap.lastIndex, e] };
}

/** Parsers hang them on the outermost part of a parameter (`@Query() page = 1`), or on its name. */
function decoratorsOf(...nodes: readonly Node[]): readonly Extract<Node, { type: "Decorator" }>[] {
  return nodes.map((node) => ("decorators" in node ? (node.decorators ?? []) : [])).find((decorators) => decorators.length > 0) ?? [];
}
