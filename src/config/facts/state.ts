import type { ServiceFact, StateFacts, StoreFact } from "#catalog/facts/state";
import { index, listOf, oneOf, record, text, texts } from "./words.ts";

const serviceFact = record<ServiceFact>(["api"], {
  api: { ...text, description: "What builds the client." },
  argument: { ...index, description: "Argument index. Default 0." },
  text: { type: "boolean", description: "The argument itself may be the address." },
  properties: texts("Properties of the argument that hold an address: `socket.host`."),
});

const storeFact = record<StoreFact>(["api", "keeps"], {
  api: { ...text, description: "What is called, or the plugin that is registered." },
  options: { ...index, description: "Argument index of the options. Default 0." },
  unless: texts("Options that name another store; without them the API itself keeps things in memory."),
  registered: { type: "boolean", description: "The API is a plugin: `app.register(plugin, options)`." },
  keeps: oneOf<StoreFact["keeps"]>({ sessions: true, limits: true }),
});

const stateFacts = record<StateFacts>([], {
  singletonDecorators: texts("Class decorators of containers that make one object for everybody."),
  stores: { ...listOf("storeFact"), description: "Calls that keep sessions or limits in memory." },
});

/** JSON Schema of the types in src/catalog/facts/state.ts. */
export const stateDefinitions = { serviceFact, storeFact, stateFacts };
