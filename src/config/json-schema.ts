/** The part of JSON Schema (draft-07) this project uses for its configuration and its rules' options. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $ref?: `#/definitions/${string}`;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  /** For objects with free keys: what a key is called in messages (`rule`, `layer`). */
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;

  readonly type?: JsonType;
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly const?: string | number | boolean | null;
  readonly anyOf?: readonly JsonSchema[];

  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;

  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly additionalItems?: false;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;

  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
}

export type JsonType = "object" | "array" | "string" | "number" | "integer" | "boolean" | "null";

/** Demands one schema for each field of a type, no more and no fewer, so that schema and type cannot drift apart. */
export type PropertiesOf<T> = { readonly [Key in keyof Required<T>]: JsonSchema };
