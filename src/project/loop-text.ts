import type { ExprId, FnId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { type Iteration, standsIn } from "./control.ts";
import { rowsOf } from "./entity-rows.ts";
import type { Names } from "./names.ts";
import { partsOf, usesOf } from "./value-uses.ts";

/** A round whose text can be taken apart: `for (const loan of loans) { … }`, `await Promise.all(loans.map(async (loan) => …))`. */
export interface WrittenRound extends Span {
  /** What names an element: `loan`, `{ bookId }`. */
  readonly pattern: string;
  /** The collection, as an array. */
  readonly list: string;
  /** Bindings of the pattern. */
  readonly elements: ReadonlySet<number>;
  /** Where a statement may be put in front of all of it. */
  readonly before: number;
  /** The function that would run it. */
  readonly fn: FnId;
  /** What runs once per element. */
  readonly body: Span;
}

/** A round as it is written, where a statement can stand in front of it. `undefined` for other forms. */
export function writtenRound(names: Names, code: Code, iteration: Iteration): WrittenRound | undefined {
  return iteration.kind === "loop" ? ofLoop(names, code, iteration) : ofCallback(code, iteration);
}

function ofLoop(names: Names, code: Code, { region, o }: Iteration): WrittenRound | undefined {
  if (region?.loop !== "of" || o === undefined || !isAgainTheSame(code, o)) return undefined;
  const head = /^for\s*\(\s*(?:const|let)\s+/.exec(code.text.slice(region.g, code.expr(o).s));
  const before = statementStart(code, region.g);
  if (!head || before !== region.g) return undefined;
  const from = region.g + head[0].length;
  const pattern = code.text.slice(from, code.expr(o).s).replace(/\s+of\s+$/, "");
  const list = isArray(names, code, o) ? textOf(code, o) : `[...${textOf(code, o)}]`;
  return { pattern, list, elements: bindingsWithin(code, from, code.expr(o).s), before, fn: region.fn, body: region, s: region.g, e: region.e };
}

function ofCallback(code: Code, { call, f, o }: Iteration): WrittenRound | undefined {
  const expr = call === undefined ? undefined : code.expr(call);
  const fn = f === undefined ? undefined : code.summary.functions[f];
  if (call === undefined || expr?.k !== "call" || !fn || fn.kind !== "arrow" || o === undefined || !isAgainTheSame(code, o)) return undefined;
  const [use, ...others] = usesOf(code, call);
  const whole = use?.k === "part" && others.length === 0 ? code.expr(use.by) : undefined;
  if (use?.k !== "part" || whole?.k !== "call" || code.calleeName(expr.c) !== "map" || !/^Promise\.all$/.test(textOf(code, whole.c))) return undefined;
  const head = /^(?:async\s*)?(?:(\w+)|\(\s*(\w+|\{[\w\s,:]*\})(?:\s*:\s*[\w.[\]<>]+)?\s*,?\s*\))\s*=>\s*/.exec(code.text.slice(fn.s, fn.e));
  const before = statementStart(code, whole.s);
  if (!head || before === undefined) return undefined;
  const start = fn.s + head[0].length;
  const elements = bindingsWithin(code, fn.s, start);
  return {
    pattern: head[1] ?? head[2] ?? "",
    list: textOf(code, o),
    elements,
    before,
    fn: standsIn(code, call).fn,
    body: { s: start, e: fn.e },
    s: whole.s,
    e: whole.e,
  };
}

/** A variable or a property: reading it twice gives the same list. */
function isAgainTheSame(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  return expr.k === "name" || expr.k === "this" || (expr.k === "member" && isAgainTheSame(code, expr.o));
}

function isArray(names: Names, code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  const at = expr.k === "name" ? code.summary.bindings[expr.b]?.at : undefined;
  // Sets are gone through as well, and have no `map`.
  if (at !== undefined && /^\w+\??\s*:\s*(?:readonly\s+)?(?:[\w.]+\[\]|(?:Readonly)?Array<)/.test(code.text.slice(at, at + 120))) return true;
  return rowsOf(names, code, id)?.every(({ shape }) => shape === "many") === true;
}

function bindingsWithin(code: Code, s: number, e: number): ReadonlySet<number> {
  return new Set(code.summary.bindings.flatMap(({ at }, b) => (at >= s && at < e ? [b] : [])));
}

/** Whether everything an expression names exists outside of a round, elements aside where they are allowed. */
export function isKnownOutside(code: Code, id: ExprId, round: WrittenRound, except?: ExprId): boolean {
  if (id === except) return true;
  const expr = code.expr(id);
  if (expr.k === "name") {
    const at = code.summary.bindings[expr.b]?.at ?? 0;
    return !round.elements.has(expr.b) && (at < round.s || at >= round.e);
  }
  return expr.k !== "function" && expr.k !== "element" && expr.k !== "param" && partsOf(expr).every((part) => isKnownOutside(code, part, round, except));
}

/** Whether an expression is the element, or a property of it: what a callback of `map` can give. */
export function isOfElement(code: Code, id: ExprId, round: WrittenRound): boolean {
  const expr = code.expr(id);
  if (expr.k === "name") return round.elements.has(expr.b);
  return expr.k === "member" && isOfElement(code, expr.o, round);
}

/** The start of the statement an expression begins in: nothing but a declaration, `return` or `await` stands in front of it. */
function statementStart(code: Code, s: number): number | undefined {
  const before = code.text.slice(Math.max(0, s - 400), s);
  const head = /(?:(?:const|let|var)\s+(?:\w+|[[{][\w\s,:]*[\]}])(?:\s*:\s*[\w.[\]<> |]+)?\s*=\s*|return\s+|\w+\s*=\s*)?(?:await\s+)?$/.exec(before);
  const start = s - (head?.[0].length ?? 0);
  const above = code.text.slice(Math.max(0, start - 400), start).replace(/(?:\s*(?:\/\/[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/))*\s*$/, "");
  return above === "" || /[;{}]$/.test(above) ? start : undefined;
}

export function textOf(code: Code, id: ExprId): string {
  const { s, e } = code.expr(id);
  return code.text.slice(s, e);
}
