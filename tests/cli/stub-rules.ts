import { createRule, type OmaRule } from "#rule";

/** Stands in for `#rules/index`. */
export const rules: Record<string, OmaRule> = {
  "no-cycle-of-loans": createRule({
    name: "no-cycle-of-loans",
    meta: {
      docs: {
        description: "A loan must not lead back to its lender.",
        coreRule: 1,
        presets: ["recommended", "strict"],
        severity: "error",
        precision: "high",
        cwe: [1047],
        tags: ["architecture"],
        remedy: "Return the book first.",
      },
      messages: { cycle: "Loan {{n}} goes in a circle. Return it." },
      schema: [],
    },
    create: () => ({}),
  }),
};
