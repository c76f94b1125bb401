import type { LibraryFacts } from "./facts.ts";

const statement = { position: "statement", properties: ["sql"], values: 1, safeForm: { kind: "placeholders", style: "?" } } as const;

/** `mysql` and `mysql2`, callbacks and promises. `execute` and `prepare` exist in `mysql2` only. */
export const mysql2: LibraryFacts = {
  packages: ["mysql2", "mysql2/promise", "mysql", "promise-mysql"],
  docs: "https://sidorares.github.io/node-mysql2/docs",
  returns: {
    createConnection: "Connection",
    createPool: "Pool",
    createPoolCluster: "PoolCluster",
    "Pool.getConnection": "PoolConnection",
    "Pool.promise": "Pool",
    "Connection.promise": "Connection",
    "PoolCluster.of": "Pool",
    "PoolCluster.getConnection": "PoolConnection",
  },
  members: { "PoolConnection.connection": "Connection", "Pool.pool": "Pool" },
  extends: { Pool: "Connection", PoolConnection: "Connection", PoolNamespace: "Pool" },
  callbacks: {
    "Pool.getConnection": [{ argument: 0, parameters: { 1: "PoolConnection" } }],
    "PoolCluster.getConnection": [{ argument: -1, parameters: { 1: "PoolConnection" } }],
    "Pool.on": [{ argument: 1, parameters: { 0: "PoolConnection" } }],
  },
  sql: {
    sinks: [
      { api: "Connection.query", ...statement },
      { api: "Connection.execute", ...statement },
      { api: "Connection.prepare", position: "statement", properties: ["sql"] },
      { api: "Connection.format", position: "statement", values: 1, safeForm: { kind: "placeholders", style: "?" } },
      { api: "format", position: "statement", values: 1, safeForm: { kind: "placeholders", style: "?" } },
      { api: "raw", position: "marker" },
    ],
    sanitizers: ["escape", "escapeId", "format", "Connection.escape", "Connection.escapeId", "Connection.format"],
  },
  data: {
    operations: [{ on: ["Connection"], apis: ["query", "execute"], does: "statement", properties: ["sql"] }],
    transactions: [{ apis: ["Connection.beginTransaction"], form: "begin", on: "receiver", commit: ["commit"], rollback: ["rollback"] }],
    checkouts: [{ apis: ["Pool.getConnection"], release: ["release", "destroy"] }],
    clients: ["Connection", "Pool", "PoolConnection", "PoolCluster"],
  },
};
