import type { ServiceFact, StoreFact } from "../facts/state.ts";
import { type FactLists, librariesWith, listsOf, namesOf, type Shelf } from "./table.ts";

/** Facts about what a process keeps, and about the services it leans on. */
export class ServiceIndex {
  readonly singletonDecorators: ReadonlySet<string>;
  readonly stores: FactLists<StoreFact>;
  /** First packages of the libraries with stores. */
  readonly storeLibraries: ReadonlySet<string>;
  /** Calls that connect to a backing service. */
  readonly backing: FactLists<ServiceFact>;
  /** First packages of the libraries that connect. */
  readonly backingLibraries: ReadonlySet<string>;

  constructor(shelf: Shelf) {
    this.singletonDecorators = namesOf(shelf, ({ state }) => state?.singletonDecorators);
    this.stores = listsOf(shelf, ({ state }) => state?.stores);
    this.storeLibraries = librariesWith(shelf, ({ state }) => state?.stores !== undefined);
    this.backing = listsOf(shelf, ({ services }) => services);
    this.backingLibraries = librariesWith(shelf, ({ services = [] }) => services.length > 0);
  }
}
