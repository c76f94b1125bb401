import path from "node:path";
import type { ExprId, FnId } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import { findAllCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import { standsIn } from "./control.ts";
import type { Names } from "./names.ts";

/** Code that runs once, by hand, or at start-up. */
const byPath =
  /(?:^|[/._-])(?:seeds?|seeders?|populate|migrations?|migrators?|fixtures?|scripts?|backfills?|import(?:s|er|ers)?|e2e|mocks?|test-?\w*)(?:[/._-]|$)|\.(?:unit|integration)\.[cm]?[jt]sx?$/i;
/** A command line: somebody types it, and waits. */
const commandLine = /(?:^|\/)cli\.[cm]?[jt]s$/;
/** What only developers call. */
const forDevelopers = /(?:^|\/)(?:dev|debug|demo)[-_/]/i;
const startUp = /^(?:main|up|down|onModuleInit|onApplicationBootstrap|(?:bootstrap|seed|setup|init|initialize|migrate|populate|ensure)(?:[A-Z]\w*)?)$/;

/** Whether a file by its path holds code that runs once, by hand or for developers: seeds, migrations, imports. */
export function isOneOffFile(path: string): boolean {
  return byPath.test(path) || forDevelopers.test(path) || commandLine.test(path);
}

/** Whether a function by its name runs when an application starts. */
export function isStartUp(name: string): boolean {
  return startUp.test(name);
}

/** Whether a function fills a database with rows to try things out, by its name or its route: `app.post("/api/seed-books", …)`, `createDemoShelf()`. */
export function servesSeeding(code: Code, f: FnId): boolean {
  return isForDemonstration(code, f) || answersPath(code, f, /[/-](?:seed|demo)(?=[/-]|$)/);
}

/** Whether a function answers a route that somebody calls by hand: `app.post("/debug/loans", …)`, `router.post("/fix-loans", …)`. */
export function answersDevelopers(code: Code, f: FnId): boolean {
  return answersPath(code, f, /[/-](?:seed|demo|debug)(?=[/-]|$)|\/(?:fix|repair|backfill)-/);
}

/** `createDemoShelf`, `fillSampleData`; a sample alone may be one of a laboratory. */
const demonstrating = /(?:^demo|Demo)(?![a-z])|(?:^sample|Sample)(?:Data|Content|Rows?)(?![a-z])/;

function isForDemonstration(code: Code, f: FnId): boolean {
  for (let at = f; at !== 0; at = code.summary.functions[at]?.parent ?? 0) if (demonstrating.test(code.summary.functions[at]?.n ?? "")) return true;
  return false;
}

/** Whether a function is the handler of a route, or stands in one, whose path has a form. */
function answersPath(code: Code, f: FnId, form: RegExp): boolean {
  for (let at = f; at !== 0; at = code.summary.functions[at]?.parent ?? 0) {
    const use = callbackUse(code, at);
    const call = use && code.expr(use.call);
    const path = call?.k === "call" && call.args[0] !== undefined ? code.expr(call.args[0]) : undefined;
    if (path?.k === "const" && typeof path.v === "string" && form.test(path.v)) return true;
  }
  return false;
}

const preparing =
  /^(?:[Ss]eed(?:er)?|[Pp]rovision|[Bb]ackfill|[Mm]igrat(?:e|ions?)|[Ss]etup_?[Dd]efaults?|[Bb]ootstrap|[Uu]pgrade|[Ii]nit(?:iali[sz]e)?)(?![a-z])/;

/** Seeds, migrations and the like run once for an installation, wherever they lie. */
export function isPreparation(code: Code, call: ExprId): boolean {
  const name = path.basename(code.path);
  if (
    commandLine.test(code.path) ||
    preparing.test(name) ||
    /[a-z]Seed(?:s|er|ers)?(?![a-z])/.test(name) ||
    /(?:^|[/.-])(?:migrations?|migrators?|migrate|seeds?|seeders?|bootstrap)[\w-]*[/.]/.test(code.path)
  )
    return true;
  for (let f = standsIn(code, call).fn; f !== 0; f = code.summary.functions[f]?.parent ?? 0)
    if (preparing.test(code.summary.functions[f]?.n ?? "")) return true;
  return false;
}

const deepest = 3;

/** What a framework calls once, when the application starts. */
const onStart = /^on(?:ModuleInit|ApplicationBootstrap)$/;

/**
 * Whether a function runs only while its file is loaded, or the application starts: a script's `main().catch(…)`, `onModuleInit()`, and what these call.
 * A function nobody is seen to call may be called by anybody.
 */
export function runsOnLoad(names: Names, code: Code, f: FnId, depth = 0): boolean {
  if (isCalledOnTheSpot(code, f)) return true;
  const calls = findAllCalls(names, code, f);
  if (calls.length === 0 || depth > deepest) return false;
  return calls.every(({ code: other, call, certain }) => {
    const expr = other.expr(call);
    if (!certain || other !== code || (expr.k !== "call" && expr.k !== "new")) return false;
    const caller = code.summary.functions[expr.fn];
    return expr.fn === 0 || onStart.test(caller?.n ?? "") || (expr.fn !== f && runsOnLoad(names, code, expr.fn, depth + 1));
  });
}

/** `(async () => { … })()` at the top of a file. */
function isCalledOnTheSpot(code: Code, f: FnId): boolean {
  if (code.summary.functions[f]?.parent !== 0 || code.summary.functions[f]?.n !== "") return false;
  return code.summary.calls.some((call) => {
    const expr = code.expr(call);
    const callee = expr.k === "call" && expr.fn === 0 ? code.expr(expr.c) : undefined;
    return callee?.k === "function" && callee.f === f;
  });
}
