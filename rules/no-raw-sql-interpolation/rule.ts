import { lintingOf, report } from "#project/linting";
import type { SqlProblem } from "#project/sql";
import { sinkLabel } from "#project/sql-sinks";
import { parameterised } from "#project/sql-rewrite";
import { createRule } from "#rule";

export default createRule({
  name: "no-raw-sql-interpolation",
  meta: {
    docs: {
      description: "Forbid SQL text that contains a value which is neither constant nor bounded.",
      coreRule: 4,
      presets: ["recommended", "strict", "security"],
      severity: "error",
      precision: "high",
      cwe: [89],
      securitySeverity: 8.8,
      tags: ["security", "sql"],
      remedy:
        "Bind the value instead of writing it into the text: a placeholder with a values array, or the library's SQL tag. For identifiers, look the name up in a list of allowed ones.",
    },
    messages: {
      untrustedSql: "Untrusted input `{{value}}`{{more}} becomes part of the SQL that {{sink}}() runs. Bind it as a parameter.",
      interpolatedSql: "`{{value}}`{{more}} is written into the SQL that {{sink}}() runs. Bind it as a parameter, or limit it to known names.",
      bindParameter: "Bind the value as a parameter: {{form}}.",
    },
    schema: [],
    hasSuggestions: true,
  },
  mayReport: (analysis, code) => code.role === "product" && analysis.sql.problemsIn(code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    return {
      Program() {
        for (const problem of linting.analysis.sql.problemsIn(linting.code)) {
          const rewrite = parameterised(linting.analysis.names, problem);
          report(context, linting, {
            messageId: problem.kind,
            data: { value: problem.value, more: moreOf(problem), sink: sinkLabel(problem.sink) },
            span: textSpan(problem),
            route: problem.steps,
            confidence: problem.confidence,
            suggest: rewrite ? [{ messageId: "bindParameter", data: { form: rewrite.form }, edits: rewrite.edits }] : [],
          });
        }
      },
    };
  },
});

function moreOf({ more }: SqlProblem): string {
  return more > 0 ? ` (and ${more} more)` : "";
}

/** The text itself; for a text over several lines the call up to where the text begins, so that the region says something. */
function textSpan({ code, call, text }: SqlProblem): { s: number; e: number } {
  const argument = code.expr(text);
  if (code.position(argument.s).line === code.position(argument.e).line) return argument;
  const whole = code.expr(call);
  const callee = whole.k === "call" || whole.k === "new" ? code.expr(whole.c) : whole;
  const from = callee.k === "member" ? Math.max(callee.e - callee.p.length, callee.s) : callee.s;
  return { s: from, e: argument.e };
}
