import { existsSync } from "node:fs";
import path from "node:path";
import { nearestWord } from "#config/nearest";
import type { LintOptions, LintResult } from "#engine/options";
import type { ProjectMemory } from "#engine/project-memory";
import { UserError } from "#finding";
import { counted } from "#report/counting";
import { accept, scopeOf } from "./accepted.ts";
import type { CheckRequest } from "./arguments.ts";
import { defaultCacheFolder } from "./cache-location.ts";
import { commandNames } from "./commands.ts";
import { notices, runDetails, timings } from "./notes.ts";
import { publish } from "./output.ts";
import { startProgress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";
import { judge } from "./verdict.ts";

/** What is to be checked, in a folder that is there; in a process that stays, with what it remembers. */
type Asked = CheckRequest & { readonly cwd: string; readonly memory?: ProjectMemory | undefined };

/** `oma-lint check`: lints, reports, judges. Returns the exit code. */
export async function check(request: Asked, terminal: Terminal): Promise<number> {
  refuseMistypedCommand(request);
  if (request.safeFixes) terminal.note(fixRemark);
  if (!request.watch) return (await checkOnce(request, terminal)).exitCode;
  const { watch } = await import("./watch.ts");
  const own = request.outputs.map(({ file }) => path.resolve(request.cwd, file));
  const gone = new AbortController();
  terminal.onReaderGone(() => {
    gone.abort();
  });
  return watch(async () => (await checkOnce(request, terminal)).result, { root: request.cwd, own }, terminal, gone.signal);
}

/** A fix is safe when nobody need look at it. What our rules propose changes what a program does, for the better: a suggestion. */
const fixRemark = "--fix changed nothing: no rule of oma-lint has a fix that is safe without a look. --fix-suggestions applies suggestions.\n";

async function checkOnce(request: Asked, terminal: Terminal): Promise<{ exitCode: number; result: LintResult }> {
  const first = await lintWithProgress(request, terminal);
  const fixed = request.fix === undefined ? undefined : await applySuggestions(first, request, request.fix, terminal);
  const result = fixed === "written" ? await lintWithProgress(request, terminal) : first;
  if (terminal.debug) terminal.note(runDetails(result, terminal));
  terminal.note(notices(result.notices, terminal));
  const accepted = accept(result, request, scopeOf(result, request));
  if (request.fix !== "show") await publish({ ...result, findings: accepted.fresh }, accepted.known, request, terminal);
  if (request.timing || terminal.debug) terminal.note(timings(result.timing, terminal));
  const verdict = judge({ ...result, findings: accepted.fresh }, request);
  const staleFails = request.strictBaseline && accepted.stale.length > 0 && !request.exitZero;
  terminal.note([...accepted.remarks, ...verdict.remarks].map((remark) => `${terminal.noteInk.yellow("▲")} ${remark}\n`).join(""));
  return { exitCode: staleFails ? Math.max(1, verdict.exitCode) : verdict.exitCode, result };
}

/** Shows or writes what suggestions change. Never in a partly staged file: the part that is not staged would get into the commit, or be lost. */
async function applySuggestions(result: LintResult, request: Asked, fix: "write" | "show", terminal: Terminal): Promise<"written" | "nothing"> {
  const { diffOf, planFixes, writeFixes } = await import("./apply-suggestions.ts");
  const { unfixable } = await import("./selection.ts");
  const accepted = accept(result, request, scopeOf(result, request));
  const plan = planFixes({ ...result, findings: accepted.fresh }, request.selection?.kind === "staged" ? unfixable(request.cwd) : new Map());
  terminal.note(notices(plan.notices, terminal));
  if (fix === "show") terminal.print(painted(diffOf(plan.fixes), terminal));
  else writeFixes(plan.fixes);
  const count = plan.fixes.reduce((sum, { applied }) => sum + applied, 0);
  const again = fix === "write" && count > 0 && request.selection?.kind === "staged" ? " Look at the changes, and stage them again." : "";
  const done = `${count} of ${counted(accepted.fresh.length, "finding")} ${fix === "show" ? "would be" : "were"} changed by their suggestion`;
  terminal.note(`${done} in ${counted(plan.fixes.length, "file")}.${again}\n`);
  return fix === "write" && count > 0 ? "written" : "nothing";
}

/** A diff as git paints it. */
function painted(diff: string, { ink }: Terminal): string {
  const paintOf = (line: string): ((text: string) => string) => {
    if (/^(?:---|\+\+\+) /.test(line)) return ink.bold;
    if (line.startsWith("@@")) return ink.cyan;
    return line.startsWith("-") ? ink.red : line.startsWith("+") ? ink.green : String;
  };
  return diff
    .split("\n")
    .map((line) => (line === "" ? line : paintOf(line)(line)))
    .join("\n");
}

async function lintWithProgress(request: Asked, terminal: Terminal): Promise<LintResult> {
  const progress = startProgress(terminal);
  try {
    const cache = cacheFolder(request);
    const options = { ...lintOptions(request), ...(cache !== undefined && { cache }), cwd: request.cwd, onProgress: progress.show };
    if (request.selection) return await (await import("./selection.ts")).lintSelected(options, request.selection, request);
    const { lintAgain } = await import("#engine/lint-project");
    return await lintAgain(options, request.memory);
  } finally {
    progress.stop();
  }
}

function lintOptions({ cwd, paths, config, preset, rules, threads, errorOnUnmatched, requireReason, shard }: Asked): LintOptions {
  return {
    cwd,
    paths,
    ...(config === undefined ? {} : { config }),
    ...(preset === undefined ? {} : { preset }),
    ...(shard === undefined ? {} : { shard }),
    ...(requireReason === undefined ? {} : { requireReason }),
    rules,
    threads,
    errorOnUnmatched,
  };
}

function cacheFolder({ cache, cwd }: Asked): string | undefined {
  if (cache === false) return undefined;
  return cache === undefined ? defaultCacheFolder(cwd) : path.resolve(cwd, cache);
}

/** `oma-lint explian x` would otherwise be told that the file `explian` does not exist. */
function refuseMistypedCommand({ paths: [first], cwd, errorOnUnmatched }: Asked): void {
  if (first === undefined || !errorOnUnmatched || !/^[a-z]+$/.test(first) || existsSync(path.resolve(cwd, first))) return;
  const near = nearestWord(first, commandNames);
  if (near === undefined) return;
  throw new UserError(`"${first}" is neither a command nor a path. Did you mean "oma-lint ${near}"?`, "`oma-lint --help` shows every command.");
}
