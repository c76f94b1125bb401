import { lintingOf, report } from "#project/linting";
import { unvalidatedInputs } from "#project/validation/unvalidated";
import { createRule } from "#rule";

export default createRule({
  name: "require-input-validation",
  meta: {
    docs: {
      description: "Demand that what a request brings is validated before it goes beyond the handler.",
      coreRule: 3,
      presets: ["recommended", "strict", "security"],
      severity: "error",
      precision: "high",
      cwe: [20, 1287],
      tags: ["security", "validation", "api"],
      remedy:
        "Parse the input with a schema (zod, joi, class-validator with its pipe …) in front of the handler or as its first step, and use what the schema returns.",
    },
    messages: {
      unvalidatedInput: "`{{label}}` ({{input}}) reaches {{where}}, and nothing has validated it. Parse it with a schema first.",
      ignoredResult: "`{{label}}` ({{input}}) reaches {{where}}: it is checked, but {{why}}. Refuse the request when the check fails.",
      acceptsAnything: "`{{label}}` ({{input}}) reaches {{where}}, and its schema `{{why}}` lets everything through. Write down what it must look like.",
      rawInputUsed: "`{{label}}` ({{input}}) is parsed, but the raw input reaches {{where}}, unknown properties included. Use what the schema returns.",
      unlimitedFile:
        "`{{label}}` ({{input}}) reaches {{where}}, and `{{why}}` limits neither its size nor its type. Give the upload `limits` and a filter, or check the file.",
      useResult: "Go on with what the schema returns.",
      awaitCheck: "Wait for the check.",
      useSchema: "Parse it with the schema of its type.",
      useRouteSchema: "Let the route check it with the schema of its type.",
      usePipe: "Let a ValidationPipe look at its class.",
      uncheckedType: "`{{label}}` ({{input}}) {{why}}, so no pipe validates it before it reaches {{where}}. Give it a class with validators, or parse it.",
    },
    hasSuggestions: true,
    schema: [],
  },
  mayReport: (analysis, code) => code.role === "product" && unvalidatedInputs(analysis, code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    return {
      Program() {
        for (const { k, input, where, why, steps, scalar, mend } of unvalidatedInputs(linting.analysis, linting.code)) {
          const here = input.code === linting.code ? input.span : undefined;
          const span = here ?? steps.find((step) => step.code === linting.code)?.span;
          if (!span) continue;
          report(context, linting, {
            messageId: k,
            data: { label: input.label, input: input.name, where, why: why ?? "" },
            span,
            route: steps,
            ...(scalar && { severity: "note" }),
            ...(mend?.code === linting.code && { suggest: [{ messageId: mend.k, edits: mend.edits }] }),
          });
        }
      },
    };
  },
});
