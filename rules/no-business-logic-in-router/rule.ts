import { handlerProblems } from "#project/handler-logic";
import { lintingOf, report } from "#project/linting";
import { createRule } from "#rule";

export default createRule({
  name: "no-business-logic-in-router",
  meta: {
    docs: {
      description: "Keep route handlers thin: no queries, no orchestration, no computing, no side effects in them.",
      coreRule: 2,
      presets: ["recommended", "strict", "architecture"],
      severity: "warning",
      precision: "high",
      cwe: [1054, 1093],
      tags: ["architecture", "layers"],
      remedy: "Move what the handler decides and does into one function of a service, and leave it three things: read the request, call that function, answer.",
    },
    messages: {
      databaseInRouter: "{{handler}} {{evidence}}. Move this into a service, and call that.",
      businessLogic: "{{handler}} does more than HTTP: it {{evidence}}. Move this into a service, and call that.",
    },
    schema: [],
  },
  mayReport: (analysis, code) => code.role === "product" && handlerProblems(analysis.layers, code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    return {
      Program() {
        for (const { kind, handler, evidence, span, identity, steps, isNote } of handlerProblems(linting.analysis.layers, linting.code)) {
          report(context, linting, {
            messageId: kind,
            data: { handler, evidence },
            span,
            identity,
            route: steps,
            ...(isNote && { severity: "note" }),
          });
        }
      },
    };
  },
});
