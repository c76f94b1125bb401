import type { ExprId } from "#syntax/summary";
import { callsInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import type { DataEffect, DataEffects } from "./data-effects.ts";
import type { Operation } from "./data-operations.ts";
import { Carrier, type Param, paramsGiven } from "./transaction-carrier.ts";
import type { Inside } from "./transaction-escapes.ts";
import { subjectOf } from "./write-kinds.ts";

/**
 * Where a transaction that a call is handed gets lost: the first call further on that is not handed it, or the operation itself.
 * `undefined`: the call itself is not handed it.
 */
export function dropOf(effects: DataEffects, { calls, operation }: DataEffect, inside: Inside): { readonly code: Code; readonly call: ExprId } | undefined {
  let given: readonly Param[] = [];
  for (const [index, { code, call, target }] of calls.entries()) {
    given = paramsGiven(new Carrier(effects, code, given, inside), code, call, target);
    if (given.length === 0) return index === 0 ? undefined : { code, call };
  }
  return calls.length === 0 ? undefined : operation;
}

/** A row that is made if it is not there, and left alone if it is: whoever does it again loses nothing. */
export function isMadeIfMissing({ code, chain }: Operation): boolean {
  if ([...callsInChain(code, chain)].some(({ method }) => /^(?:orIgnore|ignore|doNothing|onConflictDoNothing)$/.test(method))) return true;
  const { s, e } = code.expr(chain);
  return /\b(?:skipDuplicates|ignoreDuplicates)\s*:\s*true|\bupdate\s*:\s*\{\s*\}|\binsert\s+(?:or\s+)?ignore\b|\bon\s+conflict\b[^;]*\bdo\s+nothing\b/i.test(
    code.text.slice(s, e),
  );
}

/** A write beside one that makes rows of the same table if they are missing, in the same function: it mends those that are there. */
export function mendsWhatIsMade(effects: DataEffects, { operation, calls }: DataEffect): boolean {
  const target = calls.at(-1)?.target;
  if (target?.code !== operation.code) return false;
  return effects
    .eventsOf(target.code, target.f)
    .some((event) => event.k === "operation" && isSameTable(event.operation, operation) && isMadeIfMissing(event.operation));
}

/** The same model, or the same store: `this.shelves.createQueryBuilder()` and `this.shelves.save`. */
function isSameTable(a: Operation, b: Operation): boolean {
  const store = storeOf(a);
  return subjectOf(a) === subjectOf(b) || (store !== "" && store === storeOf(b));
}

/** What the first method of a chain is called on. */
export function storeOf({ code, chain }: Operation): string {
  const { s, e } = code.expr(chain);
  const [start = ""] = code.text.slice(s, e).replaceAll(/\s+/g, "").split("(");
  return start.slice(0, Math.max(0, start.lastIndexOf(".")));
}
