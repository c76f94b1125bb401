import { clientProblems } from "#project/client-lifetimes";
import { lintingOf, report } from "#project/linting";
import { createRule } from "#rule";

export default createRule({
  name: "no-client-per-request",
  meta: {
    docs: {
      description: "Forbid making a database client, pool, data source or model for each request, and closing a shared one after each.",
      coreRule: 8,
      presets: ["recommended", "strict", "architecture"],
      severity: "error",
      precision: "high",
      cwe: [770, 400],
      tags: ["performance", "database", "scalability"],
      remedy: "Make the client once, when the process starts or when it is first needed, and share it. Close it when the process ends.",
    },
    messages: {
      clientPerRequest: "`{{what}}` opens new connections for each request. Make one client when the process starts and share it.",
      modelPerRequest: "`{{what}}` defines a model again for each request. Define it once, at module level.",
      closedPerRequest: "`{{what}}` closes a client that other requests are using. Close it when the process ends.",
    },
    schema: [],
  },
  mayReport: ({ names }, code) => code.role === "product" && clientProblems(names, code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { analysis, code } = linting;
    return {
      Program() {
        for (const { kind, what, span, steps } of clientProblems(analysis.names, code))
          report(context, linting, { messageId: kind, data: { what }, span, route: steps });
      },
    };
  },
});
