import type { Class, Function as FunctionNode, Node } from "oxc-parser";
import { addClass } from "./classes.ts";
import type { Draft } from "./draft.ts";
import { spanOf, startOf } from "./draft.ts";
import { addExpr } from "./expressions.ts";
import { addDefaultExport, addNamedExport, recordCommonJs } from "./exports.ts";
import { addFunction } from "./functions.ts";
import { factsOf, guard, guardBranches, keyOf } from "./guards.ts";
import { addImport, addImportEquals, addReexport } from "./imports.ts";
import { bindPattern, declarePattern } from "./patterns.ts";
import { inRegion } from "./regions.ts";
import type { ExprId } from "./summary.ts";
import { membersOf, typeOf } from "./types.ts";

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

function hoist(draft: Draft, statement: Node): void {
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

function addControl(draft: Draft, node: Node): void {
  switch (node.type) {
    case "ForStatement":
      return draft.inScope(() => {
        if (node.init?.type === "VariableDeclaration") addStatements(draft, [node.init]);
        else if (node.init) addExpr(draft, node.init);
        const o = node.test ? addExpr(draft, node.test) : undefined;
        inRegion(draft, node.body, { k: "loop", g: startOf(node), loop: "for", ...(o !== undefined && { o }) }, () => {
          if (node.update) addExpr(draft, node.update);
          addNested(draft, node.body);
        });
      });
    case "ForOfStatement":
    case "ForInStatement":
      return addForEach(draft, node);
    case "WhileStatement":
    case "DoWhileStatement": {
      const o = addExpr(draft, node.test);
      return inRegion(draft, node.body, { k: "loop", g: startOf(node), loop: "while", o }, () => addNested(draft, node.body));
    }
    case "SwitchStatement":
      return addSwitch(draft, node);
    case "TryStatement":
      return addTry(draft, node);
    case "ThrowStatement":
      addExpr(draft, node.argument);
      return;
    case "LabeledStatement":
      return addStatement(draft, node.body);
    default:
      return addDeclaration(draft, node);
  }
}

function addIf(draft: Draft, node: Extract<Node, { type: "IfStatement" }>): void {
  const { consequent, alternate } = node;
  const o = addExpr(draft, node.test);
  guardBranches(draft, node, (callee) => addExpr(draft, callee));
  const g = startOf(node);
  inRegion(draft, consequent, { k: "then", g, o }, () => addNested(draft, consequent));
  if (alternate) inRegion(draft, alternate, { k: "else", g, o }, () => addNested(draft, alternate));
}

function addTry(draft: Draft, node: Extract<Node, { type: "TryStatement" }>): void {
  const { block, handler, finalizer } = node;
  const g = startOf(node);
  inRegion(draft, block, { k: "try", g }, () => addNested(draft, block));
  if (handler) {
    inRegion(draft, handler.body, { k: "catch", g }, () =>
      draft.inScope(() => {
        if (handler.param) declarePattern(draft, handler.param, "catch");
        addBlock(draft, handler.body);
      }),
    );
  }
  if (finalizer) inRegion(draft, finalizer, { k: "finally", g }, () => addNested(draft, finalizer));
}

function addNested(draft: Draft, node: Node): void {
  if (node.type === "BlockStatement") return addStatement(draft, node);
  const outer = draft.blockEnd;
  draft.blockEnd = spanOf(node)[1];
  draft.inScope(() => addStatements(draft, [node]));
  draft.blockEnd = outer;
}

function addForEach(draft: Draft, node: Extract<Node, { type: "ForOfStatement" | "ForInStatement" }>): void {
  draft.inScope(() => {
    const o = addExpr(draft, node.right);
    const value = draft.add(node.right, { k: node.type === "ForOfStatement" ? "element" : "key", o });
    const target: Node | undefined = node.left.type === "VariableDeclaration" ? node.left.declarations[0]?.id : node.left;
    if (target) bindPattern(draft, target, value, node.left.type === "VariableDeclaration" ? (node.left.kind === "const" ? "const" : "let") : undefined);
    const loop = node.type === "ForOfStatement" ? "of" : "in";
    inRegion(draft, node.body, { k: "loop", g: startOf(node), loop, o }, () => addNested(draft, node.body));
  });
}

function addSwitch(draft: Draft, node: Extract<Node, { type: "SwitchStatement" }>): void {
  const o = addExpr(draft, node.discriminant);
  const key = keyOf(draft, node.discriminant);
  draft.inScope(() => {
    for (const item of node.cases) for (const statement of item.consequent) hoist(draft, statement);
    let afterDefault = false;
    for (const item of node.cases) {
      afterDefault ||= !item.test;
      if (item.test) addExpr(draft, item.test);
      const [s, e] = spanOf(item);
      if (key && item.test && !afterDefault) guard(draft, [{ key, kind: "allow" }], s, e);
      const outer = draft.blockEnd;
      draft.blockEnd = e;
      inRegion(
        draft,
        item,
        { k: "case", g: startOf(node), o },
        () => {
          for (const statement of item.consequent) addStatement(draft, statement);
        },
        item.consequent,
      );
      draft.blockEnd = outer;
    }
  });
}

function addVariables(draft: Draft, node: Extract<Node, { type: "VariableDeclaration" }>): void {
  if (node.declare) return;
  for (const item of node.declarations) {
    if (!item.init) continue;
    const value = addExpr(draft, item.init);
    recordCommonJs(draft, item.init, value);
    bindPattern(draft, item.id, value, node.kind === "const" ? "const" : node.kind === "var" ? "var" : "let");
    if (item.init.type === "TSAsExpression") recordCast(draft, item.id, item.init.typeAnnotation);
  }
}

function recordCast(draft: Draft, target: Node, annotation: Node): void {
  const b = target.type === "Identifier" && !target.typeAnnotation ? draft.find(target.name) : undefined;
  const binding = b === undefined ? undefined : draft.bindings[b];
  const cast = annotation.type === "TSTypeReference" && annotation.typeArguments ? typeOf(annotation) : undefined;
  if (b !== undefined && binding && cast) draft.bindings[b] = { ...binding, cast };
}

function addFunctionDeclaration(draft: Draft, node: FunctionNode): void {
  if (!node.body) return;
  const f = addFunction(draft, node, { name: node.id?.name ?? "default", kind: "function" });
  if (!node.id) return;
  const id = draft.find(node.id.name);
  if (id !== undefined) draft.write(`b${id}`, draft.add(node, { k: "function", f }), "=", startOf(node));
}

function addClassDeclaration(draft: Draft, node: Class): void {
  if (node.declare || !node.id) return;
  const c = addClass(draft, node, node.id.name);
  const id = draft.find(node.id.name);
  if (id !== undefined) draft.write(`b${id}`, draft.add(node, { k: "class", c }), "=", startOf(node));
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

function addDeclaration(draft: Draft, node: Node): void {
  switch (node.type) {
    case "TSTypeAliasDeclaration":
      draft.types.push({ n: node.id.name, kind: "alias", ...parametersOf(node), t: typeOf(node.typeAnnotation) ?? { k: "unknown" }, exported: false });
      return;
    case "TSInterfaceDeclaration": {
      const bases = node.extends.flatMap((item) => (item.expression.type === "Identifier" ? [item.expression.name] : []));
      draft.types.push({
        n: node.id.name,
        kind: "interface",
        ...parametersOf(node),
        t: { k: "object", props: membersOf(node.body.body) },
        ...(bases.length > 0 && { extends: bases }),
        exported: false,
      });
      return;
    }
    case "TSEnumDeclaration":
      return addEnum(draft, node);
    case "TSModuleDeclaration":
      if (node.declare || node.id.type !== "Identifier" || !node.body) return;
      return addNamespace(draft, node.id.name, node.body);
    default:
      return;
  }
}

function parametersOf(node: Extract<Node, { type: "TSTypeAliasDeclaration" | "TSInterfaceDeclaration" }>): { readonly params?: readonly string[] } {
  return node.typeParameters ? { params: node.typeParameters.params.map(({ name }) => name.name) } : {};
}

function addEnum(draft: Draft, node: Extract<Node, { type: "TSEnumDeclaration" }>): void {
  const props = node.body.members.map((member, index): readonly [string, ExprId] => {
    const name = member.id.type === "Identifier" ? member.id.name : member.id.type === "Literal" ? String(member.id.value) : "?";
    return [name, member.initializer ? addExpr(draft, member.initializer) : draft.add(member, { k: "const", v: index })];
  });
  const id = draft.find(node.id.name);
  const value = draft.add(node, { k: "object", props });
  if (id !== undefined) draft.write(`b${id}`, value, "=", startOf(node));
  const values = props.map(([, item]) => draft.exprs[item]).flatMap((item) => (item?.k === "const" ? [{ k: "literal" as const, v: item.v }] : []));
  draft.types.push({ n: node.id.name, kind: "enum", t: values.length === props.length ? { k: "union", of: values } : { k: "template" }, exported: false });
}

function addNamespace(draft: Draft, name: string, body: Node): void {
  if (body.type !== "TSModuleBlock") return;
  const before = draft.exports.length;
  draft.inScope(() => addBlock(draft, body));
  const inner = draft.exports.splice(before);
  const props = inner.flatMap((item): (readonly [string, ExprId])[] => (item.v === undefined ? [] : [[item.n, item.v]]));
  const id = draft.find(name);
  if (id !== undefined) draft.write(`b${id}`, draft.add(body, { k: "object", props }), "=", startOf(body));
}
