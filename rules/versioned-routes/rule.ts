import picomatch from "picomatch";
import { isOfApi, unversionedIn } from "#project/endpoints/unversioned";
import { lintingOf, report } from "#project/linting";
import { createRule } from "#rule";

interface Options {
  readonly pattern?: string;
  readonly ignore?: readonly string[];
}

const defaultPattern = String.raw`^/api/v\d+(?:/|$)`;

export default createRule({
  name: "versioned-routes",
  meta: {
    docs: {
      description: "Demand that the endpoints of an API lie under a version: /api/v1.",
      coreRule: 13,
      presets: ["strict"],
      severity: "warning",
      precision: "high",
      cwe: [1057],
      tags: ["api", "versioning"],
      remedy: "Mount the router under /api/v1 (Express, Fastify, Hono), or switch on URI versioning and a global prefix (NestJS).",
    },
    messages: {
      unversionedRoute: "{{method}} {{path}}{{more}} has no version in its path. Put it under /api/v<n>.",
      misplacedVersion: "{{method}} {{path}}{{more}} has a version, but lies outside /api/v<n>. Put it there, or tell this rule your pattern.",
    },
    schema: [
      {
        type: "object",
        properties: {
          pattern: { type: "string", description: "Regular expression that the paths of versioned endpoints match. Default `^/api/v\\d+(?:/|$)`." },
          ignore: { type: "array", items: { type: "string" }, description: "Paths that need no version: globs, `/admin/**`." },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ pattern: defaultPattern, ignore: [] }],
  },
  mayReport: ({ names, endpoints }, code) => code.role === "product" && endpoints.in(code).some((endpoint) => isOfApi(names, endpoint)),
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { pattern = defaultPattern, ignore = [] } = (context.options[0] ?? {}) as Options;
    const { names, endpoints } = linting.analysis;
    const versioned = new RegExp(pattern);
    const isIgnored = picomatch([...ignore], { dot: true });
    return {
      Program() {
        const isFine = (path: string): boolean => versioned.test(path) || (ignore.length > 0 && isIgnored(path));
        for (const { first, others, span, hasVersion } of unversionedIn(names, endpoints, linting.code, isFine)) {
          report(context, linting, {
            messageId: hasVersion ? "misplacedVersion" : "unversionedRoute",
            ...(hasVersion && { severity: "note" }),
            data: { method: first.methods.join("/"), path: first.path, more: moreOf(others.length) },
            span,
            route: others.slice(0, 5).map((item) => ({ code: item.code, span: item.span, message: `${item.methods.join("/")} ${item.path}` })),
          });
        }
      },
    };
  },
});

function moreOf(count: number): string {
  return count === 0 ? "" : ` (and ${String(count)} more of this router)`;
}
