import type { Node } from "oxc-parser";
import { addDeclaration } from "./declarations.ts";
import { type Draft, spanOf, startOf } from "./draft.ts";
import { addExpr } from "./expressions.ts";
import { guard, guardBranches, keyOf } from "./guards.ts";
import { hoist } from "./hoisting.ts";
import { bindPattern, declarePattern } from "./patterns.ts";
import { inRegion } from "./regions.ts";
import { addBlock, addStatement, addStatements } from "./statements.ts";

/** Adds a statement that decides what runs next, and how often: loops, `switch`, `try`, `throw`. Anything else may be a declaration. */
export function addControl(draft: Draft, node: Node): void {
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

/** Adds both arms of an `if`, each with what the test proves there. */
export function addIf(draft: Draft, node: Extract<Node, { type: "IfStatement" }>): void {
  const { consequent, alternate } = node;
  const o = addExpr(draft, node.test);
  guardBranches(draft, node, (callee) => addExpr(draft, callee));
  const g = startOf(node);
  inRegion(draft, consequent, { k: "then", g, o }, () => addNested(draft, consequent));
  if (alternate) inRegion(draft, alternate, { k: "else", g, o }, () => addNested(draft, alternate));
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
