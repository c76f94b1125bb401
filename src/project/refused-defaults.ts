import { escaped } from "#graph/patterns";
import type { Code } from "./code.ts";

/**
 * Whether a default at an offset never counts in production: `if (!password && env === "production") throw …` stands above `password || "desk"`, in the same
 * function. Read from the text; it only ever makes a rule silent.
 */
export function isRefusedInProduction({ text, summary }: Code, at: number): boolean {
  const name = /([\w$]+)\s*(?:\|\||\?\?)\s*$/.exec(text.slice(Math.max(0, at - 80), at))?.[1];
  if (name === undefined) return false;
  const missing = new RegExp(`!\\s*${escaped(name)}\\b`);
  const from = Math.max(0, ...summary.functions.flatMap(({ kind, s, e }) => (kind !== "module" && s <= at && at < e ? [s] : [])));
  const above = text.slice(from, at);
  return [...above.matchAll(/\bif\s*\(([^{};]*)\)\s*\{?\s*throw\b/g)].some(
    ([, condition = ""]) => missing.test(condition) && /&&/.test(condition) && /(?<!!==?\s*["'`])production|(?<!!\s*)\bis_?prod/i.test(condition),
  );
}
