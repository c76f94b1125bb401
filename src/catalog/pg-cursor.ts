import type { LibraryFacts } from "./facts.ts";

/** `new Cursor(text, values)` and `new QueryStream(text, values)`: the module itself is the class. */
export const pgCursor: LibraryFacts = {
  packages: ["pg-cursor", "pg-query-stream"],
  docs: "https://node-postgres.com/apis/cursor",
  sql: {
    sinks: [{ api: "default", form: "new", position: "statement", values: 1, safeForm: { kind: "placeholders", style: "$n" } }],
  },
};
