import { lintingOf, report } from "#project/linting";
import { startOf } from "#project/laws";
import { type Orphan, orphanAt } from "#project/orphans";
import { createRule } from "#rule";

export default createRule({
  name: "no-orphan-module",
  meta: {
    docs: {
      description: "Forbid modules that nothing reaches from any entry point.",
      coreRule: 1,
      presets: ["strict", "architecture"],
      severity: "warning",
      precision: "high",
      cwe: [561],
      tags: ["architecture", "maintainability"],
      remedy:
        "Delete the module, or import it where it is meant to be used. A file that something outside the code starts belongs into `architecture.entries`.",
    },
    messages: {
      orphan: "Nothing reaches this module from any entry point.{{others}} Delete it, use it, or list it in `architecture.entries`.",
    },
    schema: [],
  },
  mayReport: (analysis, code) => code.role === "product" && orphanAt(analysis, code) !== undefined,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const orphan = orphanAt(linting.analysis, linting.code);
    if (!orphan) return {};
    return {
      Program() {
        report(context, linting, { messageId: "orphan", data: { others: othersOf(orphan) }, span: startOf(linting.code) });
      },
    };
  },
});

function othersOf({ others }: Orphan): string {
  if (others.length === 0) return "";
  const names = others.slice(0, 3).map((path) => `\`${path}\``);
  const more = others.length > names.length ? ` and ${others.length - names.length} more` : "";
  return ` ${names.join(", ")}${more} ${others.length === 1 ? "is" : "are"} only reached from it.`;
}
