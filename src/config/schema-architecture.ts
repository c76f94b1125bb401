import type { Architecture, ArchitectureException, ArchitectureLayer, Law, Selection } from "./architecture.ts";
import type { JsonSchema, PropertiesOf } from "./json-schema.ts";

const text: JsonSchema = { type: "string", minLength: 1 };
const texts = (description: string): JsonSchema => ({ type: "array", items: text, minItems: 1, description });
const globs = (description: string): JsonSchema => ({ anyOf: [text, { type: "array", items: text, minItems: 1 }], description });
const selector = (description: string): JsonSchema => ({ anyOf: [{ $ref: "#/definitions/selector" }], description });
const typesSetting = (description: string, otherwise: string): JsonSchema => ({
  type: "string",
  enum: ["count", "ignore", "only"],
  default: otherwise,
  description,
});

const selection: PropertiesOf<Selection> = {
  path: globs("Globs of files or folders. `<x>` stands for one part of a path; the same `<x>` further on means the same part."),
  layer: globs("Names of layers."),
  package: globs("Globs of package names; what the runtime provides is called `node:fs`."),
  decorator: globs("Decorators on a class of the file: `@nestjs/common#Controller`, `./src/decorators#Internal`."),
  moreUnstable: { const: true, description: "Only dependencies that are less stable than the file that has them (only in `forbid`)." },
  deprecated: { const: true, description: "Still allowed, but reported as a warning and counted (only in `allow`)." },
  not: selector("Except these."),
};

const law: PropertiesOf<Law> = {
  name: { type: "string", pattern: "^[a-z0-9]+(?:[-./][a-z0-9]+)*$", description: "Short name in kebab-case; exceptions and reports name it." },
  reason: { type: "string", minLength: 1, description: "Why; shown in every finding." },
  severity: { type: "string", enum: ["error", "warning", "note"], default: "error", description: "How bad a violation is." },
  types: typesSetting("Whether imports that only bring types count.", "count"),
  tests: { type: "boolean", default: false, description: "Also hold test files to the law." },
  from: selector("Who is held to the law; left out: every file."),
  of: selector("What `onlyFrom`, `public` and `limits` are about."),
  forbid: selector("`from` may not depend on this."),
  allow: selector("`from` may depend on nothing but this and itself."),
  require: selector("Each file of `from` has to depend on this."),
  onlyFrom: selector("`of` may be used by nobody but this."),
  public: globs("Entry points of the folders `of`: from outside nothing else in them may be used."),
  private: globs("Folders or files only for what lies in the folder around them."),
  independent: globs("Parts that may not know each other: `src/modules/<x>`."),
  limits: {
    type: "object",
    title: "limit",
    properties: {
      dependents: { type: "integer", minimum: 0, description: "How many files may use one of `of`." },
      dependencies: { type: "integer", minimum: 0, description: "How many files one of `of` may use." },
    },
    additionalProperties: false,
    description: "Fan-in and fan-out of the files `of`.",
  },
  licences: {
    type: "object",
    title: "setting",
    properties: { allow: texts("Only these."), forbid: texts("None of these.") },
    additionalProperties: false,
    description: "Licences of the packages `from` uses: SPDX ids or globs of them.",
  },
  transitive: { type: "boolean", default: false, description: "With `forbid` and `require`: over other files too." },
};

const layer: PropertiesOf<ArchitectureLayer> = {
  name: { type: "string", minLength: 1, description: "Name of the layer." },
  files: globs("Files of the layer; left out: what oma-lint recognises, for its own layer names."),
  optional: { type: "boolean", default: false, description: "May be without files." },
  closed: { type: "boolean", default: false, description: "Layers above may not go past this one." },
  packages: {
    type: "object",
    title: "setting",
    properties: { allow: texts("Globs: only these packages."), forbid: texts("Globs: none of these packages.") },
    additionalProperties: false,
    description: "Packages the layer may use, or may not.",
  },
};

const exception: PropertiesOf<ArchitectureException> = {
  law: { type: "string", description: "Name of the law; left out: any." },
  from: globs("Files that are let off."),
  to: selector("What they may use all the same; left out: anything."),
  reason: { type: "string", minLength: 1, description: "Why it is accepted for now." },
  until: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$", description: "Last day of the exception." },
};

const layerItem: JsonSchema = { anyOf: [text, { $ref: "#/definitions/architectureLayer" }] };

const settings: PropertiesOf<Architecture> = {
  layers: {
    type: "array",
    items: { anyOf: [text, { $ref: "#/definitions/architectureLayer" }, { type: "array", items: layerItem, minItems: 2 }] },
    description: "Outermost first: each may use what comes after it. Layers in one list stand side by side and may not know each other.",
  },
  exhaustive: {
    anyOf: [{ type: "boolean" }, { type: "array", items: text }],
    default: false,
    description: "Every product file must be in a layer, or match one of these globs.",
  },
  types: typesSetting("Whether imports of types count between layers.", "ignore"),
  laws: { type: "array", items: { $ref: "#/definitions/law" }, description: "Forbidden, allowed and required dependencies." },
  exceptions: { type: "array", items: { $ref: "#/definitions/architectureException" }, description: "Violations that are accepted for now." },
  entries: { type: "array", items: text, description: "Files something outside the code starts; nothing needs to import them (`no-orphan-module`)." },
  dependencyCruiser: { type: "boolean", default: true, description: "Whether the rules of a `.dependency-cruiser.*` beside the configuration are run." },
  unresolved: {
    type: "number",
    minimum: 0,
    maximum: 1,
    default: 0.05,
    description: "Share of the project's own imports that may lead nowhere before the run says that its graph is incomplete.",
  },
};

/** Schema of `architecture`. */
export const architectureSchema: JsonSchema = {
  type: "object",
  title: "setting of the architecture",
  properties: settings,
  additionalProperties: false,
  description: "The laws of the project's import graph, checked by no-forbidden-dependency.",
};

/** What {@link architectureSchema} refers to. */
export const architectureDefinitions: Readonly<Record<string, JsonSchema>> = {
  selection: { type: "object", title: "selection", properties: selection, additionalProperties: false },
  selector: {
    anyOf: [text, { $ref: "#/definitions/selection" }, { type: "array", items: { anyOf: [text, { $ref: "#/definitions/selection" }] }, minItems: 1 }],
  },
  law: { type: "object", title: "part of a law", properties: law, required: ["name", "reason"], additionalProperties: false },
  architectureLayer: { type: "object", title: "setting of a layer", properties: layer, required: ["name"], additionalProperties: false },
  architectureException: { type: "object", title: "part of an exception", properties: exception, required: ["from", "reason"], additionalProperties: false },
};
