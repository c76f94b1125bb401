import type { LibraryFacts } from "./facts.ts";

const statement = { position: "statement", properties: ["sql"], values: 1, safeForm: { kind: "placeholders", style: "?" } } as const;

/** The promise wrapper around `sqlite3`; its statements may also be `sql-template-strings` objects. */
export const sqlite: LibraryFacts = {
  packages: ["sqlite"],
  docs: "https://github.com/kriasoft/node-sqlite",
  /** Statements wait in a queue of the one connection; the queue knows nothing of requests. */
  lifetimes: { single: ["Database.run", "Database.exec"] },
  returns: {
    open: "Database",
    "Database.getDatabaseInstance": "sqlite3#Database",
  },
  sql: {
    sinks: [
      { api: "Database.run", ...statement },
      { api: "Database.get", ...statement },
      { api: "Database.all", ...statement },
      { api: "Database.each", ...statement },
      { api: "Database.prepare", ...statement },
      { api: "Database.exec", position: "statement", properties: ["sql"] },
    ],
  },
  data: {
    beginsByText: true,
    operations: [{ on: ["Database"], apis: ["run", "get", "all", "each", "exec", "prepare"], does: "statement", properties: ["sql"] }],
    clients: ["Database"],
  },
};
