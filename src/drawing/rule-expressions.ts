import picomatch from "picomatch";
import type { Selection, Selector } from "#config/architecture";
import type { LawBook } from "#graph/laws";
import { escaped, expressionOf } from "#graph/patterns";
import { listOf, Matcher, textsOf } from "#graph/selectors";

/** Regular expressions on paths, as dependency-cruiser takes them. */
export interface PathRestriction {
  readonly path?: string[];
  readonly pathNot?: string[];
}

/** Groups a `from` expression captures: name of the capture → `$1`. */
export type Groups = ReadonlyMap<string, number>;

export const noGroups: Groups = new Map();

/** A glob as an expression; captures that `groups` knows become `$1`, the others capture. */
export function expressionFor(glob: string, groups: Groups = noGroups): string {
  const marks = Object.fromEntries([...groups].map(([name, at]) => [name, `OMAGROUP${at}`]));
  const clean = glob.replace(/^\.\//, "").replace(/\/+$/, "");
  return expressionOf(clean, marks)
    .source.replace(/OMAGROUP(\d+)/g, "$$$1")
    .replace(/\(\?<[a-z]\w*>/gi, "(")
    .replace(/\\k<[a-z]\w*>/gi, "[^/]+");
}

/** What the captures of a glob are called in the other half of a rule. */
export function groupsOf(glob: string): Groups {
  const names = [...glob.matchAll(/<([a-z]\w*)>/gi)].map(([, name = ""]) => name);
  const { source } = expressionOf(glob, {});
  const groups = new Map<string, number>();
  let count = 0;
  for (const { 1: name } of source.matchAll(/\\.|\[(?:\\.|[^\]])*\]|\((?!\?)|\(\?<(?![=!])(\w+)>/g)) {
    if (name !== undefined && names.includes(name)) groups.set(name, (count += 1));
  }
  const unnamed = [...source.replace(/\\./g, "").matchAll(/\((?!\?)/g)].length;
  return unnamed === 0 ? groups : new Map();
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
  if (isPlain) return textsOf(path).map((glob) => expressionFor(glob, groups));
  const matcher = new Matcher(selection, book.facts);
  return filesExpression(book.graph.modules.filter((module) => matcher.matchModule(module) !== undefined));
}

/** Exactly these files. */
export function filesExpression(files: readonly string[]): string[] | undefined {
  return files.length === 0 ? undefined : [`^(?:${files.map(escaped).join("|")})$`];
}

/** Packages installed anywhere, and ones that are not: dependency-cruiser then has their bare name. */
export function packageExpressions(globs: readonly string[]): string[] {
  return globs.map((glob) => {
    if (glob.startsWith("node:")) return `^(?:node:)?${inner(glob.slice(5))}$`;
    return `(?:^|/)node_modules/${inner(glob)}(?:/|$)|^${inner(glob)}(?:/|$)`;
  });
}

function inner(glob: string): string {
  return picomatch.makeRe(glob, { dot: true, fastpaths: false }).source.replace(/^\^/, "").replace(/\$$/, "");
}

function isCaptured({ path }: Selection): boolean {
  return textsOf(path ?? []).some((glob) => glob.includes("<"));
}
