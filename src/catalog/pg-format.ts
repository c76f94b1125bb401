import type { LibraryFacts } from "./facts.ts";

/** `%I` quotes an identifier, `%L` a literal; `%s` inserts text as it is. */
export const pgFormat: LibraryFacts = {
  packages: ["pg-format"],
  docs: "https://github.com/datalanche/node-pg-format",
  sql: {
    formatters: [
      { api: "default", escaping: ["I", "L"] },
      { api: "withArray", escaping: ["I", "L"] },
    ],
    sanitizers: ["ident", "literal"],
  },
};
