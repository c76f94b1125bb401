import type { Notice, ProjectPath } from "#finding";
import type { Analysis } from "#project/analysis";

interface Unresolved {
  readonly specifier: string;
  readonly file: ProjectPath;
  readonly tried: readonly string[];
  readonly others: Set<string>;
}

/** A name of the project's own that leads nowhere, where it is imported. */
export interface UnresolvedName {
  readonly specifier: string;
  readonly tried: readonly string[];
}

/** Names of the project's own (tsconfig paths, workspace packages, `#x`) that a file imports and that lead nowhere. */
export function unresolvedNames(analysis: Analysis, file: ProjectPath): UnresolvedName[] {
  const code = analysis.project.code(file);
  return (code?.summary.imports ?? []).flatMap(({ specifier }) => {
    const resolution = code && analysis.project.resolution(code, specifier);
    return resolution?.kind === "unresolved" && resolution.alias ? [{ specifier, tried: resolution.tried }] : [];
  });
}

/** Each alias that leads nowhere is said once, with the first specifier, where it stands and what was tried. */
export function aliasNotices(unresolved: Iterable<readonly [ProjectPath, readonly UnresolvedName[]]>): Notice[] {
  const found = new Map<string, Unresolved>();
  for (const [file, names] of unresolved) {
    for (const { specifier, tried } of names) {
      const alias = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
      const known = found.get(alias);
      if (!known) found.set(alias, { specifier, file, tried, others: new Set() });
      else if (known.specifier !== specifier) known.others.add(specifier);
    }
  }
  return [...found.values()].map(({ specifier, file, tried, others }) => ({
    kind: "unresolved-alias",
    file,
    message: `"${specifier}" does not resolve${tried.length > 0 ? `; tried ${tried.slice(0, mostTried).join(", ")}${tried.length > mostTried ? ", …" : ""}` : ""}.${others.size > 0 ? ` ${others.size} more of this alias neither.` : ""}`,
  }));
}

const mostTried = 3;
