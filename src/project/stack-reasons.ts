import type { StackPackage } from "./stack.ts";
import type { StackKind } from "./stack-packages.ts";

/** What rules with a tag look at. */
const watched: Readonly<Record<string, readonly StackKind[]>> = {
  database: ["data"],
  orm: ["data"],
  sql: ["data"],
  jwt: ["auth"],
  api: ["framework", "api"],
  errors: ["framework", "api"],
  async: ["framework", "api"],
  "rate-limit": ["framework", "api"],
};
const kindWords: Readonly<Partial<Record<StackKind, string>>> = { data: "data library", auth: "library for authentication", framework: "web framework" };
const mostNames = 4;

/**
 * Why a rule has something to do in a project: the libraries it watches there.
 * @param tags of the rule
 */
export function reasonFor(tags: readonly string[], packages: readonly StackPackage[]): string {
  if (tags.includes("layers")) return "the layers above";
  const kinds = [...new Set(tags.flatMap((tag) => watched[tag] ?? []))];
  const [first] = kinds;
  if (first === undefined) return "any TypeScript / JavaScript";
  const entries = kinds.flatMap((kind) => packages.flatMap((one) => one.libraries[kind]));
  const names = [...new Set(entries.filter(({ evidence }) => !evidence.dev || evidence.files > 0).map(({ name }) => name))];
  if (names.length === 0) return `no ${kindWords[first] ?? "library"} was found that it could watch`;
  const rest = names.length - mostNames;
  return `watches ${names.slice(0, mostNames).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
