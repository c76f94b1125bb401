import type { ExprId, FnId, TypeExpr } from "#syntax/summary";
import type { Code } from "../code.ts";
import { ofFile } from "../per-file.ts";

/** Annotations of the variables that hold a value. */
export const typedValues = ofFile((code): ReadonlyMap<ExprId, readonly TypeExpr[]> => {
  const map = new Map<ExprId, readonly TypeExpr[]>();
  code.summary.bindings.forEach(({ t }, id) => {
    if (!t) return;
    for (const write of code.summary.writes[`b${id}`] ?? []) map.set(write.v, [...(map.get(write.v) ?? []), t]);
  });
  return map;
});

interface Keyed {
  /** Storage key of the variable, or of the field. */
  readonly key: string;
  /** What is stored under names worked out at run time. */
  readonly values: readonly ExprId[];
}

/** What is stored later in the object a variable, or a field, starts as. */
export function keyedValues(code: Code, object: ExprId): Keyed | undefined {
  return allKeyed(code).get(object);
}

const allKeyed = ofFile((code): ReadonlyMap<ExprId, Keyed> => {
  const found = new Map<ExprId, Keyed>();
  for (const [key, writes] of Object.entries(code.summary.writes)) {
    if (!/^(?:b\d+|c\d+\.\w+)$/.test(key)) continue;
    const values = writes.filter((write) => write.op === "prop").map((write) => write.v);
    for (const write of writes) if (write.op === "=" && code.expr(write.v).k === "object") found.set(write.v, { key, values });
  }
  return found;
});

/**
 * The object literal a function is a method of, where the literal is what a variable holds or a module exports: there `this` is that object.
 * One that is handed to a call, or stored on something else, may be copied to objects of other kinds (`schema.methods = { … }`).
 */
export function literalOf(code: Code, f: FnId): ExprId | undefined {
  return literals(code).get(f);
}

const literals = ofFile((code): ReadonlyMap<FnId, ExprId> => {
  const held = new Set<ExprId>();
  for (const [key, writes] of Object.entries(code.summary.writes)) if (/^b\d+$/.test(key)) for (const write of writes) held.add(write.v);
  for (const item of code.summary.exports) if (item.v !== undefined) held.add(item.v);
  const found = new Map<FnId, ExprId>();
  for (const id of held) {
    const object = code.expr(id);
    if (object.k !== "object") continue;
    for (const [, value] of object.props) {
      const method = code.expr(value);
      if (method.k === "function") found.set(method.f, id);
    }
  }
  return found;
});
