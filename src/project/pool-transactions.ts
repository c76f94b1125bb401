import type { ExprId, Span } from "#syntax/summary";
import { isShared } from "./client-lifetimes.ts";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { runsThroughOnce } from "./one-off-programs.ts";
import { perFile } from "./per-file.ts";
import { requestPathsOf } from "./request-path.ts";
import type { Step } from "./step.ts";

/** A transaction that is opened by a statement, where other statements may come between. */
export interface PoolTransaction {
  /** On a pool; or on the one connection that requests have in common, whose statements wait in a queue. */
  readonly kind: "poolTransaction" | "queuedTransaction";
  readonly span: Span;
  /** From the handler to the statement, where a request is what mixes it. */
  readonly steps: readonly Step[];
  /** What runs the statement: `pool.query`. */
  readonly runner: string;
}

const opening =
  /^\s*(?:begin(?:\s+(?:transaction|tran|work|immediate|exclusive|deferred|concurrent))?(?:\s+(?:isolation\s+level|read\s+(?:only|write))[\w\s,]*)?|start\s+transaction\b[\w\s,]*)\s*;?\s*$/i;
const mayOpen = /\bbegin\b|\bstart\s+transaction\b/i;

/** Statements of a file that open a transaction on whichever connection is free. */
export const poolTransactions = perFile((names, code): readonly PoolTransaction[] => {
  const found = mayOpen.test(code.text) ? find(names, code) : [];
  // Nothing else asks for a connection there.
  return found.length > 0 && runsThroughOnce(names, code) ? [] : found;
});

function find(names: Names, code: Code): readonly PoolTransaction[] {
  return code.summary.calls.flatMap((call): readonly PoolTransaction[] => {
    const expr = code.expr(call);
    if (expr.k !== "call" && expr.k !== "tag") return [];
    const opens = expr.k === "tag" ? isOpening(code, expr.quasi) : expr.args[0] !== undefined && isOpening(code, expr.args[0]);
    const callee = expr.k === "tag" ? expr.tag : expr.c;
    if (!opens || isAskedWhether(code, expr.fn)) return [];
    const { s, e } = code.expr(callee);
    const base = { span: expr, runner: code.text.slice(s, e) };
    if (runsOnPool(names, code, callee)) return [{ kind: "poolTransaction", ...base, steps: [] }];
    const path = isQueued(names, code, callee) ? requestPathsOf(names).to(code, expr.fn) : undefined;
    return path
      ? [{ kind: "queuedTransaction", ...base, steps: [...path.steps, { code, span: expr, message: "begins on the connection of all requests" }] }]
      : [];
  });
}

/** `typeof client.release === "function"`, `pool.connect ? … : pool`: the function asks itself whether it has a connection, and may only then begin. */
function isAskedWhether(code: Code, f: number): boolean {
  const fn = code.summary.functions[f];
  return (
    f !== 0 &&
    fn !== undefined &&
    /\btypeof\s+[\w.]+\.(?:release|connect)\b|["'](?:release|connect)["']\s+in\s|\.connect\s*\?(?![.?])/.test(code.text.slice(fn.s, fn.e))
  );
}

/** A connection that outlives the request, and runs statements in the order in which they come from anywhere. */
function isQueued(names: Names, code: Code, callee: ExprId): boolean {
  const { single } = names.project.catalog.lifetimes;
  const expr = code.expr(callee);
  const isSingle = names.apisOf(code, callee).some((api) => names.project.catalog.isIn(single, api));
  return isSingle && expr.k === "member" && isShared(names, code, expr.o);
}

/** A constant text, `{ text: "BEGIN" }`, or a tag that holds one. */
function isOpening(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  switch (expr.k) {
    case "const":
      return typeof expr.v === "string" && opening.test(expr.v);
    case "template":
      return expr.parts.length === 0 && opening.test(expr.quasis.join(""));
    case "tag":
      return isOpening(code, expr.quasi);
    case "object":
      return expr.props.some(([name, value]) => (name === "text" || name === "sql") && isOpening(code, value));
    default:
      return false;
  }
}

function runsOnPool(names: Names, code: Code, callee: ExprId): boolean {
  return names.denote(code, callee).some((item) => {
    if (item.k === "api") return isPooled(names, item.name);
    return item.k === "function" && handsOn(names, item.code, item.f);
  });
}

function isPooled(names: Names, api: string): boolean {
  return !/Transaction\b/.test(api) && names.project.catalog.isIn(names.project.catalog.lifetimes.pooled, api);
}

/** `query = (text, values) => pool.query(text, values)`: a function of ours that runs its first parameter on a pool, and nothing else. */
function handsOn(names: Names, code: Code, f: number): boolean {
  const runs = code.summary.calls.flatMap((call) => {
    const expr = code.expr(call);
    const first = expr.k === "call" && expr.fn === f ? expr.args[0] : undefined;
    return expr.k === "call" && first !== undefined && isFirstParameter(code, first, f) ? [names.apisOf(code, expr.c)] : [];
  });
  return runs.length > 0 && runs.every((apis) => apis.length > 0 && apis.every((api) => isPooled(names, api)));
}

function isFirstParameter(code: Code, id: ExprId, f: number): boolean {
  const expr = code.expr(id);
  if (expr.k === "param") return expr.f === f && expr.i === 0;
  if (expr.k !== "name") return false;
  return code.summary.functions[f]?.params[0]?.b === expr.b;
}
