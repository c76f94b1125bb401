import picomatch from "picomatch";

/** What a project says about licences: globs of SPDX ids. */
export interface LicencePolicy {
  readonly allow?: readonly string[];
  readonly forbid?: readonly string[];
}

/**
 * Whether an SPDX expression is acceptable: of `A OR B` one side must be, of `A AND B` both. An exception (`WITH`) does not change the licence.
 * @see https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/
 */
export function isAcceptable(expression: string, policy: LicencePolicy): boolean {
  const words = expression.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const accepts = (id: string): boolean => isAllowed(id, policy);
  function either(): boolean {
    let result = both();
    while (words[at]?.toUpperCase() === "OR") {
      at += 1;
      result = both() || result;
    }
    return result;
  }
  function both(): boolean {
    let result = one();
    while (words[at]?.toUpperCase() === "AND") {
      at += 1;
      result = one() && result;
    }
    return result;
  }
  function one(): boolean {
    const word = words[at] ?? "";
    at += 1;
    if (word === "(") {
      const inner = either();
      at += 1;
      return inner;
    }
    if (words[at]?.toUpperCase() === "WITH") at += 2;
    return accepts(word);
  }
  return either();
}

function isAllowed(id: string, { allow, forbid = [] }: LicencePolicy): boolean {
  const matches = (globs: readonly string[]): boolean => globs.some((glob) => picomatch.isMatch(id, glob, { nocase: true }));
  return !matches(forbid) && (allow === undefined || matches(allow));
}
