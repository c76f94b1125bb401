import type { Architecture, Law } from "#config/architecture";
import { standings } from "./law-audit.ts";
import type { Dependency, LawGraph } from "./law-graph.ts";
import { LawBook } from "./laws.ts";

/** Imports between two layers that the full ladder would not allow. */
export interface LadderBreak {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly first: Dependency;
  /** The rung that is gone past; without it the import points upwards. */
  readonly past?: string;
}

/** Laws that hold today, and what stands in the way of more. */
export interface Proposal {
  readonly architecture: Architecture;
  /** Recognised layers of the ladder, outermost first. */
  readonly ladder: readonly string[];
  readonly breaks: readonly LadderBreak[];
  /** What was tried and does not hold, in words. */
  readonly refused: readonly string[];
}

const ladder = ["router", "service", "repository", "model", "config"];
/** Folders whose parts are meant to stand beside each other. */
const partFolder = /(?:^|\/)(?:modules|features|domains|contexts|bounded-contexts|slices|packages|apps|plugins)$/;
const privateFolder = /^(?:internal|private|_internal|_private)$/;
const fewestParts = 2;

/**
 * Proposes an architecture that a project keeps already: layers in the order of the ladder, parts that do not know each other, entry points, private folders,
 * packages that only one kind of file uses.
 * @param stores packages that give access to stored data
 */
export function proposeArchitecture(graph: LawGraph, stores: ReadonlySet<string>): Proposal {
  const product = graph.modules.filter((module) => graph.roleOf(module) === "product");
  const shown = ladder.filter((layer) => product.some((module) => graph.layerOf(module) === layer));
  const breaks = ladderBreaks(graph, product, shown);
  const layers = longestKept(shown, breaks);
  const candidates = [...partLaws(graph, product), ...privateLaws(product), ...storeLaws(graph, product, stores)];
  const kept: Law[] = [];
  const refused: string[] = [];
  for (const group of candidates) {
    const held = group.find((law) => brokenBy(graph, law) === 0);
    const [first] = group;
    if (held) kept.push(held);
    else if (first) refused.push(`${first.name} (${first.reason}): ${brokenBy(graph, first)} imports break it`);
  }
  return { architecture: { ...(layers.length > 1 && { layers }), ...(kept.length > 0 && { laws: kept }) }, ladder: shown, breaks, refused };
}

function brokenBy(graph: LawGraph, law: Law): number {
  return standings(new LawBook(graph, { laws: [law] }, "")).reduce((sum, { broken }) => sum + broken, 0);
}

function ladderBreaks(graph: LawGraph, product: readonly string[], shown: readonly string[]): readonly LadderBreak[] {
  const found = new Map<string, { count: number; first: Dependency; from: string; to: string; past?: string }>();
  for (const module of product) {
    const from = graph.layerOf(module) ?? "";
    if (!shown.includes(from)) continue;
    for (const dependency of graph.dependenciesOf(module)) {
      const to = dependency.to.kind === "module" && !dependency.typeOnly ? (graph.layerOf(dependency.to.path) ?? "") : "";
      const past = rungBetween(shown, from, to);
      if (!shown.includes(to) || (shown.indexOf(to) >= shown.indexOf(from) && past === undefined)) continue;
      const known = found.get(`${from} ${to}`);
      if (known) known.count += 1;
      else found.set(`${from} ${to}`, { from, to, count: 1, first: dependency, ...(past !== undefined && { past }) });
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count || (a.from < b.from ? -1 : 1));
}

/** The layer an import downwards leaves out. Settings are for everybody, and models may be used by services. */
function rungBetween(shown: readonly string[], from: string, to: string): string | undefined {
  if (to === "config" || (from === "service" && to === "model")) return undefined;
  return shown.slice(shown.indexOf(from) + 1, Math.max(shown.indexOf(to), 0))[0];
}

/** Leaves out the layer that most imports trip over, until none does. */
function longestKept(shown: readonly string[], breaks: readonly LadderBreak[]): readonly string[] {
  let layers = shown;
  for (;;) {
    const open = breaks.filter(({ from, to, past }) => past === undefined && layers.includes(from) && layers.includes(to));
    if (open.length === 0) return layers;
    const weight = (layer: string): number => open.reduce((sum, { from, to, count }) => sum + (from === layer || to === layer ? count : 0), 0);
    const worst = layers.toSorted((a, b) => weight(b) - weight(a))[0];
    layers = layers.filter((layer) => layer !== worst);
  }
}

/** For each folder of parts: that they do not know each other; else that they only use each other's index. */
function partLaws(graph: LawGraph, product: readonly string[]): Law[][] {
  const parts = new Map<string, Set<string>>();
  for (const module of product) {
    const segments = module.split("/");
    for (let at = 1; at < segments.length - 1; at += 1) {
      const folder = segments.slice(0, at).join("/");
      if (!partFolder.test(folder)) continue;
      const known = parts.get(folder) ?? new Set();
      parts.set(folder, known.add(segments[at] ?? ""));
    }
  }
  return [...parts]
    .filter(([, names]) => names.size >= fewestParts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([folder, names]) => {
      const name = folder.replace(/[^a-zA-Z0-9]+/g, "-").toLowerCase();
      const indexes = graph.modules.filter(
        (module) => module.startsWith(`${folder}/`) && /^[^/]+\/(?:src\/)?index\.[cm]?[jt]sx?$/.test(module.slice(folder.length + 1)),
      );
      const entries = [`${folder}/<part>/index.{ts,tsx,js,mjs,cjs}`, `${folder}/<part>/src/index.{ts,tsx,js,mjs,cjs}`].filter((_, at) =>
        indexes.some((module) => module.slice(folder.length + 1).split("/").length === at + 2),
      );
      const apart: Law = { name: `${name}-apart`, reason: `the ${names.size} parts of ${folder}/ do not know each other`, independent: `${folder}/<part>` };
      const doors: Law = {
        name: `${name}-doors`,
        reason: `the parts of ${folder}/ use each other only through their index`,
        of: `${folder}/<part>`,
        public: entries,
      };
      return indexes.length > 0 ? [apart, doors] : [apart];
    });
}

function privateLaws(product: readonly string[]): Law[][] {
  const names = new Set(
    product.flatMap((module) =>
      module
        .split("/")
        .slice(0, -1)
        .filter((part) => privateFolder.test(part)),
    ),
  );
  return [...names]
    .sort()
    .map((name) => [{ name: `${name.replace(/^_/, "")}-folders`, reason: `${name}/ is only for what lies around it`, private: `**/${name}` }]);
}

/** Packages of databases that only files of one or two inner layers use. */
function storeLaws(graph: LawGraph, product: readonly string[], stores: ReadonlySet<string>): Law[][] {
  const users = new Map<string, Set<string>>();
  for (const module of product) {
    for (const { to } of graph.dependenciesOf(module)) {
      if (to.kind !== "package" || !stores.has(to.name)) continue;
      const layers = users.get(to.name) ?? new Set();
      users.set(to.name, layers.add(graph.layerOf(module) ?? ""));
    }
  }
  const inner = ["repository", "model", "infra"];
  return [...users]
    .filter(([, layers]) => [...layers].every((layer) => inner.includes(layer)))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, layers]) => {
      const list = [...layers].sort();
      const law = `${name
        .replace(/[^a-zA-Z0-9]+/g, "-")
        .replace(/^-|-$/g, "")
        .toLowerCase()}-stays-behind`;
      return [{ name: law, reason: `only files of the layer ${list.join(" or ")} speak to ${name}`, of: { package: name }, onlyFrom: { layer: list } }];
    });
}
