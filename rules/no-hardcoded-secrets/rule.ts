import { type Linting, lintingOf, type Report, report } from "#project/linting";
import type { SecretProblem } from "#project/secrets";
import { environmentRead } from "#project/environment";
import { isExcused } from "#project/secret-comments";
import { createRule } from "#rule";

interface Options {
  readonly foreignComments?: boolean;
}

export default createRule({
  name: "no-hardcoded-secrets",
  meta: {
    docs: {
      description: "Forbid passwords, keys and tokens in the code.",
      coreRule: 11,
      presets: ["recommended", "strict", "security"],
      severity: "error",
      precision: "high",
      cwe: [798, 321, 259],
      securitySeverity: 8.6,
      tags: ["security", "secrets"],
      remedy:
        "Read it from the environment, and stop when it is not set. Then replace the secret itself: whoever has the history of the repository has the old one.",
    },
    messages: {
      providerToken: "This is a {{what}}. Revoke it, and read the new one from the environment.",
      privateKey: "This is a private key. Replace it, and read the new one from the environment or a file outside of the repository.",
      credentialUrl: "This {{what}} address has a password in it. Read the address from the environment.",
      secretAtSink: "The {{what}} of {{where}}() is a text in the code: whoever reads it can use it. Read it from the environment.",
      secretFallback: "Where `{{what}}` is not set, a text from the code takes its place. Stop instead.",
      connectionPassword: "This connection has its `{{what}}` in the code. Read it from the environment.",
      authorizationHeader: "The credential of this `{{what}}` header is a text in the code. Read it from the environment.",
      comparedPassword: "`{{what}}` is compared with a text in the code: whoever reads it comes in. Compare with a stored hash.",
      namedSecret: "`{{what}}` holds what looks like a secret. Read it from the environment.",
      readEnvironment: "Read it from the environment: {{form}}.",
      removeFallback: "Take the text away, so that a missing setting shows.",
    },
    schema: [
      {
        type: "object",
        properties: {
          foreignComments: {
            type: "boolean",
            description: "Also honour the comments of other secret scanners: `gitleaks:allow`, `pragma: allowlist secret`, `secretlint-disable`.",
          },
        },
        additionalProperties: false,
      },
    ],
    hasSuggestions: true,
  },
  mayReport: (analysis, code) => analysis.secrets.problemsIn(code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting) return {};
    const { foreignComments = false } = (context.options as readonly Options[])[0] ?? {};
    return {
      Program() {
        for (const problem of linting.analysis.secrets.problemsIn(linting.code)) {
          if (foreignComments && isExcused(linting.code, problem.span)) continue;
          report(context, linting, toReport(linting, problem));
        }
      },
    };
  },
});

function toReport(linting: Linting, problem: SecretProblem): Report {
  return {
    messageId: problem.kind,
    data: { what: problem.what, where: problem.where },
    span: problem.span,
    route: problem.steps,
    confidence: problem.tier === "certain" ? "high" : "medium",
    ...(problem.tier === "possible" && { severity: "warning" }),
    suggest: suggestionsFor(linting, problem),
  };
}

function suggestionsFor({ analysis, code }: Linting, { fallback, hide: [hidden], kind, variable }: SecretProblem): NonNullable<Report["suggest"]> {
  if (fallback) return [{ messageId: "removeFallback", edits: [{ span: { s: fallback.left.e, e: fallback.whole.e }, text: "" }] }];
  const whole = hidden?.code === code && kind !== "credentialUrl" ? analysis.secrets.literalAt(code, hidden.span) : undefined;
  if (!whole) return [];
  const form = environmentRead(analysis.names, code, variable);
  return [{ messageId: "readEnvironment", data: { form }, edits: [{ span: whole, text: form }] }];
}
