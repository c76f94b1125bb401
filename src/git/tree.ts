import { UserError } from "#finding";
import { readBlobs, type Repository } from "./repository.ts";

/** A file of a commit. */
export interface TreeFile {
  /** Relative to the top of the repository, with `/`. */
  readonly name: string;
  readonly content: Buffer;
}

/**
 * The files a commit holds below a folder; symbolic links and submodules have no text of their own and are left out.
 * @param ref as the user typed it
 * @param folder relative to the top of the repository; empty for everything
 * @throws {UserError} for a ref git does not know
 */
export function filesAt(repository: Repository, ref: string, folder: string, isWanted: (name: string) => boolean): readonly TreeFile[] {
  const commit = commitOf(repository, ref);
  const where = folder === "" ? [] : ["--", folder];
  const listed = repository
    .run(["ls-tree", "-r", "-z", "--full-tree", commit, ...where])
    .toString("utf8")
    .split("\0");
  const entries = listed.flatMap((line) => {
    const [, mode = "", id = "", name = ""] = /^(\d+) blob ([0-9a-f]+)\t([\s\S]+)$/.exec(line) ?? [];
    return mode.startsWith("100") && isWanted(name) ? [{ id, name }] : [];
  });
  const blobs = readBlobs(
    repository,
    entries.map(({ id }) => id),
  );
  return entries.flatMap(({ id, name }) => {
    const content = blobs.get(id);
    return content ? [{ name, content }] : [];
  });
}

function commitOf(repository: Repository, ref: string): string {
  // A ref that starts with a dash would be read as an option.
  const found = ref.startsWith("-") ? undefined : repository.attempt(["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]);
  if (found) return found.toString("utf8").trim();
  const isShallow = repository.attempt(["rev-parse", "--is-shallow-repository"])?.toString("utf8").trim() === "true";
  const hint = isShallow
    ? "This clone is shallow: fetch the history (actions/checkout: `fetch-depth: 0`)."
    : "Name a branch, a tag or a commit, or a file written by `oma-lint endpoints --format json`.";
  throw new UserError(`Git does not know "${ref}", and there is no such file.`, hint);
}
