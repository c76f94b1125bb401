import type { Cycle } from "#graph/cycles";
import type { Analysis } from "#project/analysis";
import { lintingOf, report } from "#project/linting";
import type { Step } from "#project/step";
import { createRule } from "#rule";

export default createRule({
  name: "no-circular-dependency",
  meta: {
    docs: {
      description: "Forbid imports that lead back to the module they stand in while modules load.",
      coreRule: 1,
      presets: ["recommended", "strict", "architecture"],
      severity: "warning",
      precision: "very-high",
      cwe: [1047],
      tags: ["architecture", "maintainability"],
      remedy:
        "Move what both modules need into a third one, or hand it in as a parameter. Import a sibling directly instead of through the folder's own index.",
    },
    messages: {
      cycle: "This import closes a cycle: {{chain}}.{{more}} Move what both sides need into a module of its own.",
    },
    schema: [],
  },
  mayReport: (analysis, code) => analysis.graph.cyclesAt(code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting) return {};
    const { analysis, code } = linting;
    return {
      Program() {
        for (const cycle of analysis.graph.cyclesAt(code)) {
          const closing = cycle.edges[0] && analysis.graph.importOf(cycle.edges[0]);
          if (!closing) continue;
          report(context, linting, {
            messageId: "cycle",
            data: { chain: chainOf(cycle), more: moreOf(cycle) },
            span: closing.fact,
            route: stepsOf(analysis, cycle),
          });
        }
      },
    };
  },
});

/** `a.ts → b.ts → a.ts`; the middle of a long chain is left to the route. */
function chainOf({ edges }: Cycle): string {
  const nodes = [...edges.map((edge) => edge.from), edges[0]?.from ?? ""];
  if (nodes.length <= 6) return nodes.join(" → ");
  return [...nodes.slice(0, 3), `… ${nodes.length - 5} more …`, ...nodes.slice(-2)].join(" → ");
}

function moreOf({ edges, modules }: Cycle): string {
  return modules > edges.length ? ` ${modules} modules hang together in a knot of cycles; this is one of the shortest.` : "";
}

function stepsOf(analysis: Analysis, { edges }: Cycle): Step[] {
  return edges.flatMap((edge) => {
    const found = analysis.graph.importOf(edge);
    return found ? [{ code: found.code, span: found.fact, message: `imports ${edge.to}` }] : [];
  });
}
