import type { Catalog } from "#catalog/lookup";
import { type ProjectPath, toProjectPath } from "#finding";
import type { Code } from "./code.ts";
import type { DiscoveredFile } from "./discover.ts";
import type { Resolution, Resolver } from "./resolve.ts";
import type { Sources } from "./sources.ts";

/** Where an import leads: a file of the project, a package, or nowhere we know. */
export type Target =
  | { readonly kind: "code"; readonly code: Code }
  | { readonly kind: "package"; readonly specifier: string }
  | { readonly kind: "unknown"; readonly specifier: string };

/** The project imports lead into. */
export interface Importable {
  readonly root: string;
  readonly catalog: Catalog;
  readonly files: ReadonlyMap<ProjectPath, DiscoveredFile>;
  readonly sources: Sources;
}

/** Where the imports of files lead; each is followed once. */
export class ImportTargets {
  readonly #in: Importable;
  readonly #resolver: Resolver;
  readonly #targets = new WeakMap<Code, Map<number, Target>>();

  constructor(project: Importable, resolver: Resolver) {
    this.#in = project;
    this.#resolver = resolver;
  }

  /** How an import of a file resolves, without opening the target. */
  resolution(code: Code, specifier: string): Resolution {
    return this.#resolver.resolve(code.absolute, specifier);
  }

  /** Where the i-th import of a file leads. */
  target(code: Code, i: number): Target {
    let targets = this.#targets.get(code);
    if (!targets) this.#targets.set(code, (targets = new Map()));
    let target = targets.get(i);
    if (!target) targets.set(i, (target = this.targetOf(code, code.summary.imports[i]?.specifier ?? "")));
    return target;
  }

  /**
   * Whether the module behind `export * from …` can export a name, by a look at its text: one that neither has the word nor hands
   * on other modules cannot, and need not be parsed.
   */
  mayExport(code: Code, i: number, name: string): boolean {
    const { sources } = this.#in;
    if (sources.areAllKnown) return true;
    const resolution = this.resolution(code, code.summary.imports[i]?.specifier ?? "");
    const path = resolution.kind === "file" ? this.#pathOf(resolution.file) : undefined;
    const text = path === undefined || sources.knows(path) ? undefined : sources.text(path);
    return text === undefined || text.includes(name) || /export\s*\*/.test(text);
  }

  /** Where an import with this specifier would lead from a file. */
  targetOf(code: Code, specifier: string): Target {
    const resolution = this.resolution(code, specifier);
    if (resolution.kind === "package" || resolution.kind === "builtin") return { kind: "package", specifier };
    // Names a framework makes up: `$app/server`, `#imports`.
    if (resolution.kind === "unresolved" && this.#in.catalog.knows(specifier)) return { kind: "package", specifier };
    if (resolution.kind !== "file") return { kind: "unknown", specifier };
    const path = this.#pathOf(resolution.file);
    const found = path === undefined ? undefined : this.#in.sources.code(path);
    return found ? { kind: "code", code: found } : { kind: "unknown", specifier };
  }

  /** Project path of an absolute path, when the file belongs to the project. */
  #pathOf(absolute: string): ProjectPath | undefined {
    const path = toProjectPath(this.#in.root, absolute);
    return this.#in.files.has(path) ? path : undefined;
  }
}
