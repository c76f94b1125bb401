import { lintingOf, report } from "#project/linting";
import { type UntypedSignature, untypedSignatures } from "#project/untyped-signatures";
import { createRule } from "#rule";

export default createRule({
  name: "require-signature-types",
  meta: {
    docs: {
      description: "Demand parameter and return types of exported functions and public methods in routers, services, repositories and models.",
      coreRule: 6,
      presets: ["strict"],
      severity: "warning",
      precision: "high",
      cwe: [1076],
      tags: ["maintainability", "types"],
      remedy: "Write the types of the parameters and of what is returned; other layers rely on them.",
    },
    messages: {
      untypedSignature: "`{{name}}` of this {{layer}} does not say the type of {{gaps}}.",
    },
    schema: [],
  },
  mayReport: ({ names, layers }, code) => untypedSignatures(names, layers, code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting) return {};
    const { names, layers } = linting.analysis;
    return {
      Program() {
        for (const problem of untypedSignatures(names, layers, linting.code)) {
          report(context, linting, {
            messageId: "untypedSignature",
            data: { name: problem.name, layer: problem.layer, gaps: gapsIn(problem) },
            span: problem.span,
          });
        }
      },
    };
  },
});

function gapsIn({ parameters, returns }: UntypedSignature): string {
  const named = parameters.map((name) => `\`${name}\``);
  const all = returns ? [...named, "what it returns"] : named;
  return all.length > 1 ? `${all.slice(0, -1).join(", ")} and ${all.at(-1) ?? ""}` : (all[0] ?? "");
}
