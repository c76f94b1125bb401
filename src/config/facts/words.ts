import type { InputName } from "#catalog/facts/http";
import type { JsonSchema, PropertiesOf } from "../json-schema.ts";

export const text: JsonSchema = { type: "string", minLength: 1 };

export const texts = (description?: string): JsonSchema => ({ type: "array", items: text, ...(description === undefined ? {} : { description }) });

export const textMap = (description: string): JsonSchema => ({ type: "object", additionalProperties: text, description });

export const index: JsonSchema = { type: "integer", minimum: -1 };

export const parameters: JsonSchema = {
  type: "object",
  propertyNames: { type: "string", pattern: "^\\d+$" },
  additionalProperties: text,
  description: "Parameter index → type path.",
};

export function record<T>(required: readonly (keyof T & string)[], properties: PropertiesOf<T>, description?: string): JsonSchema {
  return { type: "object", ...(description === undefined ? {} : { description }), required, properties, additionalProperties: false };
}

export const listOf = (definition: string): JsonSchema => ({ type: "array", items: { $ref: `#/definitions/${definition}` } });

export const event: JsonSchema = { ...text, description: 'Only where the first argument is this constant: `server.on("request", …)`.' };

/** Every word of a union of strings; the compiler refuses a missing or a strange one. */
export function oneOf<Word extends string>(words: Readonly<Record<Word, true>>, description?: string): JsonSchema {
  return { type: "string", enum: Object.keys(words), ...(description === undefined ? {} : { description }) };
}

export const inputName = oneOf<InputName>({
  body: true,
  query: true,
  params: true,
  headers: true,
  cookies: true,
  files: true,
  url: true,
  address: true,
  arguments: true,
  input: true,
  message: true,
});

export const inputMap = (description: string): JsonSchema => ({ type: "object", additionalProperties: inputName, description });

export const argumentPath = (description: string): JsonSchema => ({ ...text, description });

export const paths = texts("Argument paths: an index and the properties to read from that argument (`2.expiresIn`).");

export const options: JsonSchema = { ...index, description: "Argument that takes the options." };
