import type { ReplyFact } from "#catalog/facts/replies";
import type { Stated } from "#catalog/lookup/errors";
import type { BindingId, ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { requestParam } from "./inputs.ts";
import type { Names } from "./names.ts";

/** A member of a function's parameter: `set` of the context, `response` of what a method destructures. */
export interface ParamRoot {
  readonly f: FnId;
  readonly i: number;
  readonly path: readonly string[];
}

/** How answers are written on what an expression denotes: by its type, or as a parameter of a handler, or a member of one. */
export function factsOf(names: Names, code: Code, id: ExprId): readonly Stated<ReplyFact>[] {
  const { catalog } = names.project;
  const root = rootOf(code, id);
  // What a decorator injects depends on the adapter; the type says which.
  const declared = root?.path.length === 0 ? names.ofType(code, code.summary.functions[root.f]?.params[root.i]?.t) : [];
  const apis = [...declared.flatMap((item) => (item.k === "api" ? [item.name] : [])), ...names.apisOf(code, id)];
  const typed = apis.flatMap((api) => catalog.errors.replies.filter(({ object }) => catalog.isIn(new Set([object]), api)));
  if (typed.length > 0) return typed;
  return root ? replyFactsOf(names, code, root).filter(({ fact }) => (fact.member ?? "") === root.path.join(".")) : [];
}

/** The member of a parameter a variable holds, where it is never given anything else. */
export function paramRoot(code: Code, binding: BindingId, depth = 0): ParamRoot | undefined {
  const writes = code.summary.writes[`b${String(binding)}`];
  return writes?.length === 1 && writes[0] ? rootOf(code, writes[0].v, depth + 1) : undefined;
}

/** The member of a parameter an expression is. */
export function rootOf(code: Code, id: ExprId, depth = 0): ParamRoot | undefined {
  const expr = code.expr(id);
  if (depth > 6) return undefined;
  if (expr.k === "param") return expr.rest ? undefined : { f: expr.f, i: expr.i, path: [] };
  if (expr.k === "name") return paramRoot(code, expr.b, depth);
  if (expr.k !== "member") return undefined;
  const base = rootOf(code, expr.o, depth + 1);
  return base && { ...base, path: [...base.path, expr.p] };
}

/** What is known about answers on a parameter and its members. */
export function replyFactsOf(names: Names, code: Code, { f, i }: ParamRoot): readonly Stated<ReplyFact>[] {
  if (i > 1) return [];
  const what = requestParam(names, code, f, 0)?.what ?? "";
  const { catalog } = names.project;
  return what === ""
    ? []
    : catalog.errors.replies.filter(({ type, after }) => catalog.isIn(new Set([(i === 1 ? after : after === undefined ? type : undefined) ?? ""]), what));
}
