import type { Finding } from "#finding";
import type { Baseline } from "./baseline.ts";

/** What a run looked at: only about that a baseline can be wrong. */
export interface Scope {
  /** Project paths of the files that were linted. */
  readonly files: ReadonlySet<string>;
  /** All of the project was linted: a file that is not among `files` is gone. */
  readonly whole: boolean;
  /** Ids of the rules that ran. */
  readonly rules: ReadonlySet<string>;
}

export interface Comparison {
  /** Findings the baseline does not have. */
  readonly fresh: readonly Finding[];
  /** Accepted findings: notes, whatever their rule says. */
  readonly known: readonly Finding[];
  /** Entries that accept nothing any more. */
  readonly stale: readonly StaleEntry[];
}

export interface StaleEntry {
  readonly file: string;
  readonly ruleId: string;
  readonly fingerprint: string;
}

/** Tells accepted findings from new ones, and finds entries of the baseline nothing stands behind any more. */
export function compareWithBaseline(findings: readonly Finding[], baseline: Baseline, scope: Scope): Comparison {
  const isKnown = ({ place, ruleId, fingerprint }: Finding): boolean => baseline.get(place.file)?.get(ruleId)?.has(fingerprint) ?? false;
  const present = new Set(findings.map(({ fingerprint }) => fingerprint));
  const stale = entriesOf(baseline).filter(({ file, ruleId, fingerprint }) => wasLookedAt(file, ruleId, scope) && !present.has(fingerprint));
  return {
    fresh: findings.filter((finding) => !isKnown(finding)),
    known: findings.filter(isKnown).map((finding): Finding => ({ ...finding, severity: "note" })),
    stale,
  };
}

/** The baseline without its stale entries. */
export function prune(baseline: Baseline, stale: readonly StaleEntry[]): Baseline {
  const gone = new Set(stale.map(keyOf));
  const kept = entriesOf(baseline).filter((entry) => !gone.has(keyOf(entry)));
  return withEntries(new Map(), kept);
}

/** Both baselines: what either accepts. */
export function unite(one: Baseline, other: readonly StaleEntry[]): Baseline {
  const files = new Map([...one].map(([file, rules]) => [file, new Map([...rules].map(([rule, list]) => [rule, new Set(list)]))]));
  return withEntries(files, other);
}

function withEntries(files: Map<string, Map<string, Set<string>>>, entries: readonly StaleEntry[]): Baseline {
  for (const { file, ruleId, fingerprint } of entries) {
    const rules = files.get(file) ?? new Map<string, Set<string>>();
    files.set(file, rules.set(ruleId, (rules.get(ruleId) ?? new Set()).add(fingerprint)));
  }
  return files;
}

/** All entries of a baseline. */
export function entriesOf(baseline: Baseline): StaleEntry[] {
  return [...baseline].flatMap(([file, rules]) => [...rules].flatMap(([ruleId, list]) => [...list].map((fingerprint) => ({ file, ruleId, fingerprint }))));
}

/** Whether a run can tell that an entry is stale. */
export function wasLookedAt(file: string, ruleId: string, { files, whole, rules }: Scope): boolean {
  if (!files.has(file)) return whole;
  return rules.has(ruleId) || !ruleId.startsWith("oma/");
}

function keyOf({ file, ruleId, fingerprint }: StaleEntry): string {
  return `${file}\n${ruleId}\n${fingerprint}`;
}
