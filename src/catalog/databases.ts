import type { LibraryFacts } from "./facts.ts";

const queryable = [{ argument: 0, parameters: { 0: "Queryable" } }] as const;

/** `@databases/*`: queries reject strings, so only the marker of the tag carries text. */
export const databases: LibraryFacts = {
  packages: ["@databases/pg", "@databases/mysql", "@databases/sqlite", "@databases/sqlite-sync", "@databases/expo"],
  docs: "https://www.atdatabases.org/docs/sql",
  returns: {
    default: "Queryable",
  },
  members: { "Queryable.sql": "sql" },
  extends: {
    ConnectionPool: "Queryable",
    Connection: "Queryable",
    Transaction: "Queryable",
    DatabaseConnection: "Queryable",
    DatabaseTransaction: "Queryable",
  },
  callbacks: {
    "Queryable.tx": queryable,
    "Queryable.task": queryable,
  },
  sql: {
    sinks: [{ api: "sql.__dangerous__rawValue", position: "marker" }],
    tags: ["sql"],
    fragments: ["sql", "sql.ident", "sql.join", "sql.value", "SQLQuery"],
  },
  data: { clients: ["Queryable", "ConnectionPool", "Connection", "Transaction", "DatabaseConnection"] },
};
