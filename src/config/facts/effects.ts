import type { BlockingFact, BlockingWork, EffectFact, EffectKind } from "#catalog/facts/effects";
import { oneOf, record, text, texts } from "./words.ts";

const effect = record<EffectFact>(["kind", "apis"], {
  kind: oneOf<EffectKind>({ request: true, mail: true, payment: true, password: true }),
  apis: texts("API paths of the calls."),
});

const blockingFact = record<BlockingFact>(["apis", "work"], {
  apis: texts("Calls that return only when their work is done."),
  work: oneOf<BlockingWork>({ files: true, "another process": true, hashing: true, "key generation": true, compression: true, "the network": true }),
  twin: { ...text, description: "API path that does not wait; `*` is the name without `Sync`." },
  awaitable: { type: "boolean", description: "The twin takes the same arguments and returns a promise." },
  brief: { type: "boolean", description: "Over in microseconds: only noted." },
});

/** JSON Schema of the types in src/catalog/facts/effects.ts. */
export const effectsDefinitions = { effect, blockingFact };
