import type { LawGraph } from "./law-graph.ts";

/**
 * How many modules depend on a module and how many it depends on, tests left out, each pair counted once.
 * Instability is Robert C. Martin's: dependencies / (dependencies + dependents), 0 = nothing but used, 1 = nothing but using.
 */
export class Stability {
  readonly #graph: LawGraph;
  #counts: Counts | undefined;

  constructor(graph: LawGraph) {
    this.#graph = graph;
  }

  of(module: string): number {
    const used = this.dependencies(module);
    const all = used + this.dependents(module);
    return all === 0 ? 0 : used / all;
  }

  dependents(module: string): number {
    return this.#count().users.get(module) ?? 0;
  }

  dependencies(module: string): number {
    return this.#count().used.get(module) ?? 0;
  }

  #count(): Counts {
    if (this.#counts) return this.#counts;
    const users = new Map<string, number>();
    const used = new Map<string, number>();
    for (const module of this.#graph.modules) {
      if (this.#graph.roleOf(module) === "test") continue;
      const targets = new Set(this.#graph.dependenciesOf(module).flatMap(({ to }) => (to.kind === "module" && to.path !== module ? [to.path] : [])));
      used.set(module, targets.size);
      for (const target of targets) users.set(target, (users.get(target) ?? 0) + 1);
    }
    return (this.#counts = { users, used });
  }
}

interface Counts {
  readonly users: ReadonlyMap<string, number>;
  readonly used: ReadonlyMap<string, number>;
}
