import type { LibraryFacts } from "./facts.ts";

/** The tag of `@databases/*` on its own: here it is the default export, and its helpers are members of that. */
export const databasesSql: LibraryFacts = {
  packages: ["@databases/sql", "@databases/sql/web"],
  docs: "https://www.atdatabases.org/docs/sql",
  sql: {
    sinks: [{ api: "__dangerous__rawValue", position: "marker" }],
    tags: ["default"],
    fragments: ["default", "ident", "join", "value", "SQLQuery"],
  },
};
