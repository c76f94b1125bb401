import { existsSync } from "node:fs";
import path from "node:path";
import type { Config } from "#config/shape";
import { type Notice, type ProjectPath, UserError } from "#finding";
import type { Analysis } from "#project/analysis";
import { discover, type DiscoveredFile } from "#project/discover";
import type { LintOptions } from "./options.ts";

/**
 * The files a run looks at: those below its paths, of those the ones it is limited to.
 * @throws {UserError} a path that does not exist, no file matched
 */
export function chooseFiles(
  analysis: Analysis,
  config: Config,
  cwd: string,
  options: LintOptions,
): { files: readonly ProjectPath[]; notices: readonly Notice[] } {
  if (options.only && (options.paths ?? []).length === 0) return { files: changedBelow(analysis, cwd, options.only), notices: [] };
  const paths = options.paths?.length ? options.paths : [cwd];
  const errorOnUnmatched = options.errorOnUnmatched ?? true;
  const found = discover({
    root: analysis.project.root,
    cwd,
    paths,
    ignores: config.ignores,
    tests: config.tests,
    errorOnUnmatched,
  });
  if (options.only)
    return {
      files: chooseOnly(
        analysis,
        found.files,
        options.only,
        paths.map((file) => path.resolve(cwd, file)),
      ),
      notices: found.notices,
    };
  for (const file of found.files) analysis.project.add(file);
  if (found.files.length === 0 && errorOnUnmatched) {
    throw new UserError("No file matched: there is no TypeScript or JavaScript source here.", "Give a path, or check `ignores` in the config and .gitignore.");
  }
  return { files: found.files.map((file) => file.path), notices: found.notices };
}

/** Of all files of the project below a folder the ones in `only`. */
function changedBelow({ project }: Analysis, folder: string, only: ReadonlySet<string>): readonly ProjectPath[] {
  return project.paths.filter((file) => {
    const absolute = project.file(file)?.absolute ?? "";
    return only.has(absolute) && (folder === project.root || absolute.startsWith(folder + path.sep));
  });
}

/**
 * Of the files below the given paths the ones in `only`. A file that changed is linted when a whole run would lint it: being changed
 * does not make generated code one's own. Files that are not on disk (another version has them) count by where they would lie.
 */
function chooseOnly(analysis: Analysis, matched: readonly DiscoveredFile[], only: ReadonlySet<string>, folders: readonly string[]): readonly ProjectPath[] {
  const found = new Set(matched.map((file) => file.absolute));
  const isAsked = (absolute: string): boolean =>
    found.has(absolute) || (!existsSync(absolute) && folders.some((folder) => absolute.startsWith(folder + path.sep)));
  return analysis.project.paths.filter((file) => {
    const absolute = analysis.project.file(file)?.absolute ?? "";
    return only.has(absolute) && isAsked(absolute);
  });
}
