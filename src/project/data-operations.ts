import type { OperationFact } from "#catalog/facts/data";
import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { chainOf, receiverOf } from "./chains.ts";
import type { Names } from "./names.ts";
import { isLoaderName, rowLoaderOf } from "./row-loaders.ts";
import { verbOf } from "./statement-text.ts";
import { perFile } from "./per-file.ts";

/** One read or write of a data library. A chain of calls (`knex("loans").where(…).update(…)`) is one operation. */
export interface Operation {
  readonly code: Code;
  /** The call that does it: `update(…)` of the chain. */
  readonly call: ExprId;
  /** The outermost call of the chain. */
  readonly chain: ExprId;
  /** What the chain starts from: the client, the handle, the model, the repository. */
  readonly receiver: ExprId;
  readonly api: string;
  /** First package of the library. */
  readonly library: string;
  readonly fact: OperationFact;
  /** All calls of the chain that are facts, this one included: each may take a transaction. */
  readonly parts: readonly { readonly call: ExprId; readonly fact: OperationFact }[];
  readonly does: "read" | "write" | "flush" | "begin" | "commit" | "rollback" | "unknown";
  /** The function it stands in. */
  readonly fn: FnId;
  /** Of a row that loads something by itself: the option with which its query would have. */
  readonly instead?: string;
}

const rank: Readonly<Record<Operation["does"], number>> = { write: 6, flush: 5, begin: 4, commit: 4, rollback: 4, unknown: 2, read: 1 };

/** By project: one memory for one set of answers. */

/** The operations of a file, in source order. */
export const operationsIn = perFile(search);

function search(names: Names, code: Code): readonly Operation[] {
  const byChain = new Map<ExprId, Operation>();
  for (const call of code.summary.calls) {
    const operation = operationOf(names, code, call);
    if (!operation) continue;
    const other = byChain.get(operation.chain);
    const parts = [...(other?.parts ?? []), ...operation.parts];
    byChain.set(operation.chain, { ...(other && !isStronger(operation, other) ? other : operation), parts });
  }
  return [...byChain.values()].filter((operation) => !isPart(code, operation, byChain)).sort((a, b) => code.expr(a.call).e - code.expr(b.call).e);
}

function isStronger(a: Operation, b: Operation): boolean {
  return rank[a.does] !== rank[b.does] ? rank[a.does] > rank[b.does] : a.fact.rows === "one" && b.fact.rows !== "one";
}

function operationOf(names: Names, code: Code, call: ExprId): Operation | undefined {
  const { catalog } = names.project;
  const expr = code.expr(call);
  if (expr.k !== "call" && expr.k !== "tag") return undefined;
  const callee = expr.k === "tag" ? expr.tag : expr.c;
  if (!mayOperate(names, code, call, callee)) return undefined;
  for (const api of names.apisOf(code, callee)) {
    const fact = catalog.data.operationOf(api);
    if (!fact) continue;
    const does = fact.does === "statement" ? verbOf(names, code, call, fact) : fact.does;
    if (does === undefined) return undefined;
    const base = { code, call, chain: chainOf(code, call), receiver: receiverOf(code, callee), api, library: api.slice(0, api.indexOf("#")) };
    return { ...base, fact, does, fn: expr.fn, parts: [{ call, fact }] };
  }
  return expr.k === "call" ? loaderAt(names, code, call, callee) : undefined;
}

/** A row, or what stands in place of its relation, that runs a query: `loan.getMember()`, `loan.copies.init()`. */
function loaderAt(names: Names, code: Code, call: ExprId, callee: ExprId): Operation | undefined {
  const expr = code.expr(call);
  const loader = expr.k === "call" ? rowLoaderOf(names, code, callee) : undefined;
  if (expr.k !== "call" || !loader) return undefined;
  const fact: OperationFact = { apis: [], does: "read", rows: "one", ...(loader.isBatched && { sameTick: true }) };
  const api = `${loader.library}#Row.${loader.method}`;
  const base = { code, call, chain: chainOf(code, call), receiver: receiverOf(code, callee), api, library: loader.library };
  return { ...base, fact, does: "read", fn: expr.fn, parts: [{ call, fact }], ...(loader.instead !== undefined && { instead: loader.instead }) };
}

/** Cheap words first. A client that is called itself (`knex("loans")`, `this.db("loans")`) has any name. */
function mayOperate(names: Names, code: Code, call: ExprId, callee: ExprId): boolean {
  const methods = names.project.catalog.data.operationMethods;
  const target = code.expr(callee);
  const expr = code.expr(call);
  if (expr.k === "tag") return target.k === "name" || target.k === "member" || target.k === "global";
  if (target.k === "name") return true;
  if (target.k !== "member") return false;
  if (methods.has(target.p) || isLoaderName(names, target.p)) return true;
  const first = expr.k === "call" && expr.args[0] !== undefined ? code.expr(expr.args[0]) : undefined;
  return first?.k === "const" && typeof first.v === "string" && chainOf(code, call) !== call;
}

/** A lazy chain inside another operation's chain is a part of that: a subquery, a fragment. */
function isPart(code: Code, operation: Operation, all: ReadonlyMap<ExprId, Operation>): boolean {
  if (!operation.fact.lazy) return false;
  const { s, e } = code.expr(operation.chain);
  for (const other of all.values()) {
    if (other === operation || other.library !== operation.library) continue;
    const outer = code.expr(other.chain);
    const receiver = code.expr(other.receiver);
    if (outer.s <= s && e <= outer.e && (outer.s !== s || outer.e !== e) && s >= receiver.e && other.fn === operation.fn) return true;
  }
  return false;
}
