import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Baseline, baselineName, readBaseline } from "#baseline/baseline";
import { compareWithBaseline, type Scope, type StaleEntry } from "#baseline/compare";
import { readEslintSuppressions, splitBySuppressions, suppressionsName } from "#baseline/eslint-suppressions";
import type { LintResult } from "#engine/options";
import { type Finding, UserError } from "#finding";
import { counted } from "#report/counting";
import type { CheckRequest } from "./arguments.ts";

/** A run's findings, told apart by what the project has accepted before. */
export interface Accepted {
  readonly fresh: readonly Finding[];
  /** `undefined`: there is no baseline. */
  readonly known: readonly Finding[] | undefined;
  readonly stale: readonly StaleEntry[];
  /** For stderr: how many are accepted, and what is stale. */
  readonly remarks: readonly string[];
}

type Asked = Pick<CheckRequest, "baseline" | "strictBaseline"> & { readonly cwd: string };

/** Takes accepted findings (the baseline, ESLint's suppressions) out of a result. */
export function accept(result: LintResult, request: Asked, scope: Scope): Accepted {
  if (request.baseline === false) return { fresh: result.findings, known: undefined, stale: [], remarks: [] };
  const file = baselineFile(result.project.root, request);
  const baseline = loadBaseline(file, request.baseline !== undefined);
  const suppressions = path.join(result.project.root, suppressionsName);
  const split = existsSync(suppressions) ? splitBySuppressions(result.findings, readEslintSuppressions(readFileSync(suppressions, "utf8"))) : undefined;
  if (!baseline && !split) return { fresh: result.findings, known: undefined, stale: [], remarks: [] };
  const { fresh, known, stale } = compareWithBaseline(split?.fresh ?? result.findings, baseline ?? new Map(), scope);
  const bySuppressions = split?.known ?? [];
  return {
    fresh,
    known: [...known, ...bySuppressions],
    stale,
    remarks: [
      ...(known.length > 0 ? [`${counted(known.length, "finding")} accepted by ${path.basename(file)}.`] : []),
      ...(bySuppressions.length > 0 ? [`${counted(bySuppressions.length, "finding")} accepted by ${suppressionsName}.`] : []),
      ...staleRemarks(stale, path.basename(file)),
    ],
  };
}

/** The baseline's file: as named, else in the project's root. */
export function baselineFile(root: string, { cwd, baseline }: { readonly cwd: string; readonly baseline: string | false | undefined }): string {
  return typeof baseline === "string" ? path.resolve(cwd, baseline) : path.join(root, baselineName);
}

/** Reads a baseline; one that was asked for by name must exist. */
export function loadBaseline(file: string, mustExist: boolean): Baseline | undefined {
  if (existsSync(file)) return readBaseline(readFileSync(file, "utf8"), path.basename(file));
  if (mustExist) throw new UserError(`There is no baseline ${file}.`, "`oma-lint baseline` writes one.");
  return undefined;
}

/** What a run looked at. */
export function scopeOf({ project }: LintResult, request: Pick<CheckRequest, "paths"> & Partial<Pick<CheckRequest, "selection" | "shard">>): Scope {
  return {
    files: new Set(project.paths ?? []),
    whole: request.paths.length === 0 && request.selection === undefined && request.shard === undefined,
    rules: new Set([...Object.keys(project.rules), "oma/parse-error"]),
  };
}

function staleRemarks(stale: readonly StaleEntry[], name: string): string[] {
  if (stale.length === 0) return [];
  const files = [...new Set(stale.map(({ file }) => file))].sort();
  const shown = files.slice(0, 3).join(", ") + (files.length > 3 ? ", …" : "");
  return [
    `${counted(stale.length, "entry").replace("entrys", "entries")} of ${name} ${stale.length === 1 ? "accepts" : "accept"} nothing any more (${shown}). \`oma-lint baseline --prune\` drops them.`,
  ];
}
