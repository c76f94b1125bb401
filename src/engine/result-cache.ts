import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Config } from "#config/shape";
import type { Finding, Notice, Severity } from "#finding";
import type { Span } from "#syntax/summary";
import type { UnresolvedName } from "./alias-notices.ts";
import { type CacheFolder } from "./cache-folder.ts";
import type { Suppressed } from "./options.ts";
import { hashOf, type ProjectState } from "./project-state.ts";

/** Everything linting one file gave. */
export interface FileRecord {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly notices: readonly Notice[];
  readonly unresolved: readonly UnresolvedName[];
}

/** What one state of a project gave: the files linted so far, and what no report may show. */
interface Results {
  /** Files outside of the project that were read → hash of what they said. */
  readonly outside: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, FileRecord>>;
  readonly hidden: Readonly<Record<string, readonly Span[]>>;
}

interface Asked {
  readonly config: Config;
  readonly severities: Readonly<Record<string, Severity>>;
  readonly requireReason: boolean;
  readonly state: ProjectState;
}

/**
 * Results by the state of the whole project. Rules ask across files, and their answers are shared between files, so a result is used
 * again only when nothing that any answer can rest on has changed: contents, names of files, configuration, oma-lint itself.
 */
export class ResultCache {
  readonly #folder: CacheFolder;
  readonly #root: string;
  readonly #name: string;
  readonly #known: Results | undefined;

  constructor(folder: CacheFolder, { config, severities, requireReason, state }: Asked) {
    this.#folder = folder;
    this.#root = config.root;
    const { root: _root, file: _file, ...settings } = config;
    this.#name = `results-${hashOf(JSON.stringify([state.hash, settings, severities, requireReason, ...installed(config.root)]))}.json`;
    this.#known = this.#load();
  }

  get(file: string): FileRecord | undefined {
    return this.#known?.files[file];
  }

  hidden(file: string): readonly Span[] {
    return this.#known?.hidden[file] ?? [];
  }

  /**
   * Adds what a run found out.
   * @param reads files the run read that the project's state does not cover (absolute)
   */
  save(files: ReadonlyMap<string, FileRecord>, hidden: ReadonlyMap<string, readonly Span[]>, reads: ReadonlySet<string>): void {
    if (files.size === 0) return;
    const before = this.#load();
    const outside = Object.fromEntries([...reads].map((file) => [path.relative(this.#root, file), saysNow(file)]));
    const results: Results = {
      outside: { ...before?.outside, ...outside },
      files: { ...before?.files, ...Object.fromEntries(files) },
      hidden: { ...before?.hidden, ...Object.fromEntries([...hidden].map(([file, spans]) => [file, united(before?.hidden[file] ?? [], spans)])) },
    };
    this.#folder.write(this.#name, results);
    this.#folder.tidy();
  }

  #load(): Results | undefined {
    const results = this.#folder.read(this.#name) as Results | undefined;
    if (!results) return undefined;
    const isCurrent = Object.entries(results.outside).every(([file, said]) => saysNow(path.resolve(this.#root, file)) === said);
    return isCurrent ? results : undefined;
  }
}

/** Versions of what judges beside us: ESLint reads the suppressing comments, dependency-cruiser its own rules; neither is part of our build. */
function installed(root: string): readonly string[] {
  const from = createRequire(import.meta.url);
  const manifests = [from.resolve("eslint/package.json"), path.join(root, "node_modules/dependency-cruiser/package.json")];
  return manifests.map((file) => (existsSync(file) ? (readFileSync(file, "utf8").match(/"version":\s*"([^"]+)"/)?.[1] ?? "") : ""));
}

function united(one: readonly Span[], other: readonly Span[]): readonly Span[] {
  return [...new Map([...one, ...other].map(({ s, e }) => [`${s}:${e}`, { s, e }])).values()];
}

function saysNow(file: string): string {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (!stats) return "";
    return stats.isFile() ? hashOf(readFileSync(file)) : "folder";
  } catch {
    return "";
  }
}
