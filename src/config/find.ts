import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "#finding";

/** Names of a configuration file, in the order they are looked for in one folder; `package.json#oma-lint` comes last. */
export const configNames = ["ts", "mts", "cts", "js", "mjs", "cjs", "json", "jsonc"].map((extension) => `oma-lint.config.${extension}`);

/** The nearest configuration file from a folder upwards, up to and including the git root. */
export function findConfig(cwd: string): string | undefined {
  for (const folder of foldersToGitRoot(cwd)) {
    const file = configNames.map((name) => path.join(folder, name)).find((candidate) => existsSync(candidate));
    if (file !== undefined) return file;
    const manifest = path.join(folder, "package.json");
    if (hasConfigInManifest(manifest)) return manifest;
  }
  return undefined;
}

/** The nearest folder upwards with a package.json or a git repository; the folder itself when there is none. */
export function findProjectRoot(cwd: string): string {
  for (const folder of foldersToGitRoot(cwd)) {
    if (existsSync(path.join(folder, "package.json")) || isGitRoot(folder)) return folder;
  }
  return cwd;
}

/** The nearest folder upwards that is a git repository. */
export function findGitRoot(folder: string): string | undefined {
  return [...foldersToGitRoot(folder)].findLast(isGitRoot);
}

/** Reads the `oma-lint` key of a package.json; `undefined` when there is none. */
export function readManifestConfig(manifest: string): unknown {
  const text = readFileSync(manifest, "utf8");
  if (!text.includes('"oma-lint"')) return undefined;
  try {
    const content = JSON.parse(text.replace(/^\uFEFF/, "")) as { readonly "oma-lint"?: unknown } | null;
    return content?.["oma-lint"];
  } catch (error) {
    throw new UserError(`${manifest} is not valid JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function hasConfigInManifest(manifest: string): boolean {
  return existsSync(manifest) && readManifestConfig(manifest) !== undefined;
}

function* foldersToGitRoot(start: string): Generator<string> {
  let folder = path.resolve(start);
  for (;;) {
    yield folder;
    const parent = path.dirname(folder);
    if (isGitRoot(folder) || parent === folder) return;
    folder = parent;
  }
}

/** `.git` is a folder, or a file in worktrees and submodules. */
function isGitRoot(folder: string): boolean {
  return existsSync(path.join(folder, ".git"));
}
