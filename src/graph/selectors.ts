import picomatch from "picomatch";
import type { Globs, Selection, Selector } from "#config/architecture";
import type { DependencyTarget, LawGraph } from "./law-graph.ts";
import { type Captures, nothingCaptured, PathPattern } from "./patterns.ts";

/** What selectors need to know about modules. */
export type ModuleFacts = Pick<LawGraph, "decoratorsOf"> & { readonly layersOf: (module: string) => readonly string[] };

/** A selector of a law, ready to be asked. */
export class Matcher {
  readonly items: readonly MatcherItem[];

  constructor(selector: Selector, facts: ModuleFacts) {
    this.items = listOf(selector).map((item) => new MatcherItem(typeof item === "string" ? { path: item } : item, facts));
  }

  /** What was captured, with the item that matched first; `undefined` when none does. */
  match(target: DependencyTarget, bound: Captures = nothingCaptured): { readonly captures: Captures; readonly item: MatcherItem } | undefined {
    for (const item of this.items) {
      const captures = item.match(target, bound);
      if (captures) return { captures, item };
    }
    return undefined;
  }

  matchModule(path: string, bound: Captures = nothingCaptured): Captures | undefined {
    return this.match({ kind: "module", path }, bound)?.captures;
  }

  /** Whether packages are spoken of at all. */
  get namesPackages(): boolean {
    return this.items.some((item) => item.selection.package !== undefined);
  }
}

/** One selection: everything it says must hold. */
export class MatcherItem {
  readonly selection: Selection;
  readonly #paths: readonly PathPattern[] | undefined;
  readonly #isPackage: ((name: string) => boolean) | undefined;
  readonly #not: Matcher | undefined;
  readonly #facts: ModuleFacts;

  constructor(selection: Selection, facts: ModuleFacts) {
    this.selection = selection;
    this.#facts = facts;
    this.#paths = selection.path === undefined ? undefined : textsOf(selection.path).map((glob) => new PathPattern(glob));
    this.#isPackage = selection.package === undefined ? undefined : packageMatcher(textsOf(selection.package));
    this.#not = selection.not === undefined ? undefined : new Matcher(selection.not, facts);
  }

  match(target: DependencyTarget, bound: Captures): Captures | undefined {
    const captures = target.kind === "package" ? this.#matchPackage(target.name, bound) : this.#matchFile(target, bound);
    return captures && !this.#not?.match(target, captures) ? captures : undefined;
  }

  /** The part in words: `src/a/**`, `layer service`, `package typeorm`. */
  get words(): string {
    const { path, layer, package: name, decorator, moreUnstable, not } = this.selection;
    const parts = [
      ...(path === undefined ? [] : [textsOf(path).join(", ")]),
      ...(layer === undefined ? [] : [`layer ${textsOf(layer).join(", ")}`]),
      ...(name === undefined ? [] : [`package ${textsOf(name).join(", ")}`]),
      ...(decorator === undefined ? [] : [`@${textsOf(decorator).join(", @")}`]),
      ...(moreUnstable ? ["less stable modules"] : []),
      ...(not === undefined
        ? []
        : [
            `but not ${listOf(not)
              .map((item) => (typeof item === "string" ? item : new MatcherItem(item, this.#facts).words))
              .join(", ")}`,
          ]),
    ];
    return parts.join(" and ");
  }

  #matchPackage(name: string, bound: Captures): Captures | undefined {
    if (this.#paths || this.selection.layer !== undefined || this.selection.decorator !== undefined) return undefined;
    return this.#isPackage?.(name) === true ? bound : undefined;
  }

  #matchFile(target: DependencyTarget, bound: Captures): Captures | undefined {
    if (this.#isPackage || target.kind !== "module") return undefined;
    const { layer, decorator } = this.selection;
    const captures = this.#paths ? firstMatch(this.#paths, target.path, bound) : bound;
    if (!captures) return undefined;
    if (layer !== undefined && !this.#facts.layersOf(target.path).some((name) => textsOf(layer).includes(name))) return undefined;
    if (decorator !== undefined && !this.#facts.decoratorsOf(target.path).some((name) => textsOf(decorator).includes(name))) return undefined;
    return captures;
  }
}

/** Globs of package names; `*` also stands for what has a scope. */
export function packageMatcher(globs: readonly string[]): (name: string) => boolean {
  const matches = globs.map((glob) => (glob === "*" ? () => true : picomatch(glob, { dot: true })));
  return (name) => matches.some((matches) => matches(name));
}

function firstMatch(patterns: readonly PathPattern[], path: string, bound: Captures): Captures | undefined {
  for (const pattern of patterns) {
    const captures = pattern.match(path, bound);
    if (captures) return captures;
  }
  return undefined;
}

export function textsOf(globs: Globs): readonly string[] {
  return typeof globs === "string" ? [globs] : globs;
}

export function listOf(selector: Selector): readonly (string | Selection)[] {
  return isList(selector) ? selector : [selector];
}

function isList(selector: Selector): selector is readonly (string | Selection)[] {
  return Array.isArray(selector);
}
