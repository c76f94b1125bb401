import { pointOf } from "#project/call-sites";
import { lintingOf, type Report, report } from "#project/linting";
import { withAlgorithms, withExpiry } from "#project/token-suggestions";
import type { TokenProblem } from "#project/tokens";
import { createRule } from "#rule";

interface Options {
  readonly strict?: boolean;
}

export default createRule({
  name: "secure-jwt",
  meta: {
    docs: {
      description: "Require signed tokens that end, and checks of tokens that name the algorithm and heed signature and expiry.",
      coreRule: 5,
      presets: ["recommended", "strict", "security"],
      severity: "error",
      precision: "high",
      cwe: [347, 613],
      securitySeverity: 7.5,
      tags: ["security", "authentication", "jwt"],
      remedy: "Verify every token before its claims count, with the algorithms you sign with, and give every token an expiry: `expiresIn` or the `exp` claim.",
    },
    messages: {
      noneAlgorithm: "{{api}}() makes or accepts tokens without a signature, which anybody can write. Name a real algorithm.",
      decodedTrust: "{{api}}() reads the token without checking its signature, and its claims are trusted. Verify the token instead.",
      uncheckedSignature: "{{api}}() is told not to check the signature. Leave that argument out.",
      unpinnedAlgorithms: "{{api}}() lets the token choose its algorithm. Name the ones you sign with.",
      missingExpiry: "{{api}}() signs a token that never ends: neither options, claims nor module set an expiry. Add one.",
      ignoredExpiry: "{{api}}() accepts tokens that have expired. Leave that option out.",
      longLifetime: "{{limit}}; this one lives longer. Shorten it.",
      addAlgorithms: "Accept one algorithm only: {{form}}.",
      addExpiry: 'Let the token end: expiresIn: "15m".',
    },
    schema: [{ type: "object", properties: { strict: { type: "boolean" } }, additionalProperties: false }],
    defaultOptions: [{ strict: false }],
    hasSuggestions: true,
  },
  mayReport: (analysis, code) => code.role === "product" && analysis.tokens.problemsIn(code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { strict = false } = (context.options[0] ?? {}) as Options;
    return {
      Program() {
        for (const problem of linting.analysis.tokens.problemsIn(linting.code)) {
          if (problem.kind !== "longLifetime" || strict) report(context, linting, toReport(problem));
        }
      },
    };
  },
});

function toReport(problem: TokenProblem): Report {
  const { kind, code, place, site, steps, detail } = problem;
  return {
    messageId: kind,
    data: { api: apiLabel(site.api), limit: detail ?? "" },
    span: pointOf(code, place.call),
    route: steps,
    ...severityOf(problem),
    suggest: suggestionsFor(problem),
  };
}

/** What cannot be attacked by itself is milder; what a wrapper's callers leave out is less sure. */
function severityOf({ kind, site }: TokenProblem): Pick<Report, "severity" | "confidence"> {
  if (kind === "unpinnedAlgorithms" || kind === "longLifetime") return { severity: "warning" };
  return kind === "decodedTrust" || site.callers.length > 0 ? { confidence: "medium" } : {};
}

function suggestionsFor(problem: TokenProblem): NonNullable<Report["suggest"]> {
  if (problem.kind === "unpinnedAlgorithms") {
    const form = `algorithms: ["${problem.detail === "public" ? "RS256" : "HS256"}"]`;
    const edits = withAlgorithms(problem, form);
    return edits ? [{ messageId: "addAlgorithms", data: { form }, edits }] : [];
  }
  const edits = problem.kind === "missingExpiry" ? withExpiry(problem) : undefined;
  return edits ? [{ messageId: "addExpiry", edits }] : [];
}

/** `jsonwebtoken#sign` as a reader knows it: `sign`, `JwtService.sign`. */
function apiLabel(api: string): string {
  const [library = "", path = ""] = api.split("#");
  return path === "default" ? (library.split("/").at(-1) ?? library) : path;
}
