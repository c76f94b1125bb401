import type { LibraryFacts } from "./facts.ts";

const transaction = [
  { argument: 0, parameters: { 0: "TransactionSql" } },
  { argument: 1, parameters: { 0: "TransactionSql" } },
] as const;

/** postgres.js. `Sql` as a tag is a query that binds; called, it escapes a name, or a list of values (`sql(columns)`). */
export const postgres: LibraryFacts = {
  packages: ["postgres"],
  docs: "https://github.com/porsager/postgres#building-queries",
  returns: {
    default: "Sql",
    Sql: "PendingQuery",
    TransactionSql: "PendingQuery",
    ReservedSql: "PendingQuery",
    "Sql.unsafe": "PendingQuery",
    "Sql.reserve": "ReservedSql",
    "PendingQuery.*": "PendingQuery",
  },
  extends: { ISql: "Sql", TransactionSql: "Sql", ReservedSql: "Sql" },
  callbacks: {
    "Sql.begin": transaction,
    "Sql.savepoint": transaction,
  },
  sql: {
    sinks: [{ api: "Sql.unsafe", position: "statement", values: 1, safeForm: { kind: "placeholders", style: "$n" } }],
    tags: ["Sql", "TransactionSql", "ReservedSql"],
    fragments: ["Sql", "TransactionSql", "ReservedSql", "Sql.array", "Sql.json", "Sql.typed", "PendingQuery"],
  },
  data: {
    operations: [
      { apis: ["Sql"], does: "statement", lazy: true },
      { on: ["Sql"], apis: ["unsafe"], does: "statement", lazy: true },
    ],
    transactions: [{ apis: ["Sql.begin"], form: "callback", argument: -1, handle: 0 }],
    checkouts: [{ apis: ["Sql.reserve"], release: ["release"] }],
    clients: ["Sql", "TransactionSql", "ReservedSql"],
  },
};
