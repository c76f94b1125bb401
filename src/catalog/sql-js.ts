import type { LibraryFacts } from "./facts.ts";

const statement = { position: "statement", values: 1, safeForm: { kind: "placeholders", style: "?" } } as const;

export const sqlJs: LibraryFacts = {
  packages: ["sql.js"],
  docs: "https://sql.js.org/documentation/Database.html",
  returns: {
    default: "SqlJsStatic",
    "SqlJsStatic.Database": "Database",
    "Database.run": "Database",
    "Database.each": "Database",
  },
  sql: {
    sinks: [
      { api: "Database.run", ...statement },
      { api: "Database.exec", ...statement },
      { api: "Database.each", ...statement },
      { api: "Database.prepare", ...statement },
    ],
  },
  data: {
    operations: [{ on: ["Database"], apis: ["run", "exec", "each", "prepare"], does: "statement" }],
    clients: ["Database"],
    inProcess: true,
  },
};
