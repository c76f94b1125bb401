import { UserError } from "#finding";
import type { JsonSchema, JsonType } from "./json-schema.ts";
import { nearestWord } from "./nearest.ts";

/** One thing that is wrong with a value. */
export interface Problem {
  /** As a reader would type it: `rules["oma/no-god-file"][0]`; empty for the value itself. */
  readonly path: string;
  /** What is wrong, continuing the path: `must be a string, not 3`. */
  readonly message: string;
}

/**
 * Checks a value against a schema and returns everything that is wrong, in document order.
 * Understands exactly the keywords of {@link JsonSchema}; a property holding `undefined` counts as absent.
 */
export function validate(schema: JsonSchema, value: unknown): readonly Problem[] {
  return check(schema, value, "", schema);
}

/** Throws one `UserError` that lists every problem of a configuration, each with its path. */
export function assertValid(schema: JsonSchema, value: unknown, source: string): void {
  const problems = validate(schema, value);
  if (problems.length === 0) return;
  const lines = problems.map(({ path, message }) => `  ${path === "" ? "the configuration" : path} ${message}`);
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const aboutRules = problems.some(({ path }) => path.startsWith("rules"));
  throw new UserError(
    `${source} is not valid (${count}):\n${lines.join("\n")}`,
    aboutRules
      ? "`oma-lint rules` lists every rule, `oma-lint explain <rule>` its options."
      : "configuration_schema.json in the oma-lint package describes every setting.",
  );
}

type JsonObject = Readonly<Record<string, unknown>>;

function check(schema: JsonSchema, value: unknown, path: string, root: JsonSchema): Problem[] {
  if (schema.$ref !== undefined) return check(definitionOf(schema.$ref, root), value, path, root);
  if (schema.anyOf !== undefined) return checkAnyOf(schema.anyOf, value, path, root);
  if (schema.type !== undefined && !hasType(value, schema.type)) return [mismatch(schema, value, path)];
  if (schema.const !== undefined && value !== schema.const) return [mismatch(schema, value, path)];
  if (schema.enum !== undefined && !schema.enum.some((allowed) => allowed === value)) return [mismatch(schema, value, path)];
  if (typeof value === "string") return checkText(schema, value, path);
  if (typeof value === "number") return checkNumber(schema, value, path);
  if (Array.isArray(value)) return checkArray(schema, value, path, root);
  return isObject(value) ? checkObject(schema, value, path, root) : [];
}

function checkAnyOf(branches: readonly JsonSchema[], value: unknown, path: string, root: JsonSchema): Problem[] {
  const resolved = branches.map((branch) => (branch.$ref === undefined ? branch : definitionOf(branch.$ref, root)));
  const outcomes = resolved.map((branch) => check(branch, value, path, root));
  if (outcomes.some((problems) => problems.length === 0)) return [];
  const fitting = resolved.flatMap((branch, index) => (branch.type === undefined || hasType(value, branch.type) ? [outcomes[index] ?? []] : []));
  if (fitting.length === 1) return fitting[0] ?? [];
  return [{ path, message: `must be ${resolved.map(expectation).join(", or ")}, not ${shown(value)}` }];
}

function checkText(schema: JsonSchema, value: string, path: string): Problem[] {
  if (schema.minLength !== undefined && value.length < schema.minLength) {
    return [{ path, message: value === "" ? "must not be empty" : `must have at least ${schema.minLength} characters` }];
  }
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, "u").test(value)) {
    return [{ path, message: `must match ${schema.pattern}, not ${shown(value)}` }];
  }
  return [];
}

function checkNumber(schema: JsonSchema, value: number, path: string): Problem[] {
  const { minimum, maximum } = schema;
  if (minimum !== undefined && value < minimum) return [{ path, message: `must be at least ${minimum}, not ${value}` }];
  if (maximum !== undefined && value > maximum) return [{ path, message: `must be at most ${maximum}, not ${value}` }];
  return [];
}

function checkArray(schema: JsonSchema, value: readonly unknown[], path: string, root: JsonSchema): Problem[] {
  const problems = checkLength(schema, value, path);
  if (schema.uniqueItems === true && hasDuplicates(value)) problems.push({ path, message: "must not repeat an item" });
  const { items } = schema;
  for (const [index, item] of value.entries()) {
    const itemPath = `${path}[${index}]`;
    const itemSchema = isTuple(items) ? items[index] : items;
    if (itemSchema !== undefined) problems.push(...check(itemSchema, item, itemPath, root));
    else if (schema.additionalItems === false) problems.push({ path: itemPath, message: "is one item too many" });
  }
  return problems;
}

function checkLength({ minItems, maxItems }: JsonSchema, value: readonly unknown[], path: string): Problem[] {
  const problems: Problem[] = [];
  if (minItems !== undefined && value.length < minItems) {
    problems.push({ path, message: value.length === 0 ? "must not be empty" : `must have at least ${counted(minItems)}, not ${value.length}` });
  }
  if (maxItems !== undefined && value.length > maxItems) {
    problems.push({ path, message: `must have at most ${counted(maxItems)}, not ${value.length}` });
  }
  return problems;
}

function checkObject(schema: JsonSchema, value: JsonObject, path: string, root: JsonSchema): Problem[] {
  const problems: Problem[] = [];
  for (const key of schema.required ?? []) {
    if (value[key] === undefined || !Object.hasOwn(value, key)) problems.push({ path, message: `must have the property "${key}"` });
  }
  for (const [key, member] of Object.entries(value)) {
    const memberPath = `${path}${accessor(key, path)}`;
    if (schema.propertyNames !== undefined) problems.push(...check(schema.propertyNames, key, memberPath, root));
    const known = schema.properties !== undefined && Object.hasOwn(schema.properties, key) ? schema.properties[key] : schema.additionalProperties;
    if (known === false) problems.push({ path: memberPath, message: unknownKey(key, schema) });
    else if (typeof known === "object" && member !== undefined) problems.push(...check(known, member, memberPath, root));
  }
  return problems;
}

function unknownKey(key: string, schema: JsonSchema): string {
  const suggestion = nearestWord(key, Object.keys(schema.properties ?? {}));
  const unknown = `is not a known ${schema.title ?? "key"}.`;
  return suggestion === undefined ? unknown : `${unknown} Did you mean "${suggestion}"?`;
}

function mismatch(schema: JsonSchema, value: unknown, path: string): Problem {
  const message = `must be ${expectation(schema)}, not ${shown(value)}`;
  const words = (schema.enum ?? []).filter((allowed) => typeof allowed === "string");
  const suggestion = typeof value === "string" ? nearestWord(value, words) : undefined;
  return { path, message: suggestion === undefined ? message : `${message}. Did you mean "${suggestion}"?` };
}

const typeNames: Readonly<Record<JsonType, string>> = {
  object: "an object",
  array: "an array",
  string: "a string",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  null: "null",
};

function expectation(schema: JsonSchema): string {
  if (schema.const !== undefined) return shown(schema.const);
  if (schema.enum !== undefined) return `one of ${schema.enum.map(shown).join(", ")}`;
  return schema.type === undefined ? "something else" : typeNames[schema.type];
}

function hasType(value: unknown, type: JsonType): boolean {
  switch (type) {
    case "object":
      return isObject(value);
    case "array":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    case "number":
      return Number.isFinite(value);
    case "null":
      return value === null;
    default:
      return typeof value === type;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTuple(items: JsonSchema["items"]): items is readonly JsonSchema[] {
  return Array.isArray(items);
}

function hasDuplicates(items: readonly unknown[]): boolean {
  return new Set(items.map((item) => JSON.stringify(item))).size < items.length;
}

function definitionOf(reference: string, root: JsonSchema): JsonSchema {
  const definition = root.definitions?.[reference.slice("#/definitions/".length)];
  if (definition === undefined) throw new Error(`The configuration schema refers to ${reference}, which it does not define.`);
  return definition;
}

function accessor(key: string, path: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `[${JSON.stringify(key)}]`;
  return path === "" ? key : `.${key}`;
}

function counted(items: number): string {
  return items === 1 ? "1 item" : `${items} items`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  if (typeof value === "function") return "a function";
  if (isObject(value)) return "an object";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
