import { lintingOf, report } from "#project/linting";
import { createRule } from "#rule";

export default createRule({
  name: "require-cache-ttl",
  meta: {
    docs: {
      description: "Require an expiry on every entry that is written to a cache.",
      coreRule: 11,
      presets: ["strict"],
      severity: "warning",
      precision: "high",
      cwe: [770, 672],
      tags: ["cache", "performance", "reliability"],
      remedy: "Give the entry a time to live, or the cache a default one.",
    },
    messages: {
      endlessEntry: "{{api}}() caches without an expiry: the entry grows stale and never goes. Give it a time to live.",
      addExpiry: "Let the entry go after five minutes.",
    },
    schema: [],
    hasSuggestions: true,
  },
  mayReport: (analysis, code) => code.role === "product" && analysis.caches.problemsIn(code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    return {
      Program() {
        for (const { span, api, steps, edits } of linting.analysis.caches.problemsIn(linting.code)) {
          report(context, linting, {
            messageId: "endlessEntry",
            data: { api },
            span,
            route: steps,
            suggest: edits ? [{ messageId: "addExpiry", edits }] : [],
          });
        }
      },
    };
  },
});
