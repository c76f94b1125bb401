import path from "node:path";
import { UserError } from "#finding";
import { readBlobs, type Repository } from "./repository.ts";

/** One difference between two sides: what git calls a raw diff entry. */
interface Difference {
  readonly status: string;
  /** Absolute. */
  readonly file: string;
  /** Where it was before, when it was renamed or copied. */
  readonly from?: string;
  readonly oldMode: string;
  readonly oldId: string;
  readonly newMode: string;
}

/** Files as the index or a commit has them, where that is not what is on disk. Keys are absolute paths. */
export interface Snapshot {
  readonly contents: ReadonlyMap<string, Buffer>;
  readonly absent: ReadonlySet<string>;
}

/** Which files changed, and against what. */
export interface Change {
  /** Absolute; plain files only, none that were deleted. */
  readonly files: ReadonlySet<string>;
  /** The commit or tree they are compared with; asked for only where it is needed. */
  readonly base: () => string;
  /** Files with merge conflicts, absolute. */
  readonly conflicts: readonly string[];
  /** New path → old path. */
  readonly renames: ReadonlyMap<string, string>;
}

/** What is staged, and the project as the index has it, from one look of git. */
export function stagedState(repository: Repository): { readonly change: Change; readonly snapshot: Snapshot; readonly partly: ReadonlySet<string> } {
  const { staged, unstaged, untracked: unknown } = statusOf(repository);
  const change = { base: () => headOrEmpty(repository), ...changesIn(staged) };
  const changedAgain = new Set(unstaged.map(({ file }) => file));
  return { change, snapshot: snapshotOf(repository, unstaged, unknown), partly: new Set([...change.files].filter((file) => changedAgain.has(file))) };
}

/**
 * The files that differ from a commit, saved changes and new files that git does not ignore among them.
 * @param ref as the user typed it
 * @param from `merge-base`: compare with where this branch left `ref`; `ref`: with the commit itself
 * @throws {UserError} for a ref that does not exist, or without common history
 */
export function changedSince(repository: Repository, ref: string, from: "merge-base" | "ref"): Change {
  const base = baseOf(repository, ref, from);
  const { files, conflicts, renames } = changesIn(differences(repository, [base]));
  return { base: () => base, conflicts, renames, files: new Set([...files, ...untracked(repository)]) };
}

/** The project as a commit or tree has it. Files that were renamed since are there under their new name too, to be compared. */
export function treeSnapshot(repository: Repository, { base, renames }: Pick<Change, "base" | "renames">): Snapshot {
  const { contents, absent } = snapshotOf(repository, differences(repository, [base()], "--no-renames"), untracked(repository));
  const known = new Map(contents);
  const stillAbsent = new Set(absent);
  for (const [to, from] of renames) {
    const content = known.get(from);
    if (content === undefined) continue;
    known.set(to, content);
    stillAbsent.delete(to);
  }
  return { contents: known, absent: stillAbsent };
}

function headOrEmpty(repository: Repository): string {
  const head = repository.attempt(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
  // Before the first commit everything is new. The id of the empty tree depends on the hash the repository uses.
  return (head ?? repository.run(["hash-object", "-t", "tree", "--stdin"])).toString("utf8").trim();
}

function baseOf(repository: Repository, ref: string, from: "merge-base" | "ref"): string {
  if (ref === "HEAD") return headOrEmpty(repository);
  // A ref that starts with a dash would be read as an option.
  const commit = ref.startsWith("-")
    ? undefined
    : repository
        .attempt(["rev-parse", "--verify", "--quiet", `${ref}^{commit}`])
        ?.toString("utf8")
        .trim();
  if (commit === undefined) throw unknownRef(repository, ref);
  if (from === "ref") return commit;
  const base = repository.attempt(["merge-base", "HEAD", commit])?.toString("utf8").trim();
  if (base !== undefined) return base;
  const hint = isShallow(repository) ? "This clone is shallow: fetch the history (actions/checkout: `fetch-depth: 0`)." : "Name a branch this one comes from.";
  throw new UserError(`"${ref}" and HEAD have no commit in common.`, hint);
}

function unknownRef(repository: Repository, ref: string): UserError {
  if (isShallow(repository))
    return new UserError(`Git does not know "${ref}".`, "This clone is shallow: fetch the history (actions/checkout: `fetch-depth: 0`).");
  return new UserError(`Git does not know "${ref}".`, "To check a path, write it before the option, or write `--changed=HEAD path`.");
}

function isShallow(repository: Repository): boolean {
  return repository.attempt(["rev-parse", "--is-shallow-repository"])?.toString("utf8").trim() === "true";
}

function differences(repository: Repository, sides: readonly string[], renames = "-M"): Difference[] {
  const words = ["diff", "--raw", "-z", "--no-abbrev", renames, "--no-ext-diff", "--no-color", "--ignore-submodules=all", ...sides, "--"];
  const fields = repository.run(words).toString("utf8").split("\0");
  const found: Difference[] = [];
  for (let at = 0; at + 1 < fields.length;) {
    const [oldMode = "", newMode = "", oldId = "", , status = ""] = (fields[at] ?? "").replace(/^:/, "").split(" ");
    const moved = /^[RC]/.test(status);
    const absolute = (name: string | undefined): string => path.join(repository.top, name ?? "");
    const [first, second] = [absolute(fields[at + 1]), absolute(fields[at + 2])];
    found.push({ status, file: moved ? second : first, ...(moved && { from: first }), oldMode, oldId, newMode });
    at += moved ? 3 : 2;
  }
  return found;
}

/** Both sides of the index, and what git does not know (absolute): https://git-scm.com/docs/git-status, porcelain format version 2. */
function statusOf(repository: Repository): { readonly staged: Difference[]; readonly unstaged: Difference[]; readonly untracked: string[] } {
  const words = ["status", "--porcelain=v2", "-z", "--untracked-files=all", "--ignore-submodules=all", "--find-renames"];
  const entries = repository.run(words).toString("utf8").split("\0");
  const absolute = (name: string): string => path.join(repository.top, name);
  const [staged, unstaged, unknown]: [Difference[], Difference[], string[]] = [[], [], []];
  for (let at = 0; at < entries.length; at += 1) {
    const entry = entries[at] ?? "";
    const kind = entry[0];
    if (kind === "?" && !entry.endsWith("/")) unknown.push(absolute(entry.slice(2)));
    if (kind === "1" || kind === "2") {
      const [, xy = "..", , head = "", index = "", disk = "", headId = "", indexId = ""] = entry.split(" ", 8);
      const file = absolute(afterSpaces(entry, kind === "1" ? 8 : 9));
      const from = kind === "2" ? absolute(entries[(at += 1)] ?? "") : undefined;
      for (const [status, side, oldMode, oldId, newMode] of [
        [xy[0] ?? ".", staged, head, headId, index],
        [xy[1] ?? ".", unstaged, index, indexId, disk],
      ] as const)
        if (status !== ".") side.push({ status, file, ...(/[RC]/.test(status) && from !== undefined && { from }), oldMode, oldId, newMode });
    } else if (kind === "u") {
      const conflict = { status: "U", file: absolute(afterSpaces(entry, 10)), oldMode: "", oldId: "", newMode: "" };
      staged.push(conflict);
      unstaged.push(conflict);
    }
  }
  return { staged, unstaged, untracked: unknown };
}

/** What stands behind the first n spaces: a path may have spaces too. */
function afterSpaces(entry: string, n: number): string {
  let at = 0;
  for (let count = 0; count < n; count += 1) at = entry.indexOf(" ", at) + 1;
  return entry.slice(at);
}

function changesIn(found: readonly Difference[]): Omit<Change, "base"> {
  const changed = found.filter(({ status, newMode }) => /^[ACMRT]/.test(status) && isPlainFile(newMode));
  return {
    files: new Set(changed.map(({ file }) => file)),
    conflicts: [...new Set(found.filter(({ status }) => status === "U").map(({ file }) => file))],
    renames: new Map(changed.flatMap(({ file, from, status }) => (from !== undefined && status.startsWith("R") ? [[file, from] as const] : []))),
  };
}

/** Symbolic links (120000) and submodules (160000) have no text of their own. */
function isPlainFile(mode: string): boolean {
  return mode.startsWith("100");
}

function snapshotOf(repository: Repository, found: readonly Difference[], unknown: readonly string[]): Snapshot {
  const readable = found.filter(({ status, oldMode }) => status !== "U" && isPlainFile(oldMode));
  const blobs = readBlobs(
    repository,
    readable.map(({ oldId }) => oldId),
  );
  const contents = new Map<string, Buffer>();
  for (const { file, from, oldId } of readable) {
    const blob = blobs.get(oldId);
    if (blob) contents.set(from ?? file, blob);
  }
  // New on disk, renamed to there, or a link on the other side.
  const absent = found.filter(({ status, oldMode }) => status !== "U" && (/^[ARC]/.test(status) || !isPlainFile(oldMode))).map(({ file }) => file);
  return { contents, absent: new Set([...absent, ...unknown]) };
}

/** Files git neither keeps nor ignores, absolute. */
function untracked(repository: Repository): string[] {
  const listed = repository.run(["ls-files", "-z", "--others", "--exclude-standard"]).toString("utf8").split("\0");
  return listed.filter((name) => name !== "" && !name.endsWith("/")).map((name) => path.join(repository.top, name));
}
