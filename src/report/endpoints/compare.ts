import type { EndpointRow } from "#project/endpoints/inventory";

/** One thing that is another than before. */
export interface Change {
  /** `authentication`, `rateLimit`, `validation.body`, `transaction`, `path`, `handler`, `layer`, `mounted`. */
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** A control that was proven before and is proven to be missing now. */
  readonly lost: boolean;
}

export interface ChangedEndpoint {
  readonly before: EndpointRow;
  readonly after: EndpointRow;
  readonly changes: readonly Change[];
}

/** What happened to the endpoints between two inventories. */
export interface InventoryDiff {
  readonly added: readonly EndpointRow[];
  readonly removed: readonly EndpointRow[];
  readonly changed: readonly ChangedEndpoint[];
  /** Number of controls lost. */
  readonly lost: number;
}

type Pair = readonly [before: EndpointRow, after: EndpointRow];

/**
 * Compares two inventories. Endpoints are the same by method and path; of the rest, by path without names of parameters, and then by
 * handler, so that a renamed parameter or a moved path hides no lost control. Lines say nothing.
 */
export function compareInventories(before: readonly EndpointRow[], after: readonly EndpointRow[]): InventoryDiff {
  const pairs: Pair[] = [];
  let old = before.flatMap(byMethod);
  let now = after.flatMap(byMethod);
  for (const keyOf of keys) {
    const left = match(old, now, keyOf, pairs);
    old = left.old;
    now = left.now;
  }
  const changed = pairs.flatMap(([from, to]) => {
    const changes = changesBetween(from, to);
    return changes.length > 0 ? [{ before: from, after: to, changes }] : [];
  });
  changed.sort((a, b) => compare(keys[0](a.after), keys[0](b.after)));
  return { added: now, removed: old, changed, lost: changed.flatMap(({ changes }) => changes.filter(({ lost }) => lost)).length };
}

function byMethod(row: EndpointRow): readonly EndpointRow[] {
  return row.methods.map((method) => ({ ...row, methods: [method] }));
}

const exact = (row: EndpointRow): string => `${row.path} ${row.methods.join()}`;
const keys = [
  exact,
  (row: EndpointRow) => `${row.path.replace(/\{(\*?)[^}]*\}/g, "{$1}")} ${row.methods.join()}`,
  (row: EndpointRow) => (row.handler && row.handler.name !== "(inline)" ? `${row.handler.file} ${row.handler.name} ${row.methods.join()}` : undefined),
] as const satisfies readonly ((row: EndpointRow) => string | undefined)[];

type Key = (row: EndpointRow) => string | undefined;

/** Joins endpoints with the same key, in their order; what is left over stays. */
function match(old: readonly EndpointRow[], now: readonly EndpointRow[], keyOf: Key, pairs: Pair[]): { old: EndpointRow[]; now: EndpointRow[] } {
  const waiting = new Map<string, EndpointRow[]>();
  for (const row of old) {
    const key = keyOf(row);
    if (key !== undefined) waiting.set(key, [...(waiting.get(key) ?? []), row]);
  }
  const left = now.filter((row) => {
    const key = keyOf(row);
    const candidates = key === undefined ? undefined : waiting.get(key);
    const first = candidates?.shift();
    if (first) pairs.push([first, row]);
    return first === undefined;
  });
  const taken = new Set(pairs.map(([from]) => from));
  return { old: old.filter((row) => !taken.has(row)), now: left };
}

function changesBetween(before: EndpointRow, after: EndpointRow): readonly Change[] {
  const inputs = [...new Set([...Object.keys(before.validation), ...Object.keys(after.validation)])] as (keyof EndpointRow["validation"])[];
  const found: readonly Change[] = [
    control("authentication", before.authentication.state, after.authentication.state),
    control("rateLimit", before.rateLimit.state, after.rateLimit.state),
    ...inputs.map((input) => control(`validation.${input}`, before.validation[input]?.state, after.validation[input]?.state)),
    // Whether writes need a transaction is another question: theirs is not in front of the endpoint.
    plain("transaction", before.transaction?.state ?? "none", after.transaction?.state ?? "none"),
    plain("path", before.path, after.path),
    plain("handler", nameOf(before), nameOf(after)),
    plain("layer", before.layer ?? "none", after.layer ?? "none"),
    plain("mounted", before.mounted ? "yes" : "unknown", after.mounted ? "yes" : "unknown"),
  ];
  return found.filter(({ before: from, after: to }) => from !== to);
}

function control(what: string, before = "none", after = "none"): Change {
  return { what, before, after, lost: before === "yes" && after === "no" };
}

function plain(what: string, before: string, after: string): Change {
  return { what, before, after, lost: false };
}

function nameOf({ handler }: EndpointRow): string {
  return handler ? `${handler.file} ${handler.name}` : "unknown";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
