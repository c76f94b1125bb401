import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { configNames, findConfig, findGitRoot } from "#config/find";
import { gitFolderOf } from "#project/gitignore";
import { findLintRoot } from "#project/root";

export type PackageManager = "npm" | "pnpm" | "yarn" | "bun";
export type HookTool = "husky" | "lefthook" | "simple-git-hooks" | "lint-staged" | "pre-commit" | "git";

/** What stands around a project, as far as setting up oma-lint goes. */
export interface ProjectSetup {
  /** Absolute project root. */
  readonly root: string;
  readonly gitRoot: string | undefined;
  readonly packageManager: PackageManager;
  readonly module: "esm" | "commonjs";
  readonly typescript: boolean;
  /** Names of packages in the manifest, whichever way they are needed. */
  readonly packages: ReadonlySet<string>;
  /** Absolute path of the configuration that holds here. */
  readonly config: string | undefined;
  /** Absolute path of ESLint's flat configuration in the root or above. */
  readonly eslintConfig: string | undefined;
  readonly hookTool: HookTool | undefined;
  /** Absolute path of the folder git takes hooks from. */
  readonly hooksFolder: string | undefined;
  readonly ci: "github" | "gitlab" | "azure" | undefined;
}

const lockFiles: readonly (readonly [string, PackageManager])[] = [
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
  ["package-lock.json", "npm"],
];
const eslintConfigNames = ["js", "mjs", "cjs", "ts", "mts", "cts"].map((extension) => `eslint.config.${extension}`);

/** Looks at manifests, lock files and names of configurations; starts nothing, never throws. */
export function lookAround(cwd: string): ProjectSetup {
  const config = findConfig(cwd);
  const root = config === undefined ? findLintRoot(cwd) : path.dirname(config);
  const gitRoot = findGitRoot(root);
  const manifest = readManifest(root);
  const packages = new Set(["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"].flatMap((key) => Object.keys(manifest[key] ?? {})));
  const folders = upwards(root, gitRoot);
  return {
    root,
    gitRoot,
    packageManager: packageManagerOf(folders),
    module: manifest["type"] === "module" ? "esm" : "commonjs",
    typescript: packages.has("typescript") || existsSync(path.join(root, "tsconfig.json")),
    packages,
    config,
    eslintConfig: firstExisting(folders, eslintConfigNames),
    hookTool: hookToolOf(gitRoot ?? root, packages, manifest),
    hooksFolder: gitRoot === undefined ? undefined : hooksFolderOf(gitRoot),
    ci: ciOf(gitRoot ?? root),
  };
}

/** Every place in a folder where a configuration of oma-lint stands; more than one is a mistake. */
export function configsIn(folder: string): readonly string[] {
  const files = configNames.filter((name) => existsSync(path.join(folder, name)));
  return readManifest(folder)["oma-lint"] === undefined ? files : [...files, "package.json#oma-lint"];
}

/** The manifest of a folder; empty when there is none that can be read. */
export function readManifest(folder: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8").replace(/^\uFEFF/, ""));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function packageManagerOf(folders: readonly string[]): PackageManager {
  for (const folder of folders) {
    const named = /^(npm|pnpm|yarn|bun)@/.exec(String(readManifest(folder)["packageManager"] ?? ""))?.[1];
    if (named !== undefined) return named as PackageManager;
    const found = lockFiles.find(([name]) => existsSync(path.join(folder, name)));
    if (found) return found[1];
  }
  return "npm";
}

function hookToolOf(root: string, packages: ReadonlySet<string>, manifest: Readonly<Record<string, unknown>>): HookTool | undefined {
  const has = (...names: string[]): boolean => names.some((name) => existsSync(path.join(root, name)));
  if (packages.has("husky") || has(".husky")) return "husky";
  if (packages.has("lefthook") || has("lefthook.yml", "lefthook.yaml", ".lefthook.yml")) return "lefthook";
  if (packages.has("simple-git-hooks") || manifest["simple-git-hooks"] !== undefined) return "simple-git-hooks";
  if (has(".pre-commit-config.yaml")) return "pre-commit";
  if (packages.has("lint-staged") || manifest["lint-staged"] !== undefined) return "lint-staged";
  return has(".git") ? "git" : undefined;
}

/** `core.hooksPath` of the repository, else `hooks` in the folder that all worktrees share. */
function hooksFolderOf(gitRoot: string): string {
  const folder = gitFolderOf(gitRoot);
  const named = /^\s*hooksPath\s*=\s*"?([^"\n]+?)"?\s*$/im.exec(textOf(path.join(folder, "config")))?.[1];
  return named === undefined ? path.join(folder, "hooks") : path.resolve(gitRoot, named);
}

function ciOf(root: string): ProjectSetup["ci"] {
  const has = (name: string): boolean => existsSync(path.join(root, name));
  if (has(".gitlab-ci.yml")) return "gitlab";
  if (has("azure-pipelines.yml")) return "azure";
  if (has(".github")) return "github";
  const origin = textOf(path.join(gitFolderOf(root), "config"));
  return origin.includes("github.com") ? "github" : origin.includes("gitlab") ? "gitlab" : undefined;
}

/** Text of a file; empty when it cannot be read. */
export function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Names in a folder; none when it cannot be read. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function upwards(start: string, top: string | undefined): readonly string[] {
  const folders = [start];
  for (let folder = start; folder !== top && path.dirname(folder) !== folder;) folders.push((folder = path.dirname(folder)));
  return folders;
}

function firstExisting(folders: readonly string[], names: readonly string[]): string | undefined {
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find((file) => existsSync(file));
}
