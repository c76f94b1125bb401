import type { ProjectPath } from "#finding";
import type { Analysis } from "./analysis.ts";
import type { Code } from "./code.ts";
import { EntryPoints } from "./entry-points.ts";

/** A module nothing reaches, and what is reached only from it. */
export interface Orphan {
  readonly code: Code;
  /** Other modules that go with it. */
  readonly others: readonly ProjectPath[];
}

const known = new WeakMap<Analysis, ReadonlyMap<ProjectPath, Orphan>>();

/** The orphan a file is; of modules that only reach each other the first is told. Looks at the whole project once. */
export function orphanAt(analysis: Analysis, code: Code): Orphan | undefined {
  let orphans = known.get(analysis);
  if (!orphans) known.set(analysis, (orphans = findOrphans(analysis)));
  return orphans.get(code.path);
}

function findOrphans(analysis: Analysis): ReadonlyMap<ProjectPath, Orphan> {
  const { project } = analysis;
  const entries = new EntryPoints(analysis);
  const reached = new Set<ProjectPath>();
  reach(
    analysis,
    project.paths.filter((path) => entries.isEntry(path)),
    reached,
  );
  const dead = project.paths.filter((path) => !reached.has(path) && entries.mustBeReached(path)).sort();
  const left = new Set(dead);
  const orphans = new Map<ProjectPath, Orphan>();
  // What another dead module imports goes with that one; of a circle the first is taken.
  const imported = new Set(dead.flatMap((path) => importsOf(analysis, path).filter((to) => to !== path)));
  for (const path of [...dead.filter((item) => !imported.has(item)), ...dead]) {
    const code = left.has(path) ? project.code(path) : undefined;
    if (!code) continue;
    const group = new Set<ProjectPath>();
    reach(analysis, [path], group);
    const others = [...group].filter((item) => item !== path && left.has(item)).sort();
    for (const item of [path, ...others]) left.delete(item);
    orphans.set(path, { code, others });
  }
  return orphans;
}

function reach(analysis: Analysis, from: readonly ProjectPath[], reached: Set<ProjectPath>): void {
  const open = [...from];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    open.push(...importsOf(analysis, path));
  }
}

function importsOf({ project }: Analysis, path: ProjectPath): ProjectPath[] {
  const code = project.code(path);
  if (!code) return [];
  return code.summary.imports.flatMap((_, index) => {
    const target = project.target(code, index);
    return target.kind === "code" ? [target.code.path] : [];
  });
}
