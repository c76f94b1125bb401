import type { HasherFact, SecretSink } from "../facts/secrets.ts";
import { type FactLists, type FactTable, librariesWith, listsOf, type Shelf, tableOf } from "./table.ts";

/** Facts about where secrets go in, and about hashing. */
export class SecretIndex {
  readonly sinks: FactLists<SecretSink>;
  /** First packages of the libraries that take secrets. */
  readonly libraries: ReadonlySet<string>;
  readonly hashers: FactTable<HasherFact>;

  constructor(shelf: Shelf) {
    this.sinks = listsOf(shelf, ({ secrets }) => secrets);
    this.libraries = librariesWith(shelf, ({ secrets = [] }) => secrets.length > 0);
    this.hashers = tableOf(shelf, ({ hashers }) => hashers);
  }
}
