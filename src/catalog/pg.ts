import type { LibraryFacts } from "./facts.ts";

const statement = { position: "statement", properties: ["text"], values: 1, safeForm: { kind: "placeholders", style: "$n" } } as const;

export const pg: LibraryFacts = {
  packages: ["pg", "pg-pool", "pg-native"],
  docs: "https://node-postgres.com/apis/client",
  lifetimes: {
    sessions: { Client: "database connection", "native.Client": "database connection", "Pool.connect": "database connection" },
    clients: ["Pool", "native.Pool", "Client"],
    closers: ["Pool.end", "Client.end"],
    pooled: ["Pool.query"],
  },
  returns: {
    default: "Pool",
    "Pool.connect": "PoolClient",
    "Client.connect": "Client",
    "native.Pool": "Pool",
    "native.Client": "Client",
  },
  extends: { PoolClient: "Client", ClientBase: "Client" },
  callbacks: {
    "Pool.connect": [{ argument: 0, parameters: { 1: "PoolClient" } }],
    "Pool.on": [{ argument: 1, parameters: { 0: "PoolClient" } }],
  },
  conventionalMembers: { pgPool: "Pool", pgClient: "Client" },
  sql: {
    sinks: [
      { api: "Client.query", ...statement },
      { api: "Pool.query", ...statement },
      { api: "Query", form: "new", ...statement },
    ],
    sanitizers: ["escapeIdentifier", "escapeLiteral", "Client.escapeIdentifier", "Client.escapeLiteral"],
  },
  data: {
    beginsByText: true,
    operations: [{ on: ["Client", "Pool"], apis: ["query"], does: "statement", properties: ["text"] }],
    checkouts: [{ apis: ["Pool.connect"], release: ["release"] }],
    clients: ["Pool", "Client"],
  },
};
