import type { Denotation } from "../names.ts";

const most = 6;

/** Each denotation once, and at most six: what may be more than that is nothing in particular. */
export function distinct(items: readonly Denotation[]): readonly Denotation[] {
  if (items.length < 2) return items;
  const seen = new Set<string>();
  const kept: Denotation[] = [];
  for (const item of items) {
    const key = item.k === "api" ? item.name : `${item.k}:${item.code.path}:${"f" in item ? item.f : "c" in item ? item.c : "e" in item ? item.e : ""}`;
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(item);
    if (kept.length === most) break;
  }
  return kept;
}
