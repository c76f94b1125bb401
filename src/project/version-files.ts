import { basename } from "node:path";
import { type ProjectPath, toProjectPath } from "#finding";
import type { DiscoveredFile } from "./discover.ts";
import type { Versions } from "./disk.ts";
import { createIgnoreMatcher, isDefaultIgnoredFolder, isGeneratedName, isSourceName } from "./ignored.ts";
import { createTestMatcher, roleOf } from "./role.ts";

/**
 * The files of a project as another version than the one on disk has them: without those it lacks, with those only it has. A file
 * that is not on disk is judged by its name and by `ignores`, as discovery would judge it; git keeps it, so no .gitignore leaves it out.
 */
export function filesOfVersion(
  root: string,
  files: readonly DiscoveredFile[],
  { contents, absent }: Versions,
  options: { readonly ignores?: readonly string[]; readonly tests?: readonly string[] },
): DiscoveredFile[] {
  const present = files.filter((file) => !absent.has(file.absolute));
  const known = new Set(present.map((file) => file.absolute));
  const ignores = createIgnoreMatcher(options.ignores ?? []);
  const isTest = createTestMatcher(options.tests ?? []);
  const prefix = `${root.replaceAll("\\", "/").replace(/\/$/, "")}/`;
  for (const absolute of contents.keys()) {
    if (known.has(absolute) || !absolute.replaceAll("\\", "/").startsWith(prefix)) continue;
    const path = toProjectPath(root, absolute);
    if (isWanted(path) && !ignores.matches(path)) present.push({ path, absolute, role: roleOf(path, isTest) });
  }
  return present.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function isWanted(path: ProjectPath): boolean {
  const name = basename(path);
  if (!isSourceName(name) || isGeneratedName(name)) return false;
  const folders = path.split("/").slice(0, -1);
  return !folders.some((folder, index) => isDefaultIgnoredFolder(folders.slice(0, index + 1).join("/"), folder));
}
