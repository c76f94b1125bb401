import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { type Origin, originsOf } from "./origins.ts";
import { keyOfExpr } from "./storage-key.ts";

const deepest = 8;
const gathering = new Set(["reduce", "flat", "flatMap", "filter", "map", "concat", "values", "from"]);

/**
 * How many different constants a collection is made of, wherever they are written: `new Set(Object.values(shelves).flat())` has no more elements than that.
 * @returns `undefined` where something else may be in it
 */
export function distinctConstants(names: Names, at: Origin): number | undefined {
  const found = new Set<unknown>();
  return gather(names, at, found, 0) && found.size > 0 ? found.size : undefined;
}

function gather(names: Names, { code, id }: Origin, found: Set<unknown>, depth: number): boolean {
  if (depth > deepest) return false;
  const all = (ids: readonly ExprId[]): boolean => ids.every((item) => gather(names, { code, id: item }, found, depth + 1));
  const expr = code.expr(id);
  switch (expr.k) {
    case "const":
      found.add(expr.v);
      return true;
    case "array":
      return all(expr.items);
    case "object":
      return all(expr.props.map(([, value]) => value));
    case "spread":
      return all([expr.o]);
    case "call":
      return isGathering(code, id) && all([sourceOf(code, id)]);
    case "name":
    case "member":
      return ofPlace(names, { code, id }, found, depth);
    default:
      return false;
  }
}

/** A place that only is assigned to: what is pushed to a list later is not written out. */
function ofPlace(names: Names, at: Origin, found: Set<unknown>, depth: number): boolean {
  const key = keyOfExpr(at.code, at.id);
  if (key !== undefined && (at.code.summary.writes[key] ?? []).some(({ op }) => op !== "=")) return false;
  const origins = originsOf(names, at);
  return origins.length > 0 && origins.every((origin) => (origin.code !== at.code || origin.id !== at.id) && gather(names, origin, found, depth + 1));
}

function isGathering(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  return callee?.k === "member" && gathering.has(callee.p);
}

/** What is gone through: `Object.values(shelves)`, `shelves.reduce(…)`. */
function sourceOf(code: Code, id: ExprId): ExprId {
  const expr = code.expr(id);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  if (expr.k !== "call" || callee?.k !== "member") return id;
  return code.expr(callee.o).k === "global" ? (expr.args[0] ?? id) : callee.o;
}

/** Whether a value comes from a file of data that lies beside the code: `import branches from "./branches.json"`. */
export function isOfDataFile(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  if (expr.k === "member" || expr.k === "index") return isOfDataFile(code, expr.o);
  if (expr.k === "module") return isDataFile(code, expr.i);
  if (expr.k !== "name") return false;
  const imported = code.summary.bindings[expr.b]?.imported;
  if (imported) return isDataFile(code, imported.i);
  const [only, ...more] = code.summary.writes[`b${String(expr.b)}`] ?? [];
  const value = only && more.length === 0 ? code.expr(only.v) : undefined;
  return value?.k === "module" && isDataFile(code, value.i);
}

function isDataFile(code: Code, i: number): boolean {
  return /\.jsonc?$/.test(code.summary.imports[i]?.specifier ?? "");
}
