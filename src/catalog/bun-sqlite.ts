import type { LibraryFacts } from "./facts.ts";

export const bunSqlite: LibraryFacts = {
  packages: ["bun:sqlite"],
  docs: "https://bun.com/docs/api/sqlite",
  returns: {
    default: "Database",
    "Database.open": "Database",
  },
  passes: ["Database.transaction"],
  sql: {
    sinks: [
      { api: "Database.query", position: "statement" },
      { api: "Database.prepare", position: "statement" },
      { api: "Database.run", position: "statement", values: 1, safeForm: { kind: "placeholders", style: "?" } },
      { api: "Database.exec", position: "statement", values: 1, safeForm: { kind: "placeholders", style: "?" } },
    ],
  },
  data: {
    operations: [{ on: ["Database"], apis: ["query", "prepare", "run", "exec"], does: "statement" }],
    transactions: [{ apis: ["Database.transaction"], form: "wrapper" }],
    clients: ["Database"],
    inProcess: true,
  },
};
