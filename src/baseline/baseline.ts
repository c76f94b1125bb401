import { UserError, type Finding } from "#finding";

/** The findings a project has accepted for now: file → rule → fingerprints. No line numbers, no code. */
export type Baseline = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

/** The name of the file in the project's root. */
export const baselineName = "oma-lint-baseline.json";

/** Raised when an older oma-lint would misread the file. */
const schemaVersion = 1;

/** The baseline that accepts all of some findings. */
export function baselineOf(findings: readonly Finding[]): Baseline {
  const files = new Map<string, Map<string, Set<string>>>();
  for (const { place, ruleId, fingerprint } of findings) {
    let rules = files.get(place.file);
    if (!rules) files.set(place.file, (rules = new Map()));
    const known = rules.get(ruleId);
    if (known) known.add(fingerprint);
    else rules.set(ruleId, new Set([fingerprint]));
  }
  return files;
}

/** Sorted, one fingerprint per line: two branches that both accept something merge without a conflict as often as can be. */
export function writeBaseline(baseline: Baseline): string {
  const findings = sortedObject(baseline, (rules) => sortedObject(rules, (fingerprints) => [...fingerprints].sort()));
  return `${JSON.stringify({ schemaVersion, findings }, undefined, 2)}\n`;
}

/**
 * Reads what {@link writeBaseline} wrote.
 * @param name of the file, for messages
 * @throws {UserError} when it is something else, such as a file with conflict markers
 */
export function readBaseline(text: string, name: string): Baseline {
  const refuse = (reason: string): UserError =>
    new UserError(`${name} ${reason}.`, "`oma-lint baseline` writes it anew; after a merge conflict keep the lines of both sides.");
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    throw refuse(`is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { schemaVersion: version, findings } = asRecord(content) ?? {};
  if (version !== schemaVersion) throw refuse(`has schemaVersion ${JSON.stringify(version)}; this oma-lint knows ${schemaVersion}`);
  const files = new Map<string, Map<string, Set<string>>>();
  for (const [file, rules] of entriesOf(findings, refuse)) {
    const lists = entriesOf(rules, refuse).map(([rule, list]): [string, Set<string>] => {
      if (!Array.isArray(list) || !list.every((item) => typeof item === "string")) throw refuse(`has no list of fingerprints for ${rule} in ${file}`);
      return [rule, new Set(list)];
    });
    files.set(file, new Map(lists));
  }
  return files;
}

/** How many findings a baseline accepts. */
export function sizeOf(baseline: Baseline): number {
  return [...baseline.values()].flatMap((rules) => [...rules.values()]).reduce((sum, fingerprints) => sum + fingerprints.size, 0);
}

function sortedObject<Value>(map: ReadonlyMap<string, Value>, toJson: (value: Value) => unknown): Record<string, unknown> {
  const entries = [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]): [string, unknown] => [key, toJson(value)]);
  return Object.fromEntries(entries);
}

function entriesOf(value: unknown, refuse: (reason: string) => UserError): [string, unknown][] {
  const record = asRecord(value);
  if (!record) throw refuse("has not the shape of a baseline");
  return Object.entries(record);
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined;
}
