import type { Config } from "#config/shape";
import { Analysis } from "#project/analysis";
import type { Versions } from "#project/disk";
import type { ProjectPath } from "#finding";
import { forgetReports } from "#project/linting";
import { openProject } from "#project/open";
import type { Project } from "#project/project";
import { statsOf } from "#project/stamps";
import type { CacheFolder } from "./cache-folder.ts";
import { MentionCache } from "./mention-cache.ts";
import { type ProjectState, stateOfProject } from "./project-state.ts";
import { SummaryCache } from "./summary-cache.ts";

/** What a run opens a project with. */
export interface Opening {
  readonly config: Config;
  readonly versions: Versions | undefined;
  /** Nothing is remembered without one, and the state is not known. */
  readonly folder: CacheFolder | undefined;
  readonly state: ProjectState | undefined;
}

/** A project, and the files outside of its state that were read for it (absolute). The set grows while questions are asked. */
interface Opened {
  readonly analysis: Analysis;
  readonly reads: ReadonlySet<string>;
  /** How many files it had before any were named that discovery leaves out. */
  readonly files: number;
  /** Of a project that was in memory: the files that are others since. */
  readonly changed?: ReadonlySet<ProjectPath>;
  /** What was read from the cache, and is written there; a project that was in memory needs neither. */
  readonly summaries?: SummaryCache | undefined;
  readonly mentions?: MentionCache | undefined;
}

interface Kept {
  /** Every file of it is read: what changes on disk afterwards does not reach it. */
  readonly project: Project;
  readonly state: ProjectState;
  readonly reads: ReadonlySet<string>;
  /** What lay outside when it was read. */
  readonly outside: ReadonlyMap<string, string>;
}

interface Unsettled extends Opened {
  readonly opening: Opening;
  readonly again: (analysis: Analysis) => Promise<unknown>;
}

/** A repository and the workspace packages that are linted on their own. */
const mostProjects = 4;
/** How often the last check is done over while nobody waits, so that its code is compiled when somebody does (measured: after five it takes no less). */
const rounds = 5;

/**
 * Projects as the last run left them, for a process that stays: the next run reads what changed since, and nothing else.
 * Nothing is asked twice of another state: only texts, their summaries, and which words stand in them are kept.
 */
export class ProjectMemory {
  readonly #kept = new Map<string, Kept>();
  readonly #practised = new Set<string>();
  #unsettled: Unsettled | undefined;

  /** The project as it is now. */
  open(opening: Opening): Opened {
    forgetReports();
    const kept = this.#kept.get(JSON.stringify(opening.config));
    return kept && opening.state && isUsable(kept, opening.state) ? since(kept, opening, opening.state) : openAnew(opening);
  }

  /** @param again does the run's work over, on another analysis of the same state */
  leave(unsettled: Unsettled): void {
    this.#unsettled = unsettled;
  }

  /** Between runs: reads what the last one did not need, and gets used to it. `isAwaited` tells that somebody wants to ask. */
  async settle(isAwaited: () => boolean): Promise<void> {
    const last = this.#unsettled;
    this.#unsettled = undefined;
    if (!last) return;
    const key = JSON.stringify(last.opening.config);
    const kept = complete(last);
    this.#kept.delete(key);
    if (!kept) return;
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostProjects && oldest !== undefined) this.#kept.delete(oldest);
    if (this.#practised.has(key)) return;
    this.#practised.add(key);
    for (let round = 0; round < rounds && !isAwaited(); round += 1) {
      await last.again(analysisOf(kept.project.next(new Set()), last.opening.config));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** A project as the disk has it, with what earlier runs wrote into the cache. */
export function openAnew({ config, folder, state, versions }: Opening): Opened {
  const reads = new Set<string>();
  const summaries = folder && new SummaryCache(folder);
  const mentions = folder && state && new MentionCache(folder, state.contents);
  const stores = { versions, summaries, mentions, ...(folder && { onRead: (file: string) => void reads.add(file) }) };
  const analysis = openProject(config.root, { ...config, ...stores });
  return { analysis, reads, files: analysis.project.paths.length, summaries, mentions };
}

function isUsable({ state, outside }: Kept, now: ProjectState): boolean {
  return state.surroundings === now.surroundings && [...outside].every(([file, stamp]) => stampOf(file) === stamp);
}

function since({ project, state, reads }: Kept, { config, versions }: Opening, now: ProjectState): Opened {
  const changed = new Set<ProjectPath>();
  for (const path of project.paths) {
    const absolute = project.file(path)?.absolute ?? "";
    if (state.contents.get(absolute) !== now.contents.get(absolute)) changed.add(path);
  }
  return { analysis: analysisOf(project.next(changed, undefined, { versions }), config), reads, files: project.paths.length, changed };
}

function analysisOf(project: Project, config: Config): Analysis {
  return new Analysis(project, config.layers, undefined, config);
}

/** The project with all of its files read; `undefined` when they are no longer what the run saw, or others were named. */
function complete({ analysis, reads, files, changed = new Set(), opening: { config, folder, state, versions } }: Unsettled): Kept | undefined {
  if (!folder || !state || analysis.project.paths.length !== files) return undefined;
  const summaries = new SummaryCache(folder);
  const project = analysis.project.next(new Set(), undefined, { versions, summaries });
  for (const path of project.paths) project.code(path);
  const outside = new Map([...reads].map((file) => [file, stampOf(file)]));
  const isSame = stateOfProject(config.root, folder, versions).hash === state.hash;
  for (const path of changed) {
    const code = project.code(path);
    if (code && !summaries.has(code.absolute, code.text)) summaries.keep(code.absolute, code.text, code);
  }
  summaries.save();
  new MentionCache(folder, state.contents).save(project.known());
  return isSame ? { project, state, reads, outside } : undefined;
}

/** npm gives every file it unpacks the same time: only the time of the change tells. */
function stampOf(file: string): string {
  const stats = statsOf(file);
  return stats ? `${String(stats.mtimeMs)}:${String(stats.ctimeMs)}:${String(stats.size)}:${String(stats.ino)}` : "";
}
