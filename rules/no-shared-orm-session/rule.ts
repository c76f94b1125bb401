import { concurrentUses } from "#project/concurrent-sessions";
import { globalUses, unguardedOptions } from "#project/global-sessions";
import { lintingOf, report } from "#project/linting";
import { poolTransactions } from "#project/pool-transactions";
import { providedSessions } from "#project/provided-sessions";
import { sharedSessions } from "#project/shared-sessions";
import { createRule } from "#rule";

export default createRule({
  name: "no-shared-orm-session",
  meta: {
    docs: {
      description: "Forbid sharing between requests what is made for one unit of work: sessions, transactions, query runners, connections.",
      coreRule: 8,
      presets: ["recommended", "strict", "architecture"],
      severity: "error",
      precision: "high",
      cwe: [362, 567],
      tags: ["correctness", "database", "concurrency"],
      remedy:
        "Make the session where the unit of work begins, hand it down, and release it there. What may be shared is the pool, the data source, the client.",
    },
    hasSuggestions: true,
    messages: {
      sharedSession: "`{{name}}` is a {{holder}} and holds a {{kind}}, so all requests use the same one and mix their work. Make one for each unit of work.",
      poolTransaction:
        "`{{runner}}` may run each statement on another connection, so this transaction holds nothing together. Take one connection for all of it.",
      queuedTransaction:
        "All requests use the connection behind `{{runner}}`, so their statements come between those of this transaction. Open a connection for it, or run it in one call.",
      concurrentSession: "These tasks run at the same time on one `{{what}}`, which can only do one thing at a time. Await them in turn, or give each its own.",
      globalContext: "`{{what}}` works on the unit of work of the whole process. Fork one for each request, or set up a request context.",
      globalAllowed:
        "With this, requests share the unit of work of the process instead of failing, and nothing here sets up a context or a fork. Set one up for each request.",
      fork: "Work on a fork of it.",
    },
    schema: [],
  },
  mayReport: ({ names }, code) =>
    code.role === "product" &&
    (sharedSessions(names, code).length > 0 ||
      providedSessions(names, code).length > 0 ||
      poolTransactions(names, code).length > 0 ||
      concurrentUses(names, code).length > 0 ||
      globalUses(names, code).length > 0 ||
      unguardedOptions(names, code).length > 0),
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { code } = linting;
    const { names } = linting.analysis;
    return {
      Program() {
        for (const { name, holder, kind, span, steps } of [...sharedSessions(names, code), ...providedSessions(names, code)])
          report(context, linting, { messageId: "sharedSession", data: { name, holder, kind }, span, route: steps });
        for (const { kind, runner, span, steps } of poolTransactions(names, code))
          report(context, linting, { messageId: kind, data: { runner }, span, ...(steps.length > 0 && { route: steps }) });
        for (const { what, span, steps } of concurrentUses(names, code))
          report(context, linting, { messageId: "concurrentSession", data: { what }, span, route: steps });
        for (const span of unguardedOptions(names, code)) report(context, linting, { messageId: "globalAllowed", span });
        for (const { what, span, receiver, steps } of globalUses(names, code)) {
          const edits = [{ span: { s: receiver.e, e: receiver.e }, text: ".fork()" }];
          const isLast = /\b(?:find|findOne|findOneOrFail|findAll|findAndCount|count)$/.test(what);
          report(context, linting, {
            messageId: "globalContext",
            data: { what },
            span,
            route: steps,
            // Only where nothing else has to happen on the same fork.
            ...(isLast && { suggest: [{ messageId: "fork", edits }] }),
          });
        }
      },
    };
  },
});
