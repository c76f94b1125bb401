import type { BlockingCall } from "#project/blocking-calls";
import { blockingCalls } from "#project/blocking-calls";
import { awaitedTwin } from "#project/blocking-rewrite";
import { pointOf } from "#project/call-sites";
import { lintingOf, report } from "#project/linting";
import { createRule } from "#rule";

export default createRule({
  name: "no-blocking-io-in-request",
  meta: {
    docs: {
      description: "Forbid calls that block the process (files, other processes, hashing, compression) while a request is answered.",
      coreRule: 6,
      presets: ["recommended", "strict"],
      severity: "warning",
      precision: "high",
      cwe: [1088, 400],
      tags: ["performance", "async"],
      remedy: "Await the asynchronous form, or do the work once when the service starts.",
    },
    messages: {
      blockingCall: "`{{name}}()` stops the whole process until {{work}} is done, and every other request waits.{{instead}}",
      briefCall: "`{{name}}()` asks the disk and waits while a request is answered.{{instead}}",
      awaitTwin: "Await `{{twin}}()` instead.",
    },
    schema: [],
    hasSuggestions: true,
  },
  mayReport: (analysis, code) => blockingCalls(analysis.names, code).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting) return {};
    const { names } = linting.analysis;
    return {
      Program() {
        for (const problem of blockingCalls(names, linting.code)) {
          const edits = awaitedTwin(linting.code, problem);
          report(context, linting, {
            messageId: problem.fact.brief ? "briefCall" : "blockingCall",
            data: dataOf(problem),
            span: pointOf(linting.code, problem.call),
            route: problem.steps,
            ...(problem.fact.brief && { severity: "note" }),
            ...(edits && { suggest: [{ messageId: "awaitTwin", data: { twin: problem.twin ?? "" }, edits }] }),
          });
        }
      },
    };
  },
});

const words = {
  files: "the disk",
  "another process": "another process",
  hashing: "the hash",
  "key generation": "the key",
  compression: "the compression",
  "the network": "the network",
} as const;

function dataOf({ name, fact, twin }: BlockingCall): Record<string, string> {
  return { name: name.replace(/\s+/g, ""), work: words[fact.work], instead: twin === undefined ? "" : ` Use \`${twin}\`.` };
}
