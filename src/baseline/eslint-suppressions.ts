import { UserError, type Finding } from "#finding";

/** What ESLint's `--suppress-all` and `--suppress-rule` write: file → rule → how many findings are accepted. */
export type EslintSuppressions = Readonly<Record<string, Readonly<Record<string, { readonly count: number }>>>>;

/** The name of the file in the project's root. */
export const suppressionsName = "eslint-suppressions.json";

/**
 * Reads ESLint's suppressions; only those of our rules matter here.
 * @throws {UserError} when the file is not what ESLint writes
 */
export function readEslintSuppressions(text: string): EslintSuppressions {
  try {
    const content = JSON.parse(text.replace(/^\ufeff/, "")) as Record<string, Record<string, { count: number }>>;
    return Object.fromEntries(
      Object.entries(content).map(([file, rules]) => [
        file.replaceAll("\\", "/").replace(/^\.\//, ""),
        Object.fromEntries(Object.entries(rules).filter(([id, entry]) => id.startsWith("oma/") && typeof entry.count === "number")),
      ]),
    );
  } catch (error) {
    throw new UserError(
      `${suppressionsName} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      "ESLint writes it with `eslint --suppress-all`.",
    );
  }
}

/** As ESLint does it: no more findings of a rule in a file than accepted, and all are; one more, and none is. */
export function splitBySuppressions(findings: readonly Finding[], suppressions: EslintSuppressions): { fresh: readonly Finding[]; known: readonly Finding[] } {
  const counts = new Map<string, number>();
  const keyOf = ({ place, ruleId }: Finding): string => `${place.file}\n${ruleId}`;
  for (const finding of findings) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  const isKnown = (finding: Finding): boolean => (counts.get(keyOf(finding)) ?? 0) <= (suppressions[finding.place.file]?.[finding.ruleId]?.count ?? 0);
  return {
    fresh: findings.filter((finding) => !isKnown(finding)),
    known: findings.filter(isKnown).map((finding): Finding => ({ ...finding, severity: "note" })),
  };
}
