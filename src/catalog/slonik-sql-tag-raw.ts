import type { LibraryFacts } from "./facts.ts";

export const slonikSqlTagRaw: LibraryFacts = {
  packages: ["slonik-sql-tag-raw"],
  docs: "https://github.com/gajus/slonik",
  sql: {
    sinks: [{ api: "raw", position: "marker", values: 1, safeForm: { kind: "placeholders", style: "$n" } }],
  },
};
