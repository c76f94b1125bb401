import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Endpoint } from "./model.ts";

const known = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;

/**
 * Methods a handler tells apart by itself: `if (req.method !== "POST")`, `switch (req.method)`, `["GET", "PUT"].includes(req.method)`.
 * `asked` names parameter and member (`0.method`). Empty where it does not ask.
 */
export function askedMethods({ handler }: Endpoint, asked: string): readonly string[] {
  const fn = handler?.code.summary.functions[handler.f];
  if (!handler || !fn) return [];
  const { code, f } = handler;
  const [parameter = "0", member = ""] = asked.split(".");
  const isAsked = (id: ExprId | undefined): boolean => id !== undefined && isMemberOf(code, id, { f, i: Number(parameter), member });
  const found = new Set<string>();
  const add = (text: unknown): void => {
    if (typeof text === "string" && known.test(text)) found.add(text);
  };
  code.summary.exprs.forEach((expr) => {
    if (expr.s < fn.s || expr.e > fn.e) return;
    if (expr.k === "boolean") {
      if (isAsked(expr.l)) add(constantAt(code, expr.r));
      if (isAsked(expr.r)) add(constantAt(code, expr.l));
    }
    if (expr.k === "call" && code.calleeName(expr.c) === "includes" && isAsked(expr.args[0])) for (const text of listed(code, expr.c)) add(text);
  });
  for (const text of switchedOn(code.text.slice(fn.s, fn.e), member)) add(text);
  return [...found].sort();
}

interface Asked {
  readonly f: number;
  readonly i: number;
  readonly member: string;
}

function isMemberOf(code: Code, id: ExprId, { f, i, member }: Asked): boolean {
  const expr = code.expr(id);
  if (expr.k === "name") return (code.summary.writes[`b${expr.b}`] ?? []).some((write) => write.v !== id && isMemberOf(code, write.v, { f, i, member }));
  if (expr.k !== "member" || expr.p !== member) return false;
  const owner = code.expr(expr.o);
  const param = owner.k === "name" ? code.summary.functions[f]?.params[i] : undefined;
  return (owner.k === "param" && owner.f === f && owner.i === i) || (owner.k === "name" && param?.b === owner.b);
}

function constantAt(code: Code, id: ExprId | undefined): unknown {
  const expr = id === undefined ? undefined : code.expr(id);
  return expr?.k === "const" ? expr.v : undefined;
}

function listed(code: Code, callee: ExprId): readonly unknown[] {
  const expr = code.expr(callee);
  const list = expr.k === "member" ? code.expr(expr.o) : undefined;
  return list?.k === "array" ? list.items.map((id) => constantAt(code, id)) : [];
}

/** The summary keeps no case labels; what is switched on is the member, or a variable taken out of the request. */
function switchedOn(text: string, member: string): readonly string[] {
  if (!new RegExp(`switch\\s*\\((?:[\\w.]+\\.)?${member}\\)`).test(text)) return [];
  return [...text.matchAll(/\bcase\s+["'`](\w+)["'`]\s*:/g)].flatMap(([, label]) => label ?? []);
}
