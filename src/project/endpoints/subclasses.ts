import type { Names } from "../names.ts";
import type { Self } from "../origins.ts";

const known = new WeakMap<Names, Map<string, readonly Self[]>>();
const maxDepth = 6;

/** The classes an instance of a class may be of: itself, unless it is abstract or only derived from, and all that are derived from it. */
export function concreteClasses(names: Names, base: Self): readonly Self[] {
  let answers = known.get(names);
  if (!answers) known.set(names, (answers = new Map()));
  const key = `${base.code.path}:${base.c}`;
  const answer = answers.get(key);
  if (answer) return answer;
  const derived = subclassesOf(names, base);
  const found = derived.length === 0 ? [base] : [...(isMade(names, base) ? [base] : []), ...derived.filter((self) => !isAbstract(self))];
  answers.set(key, found);
  return found;
}

function isAbstract({ code, c }: Self): boolean {
  return code.summary.classes[c]?.abstract === true;
}

function subclassesOf(names: Names, { code, c }: Self, depth = 0): readonly Self[] {
  const name = code.summary.classes[c]?.n;
  if (!name || depth > maxDepth) return [];
  return names.project.mentioning(name).flatMap((other) =>
    other.summary.classes.flatMap((fact, k): readonly Self[] => {
      if (fact.extends === undefined || !names.basesOf(other, k).some((item) => item.k === "class" && item.code === code && item.c === c)) return [];
      const own = { code: other, c: k };
      return [own, ...subclassesOf(names, own, depth + 1)];
    }),
  );
}

function isMade(names: Names, { code, c }: Self): boolean {
  const name = code.summary.classes[c]?.n;
  if (!name || isAbstract({ code, c })) return false;
  return names.project.mentioning(name).some((other) =>
    (other.callsByName.get(name) ?? []).some((id) => {
      const call = other.expr(id);
      return call.k === "new" && names.denote(other, call.c).some((item) => item.k === "class" && item.code === code && item.c === c);
    }),
  );
}
