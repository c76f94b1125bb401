import type { LibraryFacts } from "./facts.ts";

const statement = { position: "statement", values: 1, safeForm: { kind: "placeholders", style: "$n" } } as const;

/** `neon(url)` is a tag; called with a string it ran the text before 1.0 and throws since. `Pool` and `Client` are those of `pg`. */
export const neon: LibraryFacts = {
  packages: ["@neondatabase/serverless"],
  docs: "https://github.com/neondatabase/serverless/blob/main/README.md",
  returns: {
    neon: "NeonQueryFunction",
    NeonQueryFunction: "NeonQueryPromise",
    "Pool.connect": "PoolClient",
  },
  extends: {
    Pool: "pg#Pool",
    Client: "pg#Client",
    ClientBase: "pg#Client",
    PoolClient: "pg#PoolClient",
    NeonQueryFunctionInTransaction: "NeonQueryFunction",
  },
  callbacks: {
    "NeonQueryFunction.transaction": [{ argument: 0, parameters: { 0: "NeonQueryFunctionInTransaction" } }],
  },
  sql: {
    sinks: [
      { api: "NeonQueryFunction", position: "statement" },
      { api: "NeonQueryFunction.query", ...statement },
      { api: "NeonQueryFunction.unsafe", position: "marker" },
    ],
    tags: ["NeonQueryFunction", "NeonQueryFunctionInTransaction"],
    fragments: ["NeonQueryPromise"],
    sanitizers: ["escapeIdentifier", "escapeLiteral"],
  },
  data: {
    operations: [
      { apis: ["NeonQueryFunction"], does: "statement", lazy: true },
      { on: ["NeonQueryFunction"], apis: ["query"], does: "statement", lazy: true },
    ],
    transactions: [{ apis: ["NeonQueryFunction.transaction"], form: "batch" }],
    clients: ["NeonQueryFunction", "Pool", "Client"],
  },
};
