import type { Cardinality, EntityFacts, EntityRowFacts, EntitySchemaFact, LoaderBatching } from "#catalog/facts/entities";
import type { JsonSchema } from "../json-schema.ts";
import { index, listOf, oneOf, record, text, textMap, texts } from "./words.ts";

const cardinalities = (description: string): JsonSchema => ({
  type: "object",
  additionalProperties: oneOf<Cardinality>({ one: true, many: true }),
  description,
});

const entitySchema = record<EntitySchemaFact>(["api"], {
  api: text,
  argument: index,
  members: { ...text, description: "Property of the object that holds the members; the object itself when absent." },
  relations: { ...text, description: "Property of the object that holds the relations, where they stand apart." },
  kind: texts("Properties of a member that name the kind of a relation."),
  target: texts("Properties of a member that name where a relation leads."),
  name: { ...index, description: "Argument index of the entity's name." },
});

const entityFacts = record<EntityFacts>([], {
  columns: texts("Decorators of columns."),
  relations: cardinalities("Decorators, calls or builder methods that declare a relation → how many it leads to."),
  schemas: { ...listOf("entitySchema"), description: "Calls given an object that declares an entity." },
  kinds: cardinalities("Words for the kind of a relation in such an object."),
  mappings: { ...text, description: "Static property of a model class whose object declares the relations." },
  scopes: textMap("Call or decorator → where it is given a default scope: `2.defaultScope`."),
  filters: texts("Decorators that add a condition to every read of a class, where their option `default` says so."),
  everything: textMap("Property of query options → what in it means everything: `include: all`."),
  hooks: texts("Calls that register a hook."),
  hookLoads: texts("Methods a hook calls on `this` to load more."),
  eagerOptions: texts("Properties of a relation that make every query load it."),
  lazyPromises: { type: "boolean", description: "A relation typed `Promise<…>` is loaded by reading it." },
  rows: { $ref: "#/definitions/entityRowFacts" },
});

const optionsArgument: JsonSchema = { type: "object", additionalProperties: { type: "integer", minimum: -1 } };

const entityRowFacts = record<EntityRowFacts>(["loads", "plain", "unloaded"], {
  one: { ...optionsArgument, description: "Reads of one row → argument with the options; -1: nothing in it can load." },
  many: { ...optionsArgument, description: "Reads of a list → argument with the options." },
  counted: { ...optionsArgument, description: "Reads of `[rows, count]` → argument with the options." },
  named: texts("Types whose methods name the entity in their first argument."),
  loads: texts("Options, and methods of the same chain, that load relations."),
  plain: texts("Options, and methods of the same chain, that load nothing."),
  asWritten: texts("Reads among them that load what is written, and no relation by itself."),
  first: texts("Methods of the chain that make one row of a list."),
  unloaded: oneOf<EntityRowFacts["unloaded"]>({ nothing: true, key: true, collection: true }),
  typed: { type: "boolean", description: "TypeScript knows from the query's type what was loaded." },
  loaders: texts("Methods of rows that run a query; `get*` stands for one with the name of a relation."),
  relationLoaders: texts("Methods that run a query, of what stands in place of a relation."),
  loadersOnce: texts("Those among them that ask nothing when the relation is there."),
  batching: { $ref: "#/definitions/loaderBatching" },
});

const loaderBatching = record<LoaderBatching>(["option", "values", "loaders"], {
  option: { ...text, description: "An option of the connection, with which what loaders ask in one tick is one query." },
  values: texts("Its values that switch it on, as they are written, texts without their quotes."),
  loaders: texts("The loaders it is about."),
});

/** JSON Schema of the types in src/catalog/facts/entities.ts. */
export const entitiesDefinitions = { entitySchema, entityFacts, entityRowFacts, loaderBatching };
