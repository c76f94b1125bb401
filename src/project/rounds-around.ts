import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { type Iteration, iterationsAround, libraryCollection, standsIn } from "./control.ts";
import { type CallbackUse, callbackUse } from "./callback-use.ts";
import type { Names } from "./names.ts";
import { perFile } from "./per-file.ts";

/** Methods of lists that run their callback for each element. */
export const iterators = ["map", "forEach", "flatMap", "filter", "some", "every", "reduce", "each", "mapSeries", "eachSeries"];

/** Loops and callbacks around a call, innermost first, as far as what stands between them runs at once. */
export function roundsAround(names: Names, code: Code, call: ExprId): readonly Iteration[] {
  let f = standsIn(code, call).fn;
  for (let use = callbackUse(code, f); use && f !== 0 && runsAtOnce(names, code, f, use); use = callbackUse(code, f))
    f = code.summary.functions[f]?.parent ?? 0;
  return iterationsAround(code, call, f);
}

/** Handlers and timers run later and as often as they like; callbacks of these run where they stand. */
const immediate = new Set([...iterators, "find", "findIndex", "then", "catch", "finally", "Promise"]);

function runsAtOnce(names: Names, code: Code, f: FnId, use: CallbackUse): boolean {
  const name = code.calleeName(use.callee) ?? "";
  if (immediate.has(name) || libraryCollection(code, use.callee, use.call, use.argument) !== undefined) return true;
  const { catalog } = names.project;
  if (catalog.data.transactionMethods.has(name) && names.apisOf(code, use.callee).some((api) => catalog.data.transactions.of(api).length > 0)) return true;
  return isAwaited(code, use.call) && isGivenClient(names, code, f);
}

function isAwaited(code: Code, call: ExprId): boolean {
  const { s } = code.expr(call);
  return /\b(?:await|yield\s*\*?)\s*$/.test(code.text.slice(Math.max(0, s - 16), s));
}

/** Work that is handed the client to do it with, and waited for: `await unit.run((db) => db.select()…)`. */
function isGivenClient(names: Names, code: Code, f: FnId): boolean {
  const { catalog } = names.project;
  const first = firstParams(names, code).get(f);
  return first !== undefined && names.denote(code, first).some((item) => item.k === "api" && catalog.isIn(catalog.data.clients, item.name));
}

/** Function → its first parameter, where it is used. */
const firstParams = perFile(
  (_names, code): ReadonlyMap<FnId, ExprId> =>
    new Map(code.summary.exprs.flatMap((expr, id) => (expr.k === "param" && expr.i === 0 ? [[expr.f, id] as const] : []))),
);
