import type { LibraryFacts } from "./facts.ts";

export const nodeSqlite: LibraryFacts = {
  packages: ["node:sqlite"],
  docs: "https://nodejs.org/api/sqlite.html",
  returns: {
    "DatabaseSync.createTagStore": "SQLTagStore",
  },
  sql: {
    sinks: [
      { api: "DatabaseSync.exec", position: "statement" },
      { api: "DatabaseSync.prepare", position: "statement" },
    ],
    tags: ["SQLTagStore.all", "SQLTagStore.get", "SQLTagStore.run", "SQLTagStore.iterate"],
  },
  data: {
    beginsByText: true,
    operations: [
      { on: ["DatabaseSync"], apis: ["exec", "prepare"], does: "statement" },
      { on: ["SQLTagStore"], apis: ["all", "get", "run", "iterate"], does: "statement" },
    ],
    clients: ["DatabaseSync"],
    inProcess: true,
  },
};
