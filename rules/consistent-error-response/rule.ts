import { replyProblems } from "#project/error-replies";
import { lintingOf, report } from "#project/linting";
import { createRule } from "#rule";

export default createRule({
  name: "consistent-error-response",
  meta: {
    docs: {
      description: "Require errors to be answered by the central handler, as problem documents (RFC 9457).",
      coreRule: 7,
      presets: ["strict"],
      severity: "warning",
      precision: "high",
      cwe: [755],
      tags: ["api", "errors"],
      remedy: "Throw an error of the project and let the central handler answer it as application/problem+json with type, title, status and detail.",
    },
    messages: {
      handWrittenError: "This handler answers {{status}} with a body of its own, past the central handler in {{handler}}. Throw an error instead.",
      noProblemDocument: "This central handler answers no problem document. Send application/problem+json with type, title, status and detail (RFC 9457).",
    },
    schema: [],
  },
  mayReport: ({ layers }, code) => replyProblems(layers, code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting) return {};
    return {
      Program() {
        for (const { kind, span, status, handler } of replyProblems(linting.analysis.layers, linting.code)) {
          report(context, linting, { messageId: kind, data: { status, handler }, span });
        }
      },
    };
  },
});
