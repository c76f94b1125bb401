import { join } from "node:path";
import { type ProjectPath, toProjectPath } from "#finding";
import type { Disk } from "./disk.ts";
import { isDefaultIgnoredFolder } from "./ignored.ts";
import { type PrismaModel, readPrismaModels } from "./prisma-schema.ts";
import { readWorkspaces } from "./workspaces.ts";

/** The models of one schema file. */
export interface PrismaSchema {
  readonly path: ProjectPath;
  readonly models: readonly PrismaModel[];
}

/** Where schemas lie by convention; `prisma/` is searched with its folders, which is what a schema of several files is. */
const conventional = ["schema.prisma", "prisma", "src/prisma", "db/schema.prisma", "src/db/schema.prisma", "schema"];

/** How deep below the root a schema is looked for: `backend/src/database/prisma`. */
const deepest = 5;

/**
 * Reads every Prisma schema of a project: at the conventional places of each package, where its manifest names one, and anywhere below the root, as packages
 * that no workspace names have theirs.
 * Files that cannot be read count as not there.
 * @param root absolute project root
 * @param disk as the linted version has it
 */
export function readPrismaSchemas(root: string, disk: Disk): readonly PrismaSchema[] {
  const found = new Map<ProjectPath, PrismaSchema>();
  const folders = new Set([root, ...readWorkspaces(root, disk).packages.map((item) => item.absolute)]);
  const add = (file: string): void => {
    const path = toProjectPath(root, file);
    if (!found.has(path)) found.set(path, { path, models: readPrismaModels(disk.text(file) ?? "") });
  };
  for (const folder of folders)
    for (const place of [...conventional, ...declaredIn(folder, disk)]) for (const file of schemaFiles(join(folder, place), 4, disk)) add(file);
  for (const file of schemasBelow(root, "", deepest, disk)) add(file);
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `"prisma": { "schema": "…" }` of a manifest, `schema: "…"` of `prisma.config.ts`. */
function declaredIn(folder: string, disk: Disk): readonly string[] {
  const manifest = /"prisma"\s*:\s*\{[^}]*"schema"\s*:\s*"([^"]+)"/.exec(disk.text(join(folder, "package.json")) ?? "");
  const config = /\bschema\s*:\s*(?:path\.join\(\s*)?["']([^"']+)["']/.exec(disk.text(join(folder, "prisma.config.ts")) ?? "");
  return [manifest?.[1], config?.[1]].filter((item) => item !== undefined);
}

/** Schemas in the folders below one, but for what is installed or made. */
function* schemasBelow(root: string, path: string, depth: number, disk: Disk): Iterable<string> {
  const folder = join(root, path);
  for (const { name, kind } of disk.entries(folder)) {
    if (kind === "file" && name === "schema.prisma") yield join(folder, name);
    if (kind !== "folder") continue;
    const below = path === "" ? name : `${path}/${name}`;
    if (isDefaultIgnoredFolder(below, name)) continue;
    if (name === "prisma") yield* schemaFiles(join(folder, name), 4, disk);
    else if (depth > 0) yield* schemasBelow(root, below, depth - 1, disk);
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
