import type { Rule } from "eslint";
import { type Linting, lintingOf, report } from "#project/linting";
import { namedFields } from "#project/projection-edits";
import { type UnboundedRead, unboundedReads } from "#project/unbounded-reads";
import { type WholeRowRead, wholeRowReads } from "#project/whole-row-reads";
import { createRule } from "#rule";

interface Options {
  readonly strict?: boolean;
  readonly projectFields?: boolean;
}

export default createRule({
  name: "require-bounded-query",
  meta: {
    docs: {
      description: "Require a limit, a page or a filter on list reads that requests cause, and on request only the fields that are used.",
      coreRule: 8,
      presets: ["recommended", "strict"],
      severity: "warning",
      precision: "high",
      cwe: [770],
      tags: ["performance", "orm", "pagination"],
      remedy: "Read a page: a limit the client cannot exceed, and a cursor or offset. For a table that stays small, say so with a limit too.",
    },
    messages: {
      unboundedRead: "{{query}} reads every row there is, for each request{{way}}. Read a page: give it a limit.",
      countedRows: "{{query}} reads every row there is, for each request{{way}}, only to count them or sum them up. Let the database count, sum or group them.",
      cutRows: "{{query}} reads every row there is, for each request{{way}}, and takes a few of them afterwards. Give the query the limit.",
      siftedRows: "{{query}} reads every row there is, for each request{{way}}, and picks or groups them afterwards. Filter or group in the database.",
      wholeRows: "{{query}} brings whole rows, of which only {{fields}} {{are}} used. Ask for {{those}} alone: `{{by}}`.",
      nameFields: "Read only {{fields}}.",
    },
    schema: [{ type: "object", properties: { strict: { type: "boolean" }, projectFields: { type: "boolean" } }, additionalProperties: false }],
    defaultOptions: [{ strict: false, projectFields: false }],
    presetOptions: { strict: { strict: true, projectFields: true } },
    hasSuggestions: true,
  },
  mayReport: ({ names }, code, options) =>
    code.role === "product" &&
    (unboundedReads(names, code).some(({ helps }) => helps || (options as Options).strict === true) ||
      ((options as Options).projectFields === true && wholeRowReads(names, code).length > 0)),
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { strict = false, projectFields = false } = (context.options[0] ?? {}) as Options;
    const { analysis, code } = linting;
    return {
      Program() {
        for (const read of unboundedReads(analysis.names, code)) if (strict || read.helps) reportUnbounded(context, linting, read, strict);
        if (projectFields) for (const read of wholeRowReads(analysis.names, code)) reportWhole(context, linting, read);
      },
    };
  },
});

/** What the report says in place of a page. */
const advice = { count: "countedRows", limit: "cutRows", filter: "siftedRows" } as const;

function reportUnbounded(context: Rule.RuleContext, linting: Linting, { operation, span, steps, instead, inBranch }: UnboundedRead, strict: boolean): void {
  const data = { query: nameOf(operation.api), way: inBranch ? " that takes this branch" : "" };
  const messageId = instead === undefined ? "unboundedRead" : advice[instead];
  report(context, linting, { messageId, data, span, route: steps, ...(!strict && { severity: "note" as const }) });
}

function reportWhole(context: Rule.RuleContext, linting: Linting, read: WholeRowRead): void {
  const { operation, projection, span, steps } = read;
  const several = read.fields.length > 1;
  const fields = read.fields.map((name) => `\`${name}\``).join(" and ");
  const edits = namedFields(read);
  report(context, linting, {
    messageId: "wholeRows",
    data: { query: nameOf(operation.api), fields, are: several ? "are" : "is", those: several ? "those" : "it", by: projection.by },
    span,
    route: steps,
    severity: "note",
    mark: "whole rows",
    ...(edits && { suggest: [{ messageId: "nameFields", data: { fields }, edits }] }),
  });
}

/** A client that is called itself, `knex("loans")`, has the name of its type. */
function nameOf(api: string): string {
  const name = api.slice(api.lastIndexOf(".") + 1);
  return name.includes("#") ? "The query" : `\`${name}()\``;
}
