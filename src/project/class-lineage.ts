import type { ClassId } from "#syntax/summary";
import type { Names } from "./names.ts";
import type { Origin, Self } from "./origins.ts";

const mostBases = 8;

/** What class `this` is of, where a frame says so and it is that class or derived from it. */
export function selfOf(names: Names, { code, frame }: Origin, c: ClassId): Self | undefined {
  for (let open = frame; open; open = open.outer) if (open.self && isDerived(names, open.self, { code, c })) return open.self;
  return undefined;
}

/** Whether a class is another one or derived from it. */
export function isDerived(names: Names, self: Self, base: Self, depth = 0): boolean {
  if (self.code === base.code && self.c === base.c) return true;
  if (depth > mostBases) return false;
  return names.basesOf(self.code, self.c).some((item) => item.k === "class" && isDerived(names, item, base, depth + 1));
}

/** The class, from the most derived one upwards, that writes a field. */
export function fieldOf(names: Names, { code, c }: Self, p: string, depth = 0): Self | undefined {
  if (code.summary.writes[`c${c}.${p}`]) return { code, c };
  if (depth > mostBases) return undefined;
  for (const base of names.basesOf(code, c)) {
    const found = base.k === "class" ? fieldOf(names, base, p, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}
