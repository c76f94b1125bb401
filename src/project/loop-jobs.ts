import type { ExprId, FnId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { standsIn } from "./control.ts";
import { limitOf } from "./list-limits.ts";
import type { Turn } from "./loop-business.ts";
import type { Names } from "./names.ts";
import { type Origin, originsOf } from "./origins.ts";
import { perFile } from "./per-file.ts";
import { requestPathsOf } from "./request-path.ts";
import { isTimedFile, runsLater } from "./run-times.ts";
import { isUnawaited } from "./unawaited.ts";

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

/** Whether a request is known to wait for a call; a route that a timer calls is none, and what is begun on the way and left to itself nobody waits for. */
export function isWaitedFor(names: Names, code: Code, call: ExprId): boolean {
  const { fn } = standsIn(code, call);
  const known = waitedFor(names, code);
  let answer = known.get(fn);
  if (answer === undefined) known.set(fn, (answer = isOnWay(names, code, fn)));
  return answer;
}

const waitedFor = perFile((): Map<FnId, boolean> => new Map());

function isOnWay(names: Names, code: Code, fn: FnId): boolean {
  const paths = requestPathsOf(names);
  if (paths.to(code, fn) === undefined) return false;
  const isLeft = (at: Code, f: FnId, span?: Span): boolean => {
    const begun = span && at.summary.calls.find((id) => at.expr(id).s === span.s && at.expr(id).e === span.e);
    return isTimedFile(at.path) || (begun !== undefined && (isUnawaited(at, begun, f) || runsLater(at, begun)));
  };
  return paths.search(code, fn, isLeft) !== undefined;
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
