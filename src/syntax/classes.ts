import type { Class, Function as FunctionNode, Node } from "oxc-parser";
import type { Draft } from "./draft.ts";
import { spanOf, startOf } from "./draft.ts";
import { addExpr } from "./expressions.ts";
import { addFunction } from "./functions.ts";
import { addBlock } from "./statements.ts";
import type { ClassFact, ClassId, ClassMember, ExprId, FnId } from "./summary.ts";
import { keyName, markMetadataUse, nameOf, typeOf } from "./types.ts";

type DecoratorNode = Extract<Node, { type: "Decorator" }>;

/** Adds a class with its members; returns its id. */
export function addClass(draft: Draft, node: Class, name: string): ClassId {
  const id = draft.classes.length;
  const [s, e] = spanOf(node);
  const base = node.superClass ? addExpr(draft, node.superClass) : undefined;
  const decorators = addDecorators(draft, node.decorators);
  const extendsArgs = node.superTypeArguments?.params.flatMap((type) => typeOf(type) ?? []);
  const members: Record<string, ClassMember> = Object.create(null) as Record<string, ClassMember>;
  const fact: ClassFact = {
    n: node.id?.name ?? name,
    s,
    e,
    ...(base !== undefined && { extends: base }),
    ...(extendsArgs?.length && { extendsArgs }),
    implements: (node.implements ?? []).map((item) => nameOf(item.expression)),
    decorators,
    members,
    ...(node.abstract && { abstract: true as const }),
  };
  draft.classes.push(fact);
  const outer = draft.cls;
  draft.cls = id;
  let ctor: FnId | undefined;
  for (const member of node.body.body) ctor = addMemberOf(draft, id, member, members, decorators.length > 0) ?? ctor;
  draft.cls = outer;
  if (ctor !== undefined) draft.classes[id] = { ...fact, ctor };
  return id;
}

function addDecorators(draft: Draft, decorators: readonly DecoratorNode[] | undefined): ExprId[] {
  return (decorators ?? []).map((decorator) => addExpr(draft, decorator.expression));
}

function addMemberOf(draft: Draft, owner: ClassId, member: Node, members: Record<string, ClassMember>, metadata: boolean): FnId | undefined {
  switch (member.type) {
    case "MethodDefinition":
    case "TSAbstractMethodDefinition":
      return addMethod(draft, owner, member, members, metadata);
    case "PropertyDefinition":
    case "AccessorProperty":
    case "TSAbstractPropertyDefinition":
      addField(draft, owner, member, members);
      return undefined;
    case "StaticBlock":
      draft.inScope(() => addBlock(draft, member));
      return undefined;
    default:
      return undefined;
  }
}

function addMethod(
  draft: Draft,
  owner: ClassId,
  member: Extract<Node, { type: "MethodDefinition" | "TSAbstractMethodDefinition" }>,
  members: Record<string, ClassMember>,
  metadata: boolean,
): FnId | undefined {
  const name = keyName(member.key, member.computed) ?? `[${startOf(member)}]`;
  if (member.computed) addExpr(draft, member.key);
  const value: Node = member.value;
  if (value.type !== "FunctionExpression" || !value.body) {
    const type = typeOf(value.type === "TSEmptyBodyFunctionExpression" ? value.returnType : undefined);
    const abstract = member.type === "TSAbstractMethodDefinition";
    if (abstract && !members[name]) members[name] = { kind: "method", at: startOf(member), ...(type && { t: { k: "function", params: [], ret: type } }) };
    return undefined;
  }
  const decorators = addDecorators(draft, member.decorators);
  const isConstructor = member.kind === "constructor";
  const kind = isConstructor ? "constructor" : member.kind === "get" ? "getter" : member.kind === "set" ? "setter" : member.static ? "static" : "method";
  const f = addFunction(draft, value, { name, kind, owner, decorators, metadata: isConstructor ? metadata : decorators.length > 0 });
  if (isConstructor) {
    addParameterProperties(draft, owner, value, f, members);
    return f;
  }
  if (kind === "setter" && members[name]) return undefined;
  members[name] = {
    kind: kind === "getter" || kind === "setter" ? kind : "method",
    f,
    at: startOf(member),
    ...(member.static && { static: true as const }),
    ...(decorators.length > 0 && { decorators }),
  };
  return undefined;
}

/** `constructor(private readonly books: BookRepository)`: a field that holds the parameter. */
function addParameterProperties(draft: Draft, owner: ClassId, node: FunctionNode, f: FnId, members: Record<string, ClassMember>): void {
  node.params.forEach((param, index) => {
    if (param.type !== "TSParameterProperty") return;
    const target = param.parameter.type === "AssignmentPattern" ? param.parameter.left : param.parameter;
    if (target.type !== "Identifier") return;
    const type = typeOf(target.typeAnnotation);
    const value = draft.add(target, { k: "param", f, i: index });
    draft.write(`c${owner}.${target.name}`, value, "=", startOf(param));
    const decorators = draft.functions[f]?.params[index]?.decorators;
    members[target.name] = { kind: "field", v: value, param: index, at: startOf(param), ...(type && { t: type }), ...(decorators && { decorators }) };
  });
}

function addField(
  draft: Draft,
  owner: ClassId,
  member: Extract<Node, { type: "PropertyDefinition" | "AccessorProperty" | "TSAbstractPropertyDefinition" | "TSAbstractAccessorProperty" }>,
  members: Record<string, ClassMember>,
): void {
  const name = keyName(member.key, member.computed);
  if (name === undefined) return;
  const decorators = addDecorators(draft, member.decorators);
  if (decorators.length > 0) markMetadataUse(draft, member.typeAnnotation);
  const type = typeOf(member.typeAnnotation);
  const v = member.value ? addExpr(draft, member.value) : undefined;
  if (v !== undefined) draft.write(`c${owner}.${name}`, v, "=", startOf(member));
  members[name] = {
    kind: "field",
    at: startOf(member),
    ...(v !== undefined && { v }),
    ...(type && { t: type }),
    ...(isPromise(member.typeAnnotation) && { promise: true as const }),
    ...(member.static && { static: true as const }),
    ...(decorators.length > 0 && { decorators }),
  };
}

/** `Promise<…>`, which `typeOf` looks through. */
function isPromise(annotation: Node | null | undefined): boolean {
  const type = annotation?.type === "TSTypeAnnotation" ? annotation.typeAnnotation : undefined;
  return type?.type === "TSTypeReference" && nameOf(type.typeName) === "Promise";
}
