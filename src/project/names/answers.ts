import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import { FileMemo } from "../file-memo.ts";
import type { Denotation } from "../names.ts";

const none: readonly Denotation[] = [];
/** Questions inside of each other. */
const mostOpen = 80;
/** Leans on something that will not be asked again within this question. */
const cut = -1;

/** A question that has no answer to keep yet. */
interface Ask {
  readonly memo: Map<ExprId, Ask | readonly Denotation[]>;
  readonly id: ExprId;
  /** While it is open: how deep it lies. When it came out empty: the outermost open question it was cut short at. */
  low: number;
  /** Whether another question was cut short here. */
  leaned: boolean;
}

/**
 * What expressions denote, as far as it is known. A question that comes back to itself is cut short there with an empty answer. An empty answer
 * holds when everything it was cut short at turned out empty as well; otherwise it is for the outermost question only, and is asked again in the next.
 */
export class Answers {
  readonly #memo = new FileMemo<ExprId, Ask | readonly Denotation[]>();
  /** Empty answers that wait for what they were cut short at. */
  #waiting: Ask[] = [];
  /** Empty answers that were cut short at something that is not empty. */
  #passing: Ask[] = [];
  #depth = 0;
  /** The outermost question that the present one was cut short at. */
  #low = Infinity;

  /** The answer that is known, or the one that `find` gives. */
  of(code: Code, id: ExprId, find: () => readonly Denotation[]): readonly Denotation[] {
    const memo = this.#memo.of(code);
    const known = memo.get(id);
    if (known === undefined) return this.#ask({ memo, id, low: this.#depth, leaned: false }, find);
    if (!("low" in known)) return known;
    known.leaned = true;
    this.#low = Math.min(this.#low, known.low);
    return none;
  }

  /** The answer that is kept for good; nothing is asked for it. */
  settled(code: Code, id: ExprId): readonly Denotation[] | undefined {
    const known = this.#memo.of(code).get(id);
    return known === undefined || "low" in known ? undefined : known;
  }

  /** Whatever is being asked now was cut short for another reason than its own question: empty answers do not hold. */
  cutShort(): void {
    this.#low = cut;
  }

  #ask(ask: Ask, find: () => readonly Denotation[]): readonly Denotation[] {
    const depth = this.#depth;
    if (depth > mostOpen) {
      this.cutShort();
      return none;
    }
    const outer = this.#low;
    const before = this.#waiting.length;
    ask.memo.set(ask.id, ask);
    this.#low = Infinity;
    this.#depth++;
    const found = find();
    this.#depth--;
    if (found.length > 0) this.#keep(ask, found, before);
    else if (this.#low >= depth) this.#keepEmpty(ask, before);
    else this.#wait(ask);
    this.#low = found.length > 0 ? outer : Math.min(outer, ask.low);
    if (depth === 0) this.#end(ask, found);
    return found;
  }

  #keep(ask: Ask, found: readonly Denotation[], before: number): void {
    ask.memo.set(ask.id, found);
    if (!ask.leaned) return;
    for (const other of this.#waiting.splice(before)) {
      other.low = cut;
      this.#passing.push(other);
    }
  }

  #keepEmpty(ask: Ask, before: number): void {
    ask.low = Infinity;
    for (const { memo, id } of [ask, ...this.#waiting.splice(before)]) memo.set(id, none);
  }

  #wait(ask: Ask): void {
    ask.low = this.#low;
    (ask.low === cut ? this.#passing : this.#waiting).push(ask);
  }

  /** The outermost question is answered: what holds for it only is forgotten. */
  #end(ask: Ask, found: readonly Denotation[]): void {
    for (const { memo, id } of this.#waiting) memo.delete(id);
    for (const { memo, id } of this.#passing) memo.delete(id);
    this.#waiting = [];
    this.#passing = [];
    this.#low = Infinity;
    ask.memo.set(ask.id, found.length > 0 ? found : none);
  }
}
