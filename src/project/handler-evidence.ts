import type { Expr, ExprId, FnId, Region, Span } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { areExclusive } from "./control.ts";
import type { Doing, Evidence } from "./handler-logic.ts";
import type { Work } from "./handler-work.ts";
import { ofFile } from "./per-file.ts";
import { isWithin } from "./spans.ts";

const effects = {
  request: "calls another service",
  mail: "sends mail",
  payment: "moves money",
  password: "checks or hashes a password",
  token: "signs a token",
} as const;

/** What a handler does that belongs into a service, except for queries. Each kind is told at most once, apart from effects on different things. */
export function softEvidence(doing: Doing): readonly Evidence[] {
  return [
    ...effectEvidence(doing),
    ...orchestration(doing),
    ...firstOf(branches(doing)),
    ...firstOf(loops(doing)),
    ...firstOf(arithmetic(doing)),
    ...transactions(doing),
  ];
}

function firstOf(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.slice(0, 1);
}

function effectEvidence({ code, work }: Doing): readonly Evidence[] {
  const seen = new Set<Work["kind"]>();
  return work.flatMap((item): readonly Evidence[] => {
    if (item.kind === "database" || item.kind === "collaborator") return [];
    const { s, e } = code.expr(item.call);
    const weight = seen.has(item.kind) ? 0 : 1;
    seen.add(item.kind);
    return [{ s, e, words: `${effects[item.kind]} (${item.name})`, weight }];
  });
}

/** Calls that are handed what others brought. One such pair is little; a chain of them is a use case. */
function orchestration({ code, work, flow }: Doing): readonly Evidence[] {
  const byCall = new Map(work.map((item) => [item.call, item]));
  const taking = work.filter((item) => {
    if (item.kind === "database") return false;
    const call = code.expr(item.call);
    const args = call.k === "call" ? call.args : [];
    return [...flow.sourcesOfAll(args)].some((source) => source !== item.call && byCall.get(source)?.kind !== "database" && byCall.has(source));
  });
  const first = taking.find((item) => !item.reads);
  if (!first) return [];
  // `if (method === "POST") … else …`: what never runs together is no chain.
  const together = taking.filter((item) => item === first || !areExclusive(code, ...inOrder(item.call, first.call)));
  const involved = work.filter((item) => item.kind !== "database" && (item === first || !areExclusive(code, ...inOrder(item.call, first.call)))).length;
  const acting = together.filter((item) => !item.reads).length;
  const weight = (acting >= 2 && involved >= 3) || (together.length >= 2 && involved >= 4) ? 2 : 1;
  return together.map((item, index) => {
    const { s, e } = code.expr(item.call);
    return { s, e, words: `hands the result of one call to the next (${item.name})`, weight: index === 0 ? weight : 0 };
  });
}

function inOrder(one: ExprId, other: ExprId): readonly [ExprId, ExprId] {
  return one < other ? [one, other] : [other, one];
}

/** Who is calling, and how a call went: that is asked at the door. */
export const atTheDoor =
  /\broles?\b|permission|\badmin|isAdmin|owner|authori[sz]|authenticated|privilege|allowed|session|error|\berr\b|fail|success|\bok\b|is(?:Ok|Err|Left|Right)\b|valid/i;

/** What is done depends on what was loaded. An early answer is a guard. */
function branches({ code, work, flow, parts }: Doing): readonly Evidence[] {
  return regionsWithin(code, parts).flatMap((region): readonly Evidence[] => {
    const { o } = region;
    if ((region.k !== "then" && region.k !== "else" && region.k !== "case") || o === undefined || !isLoaded(flow.sourcesOf(o), work)) return [];
    const inside = work.filter((item) => isWithin(code.expr(item.call), region));
    const acts = inside.some((item) => !item.reads) || (inside.length > 0 && region.exits === undefined);
    return acts
      ? [
          {
            ...spanOf(code.expr(o)),
            words: "decides by loaded data what to do",
            weight: 1,
            isRule: !asksWhetherThere(code, o) && !atTheDoor.test(textOf(code, o)),
          },
        ]
      : [];
  });
}

function textOf(code: Code, id: ExprId): string {
  const { s, e } = code.expr(id);
  return code.text.slice(s, e);
}

/** `if (book)`, `if (book !== null)`: a guard around what comes. */
function asksWhetherThere(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  if (expr.k !== "boolean") return expr.k === "name" || expr.k === "call";
  const sides = [expr.l, expr.r].flatMap((side) => (side === undefined ? [] : [code.expr(side)]));
  return sides.length === 1 || sides.some((side) => (side.k === "const" && side.v === null) || (side.k === "global" && side.n === "undefined"));
}

/** Loops that write, or count something up. Building an answer row by row is neither. */
function loops(doing: Doing): readonly Evidence[] {
  const { code, work, parts } = doing;
  const bodies = [...regionsWithin(code, parts).filter(({ k }) => k === "loop"), ...callbacksWithin(code, parts)];
  const sums = arithmetic(doing);
  return bodies.flatMap((body): readonly Evidence[] => {
    const acts = work.some((item) => !item.reads && isWithin(code.expr(item.call), body));
    if (acts) return [{ s: body.s, e: body.e, words: "acts in a loop", weight: 1 }];
    return sums.some((sum) => isWithin(sum, body) && isKept(code, sum)) ? [{ s: body.s, e: body.e, words: "computes in a loop", weight: 1 }] : [];
  });
}

/** What is reckoned is added to something that outlives the turn: `total += price * quantity`, a `reduce`. */
function isKept(code: Code, sum: Span): boolean {
  const id = code.summary.exprs.findIndex((expr) => expr.k === "number" && expr.s === sum.s && expr.e === sum.e);
  if (Object.values(code.summary.writes).some((writes) => writes.some(({ v, op }) => v === id && op === "+="))) return true;
  return code.summary.functions.some((fn, f) => {
    const use = isWithin(sum, fn) ? callbackUse(code, f) : undefined;
    return use !== undefined && code.calleeName(use.callee) === "reduce";
  });
}

const iterating = /^(?:forEach|map|reduce|flatMap|filter)$/;

function callbacksWithin(code: Code, parts: ReadonlySet<FnId>): readonly Span[] {
  return code.summary.functions.filter((fn, f) => {
    const use = !parts.has(f) && isPart(code, fn, parts) ? callbackUse(code, f) : undefined;
    const callee = use && code.expr(use.callee);
    return callee?.k === "member" && iterating.test(callee.p);
  });
}

/** Pages, positions, sizes and moments are reckoned with at every door. */
const technical =
  /page|limit|offset|skip|take\b|cursor|length|size|index|count|date|time|now\b|ttl|expir|duration|seconds|minutes|hours|days|millis|\bms\b|performance|hrtime|width|height|byte|range|chunk|start|\bend\b/i;

type Operation = Span & { readonly l: ExprId; readonly r: ExprId };

/** Every arithmetic operation of a file with two operands. */
const operationsOf = ofFile((code) =>
  code.summary.exprs.flatMap(({ s, e, ...expr }): readonly Operation[] =>
    expr.k === "number" && expr.l !== undefined && expr.r !== undefined ? [{ s, e, l: expr.l, r: expr.r }] : [],
  ),
);

/** Arithmetic on what was loaded. */
function arithmetic({ code, work, flow, parts }: Doing): readonly Evidence[] {
  return operationsOf(code).flatMap((expr): readonly Evidence[] => {
    if (!isPart(code, expr, parts)) return [];
    if (technical.test(code.text.slice(expr.s, expr.e)) || !isLoaded(flow.sourcesOfAll([expr.l, expr.r]), work)) return [];
    return [{ ...spanOf(expr), words: "computes with loaded values", weight: 1 }];
  });
}

function transactions({ code, work }: Doing): readonly Evidence[] {
  return firstOf(
    work.filter(({ opensTransaction }) => opensTransaction).map(({ call }) => ({ ...spanOf(code.expr(call)), words: "opens a transaction", weight: 1 })),
  );
}

/** Whether a value comes from stored data. */
export function isLoaded(sources: ReadonlySet<ExprId>, work: readonly Work[]): boolean {
  return work.some(({ call, kind }) => (kind === "database" || kind === "collaborator") && sources.has(call));
}

/** The stretches of control flow inside of some functions. */
export function regionsWithin(code: Code, parts: ReadonlySet<FnId>): readonly Region[] {
  return code.summary.regions.filter((region) => isPart(code, region, parts));
}

function isPart(code: Code, span: Span, parts: ReadonlySet<FnId>): boolean {
  for (const f of parts) {
    const fn = code.summary.functions[f];
    if (fn && isWithin(span, fn)) return true;
  }
  return false;
}

function spanOf({ s, e }: Expr | Span): Span {
  return { s, e };
}
