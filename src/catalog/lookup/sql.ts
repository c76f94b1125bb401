import type { SqlFormatter, SqlSink } from "../facts/sql.ts";
import { type FactLists, type FactTable, listsOf, namesOf, type Shelf, tableOf } from "./table.ts";

/** Facts about SQL text. */
export class SqlIndex {
  readonly sinks: FactLists<SqlSink>;
  readonly formatters: FactTable<SqlFormatter>;
  readonly tags: ReadonlySet<string>;
  readonly fragments: ReadonlySet<string>;
  readonly sanitizers: ReadonlySet<string>;

  constructor(shelf: Shelf) {
    this.sinks = listsOf(shelf, ({ sql }) => sql?.sinks);
    this.formatters = tableOf(shelf, ({ sql }) => sql?.formatters);
    this.tags = namesOf(shelf, ({ sql }) => sql?.tags);
    this.fragments = namesOf(shelf, ({ sql }) => sql?.fragments);
    this.sanitizers = namesOf(shelf, ({ sql }) => sql?.sanitizers);
  }
}
