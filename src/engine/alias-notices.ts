import type { Notice, ProjectPath } from "#finding";
import type { Analysis } from "#project/analysis";

interface Unresolved {
  readonly specifier: string;
  readonly file: ProjectPath;
  readonly tried: readonly string[];
  readonly others: Set<string>;
}

/**
 * Names of the project's own (tsconfig paths, workspace packages, `#x`) that lead nowhere. Each alias is said once, with the first
 * specifier, where it stands and what was tried.
 */
export function aliasNotices(analysis: Analysis, files: readonly ProjectPath[]): Notice[] {
  const found = new Map<string, Unresolved>();
  for (const file of files) {
    const code = analysis.project.code(file);
    for (const { specifier } of code?.summary.imports ?? []) {
      const resolution = code && analysis.project.resolution(code, specifier);
      if (resolution?.kind !== "unresolved" || !resolution.alias) continue;
      const alias = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
      const known = found.get(alias);
      if (!known) found.set(alias, { specifier, file, tried: resolution.tried, others: new Set() });
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
