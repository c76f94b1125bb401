import type { Code } from "./code.ts";
import type { Names } from "./names.ts";

/** A question about a file, asked of the project once: the answer is kept for as long as the project and the file are. */
export function perFile<Answer extends object | boolean>(find: (names: Names, code: Code) => Answer): (names: Names, code: Code) => Answer {
  const known = new WeakMap<Names, WeakMap<Code, Answer>>();
  return (names, code) => {
    let answers = known.get(names);
    if (!answers) known.set(names, (answers = new WeakMap()));
    let found = answers.get(code);
    if (found === undefined) answers.set(code, (found = find(names, code)));
    return found;
  };
}
