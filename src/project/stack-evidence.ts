import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ProjectPath, toProjectPath } from "#finding";
import type { DiscoveredFile } from "./discover.ts";
import { isDefaultIgnoredFolder } from "./ignored.ts";
import { asStringRecord } from "./jsonc.ts";
import { type Manifest, ManifestCache, packageNameOf, readManifest } from "./manifest.ts";
import { readSource } from "./source.ts";
import { lockfiles, otherLanguageFiles } from "./stack-packages.ts";
import { readWorkspaces } from "./workspaces.ts";

/** One package folder and what its files say. */
export interface PackageEvidence {
  readonly name: string;
  readonly dir: ProjectPath;
  readonly absolute: string;
  readonly manifest: Manifest | undefined;
  /** Manifests whose declarations hold here: the package's own, then those above. */
  readonly manifests: readonly { readonly file: ProjectPath; readonly manifest: Manifest }[];
  /** Package (or `node:x`) → files that import it. */
  readonly imports: ReadonlyMap<string, ReadonlySet<ProjectPath>>;
  readonly typescript: number;
  readonly javascript: number;
  readonly esmFiles: number;
  readonly commonjsFiles: number;
}

type Draft = { -readonly [Key in Exclude<keyof PackageEvidence, "imports">]: PackageEvidence[Key] } & { imports: Map<string, Set<ProjectPath>> };

const importPattern = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*(["'])([^"'\n.][^"'\n]*)\1/g;

/**
 * Sorts files to the nearest package above them (declared in a workspace or not) and counts what they import. Packages without
 * files are left out.
 */
export function collectEvidence(root: string, files: readonly DiscoveredFile[]): readonly PackageEvidence[] {
  const manifests = new ManifestCache();
  const members = new Set(readWorkspaces(root).packages.map((member) => member.absolute));
  const drafts = new Map<string, Draft>();
  for (const file of files) {
    const chain = manifests.above(dirname(file.absolute), root).filter(({ dir, manifest }) => members.has(dir) || isPackage(manifest));
    const dir = chain[0]?.dir ?? root;
    let draft = drafts.get(dir);
    if (!draft) {
      const holding = chain.map((located) => ({ file: toProjectPath(root, join(located.dir, "package.json")), manifest: located.manifest }));
      drafts.set(dir, (draft = emptyDraft(root, dir, chain[0]?.manifest, holding)));
    }
    addFile(draft, file);
  }
  return [...drafts.values()].sort((a, b) => (a.dir < b.dir ? -1 : a.dir > b.dir ? 1 : 0));
}

/** Not one that only says `type` for the folder it stands in. */
function isPackage(manifest: Manifest): boolean {
  return manifest.name !== undefined || Object.keys(manifest.declared).length > 0;
}

function emptyDraft(root: string, absolute: string, manifest: Manifest | undefined, manifests: PackageEvidence["manifests"]): Draft {
  const dir = (absolute === root ? "." : toProjectPath(root, absolute)) as ProjectPath;
  return { name: manifest?.name ?? dir, dir, absolute, manifest, manifests, imports: new Map(), typescript: 0, javascript: 0, esmFiles: 0, commonjsFiles: 0 };
}

function addFile(draft: Draft, file: DiscoveredFile): void {
  if (/\.[cm]?tsx?$/i.test(file.path)) draft.typescript += 1;
  else draft.javascript += 1;
  const source = readSource(file.absolute, file.path);
  if (source.kind === "skipped") return;
  for (const match of source.text.matchAll(importPattern)) {
    const specifier = match[2] ?? "";
    const name = /^(?:node|bun|cloudflare):/.test(specifier) ? specifier : packageNameOf(specifier)?.name;
    if (name === undefined) continue;
    const importers = draft.imports.get(name);
    if (importers) importers.add(file.path);
    else draft.imports.set(name, new Set([file.path]));
  }
  if (/^\s*(?:import\b|export\b)/m.test(source.text)) draft.esmFiles += 1;
  else if (/\brequire\s*\(|\bmodule\.exports\b|\bexports\.\w/.test(source.text)) draft.commonjsFiles += 1;
}

/** A fact with the file that shows it. */
export interface Told {
  readonly name: string;
  readonly version?: string;
  readonly evidence: readonly string[];
}

/** Package manager of a folder: `packageManager` field, then lockfiles, here or further up; more than one entry when they disagree. */
export function findPackageManagers(root: string, dir: string): readonly Told[] {
  for (let folder = dir; ; folder = dirname(folder)) {
    const field = /^(\w+)@([^+]+)/.exec(readManifest(folder)?.packageManager ?? "");
    const shown = (name: string): string => toProjectPath(root, join(folder, name));
    const told = new Map<string, Told>();
    if (field?.[1] !== undefined && field[2] !== undefined) {
      told.set(field[1], { name: field[1], version: field[2], evidence: [`packageManager in ${shown("package.json")}`] });
    }
    for (const [file, name] of Object.entries(lockfiles)) {
      if (!existsSync(join(folder, file))) continue;
      const known = told.get(name);
      told.set(name, { ...(known ?? { name }), evidence: [...(known?.evidence ?? []), shown(file)] });
    }
    if (told.size > 0 || folder === root || dirname(folder) === folder) return [...told.values()];
  }
}

/** Node version a package asks for: `engines.node`, `volta`, `.nvmrc`, `.node-version`. */
export function findNodeVersions(root: string, evidence: PackageEvidence): readonly Told[] {
  const told: Told[] = [];
  for (const { file, manifest } of evidence.manifests) {
    const range = manifest.engines["node"];
    const volta = asStringRecord(manifest.raw["volta"])["node"];
    if (range !== undefined) told.push({ name: "Node", version: range, evidence: [`engines in ${file}`] });
    if (volta !== undefined) told.push({ name: "Node", version: volta, evidence: [`volta in ${file}`] });
    if (told.length > 0) break;
  }
  for (const folder of new Set([evidence.absolute, root])) {
    for (const name of [".nvmrc", ".node-version"]) {
      const version = readFirstLine(join(folder, name));
      if (version !== "" && told.every((entry) => entry.version !== version))
        told.push({ name: "Node", version, evidence: [toProjectPath(root, join(folder, name))] });
    }
  }
  return told;
}

/** Manifests of other languages, at most four folders deep. Language → files, sorted. */
export function findOtherLanguages(root: string): ReadonlyMap<string, readonly ProjectPath[]> {
  const found = new Map<string, ProjectPath[]>();
  const visit = (absolute: string, path: string, depth: number): void => {
    for (const entry of entriesOf(absolute)) {
      const child = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory() && depth < 4 && !isDefaultIgnoredFolder(child, entry.name)) visit(join(absolute, entry.name), child, depth + 1);
      const language = otherLanguageFiles[entry.name] ?? otherLanguageFiles[`*${/\.\w+$/.exec(entry.name)?.[0] ?? ""}`];
      if (language !== undefined && entry.isFile()) found.set(language, [...(found.get(language) ?? []), child as ProjectPath].sort());
    }
  };
  visit(root, "", 0);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function entriesOf(dir: string): { name: string; isDirectory: () => boolean; isFile: () => boolean }[] {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch {
    return [];
  }
}

function readFirstLine(file: string): string {
  try {
    return readFileSync(file, "utf8").split("\n")[0]?.trim() ?? "";
  } catch {
    return "";
  }
}
