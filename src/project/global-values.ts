import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Denotation, Names } from "./names.ts";

/** Objects whose members are globals. */
const owners = ["global", "globalThis"];

type Made = ReadonlyMap<string, readonly { readonly code: Code; readonly id: ExprId }[]>;

const answers = new WeakMap<Names, Made>();

/** What the project makes a global: `global.database = connect()` is what `database`, and `global.database`, means in files that do not declare it. */
export function madeGlobal(names: Names, n: string): readonly Denotation[] {
  return valuesMadeGlobal(names, n.replace(/^global(?:This)?\./, "")).flatMap(({ code, id }) => names.denote(code, id));
}

/** The values that the project makes a global, where they stand. */
export function valuesMadeGlobal(names: Names, n: string): readonly { readonly code: Code; readonly id: ExprId }[] {
  let made = answers.get(names);
  if (!made) answers.set(names, (made = allMade(names)));
  return made.get(n) ?? [];
}

function allMade(names: Names): Made {
  const found = new Map<string, { code: Code; id: ExprId }[]>();
  for (const code of names.project.codesNaming(owners)) {
    if (code.role !== "product") continue;
    for (const [key, writes] of Object.entries(code.summary.writes)) {
      const [, n] = /^g(?:global|globalThis)\.([\w$]+)$/.exec(key) ?? [];
      if (n === undefined) continue;
      const values = writes.flatMap((write) => (write.op === "=" ? [{ code, id: write.v }] : []));
      found.set(n, [...(found.get(n) ?? []), ...values]);
    }
  }
  return found;
}
