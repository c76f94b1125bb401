import { lintingOf, report } from "#project/linting";
import { unboundedReads } from "#project/unbounded-reads";
import { createRule } from "#rule";

interface Options {
  readonly strict?: boolean;
}

export default createRule({
  name: "require-bounded-query",
  meta: {
    docs: {
      description: "Require a limit, a page or a filter on list reads that requests cause.",
      coreRule: 8,
      presets: ["recommended", "strict"],
      severity: "warning",
      precision: "high",
      cwe: [770],
      tags: ["performance", "orm", "pagination"],
      remedy: "Read a page: a limit the client cannot exceed, and a cursor or offset. For a table that stays small, say so with a limit too.",
    },
    messages: {
      unboundedRead: "{{query}} reads every row there is, for each request. Read a page: give it a limit.",
    },
    schema: [{ type: "object", properties: { strict: { type: "boolean" } }, additionalProperties: false }],
    defaultOptions: [{ strict: false }],
  },
  mayReport: (analysis, code) => code.role === "product" && unboundedReads(analysis.names, code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { strict = false } = (context.options[0] ?? {}) as Options;
    return {
      Program() {
        for (const { operation, span, steps } of unboundedReads(linting.analysis.names, linting.code)) {
          const name = operation.api.slice(operation.api.lastIndexOf(".") + 1);
          report(context, linting, {
            messageId: "unboundedRead",
            data: { query: name.includes("#") ? "The query" : `\`${name}()\`` },
            span,
            route: steps,
            ...(!strict && { severity: "note" as const }),
          });
        }
      },
    };
  },
});
