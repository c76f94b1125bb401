import path from "node:path";
import { theDisk } from "#project/disk";
import { readJsonObject } from "#project/jsonc";
import { readWorkspaces } from "#project/workspaces";
import { version } from "#version";

/** What stands behind `"plugin": "oma-lint/nx"` in nx.json, under `options`. */
export interface NxOptions {
  /** Name of the task. Default: `oma-lint`. */
  readonly targetName?: string;
  /** Further arguments of `oma-lint`, such as `--preset strict`. */
  readonly args?: string;
}

/** A task as Nx describes it; typed without Nx's own types, which differ from one major to the next. */
export interface NxTarget {
  command: string;
  options: { cwd: string; env: Record<string, string> };
  cache: true;
  inputs: string[];
  outputs: string[];
  metadata: { description: string; technologies: string[] };
}

/** A file that makes a project, and the projects it makes. */
export type NxNodes = [file: string, result: { projects: Record<string, { targets: Record<string, NxTarget> }> }];

type CreateNodes = readonly [
  glob: string,
  create: (files: readonly string[], options: NxOptions | undefined, context: { readonly workspaceRoot: string }) => NxNodes[],
];

/** How Nx calls the plugin. */
export const name = "oma-lint/nx";

/** Files that make a project. */
const glob = "**/{package,project}.json";

/**
 * The Nx plugin: gives every project of the workspace a cached task that runs oma-lint in its folder. The root has none beside other
 * projects: a run there is a run over all of them.
 */
export const createNodesV2: CreateNodes = [glob, nodesOf];

/** What Nx 22 and later call. */
export const createNodes: CreateNodes = [glob, nodesOf];

function nodesOf(files: readonly string[], options: NxOptions | undefined, { workspaceRoot }: { readonly workspaceRoot: string }): NxNodes[] {
  const { targetName = "oma-lint", args = "" } = checked(options);
  const members = new Set<string>(readWorkspaces(workspaceRoot).packages.map(({ dir }) => dir));
  const isProject = (file: string): boolean => {
    const folder = path.posix.dirname(file);
    if (folder === ".") return members.size <= 1 && isStandalone(workspaceRoot);
    return path.posix.basename(file) === "project.json" || members.has(folder);
  };
  return files.filter(isProject).map((file) => [file, { projects: { [path.posix.dirname(file)]: { targets: { [targetName]: target(args) } } } }]);
}

function target(args: string): NxTarget {
  return {
    command: ["oma-lint", "--no-error-on-unmatched-pattern", "--output", "sarif:oma-lint.sarif", args].filter((word) => word !== "").join(" "),
    // Nx hashes what a task is run with: another version of oma-lint is another task.
    options: { cwd: "{projectRoot}", env: { OMA_LINT_VERSION: version } },
    cache: true,
    inputs: [
      "default",
      "^default",
      "!{projectRoot}/oma-lint.sarif",
      ...["package.json", "tsconfig*.json", "oma-lint.config.*", ".gitignore"].map((file) => `{workspaceRoot}/${file}`),
    ],
    outputs: ["{projectRoot}/oma-lint.sarif"],
    metadata: { description: "Checks the project with oma-lint", technologies: ["oma-lint"] },
  };
}

/** Whether the root itself is a project: Nx takes it for one when it says so. */
function isStandalone(root: string): boolean {
  if (theDisk.text(path.join(root, "project.json")) !== undefined) return true;
  return readJsonObject(path.join(root, "package.json"), theDisk)?.["nx"] !== undefined;
}

function checked(options: NxOptions = {}): NxOptions {
  const wrong = Object.entries(options).find(([key, value]) => !["targetName", "args"].includes(key) || typeof value !== "string");
  if (wrong) throw new Error(`oma-lint/nx in nx.json: "${wrong[0]}" is no option of the plugin, or not a text. There are "targetName" and "args".`);
  return options;
}
