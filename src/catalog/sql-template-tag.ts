import type { LibraryFacts } from "./facts.ts";

export const sqlTemplateTag: LibraryFacts = {
  packages: ["sql-template-tag"],
  docs: "https://github.com/blakeembrey/sql-template-tag",
  returns: {
    default: "Sql",
    join: "Sql",
    bulk: "Sql",
    raw: "Sql",
  },
  members: { empty: "Sql" },
  sql: {
    sinks: [
      { api: "raw", position: "marker" },
      { api: "default", position: "marker", inArray: true },
      { api: "Sql", position: "marker", form: "new", inArray: true },
      { api: "join", argument: 1, position: "marker" },
      { api: "join", argument: 2, position: "marker" },
      { api: "join", argument: 3, position: "marker" },
      { api: "bulk", argument: 1, position: "marker" },
      { api: "bulk", argument: 2, position: "marker" },
      { api: "bulk", argument: 3, position: "marker" },
    ],
    tags: ["default"],
    fragments: ["default", "join", "bulk", "Sql", "Sql.text", "Sql.sql", "Sql.statement"],
  },
};
