import { join } from "node:path";
import { asObject } from "./jsonc.ts";
import type { Manifest } from "./manifest.ts";
import { type FileProbe, isCodeFile } from "./probe.ts";

/** Conditions by how close to the source they usually are; others follow in the order the manifest has them. */
const conditions = ["source", "development", "bun", "deno", "import", "module", "node", "require", "default", "types"];
const buildFolder = /^(?:dist|build|lib|libs|out|output|esm|cjs|es|es6|commonjs|module|umd|types|typings|_esm|_cjs|_types|(?:dist|build|lib)[-_.][\w-]+)$/;
const unmistakableBuildFolder = /^(?:dist|build|out|output|esm|cjs|es|commonjs|umd|_esm|_cjs|(?:dist|build)[-_.][\w-]+)$/;

/**
 * Finds the source file behind an entry of a local package, whether or not the package was built.
 * @param dir absolute folder of the package
 * @param subpath what follows the package name, without slash; empty for the package itself
 * @returns an absolute file (code or asset), or `undefined`
 */
export function findPackageEntry(probe: FileProbe, dir: string, manifest: Manifest, subpath: string): string | undefined {
  const key = subpath === "" ? "." : `./${subpath}`;
  const exported = matchExports(manifest.raw["exports"], key);
  const fields = subpath === "" ? ["source", "module", "main", "types", "typings"].flatMap((field) => targetsOf(manifest.raw[field])) : [];
  return findTarget(probe, dir, [...exported, ...fields]) ?? findByConvention(probe, dir, subpath);
}

/** Targets a package's `imports` give for `#specifier`: local ones start with `./`, others name packages. */
export function importTargets(manifest: Manifest, specifier: string): string[] {
  return matchTable(asObject(manifest.raw["imports"]) ?? {}, specifier);
}

/**
 * The first target that leads to source code: one that exists outside of build output, else the source a build output was made from,
 * else whatever exists.
 * @param targets relative to `dir`
 */
export function findTarget(probe: FileProbe, dir: string, targets: readonly string[]): string | undefined {
  let existing: string | undefined;
  for (const target of targets) {
    const file = probe.find(join(dir, target));
    if (file === undefined) continue;
    if (isCodeFile(file) && !isDeclaration(file) && !isBuildOutput(target)) return file;
    existing ??= file;
  }
  for (const target of targets) {
    const source = findSourceOfBuild(probe, dir, target);
    if (source !== undefined) return source;
  }
  return existing;
}

/** The source a path into build output was made from: `dist/cjs/a.js` → `src/a.ts`, `a.ts`. */
export function findSourceOfBuild(probe: FileProbe, dir: string, target: string): string | undefined {
  const segments = target.split("/").filter((segment) => segment !== "" && segment !== ".");
  const start = segments.findIndex((segment) => buildFolder.test(segment));
  if (start === -1 || start === segments.length - 1) return undefined;
  let end = start;
  while (end < segments.length - 1 && buildFolder.test(segments[end] ?? "")) end += 1;
  const before = segments.slice(0, start).join("/");
  const rest = segments
    .slice(end)
    .join("/")
    .replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "");
  for (const folder of ["src", "", "source", "lib"]) {
    const file = probe.find(join(dir, before, folder, rest));
    if (file !== undefined && isCodeFile(file) && !isDeclaration(file)) return file;
  }
  return undefined;
}

/** Whether a path leads into build output for certain. */
function isBuildOutput(path: string): boolean {
  return path.split("/").some((segment) => unmistakableBuildFolder.test(segment));
}

function findByConvention(probe: FileProbe, dir: string, subpath: string): string | undefined {
  const candidates = subpath === "" ? ["src/index", "index", "src/main", "lib/index", "src/mod", "mod"] : [subpath, `src/${subpath}`, `lib/${subpath}`];
  for (const candidate of candidates) {
    const file = probe.find(join(dir, candidate));
    if (file !== undefined) return file;
  }
  return subpath === "" ? undefined : findSourceOfBuild(probe, dir, subpath);
}

function matchExports(exports: unknown, key: string): string[] {
  const table = asObject(exports);
  const hasSubpaths = table !== undefined && Object.keys(table).some((name) => name.startsWith("."));
  if (!hasSubpaths) return key === "." ? targetsOf(exports) : [];
  return matchTable(table, key);
}

function matchTable(table: Readonly<Record<string, unknown>>, key: string): string[] {
  const exact = targetsOf(table[key]);
  const patterns = Object.keys(table).filter((name) => name.includes("*") || name.endsWith("/"));
  patterns.sort((a, b) => b.indexOf("*") - a.indexOf("*") || b.length - a.length);
  const matched = patterns.flatMap((name) => {
    const [prefix = "", suffix = ""] = name.includes("*") ? name.split("*") : [name];
    if (key.length < prefix.length + suffix.length || !key.startsWith(prefix) || !key.endsWith(suffix)) return [];
    const middle = key.slice(prefix.length, key.length - suffix.length);
    return targetsOf(table[name]).map((target) => (name.includes("*") ? target.replaceAll("*", () => middle) : target + middle));
  });
  return [...exact, ...matched];
}

/** All targets in a conditional value, the ones nearest to the source first. */
function targetsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(targetsOf);
  const table = asObject(value);
  if (!table) return [];
  const rank = (name: string): number => (conditions.includes(name) ? conditions.indexOf(name) : conditions.length - 1.5);
  const names = Object.keys(table).sort((a, b) => rank(a) - rank(b));
  return [...new Set(names.flatMap((name) => targetsOf(table[name])))];
}

function isDeclaration(file: string): boolean {
  return /\.d\.[cm]?ts$/.test(file);
}
