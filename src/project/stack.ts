import type { Notice, ProjectPath } from "#finding";
import { discover } from "./discover.ts";
import { asStringRecord } from "./jsonc.ts";
import { findRoot } from "./root.ts";
import { collectEvidence, findNodeVersions, findOtherLanguages, findPackageManagers, type PackageEvidence, type Told } from "./stack-evidence.ts";
import { type Disagreement, findDisagreements, readStackFiles, type Shown, type StackFile } from "./stack-file.ts";
import { type StackKind, stackKinds, type StackLibrary, stackLibraries } from "./stack-packages.ts";

/** A library the project uses, and why we say so. */
export interface StackEntry {
  readonly name: string;
  /** Its packages that were declared or imported. */
  readonly packages: readonly string[];
  /** Range in the nearest manifest that declares it; absent when it is imported but not declared. */
  readonly range?: string;
  readonly evidence: {
    /** Manifest that declares it, and under which kind of dependency. */
    readonly manifest?: ProjectPath;
    readonly dev: boolean;
    /** Number of files that import it. */
    readonly files: number;
  };
}

export interface StackPackage {
  readonly name: string;
  /** Folder relative to the root; `.` is the root itself. */
  readonly dir: ProjectPath;
  /** By number of files, most first. */
  readonly languages: readonly { readonly name: "TypeScript" | "JavaScript"; readonly files: number }[];
  readonly moduleSystem: Told;
  /** More than one: the project's files disagree. */
  readonly packageManagers: readonly Told[];
  readonly node: readonly Told[];
  readonly libraries: Readonly<Record<StackKind, readonly StackEntry[]>>;
}

/** The ladder of layers, filled in by whoever knows layers. */
export interface StackLadder {
  readonly layers: readonly { readonly name: string; readonly files: number; readonly evidence: readonly string[] }[];
  readonly note: string;
}

/** Which rules run here. */
export interface StackRules {
  readonly preset: string;
  /** Why this preset. */
  readonly note: string;
  /** Who switched each rule on, and what it finds to look at. */
  readonly active: readonly { readonly id: string; readonly severity: string; readonly by: "preset" | "configuration"; readonly why: string }[];
}

/** What a project is built with. Paths are relative to its root; nothing absolute, no clock. */
export interface StackReport {
  readonly schemaVersion: 1;
  readonly files: number;
  readonly packages: readonly StackPackage[];
  readonly otherLanguages: readonly { readonly name: string; readonly files: readonly ProjectPath[] }[];
  readonly stackFiles: readonly StackFile[];
  readonly disagreements: readonly Disagreement[];
  readonly ladder?: StackLadder;
  /** The rules that follow, filled in by whoever knows rules. */
  readonly rules?: StackRules;
  readonly notices: readonly Notice[];
}

export interface DescribeStackOptions {
  /** Absolute folder; what lies below it is described. */
  readonly cwd: string;
  /** Root, ignores and tests of the loaded config; without one the root is searched. */
  readonly config?: { readonly root: string; readonly ignores: readonly string[]; readonly tests: readonly string[] };
}

/**
 * Finds out what a project is built with, from manifests, lockfiles, and the imports in its files. Never runs anything.
 * A project without TypeScript or JavaScript gives a report without packages, not an error.
 */
export function describeStack(options: DescribeStackOptions): StackReport {
  const root = options.config?.root ?? findRoot(options.cwd);
  const { ignores = [], tests = [] } = options.config ?? {};
  const { files, notices } = discover({ root, cwd: options.cwd, paths: [], ignores, tests, errorOnUnmatched: false });
  const evidence = collectEvidence(root, files);
  const packages = withoutInherited(evidence.map((one) => describePackage(root, one)));
  const otherLanguages = [...findOtherLanguages(root)].map(([name, paths]) => ({ name, files: paths }));
  const stackFiles = readStackFiles(root);
  const shown = shownBy(
    packages,
    evidence,
    otherLanguages.map((language) => language.name),
  );
  return {
    schemaVersion: 1,
    files: files.length,
    packages,
    otherLanguages,
    stackFiles,
    disagreements: stackFiles.flatMap((file) => findDisagreements(file, shown)),
    notices,
  };
}

function describePackage(root: string, evidence: PackageEvidence): StackPackage {
  const entries = (kind: StackKind): StackEntry[] =>
    stackLibraries.flatMap((library) => (library.kind === kind ? (describeLibrary(library, evidence) ?? []) : [])).sort(byUse);
  const languages = [
    { name: "TypeScript" as const, files: evidence.typescript },
    { name: "JavaScript" as const, files: evidence.javascript },
  ];
  return {
    name: evidence.name,
    dir: evidence.dir,
    languages: languages.filter((language) => language.files > 0).sort((a, b) => b.files - a.files),
    moduleSystem: moduleSystemOf(evidence),
    packageManagers: findPackageManagers(root, evidence.absolute),
    node: findNodeVersions(root, evidence),
    libraries: Object.fromEntries(stackKinds.map((kind) => [kind, entries(kind)])) as Record<StackKind, StackEntry[]>,
  };
}

/** A library counts when a file of the package imports it, or the package's own manifest declares it. */
function describeLibrary(library: StackLibrary, evidence: PackageEvidence): StackEntry | undefined {
  const imported = library.packages.filter((name) => evidence.imports.has(name));
  const own = library.packages.filter((name) => evidence.manifest && name in evidence.manifest.declared);
  const packages = library.packages.filter((name) => imported.includes(name) || own.includes(name));
  if (packages.length === 0) return undefined;
  const declaredBy = evidence.manifests.find(({ manifest }) => packages.some((name) => name in manifest.declared));
  const declared = packages.find((name) => declaredBy && name in declaredBy.manifest.declared);
  const range = declared === undefined ? undefined : declaredBy?.manifest.declared[declared];
  return {
    name: library.name,
    packages,
    ...(range !== undefined && { range }),
    evidence: {
      ...(declaredBy && { manifest: declaredBy.file }),
      dev: declaredBy !== undefined && packages.every((name) => !(name in declaredBy.manifest.dependencies)),
      files: new Set(imported.flatMap((name) => [...(evidence.imports.get(name) ?? [])])).size,
    },
  };
}

/** What a manifest declares but only packages below it import is told there, not twice. */
function withoutInherited(packages: readonly StackPackage[]): readonly StackPackage[] {
  return packages.map((parent) => {
    const below = packages.filter((other) => other !== parent && (parent.dir === "." || other.dir.startsWith(`${parent.dir}/`)));
    if (below.length === 0) return parent;
    const isTold = (entry: StackEntry, kind: StackKind): boolean =>
      entry.evidence.files === 0 && below.some((child) => child.libraries[kind].some((other) => other.name === entry.name && other.evidence.files > 0));
    const libraries = Object.fromEntries(stackKinds.map((kind) => [kind, parent.libraries[kind].filter((entry) => !isTold(entry, kind))]));
    return { ...parent, libraries: libraries as Record<StackKind, StackEntry[]> };
  });
}

function moduleSystemOf(evidence: PackageEvidence): Told {
  const { manifest, esmFiles, commonjsFiles } = evidence;
  const type = manifest?.type;
  const compiled = type === undefined && esmFiles > commonjsFiles;
  const declared = type === undefined ? "no type in package.json" : `type: ${type}`;
  const counted = [...(esmFiles > 0 ? [`${esmFiles} with import/export`] : []), ...(commonjsFiles > 0 ? [`${commonjsFiles} with require`] : [])];
  const name = type === "module" ? "ES modules" : compiled ? "import/export" : "CommonJS";
  return { name, evidence: [manifest ? declared : "no package.json", ...counted] };
}

function shownBy(packages: readonly StackPackage[], evidence: readonly PackageEvidence[], otherLanguages: readonly string[]): Shown {
  const namesOf = (kind: StackKind): string[] => [...new Set(packages.flatMap((one) => one.libraries[kind].map((entry) => entry.name)))];
  const scripts = evidence.flatMap((one) => one.manifests.flatMap(({ manifest }) => Object.keys(asStringRecord(manifest.raw["scripts"]))));
  const languages = packages.flatMap((one) => one.languages.map((language) => language.name));
  return {
    languages: [...new Set<string>([...languages, ...otherLanguages])],
    frameworks: [...new Set([...namesOf("framework"), ...namesOf("api")])],
    data: namesOf("data"),
    scripts: [...new Set(scripts)],
  };
}

function byUse(a: StackEntry, b: StackEntry): number {
  return b.evidence.files - a.evidence.files || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}
