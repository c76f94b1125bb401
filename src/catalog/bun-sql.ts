import type { LibraryFacts } from "./facts.ts";

const transaction = [{ argument: -1, parameters: { 0: "TransactionSQL" } }] as const;

/** `sql` and every `new SQL(url)` are tags that bind; called with a string they quote a name. */
export const bunSql: LibraryFacts = {
  packages: ["bun", "bun-types", "@types/bun"],
  docs: "https://bun.com/docs/api/sql",
  globals: ["Bun.sql", "Bun.SQL"],
  returns: {
    "Bun.SQL": "SQL",
    "SQL.reserve": "ReservedSQL",
  },
  extends: { sql: "SQL", "Bun.sql": "SQL", ReservedSQL: "SQL", TransactionSQL: "SQL", SavepointSQL: "SQL" },
  callbacks: {
    "SQL.begin": transaction,
    "SQL.transaction": transaction,
    "SQL.savepoint": [{ argument: -1, parameters: { 0: "SavepointSQL" } }],
    "SQL.beginDistributed": transaction,
  },
  sql: {
    sinks: [{ api: "SQL.unsafe", position: "statement", values: 1, safeForm: { kind: "placeholders", style: "$n" } }],
    tags: ["sql", "Bun.sql", "SQL", "ReservedSQL", "TransactionSQL", "SavepointSQL"],
    fragments: ["sql", "Bun.sql", "ReservedSQL", "TransactionSQL", "SavepointSQL"],
  },
  data: {
    operations: [
      { apis: ["SQL"], does: "statement", lazy: true },
      { on: ["SQL"], apis: ["unsafe"], does: "statement", lazy: true },
    ],
    transactions: [{ apis: ["SQL.begin", "SQL.transaction"], form: "callback", argument: -1, handle: 0 }],
    checkouts: [{ apis: ["SQL.reserve"], release: ["release"] }],
    clients: ["sql", "Bun.sql", "SQL", "ReservedSQL", "TransactionSQL"],
  },
};
