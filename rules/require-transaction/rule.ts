import { lintingOf, report } from "#project/linting";
import { transactionNeedsOf } from "#project/transaction-need";
import { createRule } from "#rule";

interface Options {
  readonly repeatable?: boolean;
}

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
      repeatableWrites:
        "`{{first}}` and `{{second}}` belong together (both are about `{{shared}}`), but when the second fails the first stays until somebody does it again. Put both in one transaction.",
    },
    schema: [{ type: "object", properties: { repeatable: { type: "boolean" } }, additionalProperties: false }],
    defaultOptions: [{ repeatable: false }],
    presetOptions: { strict: { repeatable: true } },
  },
  mayReport: ({ names }, code, options) =>
    code.role === "product" &&
    transactionNeedsOf(names)
      .in(code)
      .some(({ heals }) => !heals || (options as Options).repeatable === true),
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { repeatable = false } = (context.options[0] ?? {}) as Options;
    return {
      Program() {
        for (const { span, steps, data, heals } of transactionNeedsOf(linting.analysis.names).in(linting.code)) {
          if (!heals) report(context, linting, { messageId: "separateWrites", data, span, route: steps });
          else if (repeatable) report(context, linting, { messageId: "repeatableWrites", data, span, route: steps, severity: "note" });
        }
      },
    };
  },
});
