import type { ICruiseResult, IDependency, IFolder, IModule, IRuleSummary, IViolation, SeverityType } from "dependency-cruiser";
import type { Severity } from "#finding";
import { groupedBy } from "#graph/grouping";
import type { Breach, Picture, PictureEdge } from "./picture.ts";

/**
 * The graph in dependency-cruiser's result format, so that its reporters can draw it.
 * @param clusters `layers`: every path gets its layer in front, which the reporters draw as a folder
 */
export function toCruiseResult(picture: Picture, clusters: "folders" | "layers" = "folders"): ICruiseResult {
  const layerOf = new Map(picture.modules.map(({ path, layer }) => [path, layer]));
  const name = clusters === "folders" ? (path: string) => path : (path: string) => `${layerOf.get(path) ?? "no layer"}/${path}`;
  const shown: Picture = {
    modules: picture.modules.map((module) => ({ ...module, path: name(module.path) })),
    edges: picture.edges.map((edge) => ({ ...edge, from: name(edge.from), to: name(edge.to) })),
  };
  const dependents = groupedBy(shown.edges, ({ to }) => to);
  const dependencies = groupedBy(shown.edges, ({ from }) => from);
  const instability = (path: string): number => {
    const out = dependencies.get(path)?.length ?? 0;
    const all = out + (dependents.get(path)?.length ?? 0);
    return all === 0 ? 0 : out / all;
  };
  const modules = shown.modules.map(({ path, breaches, collapsed, highlighted }): IModule => ({
    source: path,
    valid: breaches.length === 0,
    ...(breaches.length > 0 && { rules: rulesOf(breaches) }),
    dependencies: (dependencies.get(path) ?? []).map((edge) => toDependency(edge, instability(edge.to))),
    dependents: (dependents.get(path) ?? []).map(({ from }) => from),
    orphan: !dependencies.has(path) && !dependents.has(path),
    instability: instability(path),
    ...(collapsed !== undefined && { consolidated: true }),
    ...(highlighted && { matchesHighlight: true }),
  }));
  return { modules, folders: foldersOf(shown), summary: summaryOf(shown, modules) };
}

function toDependency(edge: PictureEdge, instability: number): IDependency {
  const { to, kind, typeOnly, breaches } = edge;
  const cycle = breaches.find(({ rule }) => rule === "oma/no-circular-dependency");
  return {
    module: to,
    resolved: to,
    moduleSystem: kind === "require" ? "cjs" : "es6",
    dependencyTypes: [
      "local",
      ...(typeOnly
        ? (["type-only"] as const)
        : kind === "require"
          ? (["require"] as const)
          : kind === "dynamic"
            ? (["dynamic-import"] as const)
            : (["import"] as const)),
    ],
    dynamic: kind === "dynamic",
    exoticallyRequired: false,
    coreModule: false,
    couldNotResolve: false,
    followable: true,
    matchesDoNotFollow: false,
    circular: cycle !== undefined,
    ...(cycle && { cycle: cycle.chain.map((name) => ({ name, dependencyTypes: [] })) }),
    ...(typeOnly && { typeOnly: true }),
    instability,
    valid: breaches.length === 0,
    ...(breaches.length > 0 && { rules: rulesOf(breaches) }),
    // `protocol` and `mimeType` are only there for URIs.
  } as Partial<IDependency> as IDependency;
}

const severities: Readonly<Record<Severity, SeverityType>> = { error: "error", warning: "warn", note: "info" };

function rulesOf(breaches: readonly Breach[]): IRuleSummary[] {
  const order: readonly Severity[] = ["error", "warning", "note"];
  const sorted = breaches.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return sorted.map(({ rule, severity }) => ({ name: rule.replace(/^oma\//, ""), severity: severities[severity] }));
}

/** Folders with Robert C. Martin's couplings, counted in modules as dependency-cruiser does. */
function foldersOf({ modules, edges }: Picture): IFolder[] {
  const foldersAbove = (path: string): string[] => {
    const parts = path.split("/").slice(0, -1);
    return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
  };
  const counts = new Map<string, { modules: number; incoming: Set<string>; outgoing: Set<string>; needs: Set<string>; users: Set<string> }>();
  for (const { path } of modules) {
    for (const folder of foldersAbove(path)) {
      const count = counts.get(folder) ?? { modules: 0, incoming: new Set(), outgoing: new Set(), needs: new Set(), users: new Set() };
      counts.set(folder, count);
      count.modules += 1;
    }
  }
  for (const { from, to } of edges) {
    const [outer, inner] = [foldersAbove(from), foldersAbove(to)];
    for (const folder of outer) if (!inner.includes(folder)) add(counts.get(folder), "outgoing", to, "needs", inner.at(-1));
    for (const folder of inner) if (!outer.includes(folder)) add(counts.get(folder), "incoming", from, "users", outer.at(-1));
  }
  const instability = (folder: string): number => {
    const { incoming, outgoing } = counts.get(folder) ?? { incoming: new Set(), outgoing: new Set() };
    const all = incoming.size + outgoing.size;
    return all === 0 ? 0 : outgoing.size / all;
  };
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => ({
      name,
      moduleCount: count.modules,
      dependents: [...count.users].sort().map((user) => ({ name: user })),
      dependencies: [...count.needs].sort().map((need) => ({ name: need, valid: true, circular: false, instability: instability(need) })),
      afferentCouplings: count.incoming.size,
      efferentCouplings: count.outgoing.size,
      instability: instability(name),
    }));
}

type FolderSets = Record<"incoming" | "outgoing" | "needs" | "users", Set<string>>;

function add(count: FolderSets | undefined, modules: keyof FolderSets, path: string, folders: keyof FolderSets, folder: string | undefined): void {
  count?.[modules].add(path);
  if (folder !== undefined) count?.[folders].add(folder);
}

function summaryOf({ modules, edges }: Picture, cruised: readonly IModule[]): ICruiseResult["summary"] {
  const violations = [
    ...modules.flatMap(({ path, breaches }) => breaches.map((breach) => toViolation(breach, path, path))),
    ...edges.flatMap(({ from, to, breaches }) => breaches.map((breach) => toViolation(breach, from, to))),
  ];
  const count = (severity: SeverityType): number => violations.filter(({ rule }) => rule.severity === severity).length;
  return {
    violations,
    error: count("error"),
    warn: count("warn"),
    info: count("info"),
    ignore: 0,
    totalCruised: cruised.length,
    totalDependenciesCruised: edges.length,
    optionsUsed: { args: "" },
  };
}

function toViolation(breach: Breach, from: string, to: string): IViolation {
  const [rule] = rulesOf([breach]);
  const isCycle = breach.rule === "oma/no-circular-dependency";
  return {
    type: from === to ? "module" : isCycle ? "cycle" : "dependency",
    from,
    to,
    rule: rule ?? { name: breach.rule, severity: "warn" },
    ...(isCycle && { cycle: breach.chain.map((name) => ({ name, dependencyTypes: [] })) }),
  };
}
