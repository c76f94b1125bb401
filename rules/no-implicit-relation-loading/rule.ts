import { type ImplicitLoad, implicitLoads } from "#project/implicit-loading";
import { lintingOf, report } from "#project/linting";
import { type UnloadedRelation, unloadedRelations } from "#project/unloaded-relations";
import { createRule } from "#rule";

export default createRule({
  name: "no-implicit-relation-loading",
  meta: {
    docs: {
      description:
        "Forbid relations that load by themselves: eager and lazy relations, default scopes, populating hooks, options that mean everything; and relations that are read but were not loaded.",
      coreRule: 8,
      presets: ["recommended", "strict"],
      severity: "warning",
      precision: "high",
      cwe: [1073],
      tags: ["performance", "orm", "n-plus-one"],
      remedy: "Let each query name the relations it needs: relations, include, populate, with.",
    },
    messages: {
      eagerRelation: "Every find loads `{{name}}`, whether it needs it or not. Drop the option and name the relation in the queries that need it.",
      lazyRelation: "Reading `{{name}}` runs a query, one for each object in a loop. Make it a plain relation and load it with the query.",
      loadingScope: "The default scope makes every query load relations. Put the `{{name}}` into the queries that need it, or into a named scope.",
      loadsEverything: "`{{name}}` loads every relation there is, also those added later. Name the ones that are needed.",
      populatingHook: "This hook on {{name}} makes every such query load more. Populate in the queries that need it.",
      relationNotLoaded: "No query behind this loaded `{{name}}`: here it is {{instead}}. Name it in the query{{how}}.",
    },
    schema: [],
  },
  mayReport: (analysis, code) =>
    code.role === "product" && (implicitLoads(analysis.names, code).length > 0 || unloadedRelations(analysis.names, code).length > 0),
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { names } = linting.analysis;
    return {
      Program() {
        for (const load of implicitLoads(names, linting.code)) report(context, linting, { messageId: load.kind, data: dataOf(load), span: load.span });
        for (const found of unloadedRelations(names, linting.code))
          report(context, linting, { messageId: "relationNotLoaded", data: holeOf(found), span: found.span, route: found.steps });
      },
    };
  },
});

function dataOf({ name }: ImplicitLoad): Record<string, string> {
  return { name };
}

const holes = { nothing: "undefined", key: "only an id", collection: "a collection that must not be read yet" } as const;

function holeOf({ relation, read }: UnloadedRelation): Record<string, string> {
  const [option] = read.facts.loads;
  return { name: relation.name, instead: holes[read.facts.unloaded], how: option === undefined ? "" : ` (\`${option}\`)` };
}
