import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Denotation, Names } from "../names.ts";
import { keyOfExpr } from "../storage-key.ts";

const none: readonly Denotation[] = [];

/** What `stores.get(key)` brings, of a map this file makes and fills: one of the values put there. */
export function ofMapGet(names: Names, code: Code, callee: ExprId): readonly Denotation[] {
  const get = code.expr(callee);
  if (get.k !== "member" || get.p !== "get") return none;
  const key = keyOfExpr(code, get.o);
  if (key === undefined || !isMap(code, key)) return none;
  return (code.callsByName.get("set") ?? []).flatMap((call) => {
    const set = code.expr(call);
    const owner = set.k === "call" ? code.expr(set.c) : undefined;
    const value = set.k === "call" ? set.args[1] : undefined;
    return owner?.k === "member" && value !== undefined && keyOfExpr(code, owner.o) === key ? names.denote(code, value) : none;
  });
}

function isMap(code: Code, key: string): boolean {
  const writes = code.summary.writes[key] ?? [];
  return writes.some(({ v }) => {
    const made = code.expr(v);
    const maker = made.k === "new" ? code.expr(made.c) : undefined;
    return maker?.k === "global" && (maker.n === "Map" || maker.n === "WeakMap");
  });
}
