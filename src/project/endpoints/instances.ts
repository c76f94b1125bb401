import type { FnId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import type { Frame, Made, Self } from "../origins.ts";

const known = new WeakMap<Names, Map<string, readonly Made[]>>();

/** Every `new` of exactly this class, where the product writes more than one: each makes an object with paths and a router of its own. */
export function instancesMade(names: Names, { code, c }: Self): readonly Made[] {
  let answers = known.get(names);
  if (!answers) known.set(names, (answers = new Map()));
  const key = `${code.path}:${c}`;
  let found = answers.get(key);
  if (!found) {
    const all = newsOf(names, code, c);
    answers.set(key, (found = all.length > 1 ? all : []));
  }
  return found;
}

function newsOf(names: Names, code: Code, c: number): readonly Made[] {
  const name = code.summary.classes[c]?.n;
  if (!name) return [];
  return names.project.mentioning(name).flatMap((other) =>
    other.role !== "product"
      ? []
      : (other.callsByName.get(name) ?? []).flatMap((call) => {
          const expr = other.expr(call);
          const isOne = expr.k === "new" && names.denote(other, expr.c).some((item) => item.k === "class" && item.code === code && item.c === c);
          return isOne ? [{ code: other, call }] : [];
        }),
  );
}

/** What `this` and the constructor's parameters are in an object, as the inside of the class sees it. */
export function frameOf(names: Names, self: Self, made: Made): Frame {
  const ctor = constructorOf(names, self);
  const call = made.code.expr(made.call);
  return {
    code: ctor?.code ?? self.code,
    f: ctor?.f ?? -1,
    caller: made.code,
    args: call.k === "new" ? call.args : [],
    outer: undefined,
    self: { ...self, made },
  };
}

const mostBases = 8;

/** The constructor of a class, its own or inherited. */
function constructorOf(names: Names, { code, c }: Self, depth = 0): { readonly code: Code; readonly f: FnId } | undefined {
  const f = code.summary.classes[c]?.ctor;
  if (f !== undefined || depth > mostBases) return f === undefined ? undefined : { code, f };
  for (const base of names.basesOf(code, c)) {
    const found = base.k === "class" ? constructorOf(names, base, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}
