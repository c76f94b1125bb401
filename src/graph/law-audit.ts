import type { ArchitectureException, Globs, Selector } from "#config/architecture";
import type { LawBook, ReadyLaw } from "./laws.ts";
import { isHeld } from "./laws.ts";
import { PathPattern } from "./patterns.ts";
import { listOf, Matcher, type ModuleFacts, MatcherItem, textsOf } from "./selectors.ts";

/** How a law stands. */
export interface LawStanding {
  readonly name: string;
  readonly reason: string;
  /** Breaches to report, deprecated dependencies left out. */
  readonly broken: number;
  /** Breaches an exception excuses. */
  readonly excused: number;
  readonly deprecated: number;
}

/** Something in the configuration that has no effect. */
export type Idle =
  | { readonly kind: "emptyLaw"; readonly law: string; readonly part: string }
  | { readonly kind: "emptyLayer"; readonly layer: string }
  | { readonly kind: "expiredException" | "unusedException"; readonly index: number; readonly exception: ArchitectureException };

/** Counts for every law; asks about every module. */
export function standings(book: LawBook): readonly LawStanding[] {
  const counted = new Map(book.laws.map((law) => [law.name, { broken: 0, excused: 0, deprecated: 0 }]));
  for (const module of book.graph.modules) {
    for (const violation of book.brokenBy(module)) {
      const count = counted.get(violation.law);
      if (!count) continue;
      if (book.exceptionFor(violation)) count.excused += 1;
      else if (violation.messageId === "deprecated") count.deprecated += 1;
      else count.broken += 1;
    }
  }
  return book.laws.map(({ name, reason }) => ({ name, reason, ...(counted.get(name) ?? { broken: 0, excused: 0, deprecated: 0 }) }));
}

/** Everything in the configuration that has no effect: it would look like a law that is kept. */
export function idleParts(book: LawBook): readonly Idle[] {
  return [...emptyLayers(book), ...book.laws.flatMap((law) => emptyParts(book, law)), ...idleExceptions(book)];
}

function emptyLayers(book: LawBook): Idle[] {
  return book.order.layers.flatMap((layer): Idle[] => (layer.optional === true || book.hasFiles(layer) ? [] : [{ kind: "emptyLayer", layer: layer.name }]));
}

function emptyParts(book: LawBook, { name, setting }: ReadyLaw): Idle[] {
  if (!setting) return [];
  const { graph, facts } = book;
  const held = graph.modules.filter((module) => isHeld(setting, graph.roleOf(module)));
  const subjects = [setting.from, setting.of].flatMap((selector) => emptyItems(selector, setting.of === selector ? graph.modules : held, facts));
  const objects = [setting.forbid, setting.allow, setting.require, setting.onlyFrom].flatMap((selector) => emptyItems(selector, graph.modules, facts));
  const globs = [setting.public, setting.private, setting.independent].flatMap((item) => emptyGlobs(item, graph.modules));
  return [...new Set([...subjects, ...objects, ...globs])].map((part): Idle => ({ kind: "emptyLaw", law: name, part }));
}

/** Parts of a selector that no module matches. A package need not be there: a law may keep it out. */
function emptyItems(selector: Selector | undefined, modules: readonly string[], facts: ModuleFacts): string[] {
  if (selector === undefined) return [];
  return listOf(selector).flatMap((written) => {
    const selection = typeof written === "string" ? { path: written } : written;
    const inner = emptyItems(selection.not, modules, facts);
    if (selection.package !== undefined) return inner;
    const globs = emptyGlobs(selection.path, modules);
    if (globs.length > 0) return [...globs, ...inner];
    const matcher = new Matcher({ ...selection }, facts);
    const isEmpty = !modules.some((module) => matcher.matchModule(module) !== undefined);
    return [...(isEmpty ? [new MatcherItem(selection, facts).words] : []), ...inner];
  });
}

function emptyGlobs(globs: Globs | undefined, modules: readonly string[]): string[] {
  return textsOf(globs ?? []).filter((glob) => {
    const pattern = new PathPattern(glob);
    return !modules.some((module) => pattern.match(module) !== undefined);
  });
}

function idleExceptions(book: LawBook): Idle[] {
  return book.exceptions.flatMap(({ setting, isExpired, excuses }, index): Idle[] => {
    if (isExpired) return [{ kind: "expiredException", index, exception: setting }];
    const isUsed = book.graph.modules.some((module) => book.brokenBy(module).some(excuses));
    return isUsed ? [] : [{ kind: "unusedException", index, exception: setting }];
  });
}
