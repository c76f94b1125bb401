import type { EdgeKind } from "./graph.ts";

/** Where a dependency leads. */
export type DependencyTarget =
  | { readonly kind: "module"; readonly path: string }
  /** `name` is the package's, `node:fs` for what the runtime provides. */
  | { readonly kind: "package"; readonly name: string }
  | { readonly kind: "unresolved"; readonly specifier: string };

/** One import of a module. */
export interface Dependency {
  readonly from: string;
  readonly to: DependencyTarget;
  readonly kind: EdgeKind;
  /** Erased before the program runs. */
  readonly typeOnly: boolean;
  /** Which import of `from` it is. */
  readonly index: number;
}

/** What laws are asked of: modules, what is known about them, and what they depend on. Asked module by module. */
export interface LawGraph {
  /** Every module, sorted. */
  readonly modules: readonly string[];
  readonly dependenciesOf: (module: string) => readonly Dependency[];
  readonly roleOf: (module: string) => "product" | "test" | "script";
  /** A layer recognised in the code; `undefined` where nothing certain says so. */
  readonly layerOf: (module: string) => string | undefined;
  /** Decorators of the classes in a module, spelt `@nestjs/common#Controller`. */
  readonly decoratorsOf: (module: string) => readonly string[];
  /** Licence of a package as a module sees it; `undefined` when it is not installed or says nothing. */
  readonly licenceOf: (name: string, from: string) => string | undefined;
}

/** How a target is called in messages. */
export function nameOfTarget(to: DependencyTarget): string {
  return to.kind === "module" ? to.path : to.kind === "package" ? to.name : to.specifier;
}
