import { lintingOf, report } from "#project/linting";
import { batchForm } from "#project/loop-rewrite";
import { type LoopQuery, loopQueries } from "#project/loop-queries";
import type { Names } from "#project/names";
import { kindOf } from "#project/write-kinds";
import { createRule } from "#rule";

interface Options {
  readonly workPerElement?: boolean;
}

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
      sameQuery: "{{query}} asks the same in every turn, so n turns cost n queries. Ask once, before them.",
      writePerElement: "{{query}} runs once for each element, so n elements cost n statements. Write them all with one statement{{hint}}.",
      workPerElement:
        "{{query}} runs once for each element, as a part of what is done for it, and the request waits for all of them. If there may be many, ask for all before, or leave the work to a queue.",
      readPerParent: "{{query}} runs once for each parent object that is resolved. Load the field of all parents at once, with a DataLoader.",
      readAhead: "Read them all before with `{{form}}` and look each one up.",
      writeTogether: "Write them all with one `{{form}}`: hooks of single rows may not run.",
      loadWithRows: "Load the relation with its rows: `{{form}}`.",
    },
    schema: [{ type: "object", properties: { workPerElement: { type: "boolean" } }, additionalProperties: false }],
    defaultOptions: [{ workPerElement: false }],
    presetOptions: { strict: { workPerElement: true } },
    hasSuggestions: true,
  },
  mayReport: (analysis, code, options) => code.role === "product" && asked(loopQueries(analysis.names, code), options as Options).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { names } = linting.analysis;
    const options = (context.options[0] ?? {}) as Options;
    return {
      Program() {
        for (const found of asked(loopQueries(names, linting.code), options)) {
          const batch = batchForm(names, linting.code, found);
          report(context, linting, {
            messageId: messageOf(found),
            data: dataOf(names, found),
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

/** Work that each element takes is told on request only. */
function asked(all: readonly LoopQuery[], { workPerElement = false }: Options): readonly LoopQuery[] {
  return workPerElement ? all : all.filter(({ isPart }) => !isPart);
}

function messageOf({ repeats, does, isPart, isSame }: LoopQuery): "readPerParent" | "workPerElement" | "sameQuery" | "readPerElement" | "writePerElement" {
  if (repeats === "resolver") return "readPerParent";
  if (isPart) return "workPerElement";
  if (isSame) return "sameQuery";
  return does === "read" ? "readPerElement" : "writePerElement";
}

const counting = /count|exist|aggregate/i;

function dataOf(names: Names, found: LoopQuery): Record<string, string> {
  const { operation } = found;
  const name = operation.api.slice(operation.api.lastIndexOf(".") + 1);
  const form = operation.instead ?? formOf(names, found, name);
  // A client that is called itself, `knex("loans")`, has the name of its type.
  return { query: name.includes("#") ? "The query" : `\`${name}()\``, hint: form === undefined ? "" : `: \`${form}\`` };
}

/** Rows are deleted and changed by a list of keys, and counted by groups; a list of rows is what inserts take. SQL is written by hand. */
function formOf(names: Names, { operation, does, key }: LoopQuery, name: string): string | undefined {
  const isNamed = does === "read" ? key !== undefined && !counting.test(name) : kindOf(names, operation) === "create";
  const form = isNamed && operation.fact.does !== "statement" ? names.project.catalog.data.batchOf(operation.library)?.[does] : undefined;
  if (key === undefined || key === "primary") return form;
  return form?.replace(/\b_?id\b/, () => key.name).replace(/\bids\b/, /ids?$/i.test(key.name) ? "ids" : "values");
}
