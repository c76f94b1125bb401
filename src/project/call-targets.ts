import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { perFile } from "./per-file.ts";

/** Where the calls of one name in a file lead, once all of them are settled. */
interface Targets {
  /** Files that hold what some call denotes. */
  readonly homes: ReadonlySet<Code>;
  /** Calls that denote nothing known: they may mean any function of the name. */
  readonly unknown: readonly ExprId[];
}

/** Fewer calls than these are looked at faster than something is known about them. */
const worthKnowing = 8;

/** By the name that is called. */
const targetsIn = perFile((): Map<string, Targets> => new Map());

/**
 * The calls of a name in a file that may lead to something in another one, in source order. In minified code hundreds of functions share a name
 * with thousands of calls: where each call leads is settled once, and not looked at again for every function.
 */
export function callsTowards(names: Names, other: Code, name: string, home: Code): readonly ExprId[] {
  const calls = other.callsByName.get(name) ?? [];
  if (calls.length < worthKnowing) return calls;
  const known = targetsIn(names, other);
  let targets = known.get(name);
  if (!targets) {
    targets = settledTargets(names, other, calls);
    if (!targets) return calls;
    known.set(name, targets);
  }
  return targets.homes.has(home) ? calls : targets.unknown;
}

/** Asks nothing: as long as one of the calls was never asked about, all are left to whoever asks. */
function settledTargets(names: Names, other: Code, calls: readonly ExprId[]): Targets | undefined {
  const homes = new Set<Code>();
  const unknown: ExprId[] = [];
  for (const call of calls) {
    const expr = other.expr(call);
    if (expr.k !== "call" && expr.k !== "new") continue;
    const denoted = names.settled(other, expr.c);
    if (!denoted) return undefined;
    if (denoted.length === 0) unknown.push(call);
    for (const item of denoted) if (item.k !== "api") homes.add(item.code);
  }
  return { homes, unknown };
}
