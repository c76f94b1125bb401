import type { ExprId, FnId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { keyOfExpr } from "./storage-key.ts";
import type { Step } from "./step.ts";

/** Tasks that run at the same time on one session. */
export interface ConcurrentUse {
  /** The session as written: `queryRunner`. */
  readonly what: string;
  readonly span: Span;
  readonly steps: readonly Step[];
}

const atOnce = /^(?:all|allSettled|any|race)$/;
const perElement = /^(?:map|flatMap)$/;

/** `Promise.all` in a file whose tasks share a session that runs one thing at a time. */
export function concurrentUses(names: Names, code: Code): readonly ConcurrentUse[] {
  const { serial } = names.project.catalog.lifetimes.methods;
  const isOver = [...serial].some((word) => code.text.includes(word) || code.text.includes(`create${word}`));
  return isOver && code.text.includes("Promise") ? code.summary.calls.flatMap((call) => concurrentAt(names, code, call)) : [];
}

function concurrentAt(names: Names, code: Code, id: ExprId): readonly ConcurrentUse[] {
  const call = code.expr(id);
  const callee = call.k === "call" ? code.expr(call.c) : undefined;
  const owner = callee?.k === "member" ? code.expr(callee.o) : undefined;
  if (call.k !== "call" || callee?.k !== "member" || !atOnce.test(callee.p) || owner?.k !== "global" || owner.n !== "Promise") return [];
  const tasks = call.args[0] === undefined ? undefined : code.expr(call.args[0]);
  const uses = tasks?.k === "array" ? ofList(names, code, tasks.items) : tasks?.k === "call" ? ofCallback(names, code, tasks.c, tasks.args) : [];
  const [first] = uses;
  if (!first) return [];
  const steps = uses.slice(0, 3).map((use): Step => ({ code, span: code.expr(use.call), message: `a task uses ${use.what}` }));
  return [{ what: first.what, span: call, steps }];
}

interface Use {
  readonly call: ExprId;
  readonly key: string;
  readonly what: string;
}

/** Two or more elements that work on the same session. */
function ofList(names: Names, code: Code, items: readonly ExprId[]): readonly Use[] {
  const uses = items.flatMap((item) => (code.expr(item).k === "call" ? (useAt(names, code, item) ?? []) : []));
  return uses.filter((use) => uses.some((other) => other !== use && other.key === use.key));
}

/** `Promise.all(books.map(async (book) => { … }))`: a session from outside of the callback serves every element. */
function ofCallback(names: Names, code: Code, c: ExprId, args: readonly ExprId[]): readonly Use[] {
  const callee = code.expr(c);
  const task = args[0] === undefined ? undefined : code.expr(args[0]);
  if (callee.k !== "member" || !perElement.test(callee.p) || task?.k !== "function") return [];
  return code.summary.calls.flatMap((call) => {
    const expr = code.expr(call);
    const use = expr.k === "call" && expr.fn === task.f ? useAt(names, code, call) : undefined;
    return use && isOutside(code, use.key, task.f) ? [use] : [];
  });
}

function isOutside(code: Code, key: string, f: FnId): boolean {
  const b = /^b(\d+)/.exec(key)?.[1];
  if (b === undefined) return true;
  for (let at: FnId | undefined = code.summary.bindings[Number(b)]?.fn; at !== undefined && at !== 0; at = code.summary.functions[at]?.parent)
    if (at === f) return false;
  return true;
}

/** The session a call works on: the receiver of `flush`, or whatever on the way to it is of a type that runs one thing at a time. */
function useAt(names: Names, code: Code, call: ExprId): Use | undefined {
  const { catalog } = names.project;
  const expr = code.expr(call);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  if (expr.k !== "call" || callee?.k !== "member") return undefined;
  const isSerial = catalog.lifetimes.methods.serial.has(callee.p) && names.apisOf(code, expr.c).some((api) => catalog.isIn(catalog.lifetimes.serial, api));
  let at: ExprId = callee.o;
  if (!isSerial) {
    for (let link = code.expr(at); !isOfSerialType(names, code, at); link = code.expr(at)) {
      if (link.k === "member") at = link.o;
      else if (link.k === "call") at = link.c;
      else return undefined;
    }
  }
  const key = keyOfExpr(code, at);
  const { s, e } = code.expr(at);
  return key === undefined ? undefined : { call, key, what: code.text.slice(s, e) };
}

function isOfSerialType(names: Names, code: Code, id: ExprId): boolean {
  const { catalog } = names.project;
  return names.apisOf(code, id).some((api) => catalog.lifetimes.serial.has(api));
}
