import picomatch from "picomatch";

/** What `<x>` stood for in a path, by name. */
export type Captures = Readonly<Record<string, string>>;

export const nothingCaptured: Captures = {};

const named = /<([a-z]\w*)>/gi;

/**
 * A glob of files or folders in which `<x>` stands for (a stretch of) one part of a path. A folder means everything in it.
 * Where `<x>` is known already it must be the same again.
 */
export class PathPattern {
  readonly glob: string;
  /** Names of the captures, in order. */
  readonly names: readonly string[];
  readonly #plain: ((path: string) => boolean) | undefined;
  readonly #known = new Map<string, RegExp>();

  constructor(glob: string) {
    this.glob = glob.replace(/^\.\//, "").replace(/\/+$/, "");
    this.names = [...new Set([...this.glob.matchAll(named)].map(([, name = ""]) => name))];
    if (this.names.length > 0) return;
    const regex = expressionOf(this.glob, {});
    this.#plain = (path) => regex.test(path);
  }

  /** What the pattern captures of a path, `bound` included; `undefined`: it does not match. */
  match(path: string, bound: Captures = nothingCaptured): Captures | undefined {
    if (this.#plain) return this.#plain(path) ? bound : undefined;
    const key = this.names.map((name) => bound[name] ?? "").join("\n");
    let regex = this.#known.get(key);
    if (!regex) this.#known.set(key, (regex = expressionOf(this.glob, bound)));
    const found = regex.exec(path);
    return found ? { ...bound, ...found.groups } : undefined;
  }
}

/** The regular expression of a glob with some captures filled in; the others become named groups. */
function expressionOf(glob: string, bound: Captures): RegExp {
  const marks: string[] = [];
  const marked = glob.replace(named, (_, name: string) => `OMA${marks.push(name) - 1}CAPTURE`);
  const { source } = picomatch.makeRe(marked, { dot: true, fastpaths: false });
  const seen = new Set<string>();
  const filled = source.replace(/OMA(\d+)CAPTURE/g, (_, at: string) => {
    const name = marks[Number(at)] ?? "";
    const value = bound[name];
    if (value !== undefined) return escaped(value);
    if (seen.has(name)) return `\\k<${name}>`;
    seen.add(name);
    return `(?<${name}>[^/]+?)`;
  });
  return new RegExp(filled.replace(/\$$/, "(?:/.*)?$"));
}

/** A text as a regular expression that matches nothing else. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
