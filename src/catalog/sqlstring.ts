import type { LibraryFacts } from "./facts.ts";

/** The escaping of `mysql` and `mysql2` on its own. */
export const sqlstring: LibraryFacts = {
  packages: ["sqlstring", "sql-escaper"],
  docs: "https://github.com/mysqljs/sqlstring",
  sql: {
    sinks: [
      { api: "format", position: "statement", values: 1, safeForm: { kind: "placeholders", style: "?" } },
      { api: "raw", position: "marker" },
    ],
    sanitizers: ["escape", "escapeId", "format"],
  },
};
