import type { Dependency, LawGraph } from "./law-graph.ts";
import type { Captures } from "./patterns.ts";
import type { Matcher } from "./selectors.ts";

/** Which imports chains are made of. */
export interface ChainLimits {
  /** Chains do not go through modules that start some themselves: what lies behind those is reported there. */
  readonly isStart: (module: string) => boolean;
  readonly isCounted: (dependency: Dependency) => boolean;
}

/**
 * Shortest chains of imports to what a matcher names. One search backwards from all targets answers for every module,
 * so the cost is linear in the edges for each set of captures.
 */
export class ChainsTo {
  readonly #graph: LawGraph;
  readonly #matcher: Matcher;
  readonly #limits: ChainLimits;
  readonly #next = new Map<string, ReadonlyMap<string, Dependency>>();
  #dependents: ReadonlyMap<string, readonly Dependency[]> | undefined;

  constructor(graph: LawGraph, matcher: Matcher, limits: ChainLimits) {
    this.#graph = graph;
    this.#matcher = matcher;
    this.#limits = limits;
  }

  /** One chain for each import of a module that leads to a target. */
  from(module: string, captures: Captures): readonly (readonly Dependency[])[] {
    const next = this.#nextSteps(captures);
    return this.#graph.dependenciesOf(module).flatMap((dependency) => {
      if (!this.#limits.isCounted(dependency)) return [];
      const { to } = dependency;
      if (this.#matcher.match(to, captures) && !(to.kind === "module" && to.path === module)) return [[dependency]];
      if (to.kind !== "module" || to.path === module || this.#limits.isStart(to.path) || !next.has(to.path)) return [];
      const chain = [dependency];
      for (
        let step = next.get(to.path);
        step;
        step = step.to.kind === "module" && !this.#matcher.match(step.to, captures) ? next.get(step.to.path) : undefined
      ) {
        chain.push(step);
      }
      return chain.some((step) => step.to.kind === "module" && step.to.path === module) ? [] : [chain];
    });
  }

  /** For every module from which a target can be reached: the import to follow. */
  #nextSteps(captures: Captures): ReadonlyMap<string, Dependency> {
    const key = JSON.stringify(captures);
    const known = this.#next.get(key);
    if (known) return known;
    const next = new Map<string, Dependency>();
    let frontier: string[] = [];
    for (const module of this.#graph.modules) {
      const hit = this.#graph.dependenciesOf(module).find((item) => this.#limits.isCounted(item) && this.#matcher.match(item.to, captures));
      if (!hit || (hit.to.kind === "module" && hit.to.path === module)) continue;
      next.set(module, hit);
      frontier.push(module);
    }
    while (frontier.length > 0) {
      const further: string[] = [];
      for (const module of frontier) {
        if (this.#limits.isStart(module)) continue;
        for (const dependency of this.#dependentsOf(module)) {
          if (next.has(dependency.from) || this.#matcher.matchModule(dependency.from, captures)) continue;
          next.set(dependency.from, dependency);
          further.push(dependency.from);
        }
      }
      frontier = further;
    }
    this.#next.set(key, next);
    return next;
  }

  #dependentsOf(module: string): readonly Dependency[] {
    if (!this.#dependents) {
      const dependents = new Map<string, Dependency[]>();
      for (const from of this.#graph.modules) {
        for (const dependency of this.#graph.dependenciesOf(from)) {
          if (dependency.to.kind !== "module" || !this.#limits.isCounted(dependency)) continue;
          const list = dependents.get(dependency.to.path);
          if (list) list.push(dependency);
          else dependents.set(dependency.to.path, [dependency]);
        }
      }
      this.#dependents = dependents;
    }
    return this.#dependents.get(module) ?? [];
  }
}
