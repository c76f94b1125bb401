import type { Code } from "../code.ts";
import { madeGlobal } from "../global-values.ts";
import type { Denotation, Names } from "../names.ts";
import { orDeclared } from "./declared-clients.ts";
import { ofModule } from "./exports.ts";

const none: readonly Denotation[] = [];

/** What a variable denotes: what is imported, stored or declared there. */
export function ofBinding(names: Names, code: Code, id: number): readonly Denotation[] {
  const binding = code.summary.bindings[id];
  if (!binding) return none;
  if (binding.imported) return ofModule(names, code, binding.imported.i, binding.imported.n);
  const written = ofWrites(names, code, `b${id}`);
  return written.length > 0 ? orDeclared(names, written, code, binding.t) : names.ofType(code, binding.t);
}

/** What a name that no file declares denotes. */
export function ofGlobal(names: Names, n: string): readonly Denotation[] {
  const name = names.project.catalog.globalName(n, names.project.dependencies);
  return name === undefined ? madeGlobal(names, n) : [{ k: "api", name }];
}

/** What is stored under a key. */
export function ofWrites(names: Names, code: Code, key: string): readonly Denotation[] {
  return (code.summary.writes[key] ?? []).flatMap((write) => (write.op === "=" ? names.denote(code, write.v) : none));
}
