import type { LibraryFacts } from "./facts.ts";

/** `COPY` takes no parameters: names have to be escaped. */
export const pgCopyStreams: LibraryFacts = {
  packages: ["pg-copy-streams"],
  docs: "https://github.com/brianc/node-pg-copy-streams",
  sql: {
    sinks: [
      { api: "from", position: "statement" },
      { api: "to", position: "statement" },
    ],
  },
};
