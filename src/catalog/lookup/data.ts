import type { LibraryFacts } from "../facts.ts";
import type { CheckoutFact, DataFacts, OperationFact, RecordWrite, TransactionFact } from "../facts/data.ts";
import { type FactLists, FactTable, idOf, lastSegment, librariesWith, listsOf, namesOf, recordOf, type Shelf, tableOf, withAnyParent } from "./table.ts";

/** Facts about reading and writing stored data. */
export class DataIndex {
  /** First packages of all data libraries. */
  readonly libraries: ReadonlySet<string>;
  /** First packages of those that read or write by calls. */
  readonly querying: ReadonlySet<string>;
  readonly clients: ReadonlySet<string>;
  readonly repositories: ReadonlySet<string>;
  readonly entityDecorators: ReadonlySet<string>;
  readonly entityBases: ReadonlySet<string>;
  readonly modelFactories: ReadonlySet<string>;
  /** Calls that only build something, and ask no database. */
  readonly local: ReadonlySet<string>;
  readonly ambient: ReadonlySet<string>;
  /** The option that makes a fork find transactions in its context. */
  readonly forks: FactTable<string>;
  /** First packages of libraries whose rows carry no connection. */
  readonly detached: ReadonlySet<string>;
  /** First packages of libraries whose entities only describe. */
  readonly passive: ReadonlySet<string>;
  /** First packages of libraries whose database runs inside the program. */
  readonly inProcess: ReadonlySet<string>;
  /** First packages of drivers that are handed `BEGIN` as a text. */
  readonly beginsByText: ReadonlySet<string>;
  /** First packages of libraries whose client is called with the name of a table. */
  readonly tableFirst: ReadonlySet<string>;
  /** Functions that make a part of a query of columns. */
  readonly conditions: ReadonlySet<string>;
  readonly transactions: FactLists<TransactionFact>;
  readonly checkouts: FactTable<CheckoutFact>;
  readonly recordWrites: FactLists<RecordWrite>;
  readonly #operations: FactTable<OperationFact>;
  /** Last path segments of all calls that read or write. */
  readonly operationMethods: ReadonlySet<string>;
  /** Last path segments of all calls that open a transaction or take a connection. */
  readonly transactionMethods: ReadonlySet<string>;
  /** Last path segments of all calls that yield rows. */
  readonly rowMethods: ReadonlySet<string>;
  readonly #all: readonly LibraryFacts[];

  constructor(shelf: Shelf) {
    this.#all = shelf.libraries;
    this.libraries = librariesWith(shelf, ({ data, sql }) => (data ?? sql?.sinks) !== undefined);
    this.querying = librariesWith(shelf, ({ data }) => data?.operations !== undefined);
    this.clients = namesOf(shelf, ({ data }) => data?.clients);
    this.repositories = namesOf(shelf, ({ data }) => data?.repositories);
    this.entityDecorators = namesOf(shelf, ({ data }) => data?.entityDecorators);
    this.entityBases = namesOf(shelf, ({ data }) => data?.entityBases);
    this.modelFactories = namesOf(shelf, ({ data }) => data?.modelFactories);
    this.local = namesOf(shelf, ({ data }) => data?.local);
    this.forks = recordOf(shelf, ({ data }) => data?.forks);
    this.ambient = namesOf(shelf, ({ data }) => data?.ambient);
    this.detached = librariesWith(shelf, ({ data }) => data?.detached === true);
    this.passive = librariesWith(shelf, ({ data }) => data?.passive === true);
    this.inProcess = librariesWith(shelf, ({ data }) => data?.inProcess === true);
    this.beginsByText = librariesWith(shelf, ({ data }) => data?.beginsByText === true);
    this.tableFirst = librariesWith(shelf, ({ data }) => data?.tableFirst === true);
    this.conditions = namesOf(shelf, ({ data }) => data?.conditions);
    this.transactions = listsOf(shelf, ({ data }) => data?.transactions);
    this.checkouts = tableOf(shelf, ({ data }) => data?.checkouts);
    this.recordWrites = listsOf(shelf, ({ data }) => data?.recordWrites);
    this.#operations = operationsOf(shelf);
    this.operationMethods = this.#operations.methods;
    this.transactionMethods = new Set([...this.transactions.methods, ...this.checkouts.methods]);
    this.rowMethods = new Set(shelf.libraries.flatMap(({ entities }) => rowApis(entities?.rows)).map(lastSegment));
  }

  /** What a call reads or writes; a model's own name counts as any. */
  operationOf(name: string): OperationFact | undefined {
    return this.#operations.of(name);
  }

  /** Where a call takes records that it stores; a model's own name counts as any. */
  recordWritesOf(name: string): readonly RecordWrite[] {
    const own = this.recordWrites.of(name);
    return own.length > 0 ? own : this.recordWrites.exactly(name.replace(/\.[^.#]+(\.[^.#]+)$/, ".*$1"));
  }

  /** The library a data library is built on, or itself. */
  familyOf(library: string): string {
    return this.#all.find((facts) => idOf(facts) === library && facts.data?.over !== undefined)?.data?.over ?? library;
  }

  /** Properties inside a record that write other rows with it. */
  nestedOf(library: string): readonly string[] {
    return this.#all.find((facts) => idOf(facts) === library && facts.data?.nested)?.data?.nested ?? [];
  }

  /** Entry points that make clients. */
  entriesOf(library: string): Partial<NonNullable<DataFacts["entries"]>> {
    return this.#all.find((facts) => idOf(facts) === library && facts.data?.entries)?.data?.entries ?? {};
  }

  /** How a library reads and writes many rows at once. */
  batchOf(library: string): DataFacts["batch"] {
    return this.#all.find((facts) => idOf(facts) === library && facts.data?.batch)?.data?.batch;
  }
}

/** An operation of several types is named once and stands under each. */
function operationsOf({ libraries, first }: Shelf): FactTable<OperationFact> {
  const anyParent: Shelf["first"] = (name, ask) => first(name, (variant) => ask(variant) ?? ask(withAnyParent(variant)));
  const table = new FactTable<OperationFact>(anyParent);
  for (const facts of libraries) {
    for (const fact of facts.data?.operations ?? []) {
      const apis = fact.on ? fact.on.flatMap((type) => fact.apis.map((method) => `${type}.${method}`)) : fact.apis;
      for (const api of apis) table.add(facts, api, fact);
    }
  }
  return table;
}

function rowApis(rows: NonNullable<LibraryFacts["entities"]>["rows"]): readonly string[] {
  return Object.keys({ ...rows?.one, ...rows?.many, ...rows?.counted });
}
