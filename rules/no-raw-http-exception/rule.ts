import { lintingOf, report } from "#project/linting";
import { type RawException, rawExceptions } from "#project/raw-exceptions";
import { createRule } from "#rule";

interface Options {
  /** Routers are to use errors of the project as well. */
  readonly strict?: boolean;
  /** Packages whose errors may be used anywhere. */
  readonly allow?: readonly string[];
}

export default createRule({
  name: "no-raw-http-exception",
  meta: {
    docs: {
      description: "Forbid HTTP errors of a framework in services, repositories and models; errors of the project become answers in one place.",
      coreRule: 7,
      presets: ["recommended", "strict", "architecture"],
      severity: "warning",
      precision: "high",
      cwe: [1057, 1061],
      tags: ["architecture", "errors"],
      remedy: "Throw an error of the project, and map it to a status in the central error handler (exception filter, error middleware).",
    },
    messages: {
      rawException: "`{{name}}` ({{library}}) brings HTTP into this {{layer}}. {{way}}",
      rawInRouter: "`{{name}}` ({{library}}) is made here by hand. {{way}}",
    },
    schema: [
      {
        type: "object",
        properties: { strict: { type: "boolean" }, allow: { type: "array", items: { type: "string" }, uniqueItems: true } },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ strict: false, allow: [] }],
  },
  mayReport: ({ layers }, code) => rawExceptions(layers, code, true).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting) return {};
    const { strict = false, allow = [] } = (context.options[0] ?? {}) as Options;
    return {
      Program() {
        for (const problem of rawExceptions(linting.analysis.layers, linting.code, strict)) {
          if (allow.includes(problem.library)) continue;
          report(context, linting, {
            messageId: problem.layer === "router" ? "rawInRouter" : "rawException",
            data: { name: problem.name, library: problem.library, layer: problem.layer === "domain" ? "domain code" : problem.layer, way: wayOut(problem) },
            span: problem.span,
            ...(!problem.center && { severity: "note" }),
          });
        }
      },
    };
  },
});

function wayOut({ center }: RawException): string {
  if (center?.kind === "module") return `Throw an error of your own, as in ${center.path}.`;
  if (center) return `Throw an error of your own and let the handler in ${center.path} answer it.`;
  return "Throw an error of your own and answer it in one central handler.";
}
