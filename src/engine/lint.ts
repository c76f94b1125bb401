import { existsSync } from "node:fs";
import path from "node:path";
import { resolveConfig } from "#config/resolve";
import type { Config } from "#config/shape";
import { compareFindings, type Finding, type Notice, type ProjectPath, UserError } from "#finding";
import { type Analysis } from "#project/analysis";
import { discover, type DiscoveredFile } from "#project/discover";
import { shownText } from "#project/linting";
import { openProject } from "#project/open";
import { isGeneratedText, isMinifiedText } from "#project/source";
import { rules } from "#rules/index";
import type { OmaRule } from "#rule";
import { aliasNotices } from "./alias-notices.ts";
import { flowNotices, parseErrorFindings } from "./findings.ts";
import type { HostResult } from "./host.ts";
import type { LintOptions, LintResult, TimingEntry } from "./options.ts";
import { readAhead } from "./read-ahead.ts";
import { severitiesOf } from "./severities.ts";

/**
 * Lints files and returns what was found.
 * @throws {UserError} wrong configuration, a path that does not exist, no file matched
 */
export async function lint(options: LintOptions = {}): Promise<LintResult> {
  const clock = new Clock();
  const cwd = path.resolve(options.cwd ?? process.cwd());
  const config = await resolveConfig({ cwd, config: options.config, knownRules: rules, preset: options.preset, rules: options.rules });
  clock.mark("config");
  const analysis = openProject(config.root, { ...config, versions: options.versions });
  const chosen = chooseFiles(analysis, config, cwd, options);
  clock.mark("discover");
  const severities = severitiesOf(config);
  const active = Object.entries(rules).filter(([id]) => severities[`oma/${id}`] !== undefined);
  const whole = (options.paths ?? []).length === 0 && !options.only && !options.versions;
  if (whole) await readAhead(analysis, chosen.files, options.threads ?? "auto", (done) => options.onProgress?.(done, chosen.files.length, "reading"));
  clock.mark("parse");
  const findings: Finding[] = parseErrorFindings(analysis, chosen.files);
  const linted = await lintFiles(analysis, chosen.files, active, config, options);
  findings.push(...linted.flatMap((file) => file.findings));
  clock.mark("rules");
  findings.sort(compareFindings);
  return {
    findings,
    suppressed: linted.flatMap((file) => file.suppressed).sort((a, b) => compareFindings(a.finding, b.finding)),
    notices: sortNotices([
      ...chosen.notices,
      ...analysis.project.notices,
      ...flowNotices(analysis, chosen.files),
      ...aliasNotices(analysis, chosen.files),
      ...linted.flatMap((file) => file.notices),
    ]),
    project: {
      root: analysis.project.root,
      files: chosen.files.length,
      paths: chosen.files,
      ...(config.file !== undefined && { configFile: path.relative(analysis.project.root, config.file).replaceAll("\\", "/") }),
      preset: config.preset,
      rules: severities,
      readText: (file) => readShown(analysis, file as ProjectPath),
    },
    timing: clock.entries,
  };
}

function chooseFiles(analysis: Analysis, config: Config, cwd: string, options: LintOptions): { files: readonly ProjectPath[]; notices: readonly Notice[] } {
  const paths = options.paths?.length ? options.paths : [cwd];
  const errorOnUnmatched = (options.errorOnUnmatched ?? true) && !(options.only && paths[0] === cwd);
  const found = discover({
    root: analysis.project.root,
    cwd,
    paths,
    ignores: config.ignores,
    tests: config.tests,
    errorOnUnmatched,
  });
  if (options.only)
    return {
      files: chooseOnly(
        analysis,
        found.files,
        options.only,
        paths.map((file) => path.resolve(cwd, file)),
      ),
      notices: found.notices,
    };
  for (const file of found.files) analysis.project.add(file);
  if (found.files.length === 0 && errorOnUnmatched) {
    throw new UserError("No file matched: there is no TypeScript or JavaScript source here.", "Give a path, or check `ignores` in the config and .gitignore.");
  }
  return { files: found.files.map((file) => file.path), notices: found.notices };
}

/**
 * Of the files below the given paths the ones in `only`. A file that changed is linted when a whole run would lint it: being changed
 * does not make generated code one's own. Files that are not on disk (another version has them) count by where they would lie.
 */
function chooseOnly(analysis: Analysis, matched: readonly DiscoveredFile[], only: ReadonlySet<string>, folders: readonly string[]): readonly ProjectPath[] {
  const found = new Set(matched.map((file) => file.absolute));
  const isAsked = (absolute: string): boolean =>
    found.has(absolute) || (!existsSync(absolute) && folders.some((folder) => absolute.startsWith(folder + path.sep)));
  return analysis.project.paths.filter((file) => {
    const absolute = analysis.project.file(file)?.absolute ?? "";
    return only.has(absolute) && isAsked(absolute);
  });
}

async function lintFiles(
  analysis: Analysis,
  files: readonly ProjectPath[],
  active: readonly (readonly [string, OmaRule])[],
  config: Config,
  options: LintOptions,
): Promise<HostResult[]> {
  const candidates = files.filter((file, index) => {
    if (index % 64 === 0) options.onProgress?.(index, files.length, "checking");
    return mayReport(analysis, file, active);
  });
  if (candidates.length === 0) return [];
  const { lintCode } = await import("./host.ts");
  return candidates.flatMap((file) => {
    const code = analysis.project.code(file);
    return code ? [lintCode(analysis, code, active, config, options.requireReason ?? config.preset === "strict")] : [];
  });
}

/** Whether some rule has something to say about a file, or a comment in it is about one of ours: only then ESLint is needed. */
function mayReport(analysis: Analysis, file: ProjectPath, active: readonly (readonly [string, OmaRule])[]): boolean {
  const code = analysis.project.code(file);
  if (!code) return false;
  if (!analysis.project.file(file)?.explicit && (isGeneratedText(code.text) || isMinifiedText(code.text))) return false;
  if (code.text.includes("eslint") && code.text.includes("oma/")) return true;
  return active.some(([, rule]) => rule.mayReport?.(analysis, code) ?? true);
}

/** Secrets never leave the process: what rules hid is hidden in whatever shows the file. */
function readShown({ project }: Analysis, file: ProjectPath): string | undefined {
  const code = project.code(file);
  return code ? shownText(code) : project.text(file);
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
