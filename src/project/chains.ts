import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { ofFile } from "./per-file.ts";

interface Links {
  /** Object → the member read from it; callee → its call. An expression has one place, so one parent. */
  readonly members: ReadonlyMap<ExprId, ExprId>;
  readonly calls: ReadonlyMap<ExprId, ExprId>;
}

const linksOf = ofFile((code): Links => {
  const members = new Map<ExprId, ExprId>();
  const calls = new Map<ExprId, ExprId>();
  code.summary.exprs.forEach((expr, id) => {
    if (expr.k === "member") members.set(expr.o, id);
    else if (expr.k === "call") calls.set(expr.c, id);
  });
  return { members, calls };
});

/** The outermost call of the chain a call stands in: `a.b().c().d()` for any of its calls. */
export function chainOf(code: Code, call: ExprId): ExprId {
  let at = call;
  for (let next = nextInChain(code, at); next !== undefined; next = nextInChain(code, at)) at = next;
  return at;
}

/** The next call of a chain: `.c()` for `a.b()`. */
export function nextInChain(code: Code, call: ExprId): ExprId | undefined {
  const { members, calls } = linksOf(code);
  const member = members.get(call);
  return member === undefined ? undefined : calls.get(member);
}

/** Calls of a chain from the outermost inwards. */
export function* callsInChain(code: Code, chain: ExprId): Iterable<{ readonly call: ExprId; readonly method: string; readonly args: readonly ExprId[] }> {
  for (let at: ExprId = chain; ;) {
    const expr = code.expr(at);
    if (expr.k === "member") at = expr.o;
    else if (expr.k === "call") {
      yield { call: at, method: code.calleeName(expr.c) ?? "", args: expr.args };
      at = expr.c;
    } else return;
  }
}

/** What the callee of a call is asked of: `this.prisma` of `this.prisma.loan.create`, the call before it in a chain. */
export function receiverOf(code: Code, callee: ExprId): ExprId {
  const target = code.expr(callee);
  if (target.k !== "member") return callee;
  let at = target.o;
  for (;;) {
    const expr = code.expr(at);
    if (expr.k !== "member" || code.expr(expr.o).k === "this") return at;
    at = expr.o;
  }
}

/** A method called on what a call gives. */
export interface ChainStep {
  readonly method: string;
  readonly args: readonly ExprId[];
  readonly call: ExprId;
}

/** The methods called on what a call gives, in their order. */
export function* stepsFrom(code: Code, call: ExprId): Iterable<ChainStep> {
  for (let at = nextInChain(code, call); at !== undefined; at = nextInChain(code, at)) {
    const expr = code.expr(at);
    const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
    if (expr.k === "call" && callee?.k === "member") yield { method: callee.p, args: expr.args, call: at };
  }
}
