import type { LibraryFacts } from "./facts.ts";

/** `%d`, `%i`, `%f` make numbers; `%s` inserts text as it is. */
export const nodeUtil: LibraryFacts = {
  packages: ["util", "node:util", "es6-promisify", "pify"],
  docs: "https://nodejs.org/api/util.html#utilpromisifyoriginal",
  passes: ["promisify", "default"],
  sql: { formatters: [{ api: "format", escaping: ["d", "i", "f"] }] },
};
