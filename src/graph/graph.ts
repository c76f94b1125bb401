/** How one module names another. */
export type EdgeKind = "static" | "reexport" | "dynamic" | "require" | "import-equals";

/** One import: it leads from a module to a module; `index` says which import of `from` it is. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** Erased before the program runs. */
  readonly typeOnly: boolean;
  /** Stands in a function or is awaited: it runs after the modules are loaded. */
  readonly late: boolean;
  readonly index: number;
}

/** An import graph, asked node by node, so that only what is reached needs to be read. Edges come in a fixed order. */
export interface Graph {
  readonly edgesOf: (node: string) => readonly Edge[];
}

/** Whether an edge is followed while modules load: the only edges that can close a cycle. */
export function isLoadEdge(edge: Edge): boolean {
  return !edge.typeOnly && !edge.late && edge.kind !== "dynamic" && edge.from !== edge.to;
}

/** The same graph with nothing but the edges that are followed while modules load, one per pair of modules. */
export function loadGraph(graph: Graph): Graph {
  const memo = new Map<string, readonly Edge[]>();
  return {
    edgesOf(node) {
      const known = memo.get(node);
      if (known) return known;
      const kept = new Map<string, Edge>();
      for (const edge of graph.edgesOf(node)) if (isLoadEdge(edge) && !kept.has(edge.to)) kept.set(edge.to, edge);
      const edges = [...kept.values()];
      memo.set(node, edges);
      return edges;
    },
  };
}
