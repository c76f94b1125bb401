import { join } from "node:path";
import { type ProjectPath, toProjectPath } from "#finding";
import type { Disk } from "./disk.ts";
import { isDefaultIgnoredFolder } from "./ignored.ts";
import { type PrismaModel, readPrismaModels } from "./prisma-schema.ts";
import type { Project } from "./project.ts";

/** The models of one schema file. */
export interface PrismaSchema {
  readonly path: ProjectPath;
  readonly models: readonly PrismaModel[];
}

/** Where schemas lie by convention; `prisma/` is searched with its folders, which is what a schema of several files is. */
const conventional = ["schema.prisma", "prisma", "src/prisma", "db/schema.prisma", "src/db/schema.prisma", "schema"];

/** How deep below a package a schema is looked for: `src/database/prisma`. */
const deepest = 5;

/**
 * Reads every Prisma schema of a project: at the conventional places of each package, and where its manifest names one; a package
 * that uses Prisma and has none there is searched, and so is the project when no package has one. Files that cannot be read count
 * as not there.
 */
export function readPrismaSchemas({ root, disk, packages }: Pick<Project, "root" | "disk" | "packages">): readonly PrismaSchema[] {
  const found = new Map<ProjectPath, PrismaSchema>();
  const read = (files: Iterable<string>): boolean => {
    const before = found.size;
    for (const file of files) {
      const path = toProjectPath(root, file);
      if (!found.has(path)) found.set(path, { path, models: readPrismaModels(disk.text(file) ?? "") });
    }
    return found.size > before;
  };
  for (const dir of new Set([root, ...packages.map((item) => item.dir)])) {
    const isThere = [...conventional, ...declaredIn(dir, disk)].map((place) => read(schemaFiles(join(dir, place), 4, disk))).includes(true);
    const uses = packages.some((item) => item.dir === dir && item.manifest.declared["@prisma/client"] !== undefined);
    if (!isThere && uses && dir !== root) read(schemasBelow(dir, "", deepest, disk));
  }
  if (found.size === 0) read(schemasBelow(root, "", deepest, disk));
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `"prisma": { "schema": "…" }` of a manifest, `schema: "…"` of `prisma.config.ts`. */
function declaredIn(folder: string, disk: Disk): readonly string[] {
  const manifest = /"prisma"\s*:\s*\{[^}]*"schema"\s*:\s*"([^"]+)"/.exec(disk.text(join(folder, "package.json")) ?? "");
  const config = /\bschema\s*:\s*(?:path\.join\(\s*)?["']([^"']+)["']/.exec(disk.text(join(folder, "prisma.config.ts")) ?? "");
  return [manifest?.[1], config?.[1]].filter((item) => item !== undefined);
}

/** Schemas in the folders below one, but for what is installed or made. */
function* schemasBelow(top: string, path: string, depth: number, disk: Disk): Iterable<string> {
  const folder = join(top, path);
  for (const { name, kind } of disk.entries(folder)) {
    if (kind === "file" && name === "schema.prisma") yield join(folder, name);
    if (kind !== "folder") continue;
    const below = path === "" ? name : `${path}/${name}`;
    if (isDefaultIgnoredFolder(below, name)) continue;
    if (name === "prisma") yield* schemaFiles(join(folder, name), 4, disk);
    else if (depth > 0) yield* schemasBelow(top, below, depth - 1, disk);
  }
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
