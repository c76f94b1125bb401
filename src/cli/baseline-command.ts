import path from "node:path";
import { type Baseline, baselineOf, sizeOf, writeBaseline } from "#baseline/baseline";
import { compareWithBaseline, entriesOf, prune, type Scope, unite, wasLookedAt } from "#baseline/compare";
import type { Finding } from "#finding";
import { counted } from "#report/counting";
import { parseErrorId } from "#report/report";
import { baselineFile, loadBaseline, scopeOf } from "./accepted.ts";
import type { BaselineRequest } from "./arguments.ts";
import { notices } from "./notes.ts";
import { startProgress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";
import { writeWhole } from "./write-whole.ts";

/** `oma-lint baseline`: accepts what is found now, or drops what is found no more. Returns the exit code. */
export async function updateBaseline(request: BaselineRequest & { readonly cwd: string }, terminal: Terminal): Promise<number> {
  const progress = startProgress(terminal);
  const { lint } = await import("#engine/lint");
  const { cwd, paths, config, preset, rules, threads } = request;
  const asked = { cwd, paths, rules, threads, ...(config !== undefined && { config }), ...(preset !== undefined && { preset }) };
  const result = await lint({ ...asked, onProgress: progress.show }).finally(progress.stop);
  terminal.note(notices(result.notices, terminal));
  const file = baselineFile(result.project.root, request);
  const before = loadBaseline(file, request.prune) ?? new Map();
  const after = next(before, result.findings, scopeOf(result, request), request.prune);
  writeWhole(file, writeBaseline(after), `baseline ${path.basename(file)}`);
  terminal.print(`${terminal.ink.green("✔")} ${path.basename(file)} accepts ${counted(sizeOf(after), "finding")}${change(before, after)}.\n`);
  return 0;
}

/** Code that does not parse is never accepted: nothing can be known about it. What was not looked at stays as it is. */
function next(before: Baseline, findings: readonly Finding[], scope: Scope, onlyPrune: boolean): Baseline {
  const acceptable = findings.filter(({ ruleId }) => ruleId !== parseErrorId);
  if (onlyPrune) return prune(before, compareWithBaseline(acceptable, before, scope).stale);
  const untouched = entriesOf(before).filter(({ file, ruleId }) => !wasLookedAt(file, ruleId, scope));
  return unite(baselineOf(acceptable), untouched);
}

function change(before: Baseline, after: Baseline): string {
  const [old, now] = [before, after].map((baseline) => new Set(entriesOf(baseline).map((entry) => JSON.stringify(entry))));
  const added = [...(now ?? [])].filter((entry) => !old?.has(entry)).length;
  const dropped = [...(old ?? [])].filter((entry) => !now?.has(entry)).length;
  return added === 0 && dropped === 0 ? "" : ` (${added} added, ${dropped} dropped)`;
}
