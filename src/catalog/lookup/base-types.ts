import type { LibraryFacts } from "../facts.ts";
import { fullName } from "./table.ts";

/** More base types than this no library has. */
const mostVariants = 24;

/** Which other names a name has because its type extends another one: `pg#PoolClient.query` is `pg#Client.query`. */
export class BaseTypes {
  readonly #extends: ReadonlyMap<string, string>;
  readonly #variants = new Map<string, readonly string[]>();

  constructor(libraries: readonly LibraryFacts[]) {
    this.#extends = new Map(
      libraries.flatMap((facts) => Object.entries(facts.extends ?? {}).map(([type, base]) => [fullName(facts, type), fullName(facts, base)])),
    );
  }

  /** The first answer to a question that is asked of a name as it is, and then of the names it has by its base types, nearest first. */
  first<T>(name: string, ask: (variant: string) => T | undefined): T | undefined {
    const direct = ask(name);
    if (direct !== undefined) return direct;
    for (const variant of this.#variantsOf(name)) {
      const answer = ask(variant);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  /** The names a name has by its base types, nearest first. */
  #variantsOf(name: string): readonly string[] {
    const known = this.#variants.get(name);
    if (known) return known;
    const found = new Set([name]);
    const queue = [name];
    for (let variant = queue.pop(); variant !== undefined && found.size < mostVariants; variant = queue.pop()) {
      for (const next of this.#bases(variant)) {
        if (found.has(next)) continue;
        found.add(next);
        queue.push(next);
      }
    }
    found.delete(name);
    this.#variants.set(name, [...found]);
    return [...found];
  }

  /** The name with one of its type prefixes replaced by that type's base, longest prefix first. */
  *#bases(name: string): Iterable<string> {
    for (let end = name.length; end > name.indexOf("#"); end = name.lastIndexOf(".", end - 1)) {
      const base = this.#extends.get(name.slice(0, end));
      if (base !== undefined) yield base + name.slice(end);
      if (name.lastIndexOf(".", end - 1) <= name.indexOf("#")) break;
    }
    const hash = name.indexOf("#");
    const dot = name.indexOf(".", hash);
    if (dot !== -1) {
      const base = this.#extends.get(name.slice(0, dot));
      if (base !== undefined) yield base + name.slice(dot);
    }
  }
}
