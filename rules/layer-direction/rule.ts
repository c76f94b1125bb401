import type { Rule } from "eslint";
import { domainProblems } from "#project/layer-domain";
import { type LayerProblem, layerProblems } from "#project/layer-edges";
import { transportProblems } from "#project/layer-transport";
import { type Linting, lintingOf, report } from "#project/linting";
import { createRule } from "#rule";

interface Options {
  readonly strict?: boolean;
}

export default createRule({
  name: "layer-direction",
  meta: {
    docs: {
      description: "Keep dependencies pointing down the ladder: router → service → repository → model, no rung skipped.",
      coreRule: 1,
      presets: ["recommended", "strict", "architecture"],
      severity: "error",
      precision: "high",
      cwe: [1054],
      tags: ["architecture", "layers"],
      remedy:
        "Let the caller hand in what is needed, move shared code inwards, or call the layer in between. Layers that are recognised wrongly can be named in the config (`layers`).",
    },
    messages: {
      wrongDirection:
        "This {{from}} depends on `{{name}}` of the {{to}} layer, which lies further out. Hand in what is needed, or move the shared part inwards.",
      skippedLayer: "This {{from}} uses `{{name}}` ({{to}}) directly and goes past the {{skipped}} layer. Move the access into a {{skipped}} and call that.",
      transportInService: "`{{name}}` ({{type}}) brings HTTP into this {{layer}}. Pass the values it needs instead.",
    },
    schema: [{ type: "object", properties: { strict: { type: "boolean" } }, additionalProperties: false }],
    defaultOptions: [{ strict: false }],
  },
  mayReport: (analysis, code) =>
    code.role === "product" &&
    (layerProblems(analysis.layers, code, true).length > 0 ||
      transportProblems(analysis.layers, code).length > 0 ||
      domainProblems(analysis.layers, code).length > 0),
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { layers } = linting.analysis;
    const { strict = false } = (context.options[0] ?? {}) as Options;
    return {
      Program() {
        for (const problem of layerProblems(layers, linting.code, strict)) reportLayer(context, linting, problem);
        for (const problem of transportProblems(layers, linting.code)) {
          const { name, type, layer, span } = problem;
          report(context, linting, { messageId: "transportInService", data: { name, type, layer }, span, severity: "warning" });
        }
        for (const { found, zone, name, steps } of domainProblems(layers, linting.code)) {
          report(context, linting, {
            messageId: "wrongDirection",
            data: { from: "domain code", name, to: zone.replace(/ layer$/, "") },
            span: found.fact,
            route: steps,
          });
        }
      },
    };
  },
});

function reportLayer(context: Rule.RuleContext, linting: Linting, { kind, from, name, to, skipped, span, steps }: LayerProblem): void {
  report(context, linting, {
    messageId: kind,
    data: { from, name, to, skipped: skipped ?? "" },
    span,
    route: steps,
    ...(kind === "skippedLayer" && { severity: "warning" }),
  });
}
