import type { FnId } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { wordsOfName } from "./name-words.ts";
import { isTimedFile } from "./run-times.ts";

/** What an export, a backup or a job that goes through all rows is called; it needs them all. */
const wholesale = new Set([
  ...["export", "exporter", "exports", "backup", "dump", "csv", "xlsx", "excel", "download", "cron", "scheduler", "scheduled"],
  ...["seed", "seeder", "seeds", "migrate", "migration", "migrations", "backfill", "reindex", "sync", "synchronize", "rebuild", "recalculate"],
  ...["indexer", "indexing", "reembed", "embeddings"],
  ...["integrity", "consistency", "orphans", "reconcile", "reconciliation"],
  ...["cleanup", "purge", "restore", "import", "importer", "sitemap", "bootstrap", "setup", "init", "install", "warmup", "script", "scripts"],
]);

/** Words for such work that are also what an application may keep: a board of jobs. */
const perhapsWholesale = new Set(["job", "jobs", "worker", "schedule"]);
const asking = new Set(["get", "list", "find", "fetch", "load", "read", "search", "show", "view", "all", "query", "index"]);

/** `remindMembers.job.ts`, `runJobs`; not `job-role.service.ts`, `listJobs`. */
function isCalledWork(words: readonly string[], isFile: boolean): boolean {
  if (words.some((word) => wholesale.has(word))) return true;
  return isFile ? perhapsWholesale.has(words.at(-1) ?? "") : !asking.has(words[0] ?? "") && words.some((word) => perhapsWholesale.has(word));
}

/** `indexAllBooks`: it fills a search engine; a bare `index` is a list. */
const indexing = /^(?:index|embed|vectori[sz]e)All(?![a-z])/;

/** Whether a function, or the file it stands in, has the name of work that needs all rows. */
export function needsAll({ code, f }: { readonly code: Code; readonly f: FnId }): boolean {
  const file = code.path.slice(code.path.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
  const name = code.summary.functions[f]?.n ?? "";
  if (isTimedFile(code.path)) return true;
  if (pathsOf(code, f).some((path) => handedOver.test(path))) return true;
  return indexing.test(name) || isCalledWork(wordsOfName(name), false) || isCalledWork(wordsOfName(file), true);
}

/** The last part of a route that hands over all there is: `/loans-export`, `/backup`. */
const handedOver = /(?:^|[/_-])(?:export|backup|dump|csv|xlsx|sitemap)(?:\.\w+)?\/?$/i;

/** What a handler is registered for: `router.get("/export", (req, res) => …)`, `@Get("export")`. */
function pathsOf(code: Code, f: FnId): readonly string[] {
  const use = callbackUse(code, f);
  const calls = use ? [use.call] : (code.summary.functions[f]?.decorators ?? []);
  return calls.flatMap((id) => {
    const expr = code.expr(id);
    const first = expr.k === "call" && expr.args[0] !== undefined ? code.expr(expr.args[0]) : undefined;
    return first?.k === "const" && typeof first.v === "string" ? [first.v] : [];
  });
}

const asFile = /\btext\/csv\b|content-disposition["'`\s,:]{1,8}attachment|spreadsheetml|application\/vnd\.ms-excel|\.attachment\(/i;

/** An answer that somebody downloads has all rows. */
export function answersWithFile({ code, f }: { readonly code: Code; readonly f: FnId }): boolean {
  const fn = code.summary.functions[f];
  return fn !== undefined && asFile.test(code.text.slice(fn.s, fn.e));
}

/** A folder or file of what its developers look at: `app/api/debug-db/route.ts`. */
const forDevelopers = /(?:^|\/)(?:debug|diagnostics?|dev-?tools?|playground)(?=[/._-])/i;

/** `if (process.env.DEMO_MODE !== "true") return …`, `if (process.env.NODE_ENV === "production") throw …` */
const switched = new RegExp(
  [
    String.raw`\bif\s*\([^()]*(?:`,
    String.raw`process\.env\.\w*(?:DEMO|DEBUG)\w*\s*!==?|!\s*process\.env\.\w*(?:DEMO|DEBUG)`,
    String.raw`|\bNODE_ENV\s*===?\s*["']prod|\bNODE_ENV\s*!==?\s*["'](?:dev|local|test)`,
    String.raw`)[^()]*\)\s*\{?\s*(?:return|throw)\b`,
  ].join(""),
);

/** Whether a function is only there for developers or for a demonstration: nobody's tables grow there. */
export function isSwitchedOff({ code, f }: { readonly code: Code; readonly f: FnId }): boolean {
  const fn = code.summary.functions[f];
  return forDevelopers.test(code.path) || (fn !== undefined && code.text.includes("process.env") && switched.test(code.text.slice(fn.s, fn.e)));
}
