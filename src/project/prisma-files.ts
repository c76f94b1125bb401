import { dirname, join } from "node:path";
import { type ProjectPath, toProjectPath } from "#finding";
import type { Disk } from "./disk.ts";
import { type PrismaModel, readPrismaModels } from "./prisma-schema.ts";
import type { Project } from "./project.ts";

/** The models of one schema file. */
export interface PrismaSchema {
  readonly path: ProjectPath;
  readonly models: readonly PrismaModel[];
}

/** Where schemas lie by convention; `prisma/` is searched with its folders, which is what a schema of several files is. */
const conventional = ["schema.prisma", "prisma", "src/prisma", "db/schema.prisma", "src/db/schema.prisma", "schema"];

/**
 * Reads every Prisma schema of a project: at the conventional places of each package, and where its manifest names one; when
 * there is none, in all folders that hold files of the project. Files that cannot be read count as not there.
 */
export function readPrismaSchemas({ root, disk, packages, paths }: Pick<Project, "root" | "disk" | "packages" | "paths">): readonly PrismaSchema[] {
  const found = new Map<ProjectPath, PrismaSchema>();
  const readAt = (place: string): void => {
    for (const file of schemaFiles(place, 4, disk)) {
      const path = toProjectPath(root, file);
      if (!found.has(path)) found.set(path, { path, models: readPrismaModels(disk.text(file) ?? "") });
    }
  };
  for (const folder of new Set([root, ...packages.map(({ dir }) => dir)])) {
    for (const place of [...conventional, ...declaredIn(folder, disk)]) readAt(join(folder, place));
  }
  if (found.size === 0) for (const folder of foldersOf(paths)) for (const place of ["schema.prisma", "prisma"]) readAt(join(root, folder, place));
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Folders files lie in, and all above them. */
function foldersOf(paths: Iterable<ProjectPath>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) for (let folder = dirname(path); folder !== "." && !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  return folders;
}

/** `"prisma": { "schema": "…" }` of a manifest, `schema: "…"` of `prisma.config.ts`. */
function declaredIn(folder: string, disk: Disk): readonly string[] {
  const manifest = /"prisma"\s*:\s*\{[^}]*"schema"\s*:\s*"([^"]+)"/.exec(disk.text(join(folder, "package.json")) ?? "");
  const config = /\bschema\s*:\s*(?:path\.join\(\s*)?["']([^"']+)["']/.exec(disk.text(join(folder, "prisma.config.ts")) ?? "");
  return [manifest?.[1], config?.[1]].filter((item) => item !== undefined);
}

function* schemaFiles(path: string, depth: number, disk: Disk): Iterable<string> {
  if (path.endsWith(".prisma") && disk.text(path) !== undefined) return yield path;
  if (depth === 0) return;
  for (const { name, kind } of disk.entries(path)) {
    if (name === "node_modules" || name === "migrations") continue;
    if (kind === "folder") yield* schemaFiles(join(path, name), depth - 1, disk);
    else if (name.endsWith(".prisma")) yield join(path, name);
  }
}
