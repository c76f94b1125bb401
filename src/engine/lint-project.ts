import { createHash } from "node:crypto";
import path from "node:path";
import { resolveConfig } from "#config/resolve";
import type { Config } from "#config/shape";
import { compareFindings, type Notice, type ProjectPath, withUpperDrive } from "#finding";
import { type Analysis } from "#project/analysis";
import { hiddenIn, withHidden } from "#project/linting";
import { findLintRoot } from "#project/root";
import { isGeneratedText, isMinifiedText } from "#project/source";
import { rules } from "#rules/index";
import type { OmaRule } from "#rule";
import type { Span } from "#syntax/summary";
import { build } from "#version";
import { aliasNotices, unresolvedNames } from "./alias-notices.ts";
import { chooseFiles } from "./choose-files.ts";
import { CacheFolder } from "./cache-folder.ts";
import { lintDirectly, speaksToEslint } from "./direct.ts";
import { flowNotices, parseErrorFindings } from "./findings.ts";
import type { HostResult, lintCode } from "./host.ts";
import { adoptCruiserRules } from "./cruiser-violations.ts";
import { graphNotices, idleLawFindings } from "./law-findings.ts";
import type { LintOptions, LintResult, Shard, TimingEntry } from "./options.ts";
import { openAnew, type ProjectMemory } from "./project-memory.ts";
import { readAhead } from "./read-ahead.ts";
import { stateOfProject } from "./project-state.ts";
import { RecordKeys } from "./record-keys.ts";
import { type FileRecord, ResultCache } from "./result-cache.ts";
import { optionsOf, severitiesOf } from "./severities.ts";
import type { SummaryCache } from "./summary-cache.ts";

/** What `lint` says, in a process that stays: with the projects of earlier runs, where there is a cache. */
export async function lintAgain(options: LintOptions, memory: ProjectMemory | undefined): Promise<LintResult> {
  return (await lintProject(options, memory)).result;
}

/** What `lint` says, with the project that was opened for it: for commands that also show something of it. */
export async function lintProject(
  options: LintOptions = {},
  memory?: ProjectMemory,
): Promise<{ readonly result: LintResult; readonly analysis: Analysis; readonly config: Config }> {
  const clock = new Clock();
  const cwd = withUpperDrive(path.resolve(options.cwd ?? process.cwd()));
  const { preset, rules: overrides } = options;
  const config = await resolveConfig({ cwd, config: options.config, knownRules: rules, findRoot: findLintRoot, preset, rules: overrides });
  clock.mark("config");
  const severities = severitiesOf(config);
  const requireReason = options.requireReason ?? config.preset === "strict";
  const folder = options.cache === undefined || build === "" ? undefined : new CacheFolder(options.cache);
  const state = folder && stateOfProject(config.root, folder, options.versions);
  const remembered = state && new ResultCache(folder, { config, severities, requireReason, state });
  const opening = { config, folder, state, versions: options.versions };
  const opened = memory?.open(opening) ?? openAnew(opening);
  const { analysis, reads, summaries } = opened;
  const all = chooseFiles(analysis, config, cwd, options);
  const chosen = { ...all, files: all.files.filter((file) => isInShard(file, options.shard)) };
  clock.mark("discover");
  const wide = cwd === config.root && coversProject(options);
  const keys = new RecordKeys(analysis, wide, chosen.files);
  const missing = chosen.files.filter((file) => !remembered?.get(keys.of(file)));
  const whole = missing.length > 0 && missing.length > analysis.project.paths.length / 2 && !options.versions;
  if (whole) await readAhead(analysis, missing, readingThreads(options, summaries, missing), (done) => options.onProgress?.(done, missing.length, "reading"));
  clock.mark("parse");
  const lawSeverity = severities["oma/no-forbidden-dependency"];
  const told = keys.project === undefined ? nothing : remembered?.get(keys.project);
  const foreign =
    keys.project === undefined || (missing.length === 0 && told !== undefined) || lawSeverity === undefined ? [] : await adoptCruiserRules(analysis, wide);
  const active = Object.entries(rules).filter(([id]) => severities[`oma/${id}`] !== undefined);
  const fresh = await lintFiles(analysis, missing, active, config, { ...options, requireReason });
  clock.mark("rules");
  const records = new Map(chosen.files.map((file) => [file, fresh.get(file) ?? remembered?.get(keys.of(file)) ?? nothing]));
  const project = told ?? {
    ...nothing,
    findings: wide ? idleLawFindings(analysis, chosen.files, lawSeverity) : [],
    notices: [...foreign, ...(wide ? graphNotices(analysis, chosen.files) : [])],
  };
  const kept = new Map([...fresh].map(([file, record]) => [keys.of(file), record]));
  remembered?.save(told || keys.project === undefined ? kept : kept.set(keys.project, project), hiddenSpans(analysis), reads);
  summaries?.save();
  opened.mentions?.save(analysis.project.known());
  if (folder) clock.mark("cache");
  memory?.leave({ ...opened, opening, again: (again) => lintFiles(again, missing.slice(0, mostAgain), active, config, options) });
  const found = [...records.values(), project];
  const result: LintResult = {
    findings: found.flatMap((record) => record.findings).sort(compareFindings),
    suppressed: found.flatMap((record) => record.suppressed).sort((a, b) => compareFindings(a.finding, b.finding)),
    notices: sortNotices([
      ...chosen.notices,
      ...found.flatMap((record) => record.notices),
      ...aliasNotices([...records].map(([file, { unresolved }]) => [file, unresolved])),
      ...(folder?.notices ?? []),
    ]),
    project: {
      root: analysis.project.root,
      files: chosen.files.length,
      paths: chosen.files,
      ...(config.file !== undefined && { configFile: path.relative(analysis.project.root, config.file).replaceAll("\\", "/") }),
      preset: config.preset,
      rules: severities,
      layerOf: (file) => layerOf(analysis, file as ProjectPath),
      readText: (file) => readShown(analysis, file as ProjectPath, remembered?.hidden(file) ?? []),
    },
    timing: clock.entries,
  };
  return { result, analysis, config };
}

function isInShard(file: ProjectPath, shard: Shard | undefined): boolean {
  return shard === undefined || createHash("sha256").update(file).digest().readUInt32BE(0) % shard.count === shard.index - 1;
}

/** Whether a run may speak about the project as a whole: all of its files are looked at, and what is said is said once. */
function coversProject({ paths, only, versions, shard }: LintOptions): boolean {
  return (paths ?? []).length === 0 && !only && !versions && (shard === undefined || shard.index === 1);
}

/** Files that are linted over to get used to a project. */
const mostAgain = 3;

const nothing: FileRecord = { findings: [], suppressed: [], notices: [], unresolved: [] };

/** Reading from the cache takes less time than starting a thread. */
function readingThreads({ threads = "auto" }: LintOptions, summaries: SummaryCache | undefined, files: readonly ProjectPath[]): number | "auto" {
  return threads === "auto" && summaries && summaries.size > files.length / 2 ? 1 : threads;
}

function hiddenSpans({ project }: Analysis): ReadonlyMap<string, readonly Span[]> {
  const found = new Map<string, readonly Span[]>();
  for (const code of project.known()) if (hiddenIn(code).length > 0) found.set(code.path, hiddenIn(code));
  return found;
}

async function lintFiles(
  analysis: Analysis,
  files: readonly ProjectPath[],
  active: readonly (readonly [string, OmaRule])[],
  config: Config,
  options: LintOptions,
): Promise<ReadonlyMap<ProjectPath, FileRecord>> {
  const candidates = files.filter((file, index) => {
    if (index % 64 === 0) options.onProgress?.(index, files.length, "checking");
    return mayReport(analysis, file, active, config);
  });
  const hosted = new Map<ProjectPath, HostResult>();
  for (const file of candidates) {
    const code = analysis.project.code(file);
    if (!code) continue;
    hosted.set(file, await lintOne(analysis, code, active, config, options.requireReason === true));
  }
  return new Map(files.map((file) => [file, recordOf(analysis, file, hosted.get(file))]));
}

/** ESLint is loaded only for files with comments for it. */
async function lintOne(...[analysis, code, active, config, requireReason]: Parameters<typeof lintCode>): Promise<HostResult> {
  if (!speaksToEslint(code)) return lintDirectly(analysis, code, active, config);
  try {
    return (await import("./host.ts")).lintCode(analysis, code, active, config, requireReason);
  } catch (error) {
    // ESLint cannot walk every tree that was saved from broken code (`try` without `catch`).
    if (code.errors.length === 0) throw error;
    return lintDirectly(analysis, code, active, config);
  }
}

function recordOf(analysis: Analysis, file: ProjectPath, hosted: HostResult | undefined): FileRecord {
  return {
    findings: [...parseErrorFindings(analysis, [file]), ...(hosted?.findings ?? [])],
    suppressed: hosted?.suppressed ?? [],
    notices: [...analysis.project.notices.filter((notice) => notice.file === file), ...flowNotices(analysis, [file]), ...(hosted?.notices ?? [])],
    unresolved: unresolvedNames(analysis, file),
  };
}

/** Whether some rule has something to say about a file, or a comment in it is about one of ours: only then ESLint is needed. */
function mayReport(analysis: Analysis, file: ProjectPath, active: readonly (readonly [string, OmaRule])[], config: Config): boolean {
  const code = analysis.project.code(file);
  if (!code) return false;
  if (!analysis.project.file(file)?.explicit && (isGeneratedText(code.text) || isMinifiedText(code.text))) return false;
  if (code.text.includes("eslint") && code.text.includes("oma/")) return true;
  return active.some(([name, rule]) => rule.mayReport?.(analysis, code, optionsOf(config, name, rule) ?? {}) ?? true);
}

function layerOf({ project, layers }: Analysis, file: ProjectPath): string | undefined {
  const code = project.code(file);
  return code && layers.of(code).layer;
}

/** Secrets never leave the process: what rules hid is hidden in whatever shows the file. */
function readShown({ project }: Analysis, file: ProjectPath, remembered: readonly Span[]): string | undefined {
  const text = project.text(file);
  const code = project.knows(file) ? project.code(file) : undefined;
  return text === undefined ? undefined : withHidden(text, [...remembered, ...(code ? hiddenIn(code) : [])]);
}

function sortNotices(notices: readonly Notice[]): readonly Notice[] {
  return [...notices].sort((a, b) => (a.message < b.message ? -1 : a.message > b.message ? 1 : 0));
}

class Clock {
  readonly entries: TimingEntry[] = [];
  #last = performance.now();

  mark(phase: string): void {
    const now = performance.now();
    this.entries.push({ phase, milliseconds: now - this.#last });
    this.#last = now;
  }
}
