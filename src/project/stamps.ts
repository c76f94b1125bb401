import { type Stats, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ProjectPath } from "#finding";
import type { DiscoveredFile } from "./discover.ts";

/** What tells one version of a file from the next; empty when there is none. */
export function stampOf(file: string): string {
  const stats = statsOf(file);
  return stats ? `${stats.mtimeMs}:${stats.size}` : "";
}

/** Never throws: what cannot be looked at (`file.md/0.ts`, no permission) is not there. */
export function statsOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Stamps of all files of a project. */
export function stampsOf(files: readonly DiscoveredFile[]): Map<ProjectPath, string> {
  return new Map(files.map((file) => [file.path, stampOf(file.absolute)]));
}

const everywhere = ["package.json", "tsconfig.json", "jsconfig.json"];
/** Looked for only beside one of the files above. */
const besides = [
  ...["tsconfig.base.json", "pnpm-workspace.yaml", "lerna.json", "deno.json", "nx.json"],
  ...["babel.config.js", "babel.config.json", ".babelrc", "vite.config.ts", "vite.config.js", "svelte.config.js", "nuxt.config.ts", "webpack.config.js"],
];

/** One stamp of everything that decides where imports lead, in the folders of the files and above them. */
export function surroundingsOf(root: string, files: readonly DiscoveredFile[]): string {
  const folders = new Set<string>();
  for (const { absolute } of files) {
    for (let folder = dirname(absolute); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  }
  for (let folder = root; !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  const stamps: string[] = [];
  for (const folder of folders) {
    const found = stampsIn(folder, everywhere);
    if (found.length > 0) stamps.push(...found, ...stampsIn(folder, besides));
  }
  return stamps.join("\n");
}

function stampsIn(folder: string, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const file = join(folder, name);
    const stamp = stampOf(file);
    return stamp === "" ? [] : [`${file}:${stamp}`];
  });
}
