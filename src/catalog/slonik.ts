import type { LibraryFacts } from "./facts.ts";

const connection = [{ argument: 0, parameters: { 0: "DatabasePoolConnection" } }] as const;
const transaction = [{ argument: 0, parameters: { 0: "DatabaseTransactionConnection" } }] as const;

/** Every query method takes a token, never text, and every tag binds: here ``sql.unsafe`…` `` is safe. */
export const slonik: LibraryFacts = {
  packages: ["slonik"],
  docs: "https://github.com/gajus/slonik#readme",
  returns: {
    createPool: "DatabasePool",
    createSqlTag: "sql",
  },
  extends: {
    SqlTag: "sql",
    DatabasePool: "CommonQueryMethods",
    DatabasePoolConnection: "CommonQueryMethods",
    DatabaseTransactionConnection: "CommonQueryMethods",
  },
  callbacks: {
    "DatabasePool.connect": connection,
    "CommonQueryMethods.transaction": transaction,
  },
  sql: {
    tags: ["sql", "sql.unsafe", "sql.fragment", "sql.type", "sql.typeAlias", "sql.prepared"],
    fragments: [
      "sql",
      "sql.unsafe",
      "sql.fragment",
      "sql.type",
      "sql.typeAlias",
      "sql.identifier",
      "sql.join",
      "sql.array",
      "sql.unnest",
      "sql.json",
      "sql.jsonb",
      "sql.binary",
      "sql.date",
      "sql.timestamp",
      "sql.interval",
      "sql.uuid",
      "sql.literalValue",
      "FragmentSqlToken",
      "QuerySqlToken",
    ],
  },
  data: {
    operations: [
      { on: ["CommonQueryMethods"], apis: ["any", "anyFirst", "many", "manyFirst", "query", "stream"], does: "statement" },
      { on: ["CommonQueryMethods"], apis: ["one", "oneFirst", "maybeOne", "maybeOneFirst", "exists"], does: "statement", rows: "one" },
    ],
    transactions: [{ apis: ["CommonQueryMethods.transaction"], form: "callback", handle: 0 }],
    clients: ["CommonQueryMethods", "DatabasePool", "DatabasePoolConnection", "DatabaseTransactionConnection"],
  },
};
