import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import picomatch from "picomatch";
import { type ProjectPath, toProjectPath } from "#finding";
import { type Disk, theDisk } from "./disk.ts";
import { isDefaultIgnoredFolder } from "./ignored.ts";
import { asStrings, readJsonObject } from "./jsonc.ts";
import { type Manifest, readManifest, workspacePatternsOf } from "./manifest.ts";
import { parseSimpleYaml } from "./yaml.ts";

export interface WorkspacePackage {
  /** The manifest's name, else the folder. */
  readonly name: string;
  /** Folder relative to the workspace root; `.` for the root itself. */
  readonly dir: ProjectPath;
  readonly absolute: string;
  readonly manifest: Manifest;
}

export interface Workspaces {
  /** Absolute. */
  readonly root: string;
  /** The root package (when it has a manifest) and every package the workspace declares, sorted by folder. */
  readonly packages: readonly WorkspacePackage[];
  /** Files the layout was read from (`package.json`, `pnpm-workspace.yaml`, `lerna.json`, `deno.json`); empty: a single package. */
  readonly declaredIn: readonly string[];
}

/**
 * Reads the workspace layout of npm, yarn, pnpm, bun, lerna and deno, nested workspaces too. Broken or missing files count as
 * not there.
 * @param root absolute folder, see `findRoot`
 */
export function readWorkspaces(root: string, disk: Disk = theDisk): Workspaces {
  const found = new Map<string, WorkspacePackage>();
  const own = readManifest(root, disk);
  if (own) found.set(root, describePackage(root, root, own));
  collectMembers(root, root, found, disk);
  return {
    root,
    packages: [...found.values()].sort((a, b) => (a.dir < b.dir ? -1 : a.dir > b.dir ? 1 : 0)),
    declaredIn: readDeclarations(root, disk).map((declaration) => declaration.file),
  };
}

/** Whether a folder declares a workspace. */
export function isWorkspaceRoot(dir: string): boolean {
  return readDeclarations(dir, theDisk).length > 0;
}

/** Nobody writes longer ones; of what is long enough the matcher makes an expression it cannot run, or throws. */
const longestPattern = 1000;

function collectMembers(root: string, dir: string, found: Map<string, WorkspacePackage>, disk: Disk): void {
  const patterns = readDeclarations(dir, disk).flatMap((declaration) => declaration.patterns.filter((pattern) => pattern.length <= longestPattern));
  if (patterns.length === 0) return;
  const excluded = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => cleanPattern(pattern.slice(1)));
  const isExcluded = excluded.length === 0 ? () => false : picomatch(excluded);
  for (const pattern of patterns) {
    if (pattern.startsWith("!")) continue;
    for (const member of expandFolders(dir, "", cleanPattern(pattern).split("/"))) {
      const absolute = member === "" ? dir : join(dir, member);
      const manifest = found.has(absolute) || isExcluded(member) ? undefined : readManifest(absolute, disk);
      if (!manifest) continue;
      found.set(absolute, describePackage(root, absolute, manifest));
      collectMembers(root, absolute, found, disk);
    }
  }
}

function describePackage(root: string, absolute: string, manifest: Manifest): WorkspacePackage {
  const dir = (absolute === root ? "." : toProjectPath(root, absolute)) as ProjectPath;
  return { name: manifest.name ?? dir, dir, absolute, manifest };
}

function readDeclarations(dir: string, disk: Disk): { file: string; patterns: readonly string[] }[] {
  const manifest = readManifest(dir, disk);
  const pnpm = parseSimpleYaml(disk.text(join(dir, "pnpm-workspace.yaml")) ?? "")["packages"];
  const deno = ["deno.json", "deno.jsonc"].map((file) => ({ file, patterns: asStrings(readJsonObject(join(dir, file), disk)?.["workspace"]) }));
  return [
    { file: "package.json", patterns: manifest ? workspacePatternsOf(manifest) : [] },
    { file: "pnpm-workspace.yaml", patterns: asStrings(pnpm) },
    { file: "lerna.json", patterns: asStrings(readJsonObject(join(dir, "lerna.json"), disk)?.["packages"]) },
    ...deno,
  ].filter((declaration) => declaration.patterns.length > 0);
}

function cleanPattern(pattern: string): string {
  return pattern
    .replaceAll("\\", "/")
    .replace(/^(?:\.\/)+/, "")
    .replace(/\/(?:package\.json)?$/, "")
    .replace(/^\.$/, "");
}

/** Folders below `dir` that match a pattern given as segments; `**` stands for any depth, none included. */
function expandFolders(dir: string, path: string, segments: readonly string[]): string[] {
  const [first, ...rest] = segments;
  if (first === undefined || first === "") return first === "" && rest.length > 0 ? expandFolders(dir, path, rest) : [path];
  const below = (name: string): string => (path === "" ? name : `${path}/${name}`);
  if (first === "**") {
    const deeper = subFolders(join(dir, path), path).flatMap((name) => expandFolders(dir, below(name), segments));
    return [...expandFolders(dir, path, rest), ...deeper];
  }
  if (!picomatch.scan(first).isGlob && first !== "..") return expandFolders(dir, below(first), rest);
  if (first === "..") return [];
  const matches = picomatch(first);
  return subFolders(join(dir, path), path)
    .filter((name) => matches(name))
    .flatMap((name) => expandFolders(dir, below(name), rest));
}

function subFolders(absolute: string, path: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(absolute, { withFileTypes: true });
  } catch {
    return [];
  }
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return folders.filter((name) => !isDefaultIgnoredFolder(path === "" ? name : `${path}/${name}`, name)).sort();
}
