import { lintingOf, report } from "#project/linting";
import { batchForm } from "#project/loop-rewrite";
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
      workPerElement:
        "{{query}} runs once for each element, as a part of what is done for it, and the request waits for all of them. If there may be many, ask for all before, or leave the work to a queue.",
      readPerParent: "{{query}} runs once for each parent object that is resolved. Load the field of all parents at once, with a DataLoader.",
      readAhead: "Read them all before with `{{form}}` and look each one up.",
      writeTogether: "Write them all with one `{{form}}`: hooks of single rows may not run.",
      loadWithRows: "Load the relation with its rows: `{{form}}`.",
    },
    schema: [],
    hasSuggestions: true,
  },
  mayReport: (analysis, code) => code.role === "product" && loopQueries(analysis.names, code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { names } = linting.analysis;
    return {
      Program() {
        for (const found of loopQueries(names, linting.code)) {
          const batch = batchForm(names, linting.code, found);
          report(context, linting, {
            messageId: messageOf(found),
            data: dataOf(linting.analysis.project, found),
            span: found.span,
            route: found.steps,
            // Whether lists of the parent are asked for is up to the clients.
            ...((found.repeats === "resolver" || found.isPart) && { confidence: "medium" as const }),
            ...(found.mild && { severity: "note" }),
            ...(batch && { suggest: [{ messageId: batch.kind, data: { form: batch.form }, edits: batch.edits }] }),
          });
        }
      },
    };
  },
});

function messageOf({ repeats, does, isPart }: LoopQuery): "readPerParent" | "workPerElement" | "readPerElement" | "writePerElement" {
  if (repeats === "resolver") return "readPerParent";
  if (isPart) return "workPerElement";
  return does === "read" ? "readPerElement" : "writePerElement";
}

const otherwise = /del|destroy|remove|truncate|update|patch|increment|decrement|count|exist|aggregate/i;

function dataOf({ catalog }: Project, { operation, does }: LoopQuery): Record<string, string> {
  const name = operation.api.slice(operation.api.lastIndexOf(".") + 1);
  // Rows are deleted and changed by a list of keys, and counted by groups; a list of rows is what inserts take.
  const batch = operation.instead ?? (otherwise.test(name) ? undefined : catalog.data.batchOf(operation.library)?.[does]);
  // A client that is called itself, `knex("loans")`, has the name of its type.
  return { query: name.includes("#") ? "The query" : `\`${name}()\``, hint: batch === undefined ? "" : `: \`${batch}\`` };
}
