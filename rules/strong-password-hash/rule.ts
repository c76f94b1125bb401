import { lintingOf, type Report, report } from "#project/linting";
import type { PasswordProblem } from "#project/passwords";
import { createRule } from "#rule";

interface Options {
  readonly strict?: boolean;
}

export default createRule({
  name: "strong-password-hash",
  meta: {
    docs: {
      description: "Require a slow, salted hash with enough cost wherever a password is kept or checked.",
      coreRule: 5,
      presets: ["recommended", "strict", "security"],
      severity: "error",
      precision: "high",
      cwe: [916, 327],
      securitySeverity: 7.5,
      tags: ["security", "authentication", "cryptography"],
      remedy: "Hash passwords with argon2id, or with bcrypt at a cost of 12, and compare them with the library's own function.",
    },
    messages: {
      fastHash: "The password `{{what}}` goes through {{api}}(), which is made for speed: leaked hashes are soon guessed. Use argon2id or bcrypt.",
      weakCost: "{{what}}. Raise it.",
      weakVariant: "{{what}}. Use argon2id.",
      plainComparison: "`{{what}}` is compared as it is, so it is stored in plain text. Store an argon2id or bcrypt hash and compare with the library.",
      plainStorage: "`{{what}}` is stored as the request brings it, in plain text. Store an argon2id or bcrypt hash.",
      raiseCost: "Raise the cost to 12.",
    },
    schema: [{ type: "object", properties: { strict: { type: "boolean" } }, additionalProperties: false }],
    defaultOptions: [{ strict: false }],
    hasSuggestions: true,
  },
  mayReport: (analysis, code) => code.role === "product" && analysis.passwords.problemsIn(code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { strict = false } = (context.options[0] ?? {}) as Options;
    return {
      Program() {
        for (const problem of linting.analysis.passwords.problemsIn(linting.code)) {
          if (strict || !problem.strictOnly) report(context, linting, toReport(problem));
        }
      },
    };
  },
});

function toReport({ kind, span, what, api, steps, raise, strictOnly }: PasswordProblem): Report {
  return {
    messageId: kind,
    data: { what, api: apiLabel(api) },
    span,
    route: steps,
    ...(strictOnly && { severity: "warning" }),
    ...(kind === "plainComparison" && { confidence: "medium" }),
    suggest: raise ? [{ messageId: "raiseCost", edits: [{ span: raise, text: "12" }] }] : [],
  };
}

/** `crypto#Hash.update` as a reader knows it: `Hash.update`. */
function apiLabel(api: string): string {
  const [library = "", path = ""] = api.split("#");
  return path === "default" ? (library.split("/").at(-1) ?? library) : path;
}
