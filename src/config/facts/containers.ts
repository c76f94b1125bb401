import type { ContainerFacts, Life, Provided, RegisterFact, WrapperFact } from "#catalog/facts/containers";
import { listOf, oneOf, record, text, texts } from "./words.ts";

const life = oneOf<Life>({ process: true, scope: true, ask: true });
const provided = oneOf<Provided>({ class: true, value: true, factory: true, token: true, self: true });

const registerFact = record<RegisterFact>(["api", "life"], {
  api: { ...text, description: "Call that tells a container something under its first argument." },
  gives: { ...provided, description: "What the second argument is." },
  chain: { type: "object", additionalProperties: provided, description: "Method on what the call gives → what its first argument is." },
  token: { ...text, description: "Property of the one argument that is the token." },
  life: { ...life, description: "How long it lives when nothing more is said." },
});

const wrapperFact = record<WrapperFact>(["gives", "life"], {
  gives: { ...provided, description: "What the first argument is." },
  life: { ...life, description: "How long it lives when nothing more is said." },
});

const containerFacts = record<ContainerFacts>([], {
  registers: { ...listOf("registerFact"), description: "Calls that tell a container what to hand out." },
  wrappers: { type: "object", additionalProperties: { $ref: "#/definitions/wrapperFact" }, description: "Calls around what a container is told." },
  properties: { type: "object", additionalProperties: provided, description: "Properties of an object that tells it." },
  objects: { type: "object", additionalProperties: life, description: "Property of such an object that is the token → how long it lives." },
  lives: { type: "object", additionalProperties: life, description: "Methods, options and constants that say how long it lives." },
  madeWhenAsked: texts("Class decorators of classes that are made whenever somebody asks for them."),
  resolves: texts("Calls that hand out what stands under their first argument."),
  cradles: texts("Members that hold everything by its name."),
});

/** JSON Schema of the types in src/catalog/facts/containers.ts. */
export const containerDefinitions = { registerFact, wrapperFact, containerFacts };
