import type { LibraryFacts } from "./facts.ts";

/** Values are bound by the statement (`prepare(sql).all(x)`), so no one-call rewrite exists. `libsql` keeps the same API. */
export const betterSqlite3: LibraryFacts = {
  packages: ["better-sqlite3", "better-sqlite3-multiple-ciphers", "libsql"],
  docs: "https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md",
  returns: {
    default: "Database",
    "Database.exec": "Database",
  },
  passes: ["Database.transaction"],
  sql: {
    sinks: [
      { api: "Database.prepare", position: "statement" },
      { api: "Database.exec", position: "statement" },
      { api: "Database.pragma", position: "fragment" },
    ],
  },
  data: {
    operations: [{ on: ["Database"], apis: ["prepare", "exec"], does: "statement" }],
    transactions: [{ apis: ["Database.transaction"], form: "wrapper" }],
    clients: ["Database"],
    inProcess: true,
  },
};
