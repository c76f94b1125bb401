import { lintingOf, report } from "#project/linting";
import { endProblems } from "#project/transaction-ends";
import { transactionEscapesOf } from "#project/transaction-escapes";
import { createRule } from "#rule";

export default createRule({
  name: "no-transaction-escape",
  meta: {
    docs: {
      description: "Forbid work inside a transaction that runs outside of it: the outer client, calls that are not handed the transaction, slow work.",
      coreRule: 9,
      presets: ["recommended", "strict", "architecture"],
      severity: "error",
      precision: "high",
      cwe: [662, 667],
      tags: ["database", "transactions"],
      remedy: "Use the handle the transaction hands you for everything inside it, and pass it to the functions you call. Do what is slow before or after.",
    },
    messages: {
      outerClient: "`{{call}}` runs outside the transaction it stands in, and stays when that is rolled back. Use {{handle}}.",
      outerRead: "`{{call}}` reads outside the transaction it stands in, and does not see what that has written. Use {{handle}}.",
      earlyRead:
        "`{{call}}` reads outside the transaction that goes on with what it brings; the locks and the isolation of that do not cover it. Use {{handle}}.",
      outerCallee: "`{{call}}` writes outside the transaction it is called in, and that stays when the transaction is rolled back. Pass it {{handle}}.",
      droppedHandle:
        "`{{call}}` is handed the transaction, but `{{inner}}` in it is not, and what that writes stays when the transaction is rolled back. Hand it on.",
      parallelStatements: "Several writes run at once on one transaction, which can only do one thing at a time. Await them one by one.",
      slowWork: "The transaction waits for {{what}} and holds its locks and its connection meanwhile. Do that before or after it.",
      neverRolledBack: "Nothing rolls the transaction of `{{name}}` back when something fails. Call `{{name}}.{{method}}()` in a `catch`.",
      neverReleased: "`{{name}}` is taken from the pool and never given back. Call `{{name}}.{{method}}()` in a `finally`.",
      lostOnError: "`{{name}}` is not given back when something fails before `{{name}}.{{method}}()`. Call that in a `finally`.",
      handOver: "Pass `{{handle}}`.",
      useHandle: "Use `{{handle}}`.",
    },
    hasSuggestions: true,
    schema: [],
  },
  mayReport: (analysis, code) =>
    code.role === "product" && (transactionEscapesOf(analysis.names).in(code).length > 0 || endProblems(analysis.names, code).length > 0),
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    return {
      Program() {
        for (const { kind, span, steps, data } of endProblems(linting.analysis.names, linting.code))
          report(context, linting, { messageId: kind, data, span, route: steps, ...(kind === "lostOnError" && { severity: "warning" }) });
        for (const { kind, span, steps, data, edit } of transactionEscapesOf(linting.analysis.names).in(linting.code)) {
          const isMilder = kind === "outerRead" || kind === "earlyRead" || kind === "slowWork" || kind === "parallelStatements";
          report(context, linting, {
            messageId: kind,
            data,
            span,
            route: steps,
            ...(isMilder && { severity: "warning" }),
            ...(edit && { suggest: [{ messageId: edit.kind, data: { handle: edit.handle }, edits: [{ span: edit.span, text: edit.text }] }] }),
          });
        }
      },
    };
  },
});
