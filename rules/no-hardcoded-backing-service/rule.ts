import { serviceProblems } from "#project/backing-services";
import { lintingOf, report } from "#project/linting";
import { createRule } from "#rule";

export default createRule({
  name: "no-hardcoded-backing-service",
  meta: {
    docs: {
      description: "Forbid the fixed address of a database, cache, queue, mail or search service where its client is built.",
      coreRule: 13,
      presets: ["recommended", "strict", "architecture"],
      severity: "warning",
      precision: "high",
      cwe: [1051, 547],
      tags: ["architecture", "configuration"],
      remedy: "Read the address from the configuration, which reads it from the environment, and hand the finished client to whoever needs it.",
    },
    messages: {
      hardcodedService: "The address that {{client}} connects to is fixed in code. Read it from the environment.",
      ownClient: "This repository builds its own {{client}}. Let it be handed in, so that the service can be another one elsewhere.",
    },
    schema: [],
  },
  mayReport: (analysis, code) => code.role === "product" && serviceProblems(analysis, code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { analysis, code } = linting;
    return {
      Program() {
        for (const { kind, client, span } of serviceProblems(analysis, code)) report(context, linting, { messageId: kind, data: { client }, span });
      },
    };
  },
});
