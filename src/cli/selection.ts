import { realpathSync } from "node:fs";
import path from "node:path";
import type { LintOptions, LintResult } from "#engine/options";
import type { ProjectMemory } from "#engine/project-memory";
import type { Notice, ProjectPath } from "#finding";
import { changedSince, stagedState, treeSnapshot, type Change } from "#git/changes";
import { openRepository, type Repository } from "#git/repository";
import type { Selection } from "./arguments.ts";

/** Lints the files git names; with `newOnly` also the commit they are compared with, and leaves out what was there before. */
export async function lintSelected(
  options: LintOptions & { readonly cwd: string },
  selection: Selection,
  { newOnly, memory }: { readonly newOnly: boolean; readonly memory?: ProjectMemory | undefined },
): Promise<LintResult> {
  const { lintAgain } = await import("#engine/lint-project");
  const cwd = realpathSync(options.cwd);
  const repository = openRepository(cwd);
  const { change, snapshot: versions } = selection.kind === "staged" ? stagedState(repository) : { change: changeOf(repository, selection) };
  const result = await lintAgain({ ...options, cwd, only: change.files, ...(versions && { versions }) }, memory);
  const kept = newOnly ? await withoutOld(result, { ...options, cwd }, repository, change) : result;
  return { ...kept, notices: [...kept.notices, ...noticesOf(result, versions?.contents, change)] };
}

/** Staged files that also have changes that are not: absolute path → why a fix must leave them alone. */
export function unfixable(cwd: string): ReadonlyMap<string, string> {
  const { partly } = stagedState(openRepository(realpathSync(cwd)));
  return new Map([...partly].map((file) => [file, "has changes that are not staged"]));
}

function changeOf(repository: Repository, selection: Exclude<Selection, { readonly kind: "staged" }>): Change {
  return changedSince(repository, selection.ref, selection.kind === "changed" ? "merge-base" : "ref");
}

/** Lints the same files as the compared commit has them, as far as they have findings now. */
async function withoutOld(result: LintResult, options: LintOptions, repository: Repository, change: Change): Promise<LintResult> {
  if (result.findings.length === 0) return result;
  const { lintProject } = await import("#engine/lint-project");
  const only = new Set(result.findings.map(({ place }) => path.join(result.project.root, place.file)));
  const { result: before } = await lintProject({ ...options, only, versions: treeSnapshot(repository, change), errorOnUnmatched: false });
  const known = new Set(before.findings.map(({ fingerprint }) => fingerprint));
  return { ...result, findings: result.findings.filter(({ fingerprint }) => !known.has(fingerprint)) };
}

function noticesOf({ project }: LintResult, contents: ReadonlyMap<string, Uint8Array> | undefined, change: Change): Notice[] {
  const conflicts = change.conflicts.map((file): Notice => {
    const shown = path.relative(project.root, file).replaceAll("\\", "/");
    return { kind: "skipped-file", message: "has merge conflicts; it is skipped.", file: shown as ProjectPath };
  });
  const config = project.configFile;
  const differs = config !== undefined && contents?.has(path.join(project.root, config)) === true;
  return differs ? [...conflicts, { kind: "config", message: `${config} has changes that are not staged; they count.` }] : conflicts;
}
