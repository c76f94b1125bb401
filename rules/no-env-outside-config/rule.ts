import { strayReads } from "#project/environment-reads";
import { lintingOf, report } from "#project/linting";
import { createRule } from "#rule";

export default createRule({
  name: "no-env-outside-config",
  meta: {
    docs: {
      description: "Forbid reading the environment outside of the module that reads the configuration, where there is one.",
      coreRule: 11,
      presets: ["recommended", "strict"],
      severity: "note",
      precision: "high",
      cwe: [1188],
      tags: ["configuration"],
      remedy: "Read the variable in the config module, where it is checked once at the start, and hand the value over.",
    },
    messages: {
      strayRead: "`{{name}}`{{more}} is read from the environment here, past {{module}}. Read it there, and hand the value over.",
    },
    schema: [],
  },
  mayReport: (analysis, code) => strayReads(analysis.project, code) !== undefined,
  create(context) {
    const linting = lintingOf(context);
    if (!linting) return {};
    return {
      Program() {
        const found = strayReads(linting.analysis.project, linting.code);
        const [first, ...others] = found?.reads ?? [];
        if (!found || !first) return;
        report(context, linting, {
          messageId: "strayRead",
          data: { name: first.name, more: others.length > 0 ? ` (and ${others.length} more)` : "", module: found.module },
          span: first.span,
        });
      },
    };
  },
});
