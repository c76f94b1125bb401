import type { ExprId, FnId } from "#syntax/summary";
import { callbackUse } from "../callback-use.ts";
import type { Code } from "../code.ts";
import type { DataRoots, Root } from "../data-roots.ts";
import { clientAt } from "./clients.ts";

/** What a parameter goes back to: the handle of a transaction, an injected client, or whatever the caller passes. */
export function ofParam(data: DataRoots, code: Code, id: ExprId, f: FnId, i: number): readonly Root[] {
  const fn = code.summary.functions[f];
  const use = callbackUse(code, f);
  if (use) {
    const opened = openedBy(data, code, use.callee, use.argument, use.last, i);
    if (opened) return [{ k: "handle", code, f, opener: use.call }];
  }
  if (fn?.kind === "constructor" || (fn?.params[i]?.decorators?.length ?? 0) > 0) return [clientAt(data.names, code, id, `param:${code.path}:${f}:${i}`)];
  return [{ k: "param", code, f, i, path: [] }];
}

/** Whether a callback's parameter is a transaction: of a library's opener, or of a function of ours that hands its callback one. */
function openedBy(data: DataRoots, code: Code, callee: ExprId, argument: number, last: boolean, i: number): boolean {
  return data.names.denote(code, callee).some((item) => {
    if (item.k === "api") {
      return data.names.project.catalog.data.transactions
        .of(item.name)
        .some((fact) => fact.form === "callback" && fact.handle === i && ((fact.argument ?? 0) === argument || (fact.argument === -1 && last)));
    }
    if (item.k !== "function") return false;
    return callsOfParam(item.code, item.f, argument).some((args) => {
      const given = args[i];
      return given !== undefined && data.of(item.code, given).some((root) => root.k === "handle" || root.k === "made");
    });
  });
}

/** Arguments of the calls a function makes to one of its parameters. */
function callsOfParam(code: Code, f: FnId, i: number): readonly (readonly ExprId[])[] {
  const name = code.summary.functions[f]?.params[i]?.n;
  if (name === undefined) return [];
  return (code.callsByName.get(name) ?? []).flatMap((call) => {
    const expr = code.expr(call);
    const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
    return expr.k === "call" && callee?.k === "name" && callee.b === code.summary.functions[f]?.params[i]?.b ? [expr.args] : [];
  });
}
