import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { baselineName } from "#baseline/baseline";
import { suppressionsName } from "#baseline/eslint-suppressions";
import { findGitRoot } from "#config/find";
import { resolveConfig } from "#config/resolve";
import { openProject } from "#project/open";
import { findLintRoot } from "#project/root";
import { rules } from "#rules/index";
import type { InputsRequest } from "./arguments.ts";
import type { Terminal } from "./terminal.ts";

/**
 * `oma-lint inputs`: every file a run of the whole project depends on, for task runners that cache by declared inputs. Paths are
 * relative to the project's root, those outside of it with `..`.
 */
export async function printInputs({ cwd, config: file, format }: InputsRequest & { readonly cwd: string }, terminal: Terminal): Promise<number> {
  const config = await resolveConfig({ cwd, config: file, knownRules: rules, findRoot: findLintRoot });
  const { root } = config;
  const reads = new Set<string>();
  const { project } = openProject(root, { ...config, onRead: (read) => void reads.add(read) });
  for (const source of project.paths) {
    const code = project.code(source);
    for (const { specifier } of code?.summary.imports ?? []) if (code) project.resolution(code, specifier);
  }
  const named = [config.file, path.join(root, baselineName), path.join(root, suppressionsName), ...ignoreFiles(root, project.paths)];
  const settings = [...reads, ...named].filter((read): read is string => read !== undefined && statSync(read, { throwIfNoEntry: false })?.isFile() === true);
  const toShown = (absolute: string): string => path.relative(root, absolute).replaceAll("\\", "/");
  const sources = new Set<string>(project.paths);
  const configuration = [...new Set(settings.map(toShown))].filter((name) => !sources.has(name)).sort();
  const report = { schemaVersion: 1, sources: [...sources].sort(), configuration };
  terminal.print(
    format === "json" ? `${JSON.stringify(report, undefined, 2)}\n` : [...report.sources, ...report.configuration].map((name) => `${name}\n`).join(""),
  );
  return 0;
}

/** Ignore files in the folders of the sources, and above them up to the repository's root. */
function ignoreFiles(root: string, paths: readonly string[]): string[] {
  const folders = new Set<string>([""]);
  for (const file of paths) for (let folder = path.posix.dirname(file); folder !== "."; folder = path.posix.dirname(folder)) folders.add(folder);
  const gitRoot = findGitRoot(root);
  for (let folder = root, up = ".."; gitRoot !== undefined && folder !== gitRoot && path.dirname(folder) !== folder; up += "/..") {
    folders.add(up);
    folder = path.dirname(folder);
  }
  return [...folders].map((folder) => path.join(root, folder, ".gitignore")).filter((file) => existsSync(file));
}
