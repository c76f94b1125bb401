import { toPlainJson } from "#config/jsonc";
import { type Disk, theDisk } from "./disk.ts";

/** A JSON object whose fields are still unknown. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Parses JSON with comments and trailing commas (tsconfig.json, .babelrc).
 * @throws SyntaxError when it is not even that
 */
export function parseJsonc(text: string): unknown {
  return JSON.parse(toPlainJson(text));
}

/** Reads a JSON-with-comments file; `undefined` when it is missing, broken, or not an object. */
export function readJsonObject(file: string, disk: Disk = theDisk): JsonObject | undefined {
  const text = disk.text(file);
  if (text === undefined) return undefined;
  try {
    return asObject(parseJsonc(text));
  } catch {
    return undefined;
  }
}

/** The value as an object, if it is one. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The strings in a value: itself, or the members of an array. */
export function asStrings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The fields of an object whose values are strings. */
export function asStringRecord(value: unknown): Readonly<Record<string, string>> {
  const object = asObject(value) ?? {};
  return Object.fromEntries(Object.entries(object).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
