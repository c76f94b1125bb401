import { type ImplicitLoad, implicitLoads } from "#project/implicit-loading";
import { lintingOf, report } from "#project/linting";
import { createRule } from "#rule";

export default createRule({
  name: "no-implicit-relation-loading",
  meta: {
    docs: {
      description: "Forbid relations that load by themselves: eager and lazy relations, default scopes, populating hooks, options that mean everything.",
      coreRule: 8,
      presets: ["recommended", "strict"],
      severity: "warning",
      precision: "high",
      cwe: [1073],
      tags: ["performance", "orm", "n-plus-one"],
      remedy: "Let each query name the relations it needs: relations, include, populate, with.",
    },
    messages: {
      eagerRelation: "Every query loads `{{name}}`, whether it needs it or not. Drop the option and name the relation in the queries that need it.",
      lazyRelation: "Reading `{{name}}` runs a query, one for each object in a loop. Make it a plain relation and load it with the query.",
      loadingScope: "The default scope makes every query load relations. Put the `{{name}}` into the queries that need it, or into a named scope.",
      loadsEverything: "`{{name}}` loads every relation there is, also those added later. Name the ones that are needed.",
      populatingHook: "This hook on {{name}} makes every such query load more. Populate in the queries that need it.",
    },
    schema: [],
  },
  mayReport: (analysis, code) => code.role === "product" && implicitLoads(analysis.names, code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { names } = linting.analysis;
    return {
      Program() {
        for (const load of implicitLoads(names, linting.code)) report(context, linting, { messageId: load.kind, data: dataOf(load), span: load.span });
      },
    };
  },
});

function dataOf({ name }: ImplicitLoad): Record<string, string> {
  return { name };
}
