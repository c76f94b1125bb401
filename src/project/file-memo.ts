import type { Code } from "./code.ts";

/** Answers about expressions, functions or names of files: kept for as long as the file is. */
export class FileMemo<Key, Answer> {
  readonly #files = new WeakMap<Code, Map<Key, Answer>>();

  /** What is known about a file so far. */
  of(code: Code): Map<Key, Answer> {
    let answers = this.#files.get(code);
    if (!answers) this.#files.set(code, (answers = new Map()));
    return answers;
  }
}
