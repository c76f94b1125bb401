import { join } from "node:path";
import { type ProjectPath, toProjectPath } from "#finding";
import type { Disk } from "./disk.ts";
import { type PrismaModel, readPrismaModels } from "./prisma-schema.ts";
import { readWorkspaces } from "./workspaces.ts";

/** The models of one schema file. */
export interface PrismaSchema {
  readonly path: ProjectPath;
  readonly models: readonly PrismaModel[];
}

/** Where schemas lie by convention; `prisma/` is searched with its folders, which is what a schema of several files is. */
const conventional = ["schema.prisma", "prisma", "src/prisma", "db/schema.prisma", "src/db/schema.prisma", "schema"];

/**
 * Reads every Prisma schema of a project: at the conventional places of each package, and where its manifest names one.
 * Files that cannot be read count as not there.
 * @param root absolute project root
 * @param disk as the linted version has it
 */
export function readPrismaSchemas(root: string, disk: Disk): readonly PrismaSchema[] {
  const found = new Map<ProjectPath, PrismaSchema>();
  const folders = new Set([root, ...readWorkspaces(root, disk).packages.map((item) => item.absolute)]);
  for (const folder of folders) {
    for (const place of [...conventional, ...declaredIn(folder, disk)]) {
      for (const file of schemaFiles(join(folder, place), 4, disk)) {
        const path = toProjectPath(root, file);
        if (!found.has(path)) found.set(path, { path, models: readPrismaModels(disk.text(file) ?? "") });
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
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
