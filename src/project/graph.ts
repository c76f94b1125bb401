import { Components, type Cycle, explainComponent } from "#graph/cycles";
import { type Edge, type Graph, loadGraph } from "#graph/graph";
import type { ProjectPath } from "#finding";
import type { ImportFact } from "#syntax/summary";
import { isTypeScript } from "#syntax/parse";
import type { Code } from "./code.ts";
import type { Project } from "./project.ts";

/** An import of a file that leads to another file of the project. */
export interface FoundImport {
  readonly index: number;
  readonly fact: ImportFact;
  readonly to: Code;
  /** Erased by TypeScript: nothing of it exists when the program runs. */
  readonly typeOnly: boolean;
}

/** Who imports whom among the product files of a project. Files are read as they are reached. */
export class ImportGraph {
  readonly #project: Project;
  readonly #imports = new WeakMap<Code, readonly FoundImport[]>();
  readonly #edges = new Map<string, readonly Edge[]>();
  readonly #load: Graph;
  readonly #components: Components;
  readonly #cycles = new Map<readonly string[], readonly Cycle[]>();

  constructor(project: Project) {
    this.#project = project;
    this.#load = loadGraph({ edgesOf: (node) => this.#edgesOf(node) });
    this.#components = new Components(this.#load);
  }

  /** Imports of a file that lead to product files, in source order. */
  importsOf(code: Code): readonly FoundImport[] {
    const known = this.#imports.get(code);
    if (known) return known;
    const found = code.summary.imports.flatMap((fact, index): readonly FoundImport[] => {
      const target = this.#project.target(code, index);
      if (target.kind !== "code" || target.code === code || target.code.role !== "product") return [];
      return [{ index, fact, to: target.code, typeOnly: this.isTypeOnly(code, fact, target.code) }];
    });
    this.#imports.set(code, found);
    return found;
  }

  /** Whether an import brings nothing that exists when the program runs. */
  isTypeOnly(code: Code, fact: ImportFact, target: Code): boolean {
    return fact.typeOnly || this.#isErased(code, fact, target);
  }

  /** Cycles that are reported in a file: those whose closing import stands in it. */
  cyclesAt(code: Code): readonly Cycle[] {
    if (code.role !== "product") return [];
    return this.#explained(this.#components.of(code.path)).filter((cycle) => cycle.edges[0]?.from === code.path);
  }

  /** The import behind an edge. */
  importOf(edge: Edge): { readonly code: Code; readonly fact: ImportFact } | undefined {
    const code = this.#project.code(edge.from as ProjectPath);
    const fact = code?.summary.imports[edge.index];
    return code && fact && { code, fact };
  }

  /** Every import between product files as an edge, for drawings. */
  get graph(): Graph {
    return { edgesOf: (node) => this.#edgesOf(node) };
  }

  #explained(members: readonly string[]): readonly Cycle[] {
    let cycles = this.#cycles.get(members);
    if (!cycles) this.#cycles.set(members, (cycles = explainComponent(this.#load, members)));
    return cycles;
  }

  #edgesOf(node: string): readonly Edge[] {
    const known = this.#edges.get(node);
    if (known) return known;
    const code = this.#project.code(node as ProjectPath);
    const edges = code ? this.importsOf(code).map((found) => toEdge(node, found)) : [];
    this.#edges.set(node, edges);
    return edges;
  }

  /** TypeScript also drops what is only a type over there: `export { Book } from "./book"` of an interface, a decorated parameter typed with one. */
  #isErased(code: Code, fact: ImportFact, target: Code): boolean {
    if (!isTypeScript(code.absolute) || fact.names.length === 0 || fact.kind === "dynamic" || fact.kind === "require") return false;
    return fact.names.every((name) => name.typeOnly || this.#isType(target, name.imported, 0));
  }

  #isType(code: Code, name: string, depth: number): boolean {
    if (name === "*" || name === "default" || depth > 6) return false;
    const own = code.summary.exports.filter((item) => item.n === name);
    if (own.length > 0) return own.every((item) => item.typeOnly || this.#isForwardedType(code, item, depth) || this.#isTypeName(code, item, name));
    return false;
  }

  #isForwardedType(code: Code, item: Code["summary"]["exports"][number], depth: number): boolean {
    if (item.i === undefined) return false;
    const target = this.#project.target(code, item.i);
    return target.kind === "code" && this.#isType(target.code, item.imported ?? item.n, depth + 1);
  }

  /** `interface Book {}` … `export { Book }`. */
  #isTypeName(code: Code, item: Code["summary"]["exports"][number], name: string): boolean {
    return item.i === undefined && code.moduleBinding(name) === undefined && code.summary.types.some((type) => type.n === name && type.kind !== "enum");
  }
}

function toEdge(from: string, { index, fact, to, typeOnly }: FoundImport): Edge {
  return { from, to: to.path, kind: fact.kind, typeOnly, late: fact.fn !== 0 || fact.kind === "dynamic", index };
}
