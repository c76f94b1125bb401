import { type FSWatcher, watch as watchFolder } from "node:fs";
import path from "node:path";
import type { LintResult } from "#engine/options";
import { counted } from "#report/counting";
import { reportFailure } from "./failure.ts";
import type { Terminal } from "./terminal.ts";

/** Editors write a file in several steps, and git many files at once: wait until it is quiet, in milliseconds. */
const quiet = 120;

/**
 * Runs a check, and again whenever something in the folders of the project's files changes. Folders are watched one by one: the
 * recursive watch of Node would look into `node_modules` too. Ends with the process (Ctrl-C).
 * @param run checks and reports once
 * @param watched.own absolute paths of what a run writes itself: reports
 * @param signal ends the watch
 */
export async function watch(
  run: () => Promise<LintResult>,
  watched: { readonly root: string; readonly own: readonly string[] },
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<number> {
  const folders = new WatchedFolders(watched.root, new Set(watched.own));
  const isAborted = (): boolean => signal?.aborted === true;
  signal?.addEventListener("abort", () => {
    folders.close();
  });
  while (!isAborted()) {
    terminal.clear();
    let result: LintResult | undefined;
    try {
      result = await run();
    } catch (error) {
      reportFailure(error, terminal);
    }
    // A folder that is new may have got files before it was watched.
    const isNew = result !== undefined && folders.follow(result.project.root, result.project.paths ?? []);
    if (result && folders.refused !== undefined) terminal.note(`${terminal.noteInk.yellow("▲")} Not every folder can be watched: ${folders.refused}.\n`);
    if (result) terminal.note(`${terminal.noteInk.dim(`Watching ${counted(result.project.files, "file")}. Ctrl-C ends.`)}\n`);
    if (!isNew && !isAborted()) await folders.change(quiet);
  }
  return 0;
}

class WatchedFolders {
  readonly #watchers = new Map<string, FSWatcher>();
  #wake: () => void = () => undefined;
  #isClosed = false;

  /** Why some folder is not watched. */
  refused: string | undefined;
  readonly #own: ReadonlySet<string>;

  constructor(root: string, own: ReadonlySet<string>) {
    this.#own = own;
    this.#add(root);
  }

  /** Watches the folders of some files; whether there are new ones among them, but for the first time. */
  follow(root: string, files: readonly string[]): boolean {
    const before = this.#watchers.size;
    const wanted = new Set([root]);
    for (const file of files) for (let folder = path.dirname(path.join(root, file)); !wanted.has(folder); folder = path.dirname(folder)) wanted.add(folder);
    for (const folder of wanted) this.#add(folder);
    for (const [folder, watcher] of this.#watchers) {
      if (wanted.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    return before > 1 && [...wanted].length > before;
  }

  /** Resolves when something changed and nothing has for a while. */
  change(pause: number): Promise<void> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      this.#wake = () => {
        clearTimeout(timer);
        timer = setTimeout(resolve, pause);
      };
      if (this.#isClosed) resolve();
    });
  }

  close(): void {
    this.#isClosed = true;
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
    this.#wake();
  }

  #add(folder: string): void {
    if (this.#watchers.has(folder) || this.#isClosed) return;
    try {
      const watcher = watchFolder(folder, (_event, name) => {
        // Our own reports and caches, and what others write beside a file while they save it.
        if (name === null || (!this.#own.has(path.join(folder, name)) && !/^\.git$|^node_modules$|\.tmp$|~$|\.sw[a-z]$/.test(name))) this.#wake();
      });
      // A folder that goes away tells so by an error; the next run finds out what is left.
      watcher.on("error", () => {
        watcher.close();
        this.#watchers.delete(folder);
        this.#wake();
      });
      this.#watchers.set(folder, watcher);
    } catch (error) {
      // Not there any more, or the system has no more watches to give (Linux: fs.inotify.max_user_watches).
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOSPC" || code === "EMFILE") this.refused = `the system's limit of watches is reached (${code})`;
    }
  }
}
