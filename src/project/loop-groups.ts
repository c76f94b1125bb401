import type { ExprId } from "#syntax/summary";
import { callsInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import type { Turn } from "./loop-business.ts";
import { argumentsOf } from "./loop-forms.ts";
import { RoundValues } from "./loop-keys.ts";
import type { Names } from "./names.ts";
import { originsOf } from "./origins.ts";
import { partsOf } from "./value-uses.ts";

/**
 * Whether a turn is one of a group and its query takes the whole list of the group: `for (const [memberId, loanIds] of byMember)` with `{ id: { in: loanIds } }`.
 * A query for each group is the batch form already.
 */
export function asksByGroup(names: Names, turn: Turn): boolean {
  const { code, iteration, effect } = turn;
  if (iteration.o === undefined || !isGrouped(names, code, iteration.o, 0)) return false;
  const values = new RoundValues(names, turn);
  const beside = effect.operation.code;
  const given = argumentsOf(effect.operation);
  const isList = (id: ExprId): boolean => values.of(id).element && values.spelled(id).some((at) => isListForm(at.code, at.id));
  const mayBeList = (id: ExprId): boolean => values.of(id).element && !values.spelled(id).every((at) => isPlainList(at.code, at.id));
  const compared = [...callsInChain(beside, effect.operation.chain)].flatMap(({ method, args }) => comparedIn(beside, method, args));
  return given.some(isList) || [...compared, ...given.flatMap((id) => listsIn(beside, id))].some(mayBeList);
}

const deepest = 6;
const going = /^(?:entries|values)$/;
const grouping = /^(?:groupBy|groupedBy|group(?=[A-Z])\w*)$/;

/** What was filled by groups: a map or an object that was empty at first, or what `groupBy` brought; also its entries, values, or a list of them. */
function isGrouped(names: Names, code: Code, id: ExprId, depth: number): boolean {
  if (depth > deepest) return false;
  const again = (at: Code, next: ExprId | undefined): boolean => next !== undefined && isGrouped(names, at, next, depth + 1);
  return originsOf(names, { code, id }).some((origin) => {
    const expr = origin.code.expr(origin.id);
    if (expr.k === "new") return origin.code.calleeName(expr.c) === "Map" && expr.args.length === 0;
    if (expr.k === "object") return expr.props.length === 0;
    if (expr.k === "array") return expr.items.length === 1 && again(origin.code, expr.items[0]);
    if (expr.k === "spread") return again(origin.code, expr.o);
    if (expr.k !== "call") return false;
    const callee = origin.code.expr(expr.c);
    if (grouping.test(origin.code.calleeName(expr.c) ?? "")) return true;
    if (callee.k !== "member") return false;
    if (origin.code.expr(callee.o).k === "global") return (going.test(callee.p) || callee.p === "from") && again(origin.code, expr.args[0]);
    return going.test(callee.p) && again(origin.code, callee.o);
  });
}

/** `[...ids]`, `loans.map(({ id }) => id)`. */
function isListForm(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  if (expr.k === "array") return expr.items.some((item) => code.expr(item).k === "spread");
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  return callee?.k === "member" && /^(?:map|flatMap|filter|from|keys|toArray)$/.test(callee.p);
}

/** `[id]`: of one. */
function isPlainList(code: Code, id: ExprId): boolean {
  return code.expr(id).k === "array" && !isListForm(code, id);
}

const comparing = /^(?:inArray|notInArray|In|whereIn|andWhereIn|any|anyOf)$/;

/** The list of `inArray(books.id, ids)`, `whereIn("id", ids)`, `where("id", "in", ids)`. */
function comparedIn(code: Code, method: string, args: readonly ExprId[]): readonly ExprId[] {
  const last = args.at(-1);
  const isSaid = args.some((id) => isWordIn(code, id));
  return last !== undefined && (isSaid || comparing.test(method)) ? [last] : [];
}

function isWordIn(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  return expr.k === "const" && (expr.v === "in" || expr.v === "IN");
}

/** Lists in what a query is given: `{ id: { in: ids } }`, and what stands in `and(…)`. */
function listsIn(code: Code, id: ExprId): readonly ExprId[] {
  const expr = code.expr(id);
  const inner = partsOf(expr).flatMap((part) => listsIn(code, part));
  if (expr.k === "object") return [...expr.props.filter(([key]) => key === "in" || key === "$in").map(([, value]) => value), ...inner];
  return expr.k === "call" ? [...comparedIn(code, code.calleeName(expr.c) ?? "", expr.args), ...inner] : inner;
}
