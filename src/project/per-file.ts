import type { Code } from "./code.ts";
import type { Names } from "./names.ts";

/** A question about a file, asked of the project once: the answer is kept for as long as the project and the file are. */
export function perFile<Answer extends object | boolean>(find: (names: Names, code: Code) => Answer): (names: Names, code: Code) => Answer {
  const known = new WeakMap<Names, (code: Code) => Answer>();
  return (names, code) => {
    let answers = known.get(names);
    if (!answers) known.set(names, (answers = ofFile((file) => find(names, file))));
    return answers(code);
  };
}

/** A question that the file alone decides, asked once: the answer is kept for as long as the file is, whatever becomes of the project. */
export function ofFile<Answer extends object | boolean>(find: (code: Code) => Answer): (code: Code) => Answer {
  const known = new WeakMap<Code, Answer>();
  return (code) => {
    let found = known.get(code);
    if (found === undefined) known.set(code, (found = find(code)));
    return found;
  };
}
