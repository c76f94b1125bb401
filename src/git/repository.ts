import { spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { UserError, withUpperDrive } from "#finding";

/** A git repository with a worktree, as the git program sees it. */
export interface Repository {
  /** Real absolute path of the top folder of the worktree. */
  readonly top: string;
  /** Runs git in the top folder; `undefined` when it fails. */
  readonly attempt: (words: readonly string[], input?: string) => Buffer | undefined;
  /** Runs git in the top folder. @throws {UserError} with what git says, when it fails */
  readonly run: (words: readonly string[], input?: string) => Buffer;
}

/**
 * Opens the repository a folder lies in. Git runs in the top folder: hooks set `GIT_DIR` and `GIT_INDEX_FILE` relative to it, and they
 * are handed on as they are. Git is told to take no optional locks, so that nothing is written, not even a refreshed index.
 * @throws {UserError} when there is no git program, or no repository
 */
export function openRepository(cwd: string): Repository {
  const folder = folderWithGit(cwd) ?? cwd;
  const said = launch(folder, ["rev-parse", "--show-toplevel"]);
  if (said.failure !== undefined)
    throw new UserError(`Git has no worktree here: ${said.failure}`, "--staged, --changed and --since work inside a git repository.");
  const top = withUpperDrive(realpathSync(said.output.toString("utf8").replace(/\r?\n$/, "")));
  const run = (words: readonly string[], input?: string): Buffer => {
    const { output, failure } = launch(top, words, input);
    if (failure !== undefined) throw new UserError(`\`git ${words[0] ?? ""}\` failed: ${failure}`);
    return output;
  };
  return { top, run, attempt: (words, input) => outputOf(launch(top, words, input)) };
}

/** What the git program calls itself, or `undefined` when there is none. */
export function gitVersion(): string | undefined {
  const { stdout, status } = spawnSync("git", ["--version"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

interface Said {
  readonly output: Buffer;
  readonly failure?: string;
}

function outputOf({ output, failure }: Said): Buffer | undefined {
  return failure === undefined ? output : undefined;
}

function launch(cwd: string, words: readonly string[], input = ""): Said {
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: "0" };
  const { stdout, stderr, status, error } = spawnSync("git", [...words], { cwd, env, input, maxBuffer: Number.MAX_SAFE_INTEGER, windowsHide: true });
  if (error && "code" in error && error.code === "ENOENT") {
    throw new UserError("Git is needed for this, but there is no `git` program on the PATH.", "Install git, or name the files to check instead.");
  }
  if (error) return { output: Buffer.alloc(0), failure: error.message };
  if (status === 0) return { output: stdout };
  const message = stderr
    .toString("utf8")
    .trim()
    .replace(/^fatal: /, "");
  return { output: stdout, failure: message === "" ? `exit code ${String(status)}` : message };
}

function folderWithGit(cwd: string): string | undefined {
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, ".git"))) return folder;
    if (path.dirname(folder) === folder) return undefined;
  }
}

/** Contents of blobs by their ids, with one run of git. Ids that are no blobs are left out. */
export function readBlobs(repository: Repository, ids: readonly string[]): ReadonlyMap<string, Buffer> {
  const contents = new Map<string, Buffer>();
  if (ids.length === 0) return contents;
  const output = repository.run(["cat-file", "--batch"], `${[...new Set(ids)].join("\n")}\n`);
  for (let at = 0; at < output.length;) {
    const lineEnd = output.indexOf(0x0a, at);
    if (lineEnd === -1) break;
    const [id = "", type, size] = output.toString("utf8", at, lineEnd).split(" ");
    at = lineEnd + 1;
    // `<id> missing` has no content behind it.
    if (size === undefined) continue;
    const end = at + Number(size);
    if (type === "blob") contents.set(id, output.subarray(at, end));
    at = end + 1;
  }
  return contents;
}
