import type { LibraryFacts } from "./facts.ts";

const query = { position: "statement", safeForm: { kind: "tag", method: "query" } } as const;
const batch = { position: "statement", safeForm: { kind: "tag", method: "batch" } } as const;

/** The same names are safe as tags and raw as calls: ``request.query`…` `` binds, ``request.query(`…`)`` does not. */
export const mssql: LibraryFacts = {
  packages: ["mssql", "mssql/msnodesqlv8"],
  docs: "https://tediousjs.github.io/node-mssql/",
  returns: {
    connect: "ConnectionPool",
    "ConnectionPool.connect": "ConnectionPool",
    "ConnectionPool.request": "Request",
    "ConnectionPool.transaction": "Transaction",
    "Transaction.request": "Request",
    "Request.input": "Request",
    "Request.output": "Request",
    "PreparedStatement.input": "PreparedStatement",
    "PreparedStatement.output": "PreparedStatement",
  },
  sql: {
    sinks: [
      { api: "query", ...query },
      { api: "batch", ...batch },
      { api: "ConnectionPool.query", ...query },
      { api: "ConnectionPool.batch", ...batch },
      { api: "Request.query", ...query },
      { api: "Request.batch", ...batch },
      { api: "PreparedStatement.prepare", position: "statement" },
    ],
    tags: ["query", "batch", "ConnectionPool.query", "ConnectionPool.batch", "Request.query", "Request.batch", "Request.template"],
    fragments: ["Request.template"],
  },
  data: {
    operations: [
      { apis: ["query", "batch"], does: "statement" },
      { on: ["ConnectionPool", "Request"], apis: ["query", "batch"], does: "statement" },
    ],
    transactions: [{ apis: ["Transaction.begin"], form: "begin", on: "receiver", commit: ["commit"], rollback: ["rollback"], serial: true }],
    clients: ["ConnectionPool", "Request", "Transaction", "PreparedStatement"],
  },
};
