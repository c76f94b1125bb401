import { loggedSecretsIn } from "#project/logged-secrets";
import { lintingOf, report } from "#project/linting";
import { isRehearsal } from "#project/secrets";
import { createRule } from "#rule";

export default createRule({
  name: "no-secret-in-log",
  meta: {
    docs: {
      description: "Forbid handing a password, a key, a token or an authorization header to a logger.",
      coreRule: 11,
      presets: ["strict"],
      severity: "warning",
      precision: "medium",
      cwe: [532],
      securitySeverity: 5.3,
      tags: ["security", "secrets", "logging"],
      remedy: "Log who and what happened, not the secret: an id, that it was there, or the logger's own redaction.",
    },
    messages: {
      loggedSecret: "`{{name}}` goes into the log with {{logger}}(). Whoever reads logs can use it: leave it out.",
    },
    schema: [],
  },
  mayReport: (_analysis, code) => code.role === "product" && !isRehearsal(code.path) && loggedSecretsIn(code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product" || isRehearsal(linting.code.path)) return {};
    return {
      Program() {
        for (const { name, logger, span } of loggedSecretsIn(linting.code)) {
          report(context, linting, { messageId: "loggedSecret", data: { name, logger }, span, confidence: "medium" });
        }
      },
    };
  },
});
