import { type StateProblem, stateProblems } from "#project/in-memory-state";
import { storeProblems } from "#project/in-process-stores";
import { lintingOf, report } from "#project/linting";
import { createRule } from "#rule";

export default createRule({
  name: "no-in-memory-state",
  meta: {
    docs: {
      description: "Forbid state in the memory of the process that requests change: variables, static fields, singletons, in-memory sessions.",
      coreRule: 12,
      presets: ["recommended", "strict", "architecture"],
      severity: "warning",
      precision: "high",
      cwe: [1058, 362],
      tags: ["architecture", "scalability", "state"],
      remedy:
        "Keep it in a store that all instances share and that survives a restart: the database, Redis, a session store. A cache needs at least a bound and an expiry.",
    },
    messages: {
      sharedState: "`{{name}}` is a {{what}}, and requests change it. Other instances do not see that, and a restart forgets it. Keep it in a shared store.",
      unboundedCache: "`{{name}}` is a cache that grows with what clients send. Give it a bound and an expiry, or use a shared cache.",
      memorySessions: "{{library}} keeps its sessions in this process. Give it a store that all instances share.",
      memoryLimits: "{{library}} counts in this process, so each instance has its own limit. Give it a shared store.",
    },
    schema: [],
  },
  mayReport: (analysis, code) => code.role === "product" && (storeProblems(analysis.names, code).length > 0 || stateProblems(analysis.names, code).length > 0),
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { names } = linting.analysis;
    return {
      Program() {
        for (const problem of stateProblems(names, linting.code)) {
          report(context, linting, {
            messageId: problem.kind,
            data: dataOf(problem),
            span: problem.span,
            route: problem.steps,
            ...(problem.kind === "unboundedCache" && { severity: "note" }),
          });
        }
        for (const { keeps, label, span } of storeProblems(names, linting.code)) {
          const limits = keeps === "limits";
          report(context, linting, {
            messageId: limits ? "memoryLimits" : "memorySessions",
            data: { library: label },
            span,
            ...(limits && { severity: "note" }),
          });
        }
      },
    };
  },
});

function dataOf({ name, what }: StateProblem): Record<string, string> {
  return { name, what };
}
