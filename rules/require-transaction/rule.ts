import { lintingOf, report } from "#project/linting";
import { transactionNeedsOf } from "#project/transaction-need";
import { createRule } from "#rule";

export default createRule({
  name: "require-transaction",
  meta: {
    docs: {
      description: "Require one transaction around writes of one function that depend on each other.",
      coreRule: 9,
      presets: ["recommended", "strict", "architecture"],
      severity: "warning",
      precision: "high",
      cwe: [662, 460],
      tags: ["database", "transactions"],
      remedy: "Open a transaction around both writes and use its handle for them, or say both in one call where the library has one (nested writes, a batch).",
    },
    messages: {
      separateWrites:
        "`{{first}}` and `{{second}}` belong together (both are about `{{shared}}`), but when the second fails the first stays. Put both in one transaction.",
    },
    schema: [],
  },
  mayReport: (analysis, code) => code.role === "product" && transactionNeedsOf(analysis.names).in(code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    return {
      Program() {
        for (const { span, steps, data } of transactionNeedsOf(linting.analysis.names).in(linting.code))
          report(context, linting, { messageId: "separateWrites", data, span, route: steps });
      },
    };
  },
});
