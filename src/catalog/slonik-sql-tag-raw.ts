import type { LibraryFacts } from "./facts.ts";

export const slonikSqlTagRaw: LibraryFacts = {
  packages: ["slonik-sql-tag-raw"],
  docs: "https://www.npmjs.com/package/slonik-sql-tag-raw",
  sql: {
    sinks: [{ api: "raw", position: "marker", values: 1, safeForm: { kind: "placeholders", style: "$n" } }],
  },
};
