import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { standsIn } from "./control.ts";
import { limitOf } from "./list-limits.ts";
import type { Turn } from "./loop-business.ts";
import type { Names } from "./names.ts";
import { type Origin, originsOf } from "./origins.ts";
import { requestPathsOf } from "./request-path.ts";
import { isTimedFile } from "./run-times.ts";

/** Files of jobs: each turn takes one piece of work. */
const working =
  /(?:^|[/.-])(?:jobs?|crons?|schedules?|schedulers?|workers?|queues?|consumers?|processors?|tasks?|pollers?|sweepers?|cleanups?|cleaners?|janitors?)(?=[/.-])|(?:Job|Cron|Scheduler|Worker|Processor|Poller|Sweeper|Cleanup|Cleaner|Janitor)s?\.[cm]?[jt]sx?$/;

/** Whether a file by its path holds jobs. */
export function isJobFile(path: string): boolean {
  return working.test(path);
}

/**
 * Whether a turn is work that nobody waits for: a job writes what became of each element of a portion of its queue, of a claim, of as many rows as it takes at a time; or
 * it reads something for each, which costs the job some time, and nobody an answer. A page of rows that is only read may be somebody's list.
 */
export function isLeftToJob(names: Names, { code, call, iteration, effect }: Turn): boolean {
  const mayBe = effect.operation.does === "read" ? isJobFile(code.path) || isTimedFile(code.path) : isPortion(names, code, iteration.o);
  return mayBe && !isWaitedFor(names, code, call);
}

/** Whether a request is known to wait for a call; a route that a timer calls is none. */
export function isWaitedFor(names: Names, code: Code, call: ExprId): boolean {
  const way = requestPathsOf(names).to(code, standsIn(code, call).fn);
  return way !== undefined && !isTimedFile(way.handler.code.path);
}

const claiming = /^(?:claim|lease|dequeue|lockNext|nextBatch)(?![a-z])/;
const holding = /^(?:rows|results?|data|items|docs|records|recordset)$/;

/** The list is what a query with a limit brought, or what was claimed: a portion, and the next run takes the next one. */
function isPortion(names: Names, code: Code, o: ExprId | undefined): boolean {
  if (o === undefined) return false;
  const at = { code, id: o };
  return [...sourcesOf(names, { ...at, asCalled: true }), ...sourcesOf(names, at)].some(
    (origin) => isClaim(origin.code, origin.id) || limitOf(origin.code, origin.id) !== undefined,
  );
}

function sourcesOf(names: Names, at: Origin): readonly Origin[] {
  return originsOf(names, at).flatMap((origin) => {
    const expr = origin.code.expr(origin.id);
    if (expr.k === "member" && holding.test(expr.p)) return originsOf(names, { ...origin, id: expr.o });
    return expr.k === "index" ? originsOf(names, { ...origin, id: expr.o }) : [origin];
  });
}

function isClaim(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  return expr.k === "call" && claiming.test(code.calleeName(expr.c) ?? "");
}
