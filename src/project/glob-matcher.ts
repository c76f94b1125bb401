import picomatch from "picomatch";

const matchers = new Map<string, (path: string) => boolean>();

/** What a glob matches, compiled once: the globs of the catalogue are asked of every file. */
export function matcher(glob: string): (path: string) => boolean {
  let match = matchers.get(glob);
  if (!match) matchers.set(glob, (match = picomatch(glob, { dot: true })));
  return match;
}
