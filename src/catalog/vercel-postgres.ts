import type { LibraryFacts } from "./facts.ts";

/** `sql` and `db` are one pool that is also a tag; the tag called as a function is rejected at run time. */
export const vercelPostgres: LibraryFacts = {
  packages: ["@vercel/postgres"],
  docs: "https://vercel.com/docs/storage/vercel-postgres/sdk",
  returns: {
    createPool: "VercelPool",
    createClient: "VercelClient",
    "VercelPool.connect": "VercelPoolClient",
  },
  extends: {
    sql: "VercelPool",
    db: "VercelPool",
    VercelPool: "@neondatabase/serverless#Pool",
    VercelClient: "@neondatabase/serverless#Client",
    VercelClientBase: "@neondatabase/serverless#Client",
    VercelPoolClient: "@neondatabase/serverless#PoolClient",
    Pool: "@neondatabase/serverless#Pool",
    Client: "@neondatabase/serverless#Client",
  },
  sql: {
    tags: ["sql", "db", "sql.sql", "db.sql", "VercelPool.sql", "VercelClient.sql", "VercelClientBase.sql", "VercelPoolClient.sql"],
  },
  data: {
    operations: [
      { apis: ["sql", "db"], does: "statement" },
      { on: ["VercelPool", "VercelClientBase", "VercelClient", "VercelPoolClient"], apis: ["sql"], does: "statement" },
    ],
    checkouts: [{ apis: ["VercelPool.connect"], release: ["release"] }],
    clients: ["sql", "db", "VercelPool", "VercelClient", "VercelPoolClient"],
  },
};
