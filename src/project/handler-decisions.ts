import type { Expr, ExprId } from "#syntax/summary";
import { rootOf } from "./answer-objects.ts";
import type { Code } from "./code.ts";
import { atTheDoor, isLoaded, regionsWithin } from "./handler-evidence.ts";
import type { Doing, Evidence } from "./handler-logic.ts";
import { requestParam } from "./inputs.ts";
import type { Names } from "./names.ts";

type Comparison = Extract<Expr, { k: "boolean" }> & { readonly l: ExprId; readonly r: ExprId };

/** A moment is no number of things. */
const moment = /\bDate\b|\bnow\b|expire|time|[a-z]At\b/i;
/** What is answered about any list: `413`, the last page. */
const shape = /\bpage|offset|cursor|size|bytes|chunk|retr(?:y|ies)|attempt/i;

/**
 * Where a handler refuses, or answers something else, by a rule of the business: a quota, what is stored already, two inputs held against each other.
 * In source order. What only says that something is missing, or that somebody may not, is a guard.
 */
export function decisionsOf(names: Names, doing: Doing): readonly Evidence[] {
  const { code, parts } = doing;
  let isLimited = false;
  return regionsWithin(code, parts).flatMap((region): readonly Evidence[] => {
    if (region.k !== "then" || region.o === undefined || (region.exits !== "return" && region.exits !== "throw")) return [];
    const test = code.expr(region.o);
    if (atTheDoor.test(textOf(code, test))) return [];
    const found = leavesOf(code, region.o).flatMap((id) => decisionOf(names, doing, id) ?? []);
    const strongest = found.find(({ weight }) => weight > 0) ?? found[0];
    if (!strongest) return [];
    const weight = isLimited ? 0 : strongest.weight;
    isLimited ||= weight > 0;
    return [{ s: region.g, e: test.e, words: strongest.words, weight, isRule: true }];
  });
}

type Judged = Pick<Evidence, "words" | "weight">;

function decisionOf(names: Names, doing: Doing, id: ExprId): Judged | undefined {
  const { code, work, flow } = doing;
  const expr = code.expr(id);
  const isStored = (value: ExprId): boolean => isLoaded(flow.sourcesOf(value), work);
  if (expr.k === "boolean") return isComparison(expr) ? ofComparison(names, doing, expr, isStored) : undefined;
  return (expr.k === "name" || expr.k === "member" || expr.k === "call") && isStored(id) ? byState : undefined;
}

const byState: Judged = { words: "decides by stored data how to answer", weight: 0 };
const byQuota: Judged = { words: "holds a count against a limit", weight: 1 };
const byInputs: Judged = { words: "holds two inputs against each other", weight: 0 };

/** A count held against a limit. */
export function isQuota({ words }: Evidence): boolean {
  return words === byQuota.words;
}

function ofComparison(names: Names, { code }: Doing, expr: Comparison, isStored: (id: ExprId) => boolean): Judged | undefined {
  const operator = /[=!]==?|[<>]=?/.exec(code.text.slice(code.expr(expr.l).e, code.expr(expr.r).s))?.[0] ?? "";
  const [l, r] = [code.expr(expr.l), code.expr(expr.r)];
  if (isInput(names, code, expr.l) && isInput(names, code, expr.r)) return byInputs;
  const stored = [expr.l, expr.r].filter(isStored);
  if (operator === "" || stored.length === 0) return undefined;
  const fixed = l.k === "const" ? l : r.k === "const" ? r : undefined;
  if (!/[<>]/.test(operator)) {
    const isThere = operator.startsWith("!") && (fixed?.v === null || [l, r].some((side) => side.k === "global" && side.n === "undefined"));
    return typeof fixed?.v === "string" || isThere ? byState : undefined;
  }
  if (moment.test(textOf(code, expr))) return byState;
  const reads = fixed && oriented(operator, fixed === r, fixed.v);
  if (reads === ">0" || reads === ">=1") return byState;
  return fixed?.v === 0 || reads === "<1" || stored.some((id) => shape.test(textOf(code, code.expr(id)))) ? undefined : byQuota;
}

/** The comparison as it reads with the constant on the right. */
function oriented(operator: string, isRight: boolean, value: string | number | boolean | null): string {
  const turned = operator.replace(/[<>]/, (sign) => (sign === "<" ? ">" : "<"));
  return `${isRight ? operator : turned}${String(value)}`;
}

function isComparison(expr: Extract<Expr, { k: "boolean" }>): expr is Comparison {
  return expr.l !== undefined && expr.r !== undefined;
}

/** The operands of `&&` and `||`. */
function leavesOf(code: Code, id: ExprId): readonly ExprId[] {
  const expr = code.expr(id);
  if (expr.k !== "either" || (expr.test !== undefined && expr.of.length > 1)) return [id];
  return [...(expr.test === undefined ? [] : [expr.test]), ...expr.of].flatMap((item) => leavesOf(code, item));
}

/** A member of what the request brings. */
function isInput(names: Names, code: Code, id: ExprId): boolean {
  const root = rootOf(code, id);
  const known = root && requestParam(names, code, root.f, root.i);
  if (!root || !known) return false;
  const path = root.path.join(".");
  return known.untrusted.some((untrusted) => untrusted === "*" || path.startsWith(`${untrusted}.`));
}

function textOf({ text }: Code, { s, e }: Expr): string {
  return text.slice(s, e);
}
