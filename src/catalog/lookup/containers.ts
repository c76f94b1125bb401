import type { Life, Provided, RegisterFact, WrapperFact } from "../facts/containers.ts";
import { type FactLists, type FactTable, listsOf, namesOf, recordOf, type Shelf } from "./table.ts";

/** What one library calls things. */
interface Vocabulary {
  readonly packages: readonly string[];
  readonly properties: Readonly<Record<string, Provided>>;
  readonly objects: Readonly<Record<string, Life>>;
  readonly lives: Readonly<Record<string, Life>>;
}

/** Facts about dependency-injection containers. */
export class ContainerIndex {
  readonly registers: FactLists<RegisterFact>;
  readonly wrappers: FactTable<WrapperFact>;
  readonly madeWhenAsked: ReadonlySet<string>;
  readonly resolves: ReadonlySet<string>;
  readonly cradles: ReadonlySet<string>;
  readonly vocabularies: readonly Vocabulary[];

  constructor(shelf: Shelf) {
    this.registers = listsOf(shelf, ({ containers }) => containers?.registers);
    this.wrappers = recordOf(shelf, ({ containers }) => containers?.wrappers);
    this.madeWhenAsked = namesOf(shelf, ({ containers }) => containers?.madeWhenAsked);
    this.resolves = namesOf(shelf, ({ containers }) => containers?.resolves);
    this.cradles = namesOf(shelf, ({ containers }) => containers?.cradles);
    this.vocabularies = shelf.libraries.flatMap(({ packages, containers }) => {
      const { properties = {}, objects = {}, lives = {} } = containers ?? {};
      return containers ? [{ packages, properties, objects, lives }] : [];
    });
  }
}
