import type { CacheDefaults, CacheFacts, CacheWrite } from "#catalog/facts/caches";
import { index, listOf, oneOf, paths, record, text, texts } from "./words.ts";

const cacheWrite = record<CacheWrite>(["api", "keeps", "expiry"], {
  api: { ...text, description: "What writes an entry: key first, then the value." },
  keeps: oneOf<CacheWrite["keeps"]>({ cache: true, data: true }, "Everything in it is a `cache`, or only some of its `data`."),
  expiry: paths,
  makers: texts("Calls that make the receiver; `^0` is their first argument."),
  bounded: texts("Stores of the maker, by name, that are bounded."),
  words: texts("Constants among the later arguments that say when the entry goes."),
  add: record<NonNullable<CacheWrite["add"]>>(["argument", "text"], {
    argument: index,
    text,
    property: { type: "boolean" },
    since: { type: "integer", minimum: 0 },
  }),
});

const cacheFacts = record<CacheFacts>([], {
  writes: { ...listOf("cacheWrite"), description: "Calls that write an entry." },
  expirers: texts("Calls that give an entry its end."),
  defaults: {
    type: "array",
    items: record<CacheDefaults>(["api", "configures", "expiry"], { api: text, configures: text, expiry: paths, since: { type: "integer", minimum: 0 } }),
    description: "Calls that configure caches made elsewhere.",
  },
});

/** JSON Schema of the types in src/catalog/facts/caches.ts. */
export const cachesDefinitions = { cacheWrite, cacheFacts };
