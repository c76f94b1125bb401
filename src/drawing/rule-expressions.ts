import type { Selection, Selector } from "#config/architecture";
import type { LawBook } from "#graph/laws";
import { escaped } from "#graph/patterns";
import { listOf, Matcher, textsOf } from "#graph/selectors";

/** Regular expressions on paths, as dependency-cruiser takes them. */
export interface PathRestriction {
  readonly path?: string[];
  readonly pathNot?: string[];
}

/** Groups a `from` expression captures: name of the capture → `$1`. */
export type Groups = ReadonlyMap<string, number>;

export const noGroups: Groups = new Map();

/** Parts of a glob; what is left over are plain characters. */
const globParts = /<([a-z]\w*)>|\*\*\/|\/\*\*$|\*+|\?|\{([^{}]*)\}|\[[^\]/]*\]|[\s\S]/gi;

/**
 * A glob as an expression that dependency-cruiser takes: it refuses repetitions inside of repetitions. Captures that `groups` knows become `$1`, the others capture.
 * @returns `undefined` for what only globs can say (`!(a|b)`)
 */
export function expressionFor(glob: string, groups: Groups = noGroups): string | undefined {
  const clean = glob.replace(/^\.\//, "").replace(/\/+$/, "");
  if (/[!@+?*]\(/.test(clean)) return undefined;
  return `^${patternFor(clean, groups)}(?:/|$)`;
}

function patternFor(glob: string, groups: Groups): string {
  return [...glob.matchAll(globParts)]
    .map(([part, name, alternatives]) => {
      if (name !== undefined) return groups.has(name) ? `$${groups.get(name)}` : "([^/]+)";
      if (alternatives !== undefined)
        return `(?:${alternatives
          .split(",")
          .map((item) => patternFor(item, groups))
          .join("|")})`;
      if (part === "**/") return "(?:|.*/)";
      if (part === "/**") return "";
      if (part === "**") return ".*";
      if (/^\*+$/.test(part)) return "[^/]*";
      if (part === "?") return "[^/]";
      return part.length > 1 ? part : escaped(part);
    })
    .join("");
}

/** What the captures of a glob are called in the other half of a rule. */
export function groupsOf(glob: string): Groups {
  const groups = new Map<string, number>();
  for (const [at, { 1: name = "" }] of [...glob.matchAll(/<([a-z]\w*)>/gi)].entries()) if (!groups.has(name)) groups.set(name, at + 1);
  return groups;
}

/**
 * A selector as path expressions; what is not about paths alone becomes the list of files it means today.
 * @returns a text when it cannot be said: why
 */
export function restrictionFor(selector: Selector, book: LawBook, groups: Groups = noGroups): PathRestriction | string {
  const items = listOf(selector).map((item): Selection => (typeof item === "string" ? { path: item } : item));
  const [only] = items;
  const not = items.length === 1 && only?.not !== undefined ? restrictionFor(only.not, book, groups) : undefined;
  if (typeof not === "string" || not?.pathNot) return typeof not === "string" ? not : "an exception of an exception";
  if (items.length > 1 && items.some((item) => item.not !== undefined && isCaptured(item))) return "captures in one of several selections with exceptions";
  const paths = items.flatMap((item) => pathsFor(items.length > 1 ? item : { ...item, ...(item.not !== undefined && { not: [] }) }, book, groups) ?? []);
  return paths.length === 0 ? "nothing matches it" : { path: paths, ...(not?.path && { pathNot: not.path }) };
}

function pathsFor(selection: Selection, book: LawBook, groups: Groups): string[] | undefined {
  const { path, layer, package: name, decorator, not } = selection;
  if (name !== undefined) return packageExpressions(textsOf(name));
  const isPlain = path !== undefined && layer === undefined && decorator === undefined && (not === undefined || listOf(not).length === 0);
  const said = isPlain ? textsOf(path).map((glob) => expressionFor(glob, groups)) : [undefined];
  if (said.every((text) => text !== undefined)) return said;
  const matcher = new Matcher(selection, book.facts);
  return filesExpression(book.graph.modules.filter((module) => matcher.matchModule(module) !== undefined));
}

/** Exactly these files. */
export function filesExpression(files: readonly string[]): string[] | undefined {
  return files.length === 0 ? undefined : [`^(?:${files.map(escaped).join("|")})$`];
}

/** Packages installed anywhere, and ones that are not: dependency-cruiser then has their bare name. */
function packageExpressions(globs: readonly string[]): string[] {
  return globs.map((glob) => {
    if (glob.startsWith("node:")) return `^(?:node:)?${inner(glob.slice(5))}$`;
    return `(?:^|/)node_modules/${inner(glob)}(?:/|$)|^${inner(glob)}(?:/|$)`;
  });
}

function inner(glob: string): string {
  return patternFor(glob, noGroups);
}

function isCaptured({ path }: Selection): boolean {
  return textsOf(path ?? []).some((glob) => glob.includes("<"));
}
