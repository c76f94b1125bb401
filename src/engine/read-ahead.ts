import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Notice, ProjectPath } from "#finding";
import type { Analysis } from "#project/analysis";
import type { Code } from "#project/code";
import type { Summary } from "#syntax/summary";

/** A file a reading thread is asked for. */
export interface ToRead {
  readonly path: ProjectPath;
  readonly absolute: string;
}

/** What a reading thread found; without `text` the file cannot be read. */
export interface ReadFile {
  readonly path: ProjectPath;
  readonly text?: string;
  readonly errors?: Code["errors"];
  /** JSON of the summary. */
  readonly summary?: string;
  readonly notice?: Notice;
}

/** Below this many files starting a thread costs more than it saves (measured: 400 files are read in about 0.3 s on one thread). */
const worthThreads = 500;
/** More threads than this wait for the one that gathers their answers. */
const mostThreads = 4;

/**
 * Reads and summarises files on worker threads, beside the caller's own thread, which takes a share too.
 * What is read is the same on any number of threads.
 * @param threads how many threads in all; `auto` decides by the number of files and cores
 */
export async function readAhead(analysis: Analysis, files: readonly ProjectPath[], threads: number | "auto", onRead: (done: number) => void): Promise<void> {
  const count = threads === "auto" ? (files.length < worthThreads ? 1 : Math.max(1, Math.min(availableParallelism() - 1, mostThreads))) : Math.max(1, threads);
  const script = count > 1 ? workerScript() : undefined;
  const shares = Array.from({ length: script === undefined ? 1 : count }, (): ProjectPath[] => []);
  files.forEach((file, index) => shares[index % shares.length]?.push(file));
  const others = shares.slice(1).map((share) => readOnThread(script ?? "", analysis, share));
  shares[0]?.forEach((file, index) => {
    analysis.project.code(file);
    if (index % 64 === 0) onRead(index * shares.length);
  });
  for (const found of await Promise.all(others)) for (const file of found) adopt(analysis, file);
}

async function readOnThread(script: string, analysis: Analysis, files: readonly ProjectPath[]): Promise<readonly ReadFile[]> {
  const worker = new Worker(script);
  try {
    return await new Promise<readonly ReadFile[]>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.postMessage(
        files.flatMap((path): ToRead[] => {
          const file = analysis.project.file(path);
          return file ? [{ path, absolute: file.absolute }] : [];
        }),
      );
    });
  } finally {
    void worker.terminate();
  }
}

function adopt(analysis: Analysis, { path, text, errors, summary, notice }: ReadFile): void {
  analysis.project.adopt(
    path,
    text === undefined || summary === undefined ? undefined : { text, errors: errors ?? [], summary: revive(JSON.parse(summary) as Summary) },
    notice,
  );
}

/** Tables keyed by names of the user's code must not have `Object.prototype` behind them. */
export function revive(summary: Summary): Summary {
  Object.setPrototypeOf(summary.writes, null);
  for (const fact of summary.classes) Object.setPrototypeOf(fact.members, null);
  return summary;
}

/** The built worker beside this module; running from sources there is none, and one thread reads everything. */
function workerScript(): string | undefined {
  return ["./worker.js", "../worker.js"].map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path));
}
