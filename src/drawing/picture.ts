import type { Severity } from "#finding";
import type { EdgeKind } from "#graph/graph";

/** A breach of a rule or law, as drawings show it. */
export interface Breach {
  /** `oma/no-circular-dependency`, or the law's name with it: `oma/no-forbidden-dependency`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly line: number;
  /** Modules on the way, when there is one. */
  readonly chain: readonly string[];
}

export interface PictureModule {
  readonly path: string;
  /** Recognised or configured layer. */
  readonly layer?: string;
  /** Breaches about the module as a whole. */
  readonly breaches: readonly Breach[];
  /** Stands for several modules. */
  readonly collapsed?: number;
  /** Asked for, where others are only shown beside it. */
  readonly highlighted?: true;
}

export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  readonly typeOnly: boolean;
  readonly late: boolean;
  /** Line of the import. */
  readonly line: number;
  readonly breaches: readonly Breach[];
}

/** The graph as it is drawn: modules and imports between them, both sorted. */
export interface Picture {
  readonly modules: readonly PictureModule[];
  readonly edges: readonly PictureEdge[];
}

/** Sorts a picture and joins edges between the same two modules. */
export function toPicture(modules: readonly PictureModule[], edges: readonly PictureEdge[]): Picture {
  const known = new Set(modules.map(({ path }) => path));
  const joined = new Map<string, PictureEdge>();
  for (const edge of edges) {
    if (!known.has(edge.from) || !known.has(edge.to) || edge.from === edge.to) continue;
    const key = `${edge.from}\n${edge.to}`;
    const before = joined.get(key);
    joined.set(key, before ? join(before, edge) : edge);
  }
  const byKey = [...joined].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, edge]) => edge);
  return { modules: modules.toSorted((a, b) => (a.path < b.path ? -1 : 1)), edges: byKey };
}

/** What runs wins over what is erased: an edge is of types only when every import is. */
function join(a: PictureEdge, b: PictureEdge): PictureEdge {
  const main = a.typeOnly && !b.typeOnly ? b : a;
  return { ...main, typeOnly: a.typeOnly && b.typeOnly, late: a.late && b.late, breaches: [...a.breaches, ...b.breaches] };
}
