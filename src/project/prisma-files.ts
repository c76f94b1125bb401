import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type ProjectPath, toProjectPath } from "#finding";
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
 */
export function readPrismaSchemas(root: string): readonly PrismaSchema[] {
  const found = new Map<ProjectPath, PrismaSchema>();
  const folders = new Set([root, ...readWorkspaces(root).packages.map((item) => item.absolute)]);
  for (const folder of folders) {
    for (const place of [...conventional, ...declaredIn(folder)]) {
      for (const file of schemaFiles(join(folder, place), 4)) {
        const path = toProjectPath(root, file);
        if (!found.has(path)) found.set(path, { path, models: readPrismaModels(readText(file)) });
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `"prisma": { "schema": "…" }` of a manifest, `schema: "…"` of `prisma.config.ts`. */
function declaredIn(folder: string): readonly string[] {
  const manifest = /"prisma"\s*:\s*\{[^}]*"schema"\s*:\s*"([^"]+)"/.exec(readText(join(folder, "package.json")));
  const config = /\bschema\s*:\s*(?:path\.join\(\s*)?["']([^"']+)["']/.exec(readText(join(folder, "prisma.config.ts")));
  return [manifest?.[1], config?.[1]].filter((item) => item !== undefined);
}

function* schemaFiles(path: string, depth: number): Iterable<string> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() && path.endsWith(".prisma")) yield path;
  if (!stats?.isDirectory() || depth === 0) return;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.name === "node_modules" || entry.name === "migrations") continue;
    if (entry.isDirectory()) yield* schemaFiles(join(path, entry.name), depth - 1);
    else if (entry.name.endsWith(".prisma")) yield join(path, entry.name);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
