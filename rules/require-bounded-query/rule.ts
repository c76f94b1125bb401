import { lintingOf, report } from "#project/linting";
import { createRule } from "#rule";
import type { ImportFact } from "#syntax/summary";

// TODO: everything below is an example that works. Ask the question of this rule instead.
export default createRule({
  name: "require-bounded-query",
  meta: {
    docs: {
      description: "Forbid a second import of the same module.",
      coreRule: 1,
      presets: ["strict"],
      severity: "warning",
      precision: "high",
      cwe: [1041],
      tags: ["maintainability"],
      remedy: "Bring everything in with one import.",
    },
    messages: {
      repeatedImport: "`{{module}}` is imported a second time. Bring everything in with one import.",
    },
    schema: [],
  },
  mayReport: (_analysis, { summary }) => repeatedImports(summary.imports).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { imports } = linting.code.summary;
    return {
      Program() {
        for (const { specifier, from } of repeatedImports(imports))
          report(context, linting, { messageId: "repeatedImport", data: { module: specifier }, span: from });
      },
    };
  },
});

/** Every import of a module after the first one; types and values may come apart. */
function repeatedImports(imports: readonly ImportFact[]): ImportFact[] {
  const statements = imports.filter(({ kind, typeOnly }) => kind === "static" && !typeOnly);
  return statements.filter(({ specifier }, index) => statements.findIndex((other) => other.specifier === specifier) < index);
}
