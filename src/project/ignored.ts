import picomatch from "picomatch";

const sourceFile = /\.(?:[cm]?[jt]s|[jt]sx)$/i;
const declarationFile = /\.d\.(?:[\w-]+\.)?[cm]?ts$/i;
const generatedFile = /(?:^|[.-])generated\.[\w.]+$|\.min\.[cm]?js$|[.-]bundle\.[cm]?js$|\.pb\.[jt]s$|_pb2?\.[jt]s$/i;

const neverFolders = new Set(["node_modules", "bower_components", "jspm_packages", ".git", ".hg", ".svn"]);
const generatedFolders = new Set(["__generated__", "generated", "__snapshots__", "storybook-static"]);
/** Build output by convention. Below a source folder the same names are features (`src/coverage/`), so there they count as code. */
const outputFolders = new Set(["dist", "build", "out", "output", "coverage"]);
const outputFolderVariant = /^(?:dist|build|out|coverage)[-_.](?:\w|-)+$/;
const sourceAncestor = /(?:^|\/)src\//;

/** Whether the linter reads this kind of file at all (declaration files are not code). */
export function isSourceName(name: string): boolean {
  return sourceFile.test(name) && !declarationFile.test(name);
}

/** Whether the name alone says that a tool wrote the file, or will: generated, minified, a template. */
export function isGeneratedName(name: string): boolean {
  return generatedFile.test(name) || isPlaceholder(name);
}

/** A name that a generator fills in (`{{domain}}`, `<%= name %>`): what stands there are templates, not code. */
function isPlaceholder(name: string): boolean {
  return /\{\{.*\}\}|<%.*%>/.test(name);
}

/** Whether a TypeScript declaration file (`.d.ts`, `.d.mts`, `.d.cts`, `.d.json.ts`). */
export function isDeclarationName(name: string): boolean {
  return declarationFile.test(name);
}

/** Whether the folder holds installed packages or version control data, which is never linted, not even when named. */
export function isNeverLinted(folderName: string): boolean {
  return neverFolders.has(folderName);
}

/**
 * Whether a folder is left out by default: installed packages, build output, generated code, hidden folders.
 * @param path project path of the folder
 * @param name its last segment
 */
export function isDefaultIgnoredFolder(path: string, name: string): boolean {
  if (isPlaceholder(name)) return true;
  if (neverFolders.has(name) || generatedFolders.has(name) || (name.startsWith(".") && name.length > 1)) return true;
  return (outputFolders.has(name) || outputFolderVariant.test(name)) && !sourceAncestor.test(path);
}

/** Matcher over project paths; asks for files and folders alike. */
export interface IgnoreMatcher {
  /** Whether a file or folder is ignored. */
  readonly matches: (path: string) => boolean;
  /** Whether a matching folder can be skipped whole (not when a negated glob may bring back something inside). */
  readonly prunes: boolean;
}

/**
 * Compiles the config's `ignores`: globs relative to the project root; one without a slash matches at any depth; a match
 * covers everything below it; `!glob` brings back; the last match wins.
 */
export function createIgnoreMatcher(globs: readonly string[]): IgnoreMatcher {
  const tests = globs.flatMap((glob) => {
    const negated = glob.startsWith("!");
    const body = glob
      .slice(negated ? 1 : 0)
      .replaceAll("\\", "/")
      .replace(/^(?:\.?\/)+/, "")
      .replace(/\/+$/, "");
    if (body === "") return [];
    const anchored = body.includes("/") ? body : `**/${body}`;
    return [{ negated, test: picomatch([anchored, `${anchored}/**`], { dot: true }) }];
  });
  const matches = (path: string): boolean => tests.findLast((entry) => entry.test(path))?.negated === false;
  return { matches: tests.length === 0 ? () => false : matches, prunes: !tests.some((entry) => entry.negated) };
}
