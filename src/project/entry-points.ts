import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import picomatch from "picomatch";
import { fileRoutedPackages } from "#catalog/conventions";
import type { ProjectPath } from "#finding";
import { escaped } from "#graph/patterns";
import type { Analysis } from "./analysis.ts";
import type { Code } from "./code.ts";
import { readWorkspaces, type WorkspacePackage } from "./workspaces.ts";

/** Files beside the code that may name a file to start: manifests, container and process files, build settings. */
const settingsFile = /^(?:Dockerfile.*|Procfile|Makefile|.*\.(?:json|jsonc|ya?ml|toml|config\.[cm]?[jt]s|sh))$/i;
/** A module asked for by a name that is made while the program runs, or by a pattern: then nobody can say what is never loaded. */
const looseLoading =
  /\b(?:import|require(?:\.resolve)?)\s*\(\s*(?:[A-Za-z_$]|`[^`]*\$\{)|\bimport\.meta\.glob\b|\brequire\.context\b|\breaddir(?:Sync)?\b|\bautoload\b|["'`][^"'`\n]*\*[^"'`\n]*\.(?:[cm]?[jt]s|\{)/i;
/** What tools look for by name. */
const toolFile = /(?:^|\/)(?:[^/]+[.-](?:config|conf|setup)|\.[^/]+rc|[a-z]+file)\.[cm]?[jt]s$/;
/** Settings that speak of files without starting any. */
const aboutFiles = /lint|prettier|tsconfig|jsconfig|jest|vitest|knip|cspell|renovate|codecov/i;
const mostSettings = 2_000_000;

/** Which files a program can begin with. Where a package loads files by other means than imports, none of its files has to be imported. */
export class EntryPoints {
  readonly #analysis: Analysis;
  readonly #packages: readonly WorkspacePackage[];
  readonly #words = new Map<string, ReadonlySet<string>>();
  readonly #withEntry = new Map<WorkspacePackage, boolean>();
  readonly #open: ReadonlySet<string>;
  readonly #missing: ReadonlySet<string>;
  readonly #listed: (path: string) => boolean;

  constructor(analysis: Analysis) {
    this.#analysis = analysis;
    const { project, laws } = analysis;
    this.#packages = readWorkspaces(project.root).packages.toSorted((a, b) => b.dir.length - a.dir.length);
    this.#listed = laws.settings.entries?.length ? picomatch([...laws.settings.entries], { dot: true }) : () => false;
    const open = new Set<string>();
    const missing = new Set<string>();
    for (const path of project.paths) {
      const code = project.code(path);
      if (!code) continue;
      if (code.role === "product" && looseLoading.test(code.text)) open.add(this.#packageOf(path)?.dir ?? ".");
      for (const { specifier } of code.summary.imports) {
        if (project.resolution(code, specifier).kind === "unresolved") missing.add(stem(specifier));
      }
    }
    this.#open = open;
    this.#missing = missing;
  }

  /** A file the program, a test run, a script or a tool begins with. */
  isEntry(path: ProjectPath): boolean {
    const role = this.#analysis.project.file(path)?.role;
    if (role !== "product" || toolFile.test(path) || this.#listed(path)) return true;
    const code = this.#analysis.project.code(path);
    return code !== undefined && (this.#isNamed(path) || this.#runsItself(code));
  }

  /** Whether a file has to be reached from somewhere: its package is understood, and nothing else hints at it. */
  mustBeReached(path: ProjectPath): boolean {
    const code = this.#analysis.project.code(path);
    const home = this.#packageOf(path);
    if (!code || !home || code.errors.length > 0 || /\.d\.[cm]?ts$/.test(path) || code.summary.exports.length === 0) return false;
    if (this.#open.has(home.dir) || this.#isFileRouted(path)) return false;
    const name = stem(path);
    if (this.#missing.has(name) || !this.#hasEntry(home)) return false;
    return !this.#isSpokenOf(code, name);
  }

  /** Dependencies of a package may stand in the manifest of the whole workspace. */
  #isFileRouted(path: string): boolean {
    const above = this.#packages.filter(({ dir }) => dir === "." || path.startsWith(`${dir}/`));
    return above.some(({ manifest }) => fileRoutedPackages.some((name) => name in manifest.declared));
  }

  #hasEntry(home: WorkspacePackage): boolean {
    let known = this.#withEntry.get(home);
    if (known === undefined) this.#withEntry.set(home, (known = this.#findEntry(home)));
    return known;
  }

  #findEntry(home: WorkspacePackage): boolean {
    return this.#analysis.project.paths.some((path) => {
      const code = this.#packageOf(path) === home ? this.#analysis.project.code(path) : undefined;
      return code?.role === "product" && (this.#listed(path) || this.#isNamed(path, true) || this.#startsServer(code));
    });
  }

  /** A file without exports does what it does when it is loaded: a program, a polyfill. One that starts a server is one too. */
  #runsItself(code: Code): boolean {
    return code.summary.exports.length === 0 || this.#startsServer(code);
  }

  #startsServer(code: Code): boolean {
    return this.#analysis.layers.of(code).layer === "composition";
  }

  /** Named in the manifest or a settings file of its package, as source or as what is built from it. */
  #isNamed(path: ProjectPath, asStart = false): boolean {
    const home = this.#packageOf(path);
    const dir = home === undefined || home.dir === "." ? "" : `${home.dir}/`;
    const inside = path.slice(dir.length).replace(/\.[cm]?[jt]sx?$/, "");
    const words = this.#wordsOf(home?.absolute ?? this.#analysis.project.root, asStart);
    const rest = inside.replace(/^(?:src|source|lib)\//, "");
    return [inside, rest, `${rest}/index`].some((name) => words.has(name) || words.has(name.replace(/\/index$/, "")));
  }

  #wordsOf(folder: string, asStart: boolean): ReadonlySet<string> {
    const key = `${folder}\n${asStart}`;
    let words = this.#words.get(key);
    if (!words) this.#words.set(key, (words = readWords(folder, asStart ? (name) => !aboutFiles.test(name) : () => true)));
    return words;
  }

  /** Some text of the project has the file's name in a string: a worker, a script, a plugin that is loaded by its path. */
  #isSpokenOf(code: Code, name: string): boolean {
    const quoted = new RegExp(`["'\`/](?:[^"'\`\\n]*/)?${escaped(name)}(?:\\.[cm]?[jt]sx?)?["'\`]`);
    const { project } = this.#analysis;
    return project.paths.some((path) => {
      const text = path === code.path ? undefined : project.text(path);
      return text?.includes(name) === true && withoutImports(project.code(path), text).search(quoted) !== -1;
    });
  }

  #packageOf(path: string): WorkspacePackage | undefined {
    return this.#packages.find(({ dir }) => dir === "." || path.startsWith(`${dir}/`));
  }
}

/** The text with the specifiers of imports that were followed left out. */
function withoutImports(code: Code | undefined, text: string): string {
  return (code?.summary.imports ?? []).reduce((left, { from }) => left.slice(0, from.s) + " ".repeat(from.e - from.s) + left.slice(from.e), text);
}

/** Path-like words in the settings files of a folder, without `./`, build folders and extensions. */
function readWords(folder: string, isAsked: (name: string) => boolean): ReadonlySet<string> {
  let names: readonly string[] = [];
  try {
    names = readdirSync(folder).filter((name) => settingsFile.test(name) && !/lock/.test(name) && isAsked(name));
  } catch {
    return new Set();
  }
  const words = new Set<string>();
  for (const name of names) {
    for (const [word] of readText(join(folder, name)).matchAll(/[\w@./-]+/g)) {
      const plain = word.replace(/^(?:\.{0,2}\/)+/, "").replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "");
      words.add(plain);
      words.add(plain.replace(/^(?:app\/)?(?:dist|build|out|lib|output)\/(?:(?:src|cjs|esm)\/)?/, ""));
    }
  }
  return words;
}

function readText(file: string): string {
  try {
    const text = readFileSync(file, "utf8");
    return text.length > mostSettings ? "" : text;
  } catch {
    return "";
  }
}

/** Last name of a path; of an index the folder's. */
function stem(path: string): string {
  return path
    .replace(/\.[cm]?[jt]sx?$/, "")
    .replace(/\/index$/, "")
    .replace(/^.*\//, "");
}
