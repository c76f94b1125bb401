import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Denotation, Names } from "./names.ts";
import { ofBinding } from "./names/variables.ts";
import { ofFile } from "./per-file.ts";

/** A value, and the file it stands in. */
export interface Value {
  readonly code: Code;
  readonly id: ExprId;
}

interface Assigned {
  /** The variable it starts from, and the members from there: `app.locals` of `app.locals.models = models`. */
  readonly b: number;
  readonly path: readonly string[];
  readonly id: ExprId;
}

/** What the code of the project assigns to a member of objects of a library: `req.models = models`. */
export function assignedTo(names: Names, types: readonly string[], p: string): readonly Value[] {
  const ends = types.map((type) => type.slice(type.search(/[^.#]*$/)));
  return names.project.mentioning(p).flatMap((code) =>
    code.role === "test"
      ? []
      : (memberWrites(code).get(p) ?? []).flatMap(({ b, path, id }) => {
          // Cheap words first: `locals` of `Application.locals`; a request has any name.
          if (path.length > 0 && !ends.includes(path.at(-1) ?? "")) return [];
          return denoted(names, code, b, path).some((item) => item.k === "api" && types.includes(item.name)) ? [{ code, id }] : [];
        }),
  );
}

/** Of a file: what is assigned to members of variables, by the last name. */
const memberWrites = ofFile((code): ReadonlyMap<string, readonly Assigned[]> => {
  const found = new Map<string, Assigned[]>();
  for (const [key, writes] of Object.entries(code.summary.writes)) {
    if (!key.startsWith("b") || !key.includes(".")) continue;
    const [head = "", ...path] = key.split(".");
    const last = path.pop() ?? "";
    const own = writes.flatMap((write): Assigned[] => (write.op === "=" ? [{ b: Number(head.slice(1)), path, id: write.v }] : []));
    if (own.length > 0) found.set(last, [...(found.get(last) ?? []), ...own]);
  }
  return found;
});

function denoted(names: Names, code: Code, b: number, path: readonly string[]): readonly Denotation[] {
  return path.reduce<readonly Denotation[]>((items, p) => items.flatMap((item) => names.memberOf(item, p)), ofBinding(names, code, b));
}
