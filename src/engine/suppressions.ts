import type { Linter, SourceCode } from "eslint";
import type { Finding, Severity } from "#finding";
import type { Code } from "#project/code";
import { hashOf, toFindings } from "./findings.ts";
import type { Suppressed } from "./options.ts";

/** The id of findings about suppressions without a reason. */
const ruleId = "oma/suppression-reason";

/** Findings that comments in the file suppress, each with the reason its comment gives. */
export function suppressedFindings(
  code: Code,
  messages: readonly Linter.SuppressedLintMessage[],
  severities: Readonly<Record<string, Severity>>,
): Suppressed[] {
  return messages.flatMap((message) => {
    const reason = message.suppressions.map(({ justification }) => justification).find((text) => text !== "") ?? "";
    return toFindings(code, [message], severities).map((finding) => ({ finding, reason }));
  });
}

const directive = /^\s*eslint-disable(?:-next-line|-line)?(?=\s|$)/;

/** Comments that suppress rules of ours by name and do not say why. ESLint takes what follows ` -- ` as the reason. */
export function reasonlessSuppressions(code: Code, sourceCode: SourceCode, severity: Severity): Finding[] {
  const seen = new Map<string, number>();
  return sourceCode.getAllComments().flatMap((comment): Finding[] => {
    if (!directive.test(comment.value) || !comment.range) return [];
    const [rules = "", ...reason] = comment.value.split(/\s-{2,}\s/u);
    const named = [...new Set(rules.match(/\boma\/[\w-]+/g))];
    if (named.length === 0 || reason.join("").trim() !== "") return [];
    const occurrence = (seen.get(rules) ?? 0) + 1;
    seen.set(rules, occurrence);
    return [
      {
        ruleId,
        messageId: "missingReason",
        severity,
        confidence: "high",
        message: `${named.join(" and ")} is suppressed without a reason. Write it after the rule: \`-- because …\`.`,
        place: code.place({ s: comment.range[0], e: comment.range[1] }),
        route: [],
        suggestions: [],
        fingerprint: hashOf([ruleId, code.path, rules.replace(/\s+/g, ""), occurrence].join("\n")),
      },
    ];
  });
}
