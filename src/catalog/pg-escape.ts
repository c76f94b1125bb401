import type { LibraryFacts } from "./facts.ts";

/** `%I` quotes an identifier, `%L` a literal, `%Q` a dollar-quoted string; `%s` inserts text as it is. */
export const pgEscape: LibraryFacts = {
  packages: ["pg-escape"],
  docs: "https://github.com/segmentio/pg-escape",
  sql: {
    formatters: [{ api: "default", escaping: ["I", "L", "Q"] }],
    sanitizers: ["ident", "literal", "dollarQuotedString"],
  },
};
