import type { CallbackFact, LibraryFacts } from "#catalog/facts";
import { event, index, listOf, parameters, record, text, textMap, texts } from "./words.ts";

const callback = record<CallbackFact>(["argument", "parameters"], {
  argument: { ...index, description: "Argument index of the callback; -1 is the last argument." },
  property: { ...text, description: "Property of that argument, an object, which holds the callback." },
  event,
  parameters,
  this: { ...text, description: "Type path of `this` inside a `function` callback." },
});

const libraryFacts = record<LibraryFacts>(
  ["packages", "docs"],
  {
    packages: { ...texts("npm names, or own modules by project path (`./src/db`)."), minItems: 1 },
    docs: { ...text, description: "Where the facts can be checked." },
    returns: textMap("API path → type path it yields."),
    members: textMap("Type member → type path it holds."),
    extends: textMap("Type path → type path whose members it shares."),
    loaded: textMap("Type path that a module loaded by a computed path is called with → type path it yields."),
    passes: texts("Calls that hand back their first argument: `util.promisify`."),
    adds: texts("Calls that hand back what they are called on, with the members of their first argument added."),
    callbacks: { type: "object", additionalProperties: listOf("callback"), description: "API path → its callbacks." },
    functionTypes: { type: "object", additionalProperties: parameters, description: "Function type → types of its parameters." },
    globals: texts("API paths that need no import where the library is in use."),
    builtIn: { type: "boolean", description: "Its globals need no package." },
    injects: textMap("Decorator → type it injects."),
    generated: record<NonNullable<LibraryFacts["generated"]>>(["exports", "specifierIncludes"], {
      exports: texts(),
      named: texts("Export names that say nothing without one of the words in the specifier."),
      specifierIncludes: texts(),
      distinctive: { type: "boolean", description: "Also from any module of the project that is yet to be generated." },
    }),
    conventionalMembers: textMap("Property name → client type it conventionally holds."),
    sql: { $ref: "#/definitions/sqlFacts" },
    data: { $ref: "#/definitions/dataFacts" },
    entities: { $ref: "#/definitions/entityFacts" },
    lifetimes: { $ref: "#/definitions/lifetimeFacts" },
    http: { $ref: "#/definitions/httpFacts" },
    tokens: { $ref: "#/definitions/tokenFacts" },
    hashers: { ...listOf("hasher"), description: "Functions that hash." },
    caches: { $ref: "#/definitions/cacheFacts" },
    effects: { ...listOf("effect"), description: "Calls that do something in the world besides storing data." },
    blocking: { ...listOf("blockingFact"), description: "Calls that hold the whole process until their work is done." },
    state: { $ref: "#/definitions/stateFacts" },
    containers: { $ref: "#/definitions/containerFacts" },
    services: { ...listOf("serviceFact"), description: "Where clients of backing services are told the address." },
    secrets: { ...listOf("secretSink"), description: "Functions that take a secret." },
  },
  "Facts about one library or one of your own modules.",
);

/** JSON Schema of the types in src/catalog/facts/library.ts. */
export const libraryDefinitions = { callback, libraryFacts };
