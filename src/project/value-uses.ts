import type { Expr, ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { ofFile } from "./per-file.ts";

/** Where the value of an expression goes next. */
export type ValueUse =
  /** A part of another expression. */
  | { readonly k: "part"; readonly by: ExprId }
  /** Stored under a key of `Summary.writes`. */
  | { readonly k: "stored"; readonly key: string }
  | { readonly k: "returned"; readonly f: FnId }
  /** Decides a branch or a loop. */
  | { readonly k: "tested" }
  /** Changed in its place (`hits++`, `delete loans[id]`), or exported: out of sight. */
  | { readonly k: "changed" };

interface Uses {
  readonly of: ReadonlyMap<ExprId, readonly ValueUse[]>;
  readonly names: ReadonlyMap<number, readonly ExprId[]>;
  readonly params: ReadonlyMap<string, ExprId>;
}

/** Every use of the value of an expression in its file. None: it is dropped, thrown, yielded, or the target of an assignment. */
export function usesOf(code: Code, id: ExprId): readonly ValueUse[] {
  return collected(code).of.get(id) ?? [];
}

/** Every place that reads a variable. */
export function readsOf(code: Code, binding: number): readonly ExprId[] {
  return collected(code).names.get(binding) ?? [];
}

/** The expression that stands for a parameter; nothing where nobody reads it. */
export function parameterOf(code: Code, f: FnId, i: number): ExprId | undefined {
  return collected(code).params.get(`${String(f)}.${String(i)}`);
}

const collected = ofFile((code): Uses => {
  const of = new Map<ExprId, ValueUse[]>();
  const names = new Map<number, ExprId[]>();
  const params = new Map<string, ExprId>();
  const add = (id: ExprId, use: ValueUse): void => void listAt(of, id).push(use);
  const { exprs, writes, functions, regions, exports, updates } = code.summary;
  exprs.forEach((expr, by) => {
    for (const id of partsOf(expr)) add(id, { k: "part", by });
    if (expr.k === "name") listAt(names, expr.b).push(by);
    else if (expr.k === "param") params.set(`${String(expr.f)}.${String(expr.i)}`, by);
  });
  for (const [key, list] of Object.entries(writes)) for (const { v } of list) add(v, { k: "stored", key });
  functions.forEach(({ returns }, f) => {
    for (const id of returns) add(id, { k: "returned", f });
  });
  for (const { o, loop } of regions) if (o !== undefined && loop !== "of" && loop !== "in") add(o, { k: "tested" });
  for (const { v } of exports) if (v !== undefined) add(v, { k: "changed" });
  for (const { o } of updates) add(o, { k: "changed" });
  return { of, names, params };
});

function listAt<K, V>(map: Map<K, V[]>, key: K): V[] {
  let list = map.get(key);
  if (!list) map.set(key, (list = []));
  return list;
}

/** Whether an expression is the target of an assignment: `row.name = …`, `row.count += …`. */
export function isAssigned(code: Code, id: ExprId): boolean {
  return /^\s*(?:[-+*/%&|^]|\*\*|<<|>>>?|&&|\|\||\?\?)?=(?![=>])/.test(code.text.slice(code.expr(id).e, code.expr(id).e + 12));
}

/** Whether a part of an expression is what that calls. */
export function isCalled(code: Code, by: ExprId, callee: ExprId): boolean {
  const expr = code.expr(by);
  return (expr.k === "call" || expr.k === "new") && expr.c === callee;
}

/** Whether an expression is all that is tested, where a summary keeps nothing of it: `if (row)` with nothing in it. */
export function isTested(code: Code, id: ExprId): boolean {
  const { s, e } = code.expr(id);
  return /\b(?:if|while)\s*\(\s*$/.test(code.text.slice(Math.max(0, s - 12), s)) && /^\s*\)/.test(code.text.slice(e, e + 8));
}

/** The expressions an expression is made of. */
export function partsOf(expr: Expr): readonly ExprId[] {
  switch (expr.k) {
    case "template":
      return expr.parts;
    case "tag":
      return [expr.tag, expr.quasi];
    case "concat":
      return [expr.l, expr.r];
    case "number":
    case "boolean":
      return [expr.l, expr.r].filter((id) => id !== undefined);
    case "either":
      return expr.test === undefined ? expr.of : [...expr.of, expr.test];
    case "member":
    case "spread":
    case "element":
    case "key":
      return [expr.o];
    case "index":
      return [expr.o, expr.i];
    case "call":
    case "new":
      return [expr.c, ...expr.args];
    case "object":
      return expr.props.flatMap(([, value, key]) => (key === undefined ? [value] : [value, key]));
    case "array":
      return expr.items;
    default:
      return [];
  }
}
