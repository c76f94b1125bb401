import type { Code } from "./code.ts";
import { packageFor, schemeOf } from "./specifier.ts";

/**
 * Every name and short text a file's summary has in it: what other files can be asked to look for.
 * A word that is not here may still stand in a comment or a type; nobody asks for those.
 */
export function wordsOf(code: Code): ReadonlySet<string> {
  const { summary } = code;
  const words = new Set<string>();
  for (const expr of summary.exprs) {
    if (expr.k === "member") words.add(expr.p);
    else if (expr.k === "global") words.add(expr.n);
    else if (expr.k === "const" && typeof expr.v === "string" && expr.v.length <= longestToken) words.add(expr.v);
    else if (expr.k === "object") for (const [name] of expr.props) words.add(name);
  }
  for (const binding of summary.bindings) words.add(binding.n);
  for (const fn of summary.functions) words.add(fn.n);
  for (const fact of summary.classes) for (const name of [fact.n, ...fact.implements]) words.add(name);
  for (const item of summary.exports) words.add(item.n);
  for (const { specifier, names } of summary.imports) {
    // `@database`, `~db`, `#loans`: an alias begins with a sign.
    for (const segment of specifier.split("/"))
      words
        .add(segment)
        .add(segment.replace(/\.[^.]+$/, ""))
        .add(segment.replace(/^[@~#$]+/, ""));
    for (const { imported } of names) words.add(imported);
    words.add(importWord(specifier));
  }
  return words;
}

/** What stands for the import of a package (or something in it) among the words of a file: no name can be the same. */
export function importWord(specifier: string): string {
  const meant = schemeOf(specifier) ?? packageFor(specifier);
  return `from ${"name" in meant ? meant.name : specifier}`;
}

/** Hashes of {@link wordsOf}, sorted. */
export function hashesOfWords(code: Code): Uint32Array {
  return new Uint32Array([...wordsOf(code)].map(hashOfWord)).sort();
}

/** FNV-1a over UTF-16 units (http://www.isthe.com/chongo/tech/comp/fnv/). Two words with one hash cost a look at a file that has neither. */
export function hashOfWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Injection tokens are short; longer strings are texts. */
const longestToken = 80;
