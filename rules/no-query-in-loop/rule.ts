import { lintingOf, report } from "#project/linting";
import { type LoopQuery, loopQueries } from "#project/loop-queries";
import type { Project } from "#project/project";
import { createRule } from "#rule";

export default createRule({
  name: "no-query-in-loop",
  meta: {
    docs: {
      description: "Forbid queries that run once per element: in loops, callbacks of map and forEach, field resolvers, through helpers too.",
      coreRule: 8,
      presets: ["recommended", "strict"],
      severity: "warning",
      precision: "high",
      cwe: [1073],
      tags: ["performance", "orm", "n-plus-one"],
      remedy: "Ask for all elements at once: a list of ids in one query, a join or include, one bulk statement, or a DataLoader for field resolvers.",
    },
    messages: {
      readPerElement: "{{query}} runs once for each element, so n elements cost n queries. Read them all with one query{{hint}}.",
      writePerElement: "{{query}} runs once for each element, so n elements cost n statements. Write them all with one statement{{hint}}.",
      readPerParent: "{{query}} runs once for each parent object that is resolved. Load the field of all parents at once, with a DataLoader.",
    },
    schema: [],
  },
  mayReport: (analysis, code) => code.role === "product" && loopQueries(analysis.names, code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { names } = linting.analysis;
    return {
      Program() {
        for (const found of loopQueries(names, linting.code)) {
          report(context, linting, {
            messageId: found.repeats === "resolver" ? "readPerParent" : found.does === "read" ? "readPerElement" : "writePerElement",
            data: dataOf(linting.analysis.project, found),
            span: found.span,
            route: found.steps,
            // Whether lists of the parent are asked for is up to the clients.
            ...(found.repeats === "resolver" && { confidence: "medium" as const }),
            ...(found.mild && { severity: "note" }),
          });
        }
      },
    };
  },
});

function dataOf({ catalog }: Project, { operation, does }: LoopQuery): Record<string, string> {
  const batch = operation.instead ?? catalog.data.batchOf(operation.library)?.[does];
  const name = operation.api.slice(operation.api.lastIndexOf(".") + 1);
  // A client that is called itself, `knex("loans")`, has the name of its type.
  return { query: name.includes("#") ? "The query" : `\`${name}()\``, hint: batch === undefined ? "" : `: \`${batch}\`` };
}
