import type { LibraryFacts } from "./facts.ts";

export const libsql: LibraryFacts = {
  packages: [
    "@libsql/client",
    "@libsql/client/node",
    "@libsql/client/web",
    "@libsql/client/http",
    "@libsql/client/ws",
    "@libsql/client/sqlite3",
    "@libsql/core/api",
  ],
  docs: "https://docs.turso.tech/sdk/ts/reference",
  returns: {
    createClient: "Client",
    "Client.transaction": "Transaction",
  },
  extends: { Transaction: "Client" },
  sql: {
    sinks: [
      { api: "Client.execute", position: "statement", properties: ["sql"], values: 1, safeForm: { kind: "placeholders", style: "?" } },
      { api: "Client.batch", position: "statement", properties: ["sql"], inArray: true },
      { api: "Client.migrate", position: "statement", properties: ["sql"], inArray: true },
      { api: "Client.executeMultiple", position: "statement" },
    ],
  },
  data: {
    operations: [{ on: ["Client"], apis: ["execute", "executeMultiple"], does: "statement", properties: ["sql"] }],
    transactions: [
      { apis: ["Client.transaction"], form: "begin", on: "result", commit: ["commit"], rollback: ["rollback", "close"] },
      { apis: ["Client.batch"], form: "batch" },
    ],
    clients: ["Client", "Transaction"],
  },
};
