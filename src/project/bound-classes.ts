import type { ClassId, ExprId, FnId } from "#syntax/summary";
import { findAllCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import { dataEffectsOf } from "./data-effects.ts";
import type { Operation } from "./data-operations.ts";
import type { Names } from "./names.ts";

const deepest = 3;
const known = new WeakMap<Names, WeakMap<Code, Map<string, boolean>>>();

/**
 * Whether an operation on a field of its object (`this.db("loans")`) may run in a transaction: somebody constructs that class on one,
 * or hands it whatever a caller brings whom we do not know.
 */
export function mayBeBound(names: Names, { code, receiver }: Operation): boolean {
  const field = fieldOf(code, receiver);
  if (!field) return false;
  let memo = known.get(names);
  if (!memo) known.set(names, (memo = new WeakMap()));
  let answers = memo.get(code);
  if (!answers) memo.set(code, (answers = new Map()));
  const key = `${field.c}.${field.p}`;
  let answer = answers.get(key);
  if (answer === undefined) {
    answers.set(key, false);
    answers.set(key, (answer = isConstructedOn(names, code, field.c, field.p)));
  }
  return answer;
}

function fieldOf(code: Code, receiver: ExprId): { readonly c: ClassId; readonly p: string } | undefined {
  for (let at = receiver; ;) {
    const expr = code.expr(at);
    if (expr.k === "call" || expr.k === "tag") at = expr.k === "call" ? expr.c : expr.tag;
    else if (expr.k === "member") {
      const owner = code.expr(expr.o);
      if (owner.k === "this") return { c: owner.c, p: expr.p };
      at = expr.o;
    } else return undefined;
  }
}

function isConstructedOn(names: Names, code: Code, c: ClassId, p: string): boolean {
  const index = parameterOf(code, c, p);
  if (index === undefined) return false;
  return [{ code, c }, ...subclassesOf(names, code, c)].some((item) =>
    constructionsOf(names, item.code, item.c).some(({ code: other, args }) => {
      const argument = args[index];
      return argument !== undefined && isTransaction(names, other, argument, 0);
    }),
  );
}

/** The constructor's parameter that a field is set to. */
function parameterOf(code: Code, c: ClassId, p: string): number | undefined {
  const fact = code.summary.classes[c];
  const own = fact?.members[p]?.param;
  if (own !== undefined) return own;
  for (const { v } of code.summary.writes[`c${c}.${p}`] ?? []) {
    const expr = code.expr(v);
    if (expr.k === "param" && expr.f === fact?.ctor) return expr.i;
    const start = expr.k === "name" ? (code.summary.writes[`b${expr.b}`] ?? []).map((write) => code.expr(write.v)) : [];
    for (const value of start) if (value.k === "param" && value.f === fact?.ctor) return value.i;
  }
  return undefined;
}

function subclassesOf(names: Names, code: Code, c: ClassId): readonly { readonly code: Code; readonly c: ClassId }[] {
  const name = code.summary.classes[c]?.n;
  if (!name) return [];
  return names.project.mentioning(name).flatMap((other) =>
    other.summary.classes.flatMap((_, id) => {
      const isBase = (other !== code || id !== c) && names.basesOf(other, id).some((base) => base.k === "class" && base.code === code && base.c === c);
      return isBase ? [{ code: other, c: id }] : [];
    }),
  );
}

function constructionsOf(names: Names, code: Code, c: ClassId): readonly { readonly code: Code; readonly args: readonly ExprId[] }[] {
  const name = code.summary.classes[c]?.n;
  if (!name) return [];
  return names.project.mentioning(name).flatMap((other) =>
    (other.callsByName.get(name) ?? []).flatMap((call) => {
      const expr = other.expr(call);
      if (expr.k !== "new" || other.role === "test") return [];
      return names.denote(other, expr.c).some((item) => item.k === "class" && item.code === code && item.c === c) ? [{ code: other, args: expr.args }] : [];
    }),
  );
}

function isTransaction(names: Names, code: Code, argument: ExprId, depth: number): boolean {
  return dataEffectsOf(names)
    .roots.of(code, argument)
    .some((root) => {
      if (root.k === "handle" || root.k === "made") return true;
      return root.k === "param" && mayBeHanded(names, root.code, root.f, root.i, depth + 1);
    });
}

/** Whether a factory's parameter is a transaction for some caller; a factory that nobody calls by name is called by somebody. */
function mayBeHanded(names: Names, code: Code, f: FnId, i: number, depth: number): boolean {
  if (depth > deepest) return true;
  const calls = findAllCalls(names, code, f);
  if (calls.length === 0) return true;
  return calls.some(({ code: other, args }) => {
    const argument = args[i];
    return argument !== undefined && other.role !== "test" && isTransaction(names, other, argument, depth);
  });
}
