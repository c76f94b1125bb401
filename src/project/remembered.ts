import type { FnId, Span } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { type Mutation, mutationsOf } from "./mutations.ts";
import type { Names } from "./names.ts";
import { ofFile } from "./per-file.ts";
import { isFilledOnce, isReadThrough } from "./state-judgement.ts";

const remembering = /^(?:memo(?:i[sz]e)?\w*|once|lazy\w*|cached?|singleton|withCache|unstable_cache)$/i;

/** Whether a function keeps what a call in it brings, so that it happens once: `if (!terms) terms = readFileSync(…)`, `once(() => …)`. */
export function remembers(names: Names, code: Code, f: FnId, call: Span): boolean {
  const fn = code.summary.functions[f];
  if (!fn) return false;
  const use = callbackUse(code, f);
  if (use && remembering.test(code.calleeName(use.callee) ?? "")) return true;
  return keptPlaces(code, fn.s, fn.e).some((change) => change.e >= call.e && outlives(code, change, f) && isKept(names, change));
}

function keptPlaces(code: Code, s: number, e: number): readonly Mutation[] {
  return kept(code).filter((change) => s <= change.s && change.e <= e);
}

const kept = ofFile((code) => [...mutationsOf(code).values()].flat().filter(({ op }) => op === "assign" || op === "entry"));

function isKept(names: Names, change: Mutation): boolean {
  return change.op === "assign" ? isFilledOnce(names, change) : isReadThrough(change);
}

/** The place belongs to the module, an object, or a function around this one. */
function outlives(code: Code, { key }: Mutation, f: FnId): boolean {
  const binding = /^b(\d+)/.exec(key);
  if (!binding) return true;
  const owner = code.summary.bindings[Number(binding[1])]?.fn ?? 0;
  const fn = code.summary.functions[f];
  const around = code.summary.functions[owner];
  return owner === 0 || (fn !== undefined && around !== undefined && owner !== f && around.s <= fn.s && fn.e <= around.e);
}
