import type { Edge, Graph } from "./graph.ts";

/** A closed chain of imports: `edges[0]` leaves the module the cycle is reported in, the last edge comes back to it. */
export interface Cycle {
  readonly edges: readonly Edge[];
  /** How many modules hang together in the component the cycle lies in. */
  readonly modules: number;
}

/** At most this many cycles explain one component; the rest falls apart when these are gone, or shows then. */
const mostPerComponent = 10;

/**
 * Finds the strongly connected components of a graph (Tarjan), node by node: a component is complete once one of its nodes was visited.
 * Iterative, linear in what is reached.
 */
export class Components {
  readonly #graph: Graph;
  readonly #index = new Map<string, number>();
  readonly #low = new Map<string, number>();
  readonly #stack: string[] = [];
  readonly #component = new Map<string, readonly string[]>();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  /** The nodes of the component a node lies in, sorted; the node alone when it is in no cycle. */
  of(node: string): readonly string[] {
    if (!this.#component.has(node)) this.#visit(node);
    return this.#component.get(node) ?? [node];
  }

  #visit(root: string): void {
    const work: { node: string; next: number }[] = [this.#open(root)];
    for (let frame = work.at(-1); frame; frame = work.at(-1)) {
      const edge = this.#graph.edgesOf(frame.node)[frame.next];
      frame.next += 1;
      if (!edge) {
        work.pop();
        this.#close(frame.node);
        const parent = work.at(-1);
        if (parent) this.#lower(parent.node, this.#low.get(frame.node));
      } else if (!this.#index.has(edge.to)) {
        work.push(this.#open(edge.to));
      } else if (!this.#component.has(edge.to)) {
        this.#lower(frame.node, this.#index.get(edge.to));
      }
    }
  }

  #open(node: string): { node: string; next: number } {
    this.#index.set(node, this.#index.size);
    this.#low.set(node, this.#index.size - 1);
    this.#stack.push(node);
    return { node, next: 0 };
  }

  #lower(node: string, value = Number.POSITIVE_INFINITY): void {
    this.#low.set(node, Math.min(this.#low.get(node) ?? value, value));
  }

  #close(node: string): void {
    if (this.#low.get(node) !== this.#index.get(node)) return;
    const members = this.#stack.splice(this.#stack.lastIndexOf(node)).sort();
    for (const member of members) this.#component.set(member, members);
  }
}

/**
 * A few shortest cycles that explain a component: the shortest one, then the shortest of what is left without the import it is reported at, and so on,
 * until nothing goes around any more.
 * @param members nodes of one strongly connected component, sorted
 */
export function explainComponent(graph: Graph, members: readonly string[]): readonly Cycle[] {
  if (members.length < 2) return [];
  const inside = new Set(members);
  const edges = new Map(members.map((node) => [node, graph.edgesOf(node).filter((edge) => inside.has(edge.to))]));
  const weight = incoming(edges);
  const cycles: Cycle[] = [];
  let length = 2;
  while (cycles.length < mostPerComponent) {
    const shortest = shortestCycle(edges, members, length);
    if (!shortest) break;
    length = shortest.length;
    const rotated = rotate(shortest, weight);
    const [closing] = rotated;
    if (!closing) break;
    cycles.push({ edges: rotated, modules: members.length });
    edges.set(
      closing.from,
      (edges.get(closing.from) ?? []).filter((edge) => edge.to !== closing.to),
    );
  }
  return cycles;
}

type EdgeMap = ReadonlyMap<string, readonly Edge[]>;

/** The first shortest cycle in the order of the nodes; no cycle is shorter than `atLeast`. */
function shortestCycle(edges: EdgeMap, members: readonly string[], atLeast: number): readonly Edge[] | undefined {
  const left = new Map(edges);
  const entering = incoming(edges);
  let best: readonly Edge[] | undefined;
  for (const node of members) {
    if (!left.has(node)) continue;
    const found = cycleThrough(left, node, best ? best.length - 1 : Number.POSITIVE_INFINITY);
    if (found) best = found;
    if (best?.length === atLeast) break;
    takeOut(left, entering, node);
  }
  return best;
}

/** Takes a node out whose cycles are known, and with it all that only it led to: of one long ring nothing is left, and it is not walked again from every node. */
function takeOut(left: Map<string, readonly Edge[]>, entering: Map<string, number>, node: string): void {
  const work = [node];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    const leaving = left.get(at) ?? [];
    left.delete(at);
    for (const { to } of leaving) {
      entering.set(to, (entering.get(to) ?? 0) - 1);
      if (entering.get(to) === 0 && left.has(to)) work.push(to);
    }
  }
}

/** The shortest way from a node back to itself (breadth first), no longer than `most`. */
function cycleThrough(edges: EdgeMap, start: string, most: number): readonly Edge[] | undefined {
  const cameBy = new Map<string, Edge>();
  let frontier = [start];
  for (let depth = 1; depth <= most && frontier.length > 0; depth += 1) {
    const next: string[] = [];
    for (const node of frontier) {
      for (const edge of edges.get(node) ?? []) {
        if (edge.to === start) return wayTo(cameBy, start, edge);
        if (cameBy.has(edge.to)) continue;
        cameBy.set(edge.to, edge);
        next.push(edge.to);
      }
    }
    frontier = next;
  }
  return undefined;
}

function wayTo(cameBy: ReadonlyMap<string, Edge>, start: string, last: Edge): readonly Edge[] {
  const way = [last];
  for (let node = last.from; node !== start;) {
    const edge = cameBy.get(node);
    if (!edge) break;
    way.push(edge);
    node = edge.from;
  }
  return way.reverse();
}

/** How many modules of the component import a node. */
function incoming(edges: EdgeMap): Map<string, number> {
  const count = new Map<string, number>();
  for (const list of edges.values()) for (const edge of list) count.set(edge.to, (count.get(edge.to) ?? 0) + 1);
  return count;
}

/**
 * Turns a cycle so that it begins with the import that closes it: not a re-export where there is another (a barrel has to name its parts), and the one that leads to the
 * module most others in the component lead to, so that few findings explain much.
 */
function rotate(cycle: readonly Edge[], weight: ReadonlyMap<string, number>): readonly Edge[] {
  let best = 0;
  cycle.forEach((edge, at) => {
    const current = cycle[best];
    if (current && isBetter(edge, current, weight)) best = at;
  });
  return [...cycle.slice(best), ...cycle.slice(0, best)];
}

function isBetter(edge: Edge, than: Edge, weight: ReadonlyMap<string, number>): boolean {
  const barrels = Number(isBarrelEdge(edge)) - Number(isBarrelEdge(than));
  if (barrels !== 0) return barrels < 0;
  const heavier = (weight.get(edge.to) ?? 0) - (weight.get(than.to) ?? 0);
  return heavier === 0 ? edge.from < than.from : heavier > 0;
}

/** A re-export, or what an index imports from its own folder in order to export it. */
function isBarrelEdge({ from, to, kind }: Edge): boolean {
  const index = /^(.*\/|)index\.[cm]?[jt]sx?$/.exec(from);
  return kind === "reexport" || (index !== null && to.startsWith(index[1] ?? ""));
}
