import type { LibraryFacts } from "./facts.ts";

/** D1 and the SQLite of Durable Objects. The types are ambient in a Workers project; the handlers are in `cloudflare-workers.ts`. */
export const cloudflareD1: LibraryFacts = {
  packages: ["cloudflare:workers", "@cloudflare/workers-types"],
  docs: "https://developers.cloudflare.com/d1/worker-api/d1-database/",
  globals: ["D1Database", "D1DatabaseSession", "DurableObjectState", "DurableObjectStorage", "SqlStorage"],
  returns: {
    "D1Database.withSession": "D1DatabaseSession",
  },
  members: {
    "DurableObjectState.storage": "DurableObjectStorage",
    "DurableObjectStorage.sql": "SqlStorage",
  },
  sql: {
    sinks: [
      { api: "D1Database.prepare", position: "statement" },
      { api: "D1Database.exec", position: "statement" },
      { api: "D1DatabaseSession.prepare", position: "statement" },
      { api: "SqlStorage.exec", position: "statement" },
    ],
  },
  data: {
    operations: [
      { on: ["D1Database", "D1DatabaseSession"], apis: ["prepare"], does: "statement", lazy: true },
      { on: ["D1Database", "SqlStorage"], apis: ["exec"], does: "statement" },
    ],
    transactions: [{ apis: ["D1Database.batch"], form: "batch" }],
    clients: ["D1Database", "D1DatabaseSession", "SqlStorage"],
  },
};
