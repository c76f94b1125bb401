import { architectureDefinitions, architectureSchema } from "./schema-architecture.ts";
import { factsDefinitions } from "./schema-facts.ts";
import type { JsonSchema, PropertiesOf } from "./json-schema.ts";
import type { LayerName, UserConfig } from "./shape.ts";

/** What the schema needs to know about a rule; a rule of `#rules/index` fits. */
export interface KnownRule {
  readonly meta?: {
    readonly docs?: { readonly description?: string } | undefined;
    /** ESLint's form: a list with one schema per option; only the first is an option of ours. */
    readonly schema?: unknown;
  };
}

const globs = (description: string): JsonSchema => ({
  type: "array",
  items: { type: "string", minLength: 1 },
  description,
});

const layer = (description: string): JsonSchema => globs(`Files of this layer: ${description}.`);

const layers: PropertiesOf<Record<LayerName, unknown>> = {
  router: layer("take requests and answer them (routes, controllers, resolvers)"),
  service: layer("decide what happens; know neither HTTP nor the database"),
  repository: layer("talk to the database"),
  model: layer("define entities, tables, schemas"),
  domain: layer("plain business types and logic"),
  infra: layer("talk to other systems: queues, mail, storage, caches"),
  config: layer("settings and environment"),
  middleware: layer("run around handlers"),
  validation: layer("check the shape of input"),
  error: layer("error types and their mapping to responses"),
  job: layer("run on a schedule or from a queue"),
  composition: layer("wire everything together; may import every layer"),
};

const settings: PropertiesOf<UserConfig> = {
  $schema: { type: "string", description: "Where an editor finds this schema." },
  preset: {
    type: "string",
    enum: ["recommended", "strict", "security", "architecture", "all"],
    default: "recommended",
    description: "The rules to start from; `rules` then switches single ones.",
  },
  rules: {
    type: "object",
    title: "rule",
    additionalProperties: { $ref: "#/definitions/ruleSetting" },
    description: "Rule id (with or without `oma/`) → severity, or [severity, options].",
  },
  ignores: globs("Files never looked at, beside `.gitignore` and the built-in list. Relative to the folder of this file."),
  tests: globs("Test files, beside the built-in conventions. Relative to the folder of this file."),
  layers: {
    type: "object",
    title: "layer",
    properties: layers,
    additionalProperties: false,
    description: "Layer → its files. Wins over what oma-lint sees in the code and over folder names.",
  },
  knows: {
    type: "array",
    items: { $ref: "#/definitions/libraryFacts" },
    description: "What your own wrappers do, in the shape of the built-in library catalogue.",
  },
  architecture: architectureSchema,
};

/** The JSON Schema of a configuration file: the one place that says what a user may write. */
export const configurationSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "setting",
  description: "Configuration of oma-lint.",
  type: "object",
  properties: settings,
  additionalProperties: false,
  definitions: {
    ...factsDefinitions,
    ...architectureDefinitions,
    severity: {
      type: "string",
      enum: ["error", "warning", "note", "off"],
      description: "`error` fails the run (see --fail-on), `warning` and `note` are shown, `off` does not run the rule.",
    },
    ruleSetting: ruleSettingSchema({ type: "object" }),
  },
} as const satisfies JsonSchema;

/**
 * The configuration schema for a set of rules: each rule's id, description and options included, any other id refused.
 * Used to check a configuration and to write `configuration_schema.json`.
 * @param rules rule id (with or without `oma/`) → rule, or just the ids
 */
export function configurationSchemaFor(rules: readonly string[] | Readonly<Record<string, KnownRule>>): JsonSchema {
  const known = isList(rules) ? rules.map((id): [string, KnownRule] => [id, {}]) : Object.entries(rules);
  const byName = known.map(([id, rule]) => [id.replace(/^oma\//, ""), settingOf(rule)] as const);
  const sorted = byName.sort(([a], [b]) => (a < b ? -1 : 1));
  const properties = Object.fromEntries([...sorted.map(([name, setting]) => [`oma/${name}`, setting]), ...sorted.map(([name, setting]) => [name, setting])]);
  return {
    ...configurationSchema,
    properties: { ...settings, rules: { ...settings.rules, properties, additionalProperties: false } },
  };
}

function settingOf({ meta }: KnownRule): JsonSchema {
  const description = meta?.docs?.description;
  const described = description === undefined ? {} : { description };
  const options = optionsSchema(meta?.schema);
  return options === undefined ? { ...described, anyOf: [{ $ref: "#/definitions/ruleSetting" }] } : { ...described, ...ruleSettingSchema(options) };
}

/** The schema of a rule's one options object; `undefined` when the rule does not say. */
function optionsSchema(schema: unknown): JsonSchema | undefined {
  if (!Array.isArray(schema)) return undefined;
  if (schema.length === 0) return { type: "object", title: "option", additionalProperties: false };
  return { title: "option", ...(schema[0] as JsonSchema) };
}

function ruleSettingSchema(options: JsonSchema): JsonSchema {
  const severity: JsonSchema = { $ref: "#/definitions/severity" };
  return {
    anyOf: [severity, { type: "array", items: [severity, options], minItems: 2, maxItems: 2 }],
  };
}

function isList(rules: readonly string[] | Readonly<Record<string, KnownRule>>): rules is readonly string[] {
  return Array.isArray(rules);
}
