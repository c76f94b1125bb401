import type { EntityRowFacts } from "#catalog/facts/entities";
import type { ExprId, FnId } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import { findAllCalls } from "./callers.ts";
import { callsInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import type { Entity } from "./entities.ts";
import { entityFactsOf } from "./entity-facts.ts";
import { entityReadBy } from "./entity-reads.ts";
import { returningElement, returningList } from "./list-methods.ts";
import type { Names } from "./names.ts";
import { originsOf } from "./origins.ts";
import { entityOf } from "./read-entities.ts";
import type { Step } from "./step.ts";

/** A query whose rows are entities. */
export interface EntityRead {
  readonly code: Code;
  readonly call: ExprId;
  /** The outermost call of its chain. */
  readonly chain: ExprId;
  readonly api: string;
  readonly entity: Entity;
  readonly facts: EntityRowFacts;
  /** Argument with the options; -1: none can load anything. */
  readonly options: number;
}

/** What an expression holds of a query's result: a row, a list of them, a list with its count. */
export interface Rows {
  readonly read: EntityRead;
  readonly shape: "one" | "many" | "counted";
  /** Variables the rows went through, newest last. */
  readonly held: readonly Held[];
  /** From the query through calls to the expression. */
  readonly steps: readonly Step[];
}

/** A variable that holds rows. */
export interface Held {
  readonly code: Code;
  readonly b: number;
  /** Where the rows leave it on their way. */
  readonly until: number;
}

interface At {
  readonly code: Code;
  readonly id: ExprId;
  /** The call being looked through. */
  readonly frame?: { readonly f: FnId; readonly at: At; readonly args: readonly ExprId[] } | undefined;
  readonly depth: number;
}

const maxDepth = 14;
const mostCallers = 6;
/** Methods of lists whose callback gets elements. */
const givingElements = new Set(["map", "forEach", "flatMap", "filter", "some", "every", "find", "findIndex", "sort"]);

const known = new WeakMap<Names, WeakMap<Code, Map<ExprId, readonly Rows[] | undefined>>>();

/**
 * The rows an expression may be, across files: through variables, loops, callbacks of lists, and functions of ours, both ways.
 * `undefined` when any of it is unknown; what is `null` or absent is left out.
 */
export function rowsOf(names: Names, code: Code, id: ExprId): readonly Rows[] | undefined {
  let byCode = known.get(names);
  if (!byCode) known.set(names, (byCode = new WeakMap()));
  let memo = byCode.get(code);
  if (!memo) byCode.set(code, (memo = new Map()));
  if (memo.has(id)) return memo.get(id);
  memo.set(id, undefined);
  const found = resolve(names, { code, id, depth: 0 });
  const rows = found && found.length > 0 ? found : undefined;
  memo.set(id, rows);
  return rows;
}

function resolve(names: Names, at: At): readonly Rows[] | undefined {
  if (at.depth > maxDepth) return undefined;
  const { code } = at;
  const expr = code.expr(at.id);
  const again = (id: ExprId): readonly Rows[] | undefined => resolve(names, { ...at, id, depth: at.depth + 1 });
  switch (expr.k) {
    case "const":
      return expr.v === null ? [] : undefined;
    case "global":
      return expr.n === "undefined" ? [] : undefined;
    case "either":
      return all(expr.of, again);
    case "name":
      return ofName(names, at, expr.b);
    case "element":
      return elementsOf(again(expr.o));
    case "index":
      return elementsOf(again(expr.o));
    case "member":
      return ofMember(names, at, expr.o, expr.p);
    case "call":
      return ofCall(names, at, expr.c, expr.args);
    case "param":
      return ofParam(names, at, expr.f, expr.i);
    default:
      return undefined;
  }
}

/** Rows of every part; the first unknown one ends it, so that what leads back to itself is not walked again and again. */
function all<T>(parts: readonly T[], ask: (part: T) => readonly Rows[] | undefined): readonly Rows[] | undefined {
  const found: Rows[] = [];
  for (const each of parts) {
    const part = ask(each);
    if (!part) return undefined;
    found.push(...part);
  }
  return found;
}

function elementsOf(rows: readonly Rows[] | undefined): readonly Rows[] | undefined {
  return rows?.every(({ shape }) => shape === "many") ? rows.map((item) => ({ ...item, shape: "one" as const })) : undefined;
}

function ofName(names: Names, at: At, b: number): readonly Rows[] | undefined {
  const { code } = at;
  if (code.summary.bindings[b]?.imported) return undefined;
  const writes = code.summary.writes[`b${b}`] ?? [];
  if (writes.length === 0 || writes.some((write) => write.op !== "=")) return undefined;
  const rows = all(writes, (write) => resolve(names, { ...at, id: write.v, depth: at.depth + 1 }));
  return rows?.map((item) => ({ ...item, held: [...item.held, { code, b, until: code.expr(at.id).s }] }));
}

function ofMember(names: Names, at: At, o: ExprId, p: string): readonly Rows[] | undefined {
  const { code } = at;
  if (/^(?:\d+|rows)$/.test(p)) {
    const rows = resolve(names, { ...at, id: o, depth: at.depth + 1 });
    if ((p === "0" || p === "rows") && rows?.every(({ shape }) => shape === "counted")) return rows.map((item) => ({ ...item, shape: "many" as const }));
    if (p !== "rows") return elementsOf(rows);
  }
  if (code.expr(o).k === "this" || code.expr(o).k === "receiver") return undefined;
  const origins = originsOf(names, { code, id: at.id });
  if (origins.some((origin) => origin.frame !== undefined || (origin.code === code && origin.id === at.id))) return undefined;
  return all(origins, (origin) => resolve(names, { code: origin.code, id: origin.id, depth: at.depth + 1 }));
}

function ofCall(names: Names, at: At, c: ExprId, args: readonly ExprId[]): readonly Rows[] | undefined {
  const { code } = at;
  const callee = code.expr(c);
  const read = readAt(names, code, at.id);
  if (read) return [read];
  if (callee.k === "member" && (returningList.has(callee.p) || returningElement.has(callee.p))) {
    const rows = resolve(names, { ...at, id: callee.o, depth: at.depth + 1 });
    if (rows) return returningElement.has(callee.p) ? elementsOf(rows) : rows.every(({ shape }) => shape === "many") ? rows : undefined;
  }
  return returned(names, at, c, args);
}

/** What a function of ours returns; `null` and nothing aside. */
function returned(names: Names, at: At, c: ExprId, args: readonly ExprId[]): readonly Rows[] | undefined {
  const targets = names.denote(at.code, c);
  const target = targets.length === 1 ? targets[0] : undefined;
  if (target?.k !== "function" || at.depth > maxDepth) return undefined;
  const fn = target.code.summary.functions[target.f];
  if (!fn || fn.returns.length === 0) return undefined;
  const frame = { f: target.f, at, args };
  const rows = all(fn.returns, (id) => resolve(names, { code: target.code, id, frame, depth: at.depth + 1 }));
  const { s, e } = at.code.expr(at.id);
  return rows?.map((item) => ({ ...item, steps: [...item.steps, { code: at.code, span: lineOf(at.code, s, e), message: `comes back from ${nameOf(fn.n)}` }] }));
}

function ofParam(names: Names, at: At, f: FnId, i: number): readonly Rows[] | undefined {
  const { code, frame } = at;
  if (frame?.f === f && frame.at.code !== undefined) {
    const id = frame.args[i];
    return id === undefined ? undefined : resolve(names, { ...frame.at, id, depth: at.depth + 1 });
  }
  const use = callbackUse(code, f);
  if (use) {
    const callee = code.expr(use.callee);
    if (callee.k !== "member" || use.argument !== 0 || i !== 0 || !givingElements.has(callee.p)) return undefined;
    return elementsOf(resolve(names, { ...at, id: callee.o, depth: at.depth + 1 }));
  }
  return passed(names, at, f, i);
}

/** What every caller passes: only where all of them are known. */
function passed(names: Names, at: At, f: FnId, i: number): readonly Rows[] | undefined {
  const { code } = at;
  const calls = findAllCalls(names, code, f);
  if (calls.length === 0 || calls.length > mostCallers || calls.some((call) => !call.certain) || isHandedOn(names, code, f)) return undefined;
  const fn = code.summary.functions[f];
  return all(calls, (call): readonly Rows[] | undefined => {
    const id = call.args[i];
    const rows = id === undefined ? undefined : resolve(names, { code: call.code, id, depth: at.depth + 2 });
    const { s, e } = call.code.expr(call.call);
    return rows?.map((item) => ({
      ...item,
      steps: [...item.steps, { code: call.code, span: lineOf(call.code, s, e), message: `passed to ${nameOf(fn?.n ?? "")}` }],
    }));
  });
}

/** A function that is handed over by name is called by others as well. */
export function isHandedOn(names: Names, code: Code, f: FnId): boolean {
  const name = code.summary.functions[f]?.n;
  if (!name) return true;
  return names.project.mentioning(name).some((other) => other.handedOn.has(name));
}

/** The rows of a query, when a call is the end of its chain. */
export function readAt(names: Names, code: Code, chain: ExprId): Rows | undefined {
  const { catalog } = names.project;
  for (const { call, method } of callsInChain(code, chain)) {
    if (!catalog.data.rowMethods.has(method)) continue;
    const expr = code.expr(call);
    if (expr.k !== "call") return undefined;
    for (const api of names.apisOf(code, expr.c)) {
      const facts = entityFactsOf(names, api)?.facts.rows;
      const found = facts && entityReadBy(facts, api);
      if (!facts || !found) continue;
      const entity = entityOf(names, code, expr.c, expr.args, api, facts);
      const first = [...callsInChain(code, chain)].some((link) => facts.first?.includes(link.method));
      if (!entity) return undefined;
      const read: EntityRead = { code, call, chain, api, entity, facts, options: found.options };
      const span = lineOf(code, code.expr(chain).s, code.expr(chain).e);
      return { read, shape: first ? "one" : found.shape, held: [], steps: [{ code, span, message: "queries the database" }] };
    }
  }
  return undefined;
}

function nameOf(name: string): string {
  return name === "" ? "this function" : `${name}()`;
}

export function lineOf(code: Code, s: number, e: number): { readonly s: number; readonly e: number } {
  const end = code.text.indexOf("\n", s);
  return { s, e: end === -1 || end > e ? e : end };
}
