import type { Code } from "./code.ts";
import type { DataEffects, DataEvent } from "./data-effects.ts";
import type { Operation } from "./data-operations.ts";
import type { Inside } from "./transaction-escapes.ts";
import { subjectOf } from "./write-kinds.ts";

/** Shorter names end many others by chance. */
const shortest = 4;

/** Whether a read may miss what its transaction does: only of a table the transaction writes; of others any connection finds the same. */
export function missesWrites(effects: DataEffects, code: Code, operation: Operation, inside: Inside): boolean {
  const table = rowOf(operation);
  return effects.eventsOf(code, inside.f).some(
    (event: DataEvent) =>
      inside.holds(event.call) &&
      effects.ofEvent({ code, f: inside.f }, event).some((item) => {
        const { does } = item.operation;
        // A flush writes whatever was changed before.
        return (does === "flush" && item.roots.some(inside.isHandle)) || (does === "write" && isSame(rowOf(item.operation), table));
      }),
  );
}

/** `loan` of `loans`: what is read as a table may be changed as a row of it. */
function rowOf(operation: Operation): string {
  return subjectOf(operation).replace(/s$/, "");
}

/** Entities may bear a mark before the name that their repository is called by: `DbLoan`. */
function isSame(a: string, b: string): boolean {
  return a === b || (Math.min(a.length, b.length) >= shortest && (a.endsWith(b) || b.endsWith(a)));
}
