import type { Linter } from "eslint";
import type { Notice, Severity } from "#finding";
import type { Code } from "#project/code";

/**
 * What ESLint says about directive comments that name our rules: ones that suppress nothing, and ones it cannot read. Comments
 * about rules of others, and about rules of ours that are off, are not our business.
 */
export function commentNotices(code: Code, messages: readonly Linter.LintMessage[], severities: Readonly<Record<string, Severity>>): Notice[] {
  return messages.flatMap((message): Notice[] => {
    const at = `${code.path}:${message.line}`;
    if (message.ruleId === null) {
      const unused = unusedRules(message.message).filter((id) => severities[id] !== undefined);
      return unused.length === 0
        ? []
        : [{ kind: "unused-suppression", message: `${at} suppresses ${unused.join(", ")}, which reports nothing there.`, file: code.path }];
    }
    if (!message.ruleId.startsWith("oma/") || message.messageId !== undefined) return [];
    return [{ kind: "config", message: `${at} ${message.message.split("\n")[0]?.trim() ?? ""}`, file: code.path }];
  });
}

/** ESLint tells which rules only in words: `Unused eslint-disable directive (no problems were reported from 'oma/a' or 'oma/b').` */
function unusedRules(message: string): string[] {
  if (!message.startsWith("Unused eslint-")) return [];
  return [...message.matchAll(/'(oma\/[^']+)'/g)].map((match) => match[1] ?? "");
}
