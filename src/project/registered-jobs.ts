import { jobRegistrations } from "#catalog/jobs";
import type { ExprId, FnId } from "#syntax/summary";
import { findAllCalls } from "./callers.ts";
import { callbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { standsIn } from "./control.ts";
import type { Names } from "./names.ts";
import { perFile } from "./per-file.ts";

const deepest = 4;

/** Whether a call is work that a timer, an event or a queue begins: `@Cron("0 3 * * *")`, `cron.schedule("…", () => …)`, also through functions that only such work is known to call. */
export function isRegisteredJob(names: Names, code: Code, call: ExprId): boolean {
  return isInJob(names, code, standsIn(code, call).fn, 0);
}

const known = perFile((): Map<FnId, boolean> => new Map());

function isInJob(names: Names, code: Code, f: FnId, depth: number): boolean {
  if (depth > deepest) return false;
  const answers = known(names, code);
  let answer = answers.get(f);
  if (answer === undefined) {
    // A function that leads back to itself is no job by that.
    answers.set(f, false);
    answers.set(f, (answer = isBegunByJobs(names, code, f, depth)));
  }
  return answer;
}

function isBegunByJobs(names: Names, code: Code, innermost: FnId, depth: number): boolean {
  for (let f = innermost; f !== 0; f = code.summary.functions[f]?.parent ?? 0) {
    if (isRegistered(names, code, f)) return true;
    const calls = findAllCalls(names, code, f).filter((found) => found.code.role === "product" && standsIn(found.code, found.call).fn !== f);
    if (calls.length > 0) return calls.every((found) => found.certain && isInJob(names, found.code, standsIn(found.code, found.call).fn, depth + 1));
  }
  return false;
}

function isRegistered(names: Names, code: Code, f: FnId): boolean {
  const use = callbackUse(code, f);
  const named = (code.summary.functions[f]?.decorators ?? []).map((id) => {
    const expr = code.expr(id);
    return expr.k === "call" ? expr.c : id;
  });
  return [...named, ...(use ? [use.callee] : [])].some((id) => names.apisOf(code, id).some(isRegistration));
}

function isRegistration(api: string): boolean {
  return jobRegistrations.some((name) => (name.endsWith("*") ? api.startsWith(name.slice(0, -1)) : api === name));
}
