import type { BlockingFact, EffectKind } from "../facts/effects.ts";
import { FactTable, type Shelf, tableOf } from "./table.ts";

/** Facts about what calls do besides computing: in the world, and to everybody who waits. */
export class EffectIndex {
  /** What a call does in the world. */
  readonly calls: FactTable<EffectKind>;
  /** What a global of the platform does: `fetch`. */
  readonly globals: ReadonlyMap<string, EffectKind>;
  /** Calls that hold the process. */
  readonly blocking: FactTable<BlockingFact>;

  constructor(shelf: Shelf) {
    const globals = new Map<string, EffectKind>();
    this.calls = new FactTable(shelf.first);
    for (const facts of shelf.libraries) {
      for (const { kind, apis } of facts.effects ?? []) {
        for (const api of apis) {
          this.calls.add(facts, api, kind);
          if (facts.globals?.includes(api)) globals.set(api, kind);
        }
      }
    }
    this.globals = globals;
    this.blocking = tableOf(shelf, ({ blocking }) => blocking);
  }
}
