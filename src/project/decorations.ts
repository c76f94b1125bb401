import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { cradled } from "./injection.ts";
import type { Denotation, Names } from "./names.ts";

type Decorations = ReadonlyMap<string, readonly { readonly code: Code; readonly value: ExprId }[]>;

const memo = new WeakMap<Names, Map<string, Decorations>>();

/** What was hung on an object of a library under a name: `app.decorate("books", repository)` makes `app.books` the repository. */
export function decoratedMember(names: Names, type: string, member: string): readonly Denotation[] {
  const method = names.project.catalog.http.decoratorOf(type);
  if (method === undefined) return cradled(names, type, member);
  const found = decorationsOf(names, type, method).get(member) ?? [];
  return found.flatMap(({ code, value }) => names.denote(code, value));
}

/** Whether an expression starts from something that was hung on an object of a library. */
export function isDecorated(names: Names, code: Code, id: ExprId, depth = 0): boolean {
  const expr = code.expr(id);
  if (depth > 6) return false;
  if (expr.k === "name") {
    const writes = code.summary.writes[`b${expr.b}`] ?? [];
    return writes.length === 1 && writes[0] !== undefined && isDecorated(names, code, writes[0].v, depth + 1);
  }
  if (expr.k !== "member") return false;
  const { catalog } = names.project;
  return names.apisOf(code, expr.o).some((type) => catalog.http.decoratorOf(type) !== undefined) || isDecorated(names, code, expr.o, depth + 1);
}

/** Every decoration of the project, by the name it is hung under. The receiver is not asked: it is the instance in all houses that call it so. */
function decorationsOf(names: Names, type: string, method: string): Decorations {
  let known = memo.get(names);
  if (!known) memo.set(names, (known = new Map()));
  let found = known.get(type);
  if (!found) known.set(type, (found = search(names, method)));
  return found;
}

function search(names: Names, method: string): Decorations {
  const found = new Map<string, { code: Code; value: ExprId }[]>();
  for (const code of names.project.mentioning(method)) {
    for (const id of code.callsByName.get(method) ?? []) {
      const call = code.expr(id);
      const [name, value] = call.k === "call" ? call.args : [];
      const key = name === undefined ? undefined : code.expr(name);
      if (value === undefined || key?.k !== "const" || typeof key.v !== "string" || code.role !== "product") continue;
      found.set(key.v, [...(found.get(key.v) ?? []), { code, value }]);
    }
  }
  return found;
}
