import type { LibraryFacts } from "./facts.ts";

const connection = [{ argument: -1, parameters: { 1: "Connection" } }] as const;
const pool = [{ argument: -1, parameters: { 1: "Pool" } }] as const;
const statement = { position: "statement", properties: ["statement"], values: 1, safeForm: { kind: "placeholders", style: ":n" } } as const;

export const oracledb: LibraryFacts = {
  packages: ["oracledb"],
  docs: "https://node-oracledb.readthedocs.io/en/latest/api_manual/connection.html",
  returns: {
    getConnection: "Connection",
    createPool: "Pool",
    getPool: "Pool",
    "Pool.getConnection": "Connection",
  },
  callbacks: {
    getConnection: connection,
    "Pool.getConnection": connection,
    createPool: pool,
  },
  sql: {
    sinks: [
      { api: "Connection.execute", ...statement },
      { api: "Connection.executeMany", position: "statement", values: 1 },
      { api: "Connection.queryStream", position: "statement", values: 1, safeForm: { kind: "placeholders", style: ":n" } },
      { api: "Connection.getStatementInfo", position: "statement" },
    ],
    sanitizers: ["enquoteName", "enquoteLiteral"],
  },
  data: {
    operations: [{ on: ["Connection"], apis: ["execute", "executeMany"], does: "statement", properties: ["statement"] }],
    checkouts: [{ apis: ["getConnection", "Pool.getConnection"], release: ["close", "release"] }],
    clients: ["Connection", "Pool"],
  },
};
