import type { LibraryFacts } from "./facts.ts";

const statement = { position: "statement", values: 1, safeForm: { kind: "placeholders", style: "?" } } as const;

export const sqlite3: LibraryFacts = {
  packages: ["sqlite3", "@vscode/sqlite3"],
  docs: "https://github.com/TryGhost/node-sqlite3/wiki/API",
  /** Statements wait in a queue of the one connection; the queue knows nothing of requests. */
  lifetimes: { single: ["Database.run", "Database.exec"] },
  returns: {
    "verbose.Database": "Database",
    "cached.Database": "Database",
    "verbose.cached.Database": "Database",
    "Database.run": "Database",
    "Database.get": "Database",
    "Database.all": "Database",
    "Database.each": "Database",
    "Database.exec": "Database",
  },
  sql: {
    sinks: [
      { api: "Database.run", ...statement },
      { api: "Database.get", ...statement },
      { api: "Database.all", ...statement },
      { api: "Database.each", ...statement },
      { api: "Database.prepare", ...statement },
      { api: "Database.exec", position: "statement" },
    ],
  },
  data: {
    beginsByText: true,
    operations: [{ on: ["Database"], apis: ["run", "get", "all", "each", "exec", "prepare"], does: "statement" }],
    clients: ["Database"],
  },
};
