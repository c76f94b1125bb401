import type { LibraryFacts } from "./facts.ts";

/** ``SQL`…` `` binds; `.append(text)` adds a string as it is. */
export const sqlTemplateStrings: LibraryFacts = {
  packages: ["sql-template-strings"],
  docs: "https://github.com/felixfbecker/node-sql-template-strings",
  returns: {
    default: "SQLStatement",
    SQL: "SQLStatement",
    "SQLStatement.append": "SQLStatement",
    "SQLStatement.setName": "SQLStatement",
    "SQLStatement.useBind": "SQLStatement",
  },
  sql: {
    sinks: [{ api: "SQLStatement.append", position: "marker" }],
    tags: ["default", "SQL"],
    fragments: ["default", "SQL", "SQLStatement", "SQLStatement.text", "SQLStatement.sql", "SQLStatement.query"],
  },
};
