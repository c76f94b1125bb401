import picomatch from "picomatch";
import { limiterFor } from "#project/endpoints/limiter-suggestion";
import type { Endpoint } from "#project/endpoints/model";
import { nameplateOf } from "#project/endpoints/registration";
import { unlimitedIn } from "#project/endpoints/unlimited";
import { lintingOf, report } from "#project/linting";
import { createRule } from "#rule";

interface Options {
  readonly limitedOutside?: readonly string[];
}

export default createRule({
  name: "require-auth-rate-limit",
  meta: {
    hasSuggestions: true,
    docs: {
      description: "Demand a limit on how often login, registration, password reset and the like can be tried.",
      coreRule: 5,
      presets: ["recommended", "strict", "security"],
      severity: "error",
      precision: "high",
      cwe: [307, 770],
      tags: ["security", "authentication", "rate-limit"],
      remedy:
        "Put a rate limiter in front of the route, its router or the whole app: express-rate-limit, @fastify/rate-limit, @nestjs/throttler with its guard.",
    },
    messages: {
      unlimitedAuth: "{{method}} {{path}} ({{purpose}}) can be tried without limit. Put a rate limiter in front of it.",
      sameLimiter: "Put `{{limiter}}` in front of it, as in front of other routes.",
      exemptAuth: "{{method}} {{path}} ({{purpose}}) is exempt from the rate limit. Take the exemption away, or limit it on its own.",
    },
    schema: [
      {
        type: "object",
        properties: {
          limitedOutside: {
            type: "array",
            items: { type: "string" },
            description: "Paths that a gateway or firewall limits: globs, `/api/auth/**`.",
          },
        },
        additionalProperties: false,
      },
    ],
  },
  mayReport: (analysis, code) => code.role === "product" && unlimitedIn(analysis, code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { limitedOutside = [] } = (context.options[0] ?? {}) as Options;
    const { names, endpoints, controls } = linting.analysis;
    const isOutside = picomatch([...limitedOutside]);
    return {
      Program() {
        for (const { endpoint, purpose, exempt } of unlimitedIn(linting.analysis, linting.code)) {
          if (limitedOutside.length > 0 && isOutside(endpoint.path)) continue;
          const limiter = exempt ? undefined : limiterFor(names, endpoints, controls, endpoint);
          report(context, linting, {
            messageId: exempt ? "exemptAuth" : "unlimitedAuth",
            data: { method: endpoint.methods.join("/"), path: endpoint.path, purpose },
            span: nameplateOf(endpoint),
            identity: endpoint.span,
            route: endpoint.handler ? [{ code: endpoint.handler.code, span: headOf(endpoint.handler), message: "answered here" }] : [],
            ...(limiter && { suggest: [{ messageId: "sameLimiter", data: { limiter: limiter.limiter }, edits: limiter.edits }] }),
          });
        }
      },
    };
  },
});

function headOf({ code, f }: NonNullable<Endpoint["handler"]>): { s: number; e: number } {
  const { s, e } = code.summary.functions[f] ?? { s: 0, e: 0 };
  return { s, e };
}
