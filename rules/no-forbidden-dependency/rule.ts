import type { Idle } from "#graph/law-audit";
import { lintingOf, report } from "#project/linting";
import { spanOfIdle } from "#project/laws";
import { createRule } from "#rule";

export default createRule({
  name: "no-forbidden-dependency",
  meta: {
    docs: {
      description: "Hold imports to the laws of the project's architecture: layers, features, packages, entry points, limits.",
      coreRule: 1,
      presets: ["recommended", "strict", "architecture"],
      severity: "error",
      precision: "very-high",
      cwe: [1054],
      tags: ["architecture", "layers"],
      remedy:
        "Depend on what the law allows, or move the code to where it may be used. `architecture.exceptions` lets a place off, with a reason and a last day.",
    },
    messages: {
      forbidden: "This depends on `{{to}}`, which the law `{{law}}` forbids here. {{reason}}",
      forbiddenChain: "Over {{count}} imports this leads to `{{to}}`, which the law `{{law}}` forbids here. {{reason}}",
      notAllowed: "`{{to}}` is not among what the law `{{law}}` allows here. {{reason}}",
      deprecated: "Depending on `{{to}}` is deprecated here by the law `{{law}}`. {{reason}}",
      missing: "This file has to depend on {{to}} by the law `{{law}}`. {{reason}}",
      notPublic: "`{{to}}` is not open to the outside, only {{entries}} is, by the law `{{law}}`. {{reason}}",
      onlyForOthers: "Only {{users}} may use `{{to}}` by the law `{{law}}`. {{reason}}",
      privateModule: "`{{to}}` is private to {{owner}}/ by the law `{{law}}`. {{reason}}",
      independentPart: "`{{own}}` and `{{other}}` may not know each other by the law `{{law}}`; this imports `{{to}}`. {{reason}}",
      moreUnstable: "`{{to}}` is less stable ({{other}}) than this module ({{own}}), against the law `{{law}}`. {{reason}}",
      tooManyDependents: "{{count}} modules depend on this one; the law `{{law}}` allows {{most}}. {{reason}}",
      tooManyDependencies: "This module depends on {{count}} others; the law `{{law}}` allows {{most}}. {{reason}}",
      licence: "The licence of `{{to}}` is {{licence}}, which the law `{{law}}` does not accept. {{reason}}",
      upwards: "The layer {{own}} may not depend on the layer {{other}}, where `{{to}}` is. {{reason}}",
      sibling: "The layers {{own}} and {{other}} stand side by side and may not know each other; this imports `{{to}}`. {{reason}}",
      skipped: "This goes past the closed layer {{past}} to `{{to}}` ({{other}}). {{reason}}",
      unlayered: "This file belongs to no layer, and the architecture is exhaustive. Put it into a layer, or list it in `exhaustive`.",
      layerPackage: "The layer {{own}} may not use the package `{{to}}`. {{reason}}",
      cruiserRule: "`{{to}}` breaks dependency-cruiser's rule `{{law}}`. {{reason}}",
      cruiserCycle: "This closes a circle against dependency-cruiser's rule `{{law}}`: {{chain}}. {{reason}}",
      emptyLaw: "Nothing matches `{{part}}` in the law `{{law}}`, so the law is never broken. Correct the pattern, or drop it.",
      emptyLayer: "The layer `{{layer}}` has no files, so no law about it is ever broken. Correct it, or mark it `optional`.",
      expiredException: "This exception ended on {{until}}; what it let off is reported again. Mend that, or set another day. Its reason was: {{reason}}",
      unusedException: "Nothing needs this exception any more. Remove it. Its reason was: {{reason}}",
    },
    schema: [],
  },
  mayReport: ({ laws }, code) => laws.violationsAt(code).length > 0 || (laws.isConfiguration(code) && laws.idle.length > 0),
  create(context) {
    const linting = lintingOf(context);
    if (!linting) return {};
    const { code, analysis } = linting;
    return {
      Program() {
        for (const { violation, span, steps } of analysis.laws.violationsAt(code)) {
          const { messageId, law, reason, severity } = violation;
          const data = { ...violation.data, law, reason: toSentence(reason) };
          report(context, linting, { messageId, data, span, route: steps, severity, mark: `\`${law}\`` });
        }
        if (!analysis.laws.isConfiguration(code)) return;
        for (const idle of analysis.laws.idle)
          report(context, linting, { messageId: idle.kind, data: dataOf(idle), span: spanOfIdle(code.text, idle), severity: severityOf(idle) });
      },
    };
  },
});

/** What the message about an idle part of the configuration is filled with. */
export function dataOf(idle: Idle): Record<string, string> {
  switch (idle.kind) {
    case "emptyLaw":
      return { law: idle.law, part: idle.part };
    case "emptyLayer":
      return { layer: idle.layer };
    default:
      return { reason: toSentence(idle.exception.reason), until: idle.exception.until ?? "" };
  }
}

/** An exception nobody needs is untidy; a law that says nothing, or an exception that ended, is a hole. */
export function severityOf({ kind }: Idle): "error" | "warning" {
  return kind === "unusedException" ? "warning" : "error";
}

function toSentence(reason: string): string {
  const text = reason.trim();
  if (text === "") return "Change the import, or the rule.";
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}
