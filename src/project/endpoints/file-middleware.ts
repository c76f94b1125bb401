import picomatch from "picomatch";
import type { FileHandlerFact } from "#catalog/facts/files";
import type { ProjectPath } from "#finding";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { readPath } from "../origins.ts";
import { exportedValue } from "../exported-value.ts";
import type { Step } from "./model.ts";
import { pathsOf, unreadable } from "./paths.ts";

/** A file whose handler runs before the routes below its folder. */
interface Before {
  readonly framework: string;
  readonly folder: string;
  readonly steps: readonly Step[];
  /** Patterns of the paths it runs for; `undefined`: all. */
  readonly matchers: readonly string[] | undefined;
}

/** Middleware that is middleware by where its file lies: `middleware.ts`, `proxy.ts`, `hooks.server.ts`, `server/middleware/auth.ts`. */
export class FileMiddleware {
  readonly #names: Names;
  #known: readonly Before[] | undefined;

  constructor(names: Names) {
    this.#names = names;
  }

  /** What runs before a file's endpoints, by the names of the files. */
  before(framework: string, code: Code, path: string): readonly Step[] {
    this.#known ??= this.#read();
    return this.#known
      .filter((item) => item.framework === framework && `${code.path}/`.startsWith(item.folder) && item.matchers?.some((one) => matches(one, path)) !== false)
      .flatMap((item) => item.steps);
  }

  #read(): readonly Before[] {
    const { project } = this.#names;
    return project.catalog.libraries.flatMap(({ packages, http }) =>
      (http?.fileHandlers ?? []).flatMap((fact) => {
        if (!fact.runsBefore || (fact.dependsOn && !fact.dependsOn.some((name) => project.dependencies.has(name)))) return [];
        const isFile = picomatch(fact.files, { dot: true });
        return project.paths.filter((path) => isFile(path)).flatMap((path) => this.#ofFile(path, fact, packages[0] ?? ""));
      }),
    );
  }

  #ofFile(path: ProjectPath, fact: FileHandlerFact, framework: string): readonly Before[] {
    const code = this.#names.project.code(path);
    const rule = fact.runsBefore;
    if (!code || code.role !== "product" || !rule) return [];
    const steps = fact.exports.flatMap((name): readonly Step[] => {
      const value = exportedValue(this.#names, code, name);
      return value ? [{ code: value.code, id: value.id, level: "app", option: "file", ...(rule.doubtful ? { doubtful: true } : {}) }] : [];
    });
    return steps.length > 0 ? [{ framework, folder: folderOf(path, rule.below), steps, matchers: this.#matchersOf(code, rule.matcher) }] : [];
  }

  #matchersOf(code: Code, path: string | undefined): readonly string[] | undefined {
    const [head = "", ...rest] = path?.split(".") ?? [];
    const value = path === undefined ? undefined : exportedValue(this.#names, code, head);
    if (!value) return undefined;
    const { values, opaque } = readPath(this.#names, value, rest);
    const texts = values.flatMap((item) => pathsOf(this.#names, item) ?? [unreadable]);
    return opaque.length > 0 || texts.length === 0 || texts.some((text) => text.includes(unreadable)) ? undefined : texts;
  }
}

/** The folder whose files are covered: the one of the package, or the one above `below` (`server`). */
function folderOf(path: string, below: string | undefined): string {
  const folders = path.split("/").slice(0, -1);
  const at = below === undefined ? -1 : folders.lastIndexOf(below);
  const kept = at === -1 ? (folders.at(-1) === "src" ? folders.slice(0, -1) : folders) : folders.slice(0, at);
  return kept.length === 0 ? "" : `${kept.join("/")}/`;
}

/** Whether a matcher (`/api/:path*`, `/((?!static).*)`) covers a path; what cannot be read may. */
function matches(matcher: string, path: string): boolean {
  const pattern = matcher
    .replace(/\/:\w+\*/g, "(?:/.*)?")
    .replace(/\/:\w+\+/g, "/.+")
    .replace(/:\w+/g, "[^/]+");
  try {
    return new RegExp(`^${pattern}/?$`).test(path.replace(/\{[^}]*\}/g, "x"));
  } catch {
    return true;
  }
}
