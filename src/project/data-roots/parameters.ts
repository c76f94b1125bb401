import type { ExprId, FnId } from "#syntax/summary";
import { callbackUse } from "../callback-use.ts";
import type { Code } from "../code.ts";
import { isInside } from "../control.ts";
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
    if (item.k === "api") return isOpener(data, item.name, argument, last, i);
    if (item.k !== "function") return false;
    if (isHandedOn(data, item.code, item.f, argument, i)) return true;
    return callsOfParam(item.code, item.f, argument).some((args) => {
      const given = args[i];
      return given !== undefined && data.of(item.code, given).some((root) => root.k === "handle" || root.k === "made");
    });
  });
}

function isOpener(data: DataRoots, api: string, argument: number, last: boolean, i: number): boolean {
  return data.names.project.catalog.data.transactions
    .of(api)
    .some((fact) => fact.form === "callback" && fact.handle === i && ((fact.argument ?? 0) === argument || (fact.argument === -1 && last)));
}

/** A parameter that goes to an opener as it is: `run(work) { return this.database.transaction(work); }`. */
function isHandedOn(data: DataRoots, code: Code, f: FnId, argument: number, i: number): boolean {
  const b = code.summary.functions[f]?.params[argument]?.b;
  return [...data.names.project.catalog.data.transactionMethods]
    .flatMap((name) => code.callsByName.get(name) ?? [])
    .some((call) => {
      const expr = code.expr(call);
      if (expr.k !== "call" || !isInside(code, expr.fn, f)) return false;
      const at = expr.args.findIndex((item) => isBinding(code, item, b));
      return at !== -1 && data.names.apisOf(code, expr.c).some((api) => isOpener(data, api, at, at === expr.args.length - 1, i));
    });
}

function isBinding(code: Code, id: ExprId, b: number | undefined): boolean {
  const expr = code.expr(id);
  return expr.k === "name" && expr.b === b;
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
