import type { LibraryFacts } from "./facts.ts";

export const pglite: LibraryFacts = {
  packages: ["@electric-sql/pglite"],
  docs: "https://pglite.dev/docs/api",
  returns: {
    "PGlite.create": "PGlite",
  },
  extends: { PGliteInterface: "PGlite", Transaction: "PGlite" },
  callbacks: {
    "PGlite.transaction": [{ argument: 0, parameters: { 0: "Transaction" } }],
  },
  sql: {
    sinks: [
      { api: "PGlite.query", position: "statement", values: 1, safeForm: { kind: "placeholders", style: "$n" } },
      { api: "PGlite.exec", position: "statement" },
    ],
    tags: ["PGlite.sql", "Transaction.sql"],
  },
  data: {
    operations: [{ on: ["PGlite"], apis: ["query", "exec", "sql"], does: "statement" }],
    transactions: [{ apis: ["PGlite.transaction"], form: "callback", handle: 0 }],
    clients: ["PGlite", "Transaction"],
  },
};
