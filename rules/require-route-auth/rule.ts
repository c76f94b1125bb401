import type { Code } from "#project/code";
import type { Analysis } from "#project/analysis";
import { type Unguarded, unguardedIn } from "#project/endpoints/unguarded";
import { nameplateOf } from "#project/endpoints/registration";
import { lintingOf, report } from "#project/linting";
import { createRule } from "#rule";

export default createRule({
  name: "require-route-auth",
  meta: {
    docs: {
      description: "Demand authentication on an endpoint that changes something where its neighbours have it.",
      coreRule: 5,
      presets: ["strict"],
      severity: "warning",
      precision: "medium",
      cwe: [306, 862],
      tags: ["security", "authentication"],
      remedy: "Put the guard of the neighbours in front of it, or mark it as public the way the project does.",
    },
    messages: {
      missingAuth: "{{method}} {{path}} changes something and asks nobody who they are; {{neighbours}}.",
    },
    schema: [],
  },
  mayReport: (analysis, code) => problemsIn(analysis, code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting) return {};
    const { controls } = linting.analysis;
    return {
      Program() {
        for (const { endpoint, guarded } of problemsIn(linting.analysis, linting.code)) {
          report(context, linting, {
            messageId: "missingAuth",
            data: { method: endpoint.methods.join("/"), path: endpoint.path, neighbours: countOf(guarded) },
            span: nameplateOf(endpoint),
            identity: endpoint.span,
            route: guarded.slice(0, 3).flatMap((item) => {
              const place = controls.authenticationOf(item).by;
              const told = { code: item.code, span: item.span, message: `${item.methods.join("/")} ${item.path} asks` };
              return place ? [told, { ...place, message: "here" }] : [told];
            }),
          });
        }
      },
    };
  },
});

function problemsIn({ endpoints, controls }: Analysis, code: Code): readonly Unguarded[] {
  return code.role === "product" ? unguardedIn(endpoints, controls, code) : [];
}

function countOf(guarded: Unguarded["guarded"]): string {
  return guarded.length === 1 ? "its neighbour does" : `${String(guarded.length)} of its neighbours do`;
}
