import type { ExprId, FnId, Span } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { type Mutation, mutationsOf } from "./mutations.ts";
import type { Names } from "./names.ts";
import { ofFile } from "./per-file.ts";
import { isWithin } from "./spans.ts";
import { isFilledOnce, isReadThrough } from "./state-judgement.ts";

const remembering = /^(?:memo(?:i[sz]e)?\w*|once|lazy\w*|cached?|singleton|withCache|unstable_cache|getOr(?:Set|Load|Fetch|Compute))$/i;

/** Whether a function keeps what a call in it brings, so that it happens once: `if (!terms) terms = readFileSync(…)`, `once(() => …)`. */
export function remembers(names: Names, code: Code, f: FnId, call: Span): boolean {
  const fn = code.summary.functions[f];
  if (!fn) return false;
  const use = callbackUse(code, f);
  if (use && remembering.test(code.calleeName(use.callee) ?? "")) return true;
  return keptPlaces(code, fn.s, fn.e).some((change) => change.e >= call.e && outlives(code, change, f) && isKept(names, change));
}

/** The same, where what is kept is what the call brought, or parts of it: `const { db, models } = open(key); opened.set(key, { db, models })`. */
export function remembersResult(names: Names, code: Code, f: FnId, call: ExprId): boolean {
  const fn = code.summary.functions[f];
  return (
    fn !== undefined &&
    keptPlaces(code, fn.s, fn.e).some(
      (change) => outlives(code, change, f) && change.values.some((value) => isPartOf(code, value, call)) && isKept(names, change),
    )
  );
}

/** `if (!this.clients[name]) await this.connect(name)`: a call that is made only where nothing is kept by a key yet. */
export function isForMissing(code: Code, call: Span): boolean {
  return code.summary.regions.some((region) => {
    const test = region.k === "then" && region.o !== undefined && isWithin(call, region) ? code.expr(region.o) : undefined;
    return test !== undefined && /^!\s*[\w$.?!]+(?:\[[^\]]+\]|\.(?:has|get)\([^()]*\))$/.test(code.text.slice(test.s, test.e));
  });
}

/** Whether a value is what a call brought, a member of it, or an object made of such; looked for through local variables. */
function isPartOf(code: Code, id: ExprId, call: ExprId, depth = 0): boolean {
  if (id === call) return true;
  if (depth > 8) return false;
  const expr = code.expr(id);
  const any = (ids: readonly ExprId[]): boolean => ids.some((item) => isPartOf(code, item, call, depth + 1));
  switch (expr.k) {
    case "member":
    case "spread":
    case "element":
      return any([expr.o]);
    case "either":
      return any(expr.of);
    case "array":
      return any(expr.items);
    case "object":
      return any(expr.props.map(([, value]) => value));
    case "name":
      return code.summary.bindings[expr.b]?.fn !== 0 && any((code.summary.writes[`b${String(expr.b)}`] ?? []).map(({ v }) => v));
    default:
      return false;
  }
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
