import type { Denotation } from "../names.ts";

/** A class stands for an instance of it, where a value is meant. */
export function instanceOf(item: Denotation): Denotation {
  return item.k === "class" ? { k: "instance", code: item.code, c: item.c } : item;
}
