import type { LibraryFacts } from "./facts.ts";

const statement = { position: "statement", properties: ["sql"], values: 1, safeForm: { kind: "placeholders", style: "?" } } as const;

export const mariadb: LibraryFacts = {
  packages: ["mariadb", "mariadb/callback"],
  docs: "https://github.com/mariadb-corporation/mariadb-connector-nodejs/blob/master/documentation/promise-api.md",
  returns: {
    createConnection: "Connection",
    createPool: "Pool",
    createPoolCluster: "PoolCluster",
    "Pool.getConnection": "PoolConnection",
    "PoolCluster.getConnection": "PoolConnection",
    "PoolCluster.of": "FilteredPoolCluster",
    "FilteredPoolCluster.getConnection": "PoolConnection",
  },
  extends: { Pool: "Connection", PoolConnection: "Connection", FilteredPoolCluster: "Connection" },
  callbacks: {
    "Pool.getConnection": [{ argument: 0, parameters: { 1: "PoolConnection" } }],
  },
  sql: {
    sinks: [
      { api: "Connection.query", ...statement },
      { api: "Connection.execute", ...statement },
      { api: "Connection.batch", position: "statement", properties: ["sql"], values: 1 },
      { api: "Connection.queryStream", ...statement },
      { api: "Connection.prepare", position: "statement", properties: ["sql"] },
    ],
    sanitizers: ["Connection.escape", "Connection.escapeId"],
  },
  data: {
    operations: [{ on: ["Connection"], apis: ["query", "execute"], does: "statement", properties: ["sql"] }],
    transactions: [{ apis: ["Connection.beginTransaction"], form: "begin", on: "receiver", commit: ["commit"], rollback: ["rollback"] }],
    checkouts: [{ apis: ["Pool.getConnection"], release: ["release", "destroy"] }],
    clients: ["Connection", "Pool", "PoolConnection", "PoolCluster"],
  },
};
