import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { perFile } from "../per-file.ts";

/**
 * Whether a file of routes is loaded by the application itself (`start/routes.ts`) or by an import. Whatever else loads one, a loop over a folder
 * inside of a group, may put a prefix and middleware around it.
 */
export const isLoaded = perFile((names, code): boolean => isStart(code.path) || isImported(names, code));

function isStart(path: string): boolean {
  return /(?:^|\/)start\//.test(path);
}

function isImported(names: Names, code: Code): boolean {
  const name = lastOf(code.path);
  for (const other of names.project.codesWith([name])) {
    const imports = other.summary.imports.some(({ specifier }, i) => {
      if (lastOf(specifier) !== name) return false;
      const target = names.project.target(other, i);
      // An alias nobody can resolve may mean this file; a package that is installed does not.
      return target.kind === "code" ? target.code === code : target.kind === "unknown" && !names.project.dependencies.has(packageOf(specifier));
    });
    if (imports && other !== code) return true;
  }
  return false;
}

/** `@adonisjs/auth` of `@adonisjs/auth/services/auth`. */
function packageOf(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

/** `books` of `#routes/books/index.js`. */
function lastOf(path: string): string {
  return path
    .replace(/\.[cm]?[jt]s$/, "")
    .replace(/\/index$/, "")
    .replace(/^.*\//, "");
}
