import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { configurationSchema } from "#config/schema";
import { validate } from "#config/validate";

const folder = path.resolve("src/catalog");

/** What the built-in catalogue says, a project may say too: the schema must take every entry. */
test.each(readdirSync(folder).filter((name) => name.endsWith(".ts")))("the schema of `knows` takes the facts of %s", async (name) => {
  const module = (await import(path.join(folder, name))) as Readonly<Record<string, unknown>>;
  const entries = Object.values(module).flat().filter(isFacts);
  expect(validate(configurationSchema, { knows: entries })).toEqual([]);
});

function isFacts(value: unknown): value is { readonly packages: readonly string[] } {
  return typeof value === "object" && value !== null && "packages" in value && Array.isArray(value.packages);
}
