import type { Finding, Notice, Severity } from "#finding";
import type { Versions } from "#project/disk";
import type { Preset } from "#rule";

/** What `lint` is asked to do. Paths are absolute or relative to `cwd`. */
export interface LintOptions {
  /** Absolute folder the run starts in; the config is searched from here upwards. Default: the process's. */
  readonly cwd?: string;
  /** Files, folders or globs; default: the whole project. */
  readonly paths?: readonly string[];
  /** Explicit config file; `false` looks for none. */
  readonly config?: string | false;
  readonly preset?: Preset;
  /** Rule id (with or without `oma/`) → severity; overrides preset and config. */
  readonly rules?: Readonly<Record<string, Severity | "off">>;
  /** Worker threads: `auto` (default) or a number; 0 and 1 mean none. */
  readonly threads?: number | "auto";
  /** Suppressing comments must give a reason; default: in the preset `strict`. */
  readonly requireReason?: boolean | undefined;
  /** A path or glob that matches no file is an error (default) or just a notice. */
  readonly errorOnUnmatched?: boolean;
  /** Of the files that match, only these are linted (absolute paths); none of them is no error. */
  readonly only?: ReadonlySet<string>;
  /** Other versions of some files than the ones on disk (absolute paths): what the index of git holds. */
  readonly versions?: Versions;
  /** Of the files that match, only this part is linted. */
  readonly shard?: Shard | undefined;
  /** Absolute folder to remember summaries and results in; default: nothing is remembered. */
  readonly cache?: string | undefined;
  /** Called as files are done; for progress on a terminal. */
  readonly onProgress?: (done: number, total: number, phase: string) => void;
}

/** One of several parts the files are dealt out to, by a hash of their path: the same on every machine. */
export interface Shard {
  /** From 1 to `count`. */
  readonly index: number;
  readonly count: number;
}

export interface TimingEntry {
  readonly phase: string;
  readonly milliseconds: number;
}

/** A finding that a comment suppresses. */
export interface Suppressed {
  readonly finding: Finding;
  /** What the comment says after `--`; empty when it says nothing. */
  readonly reason: string;
}

export interface LintResult {
  /** Sorted by file, line, column, rule. */
  readonly findings: readonly Finding[];
  /** Findings that comments suppress, in the same order. */
  readonly suppressed?: readonly Suppressed[];
  readonly notices: readonly Notice[];
  readonly project: ProjectFacts;
  readonly timing: readonly TimingEntry[];
}

export interface ProjectFacts {
  /** Absolute root folder. Never printed into reports. */
  readonly root: string;
  /** Number of files linted. */
  readonly files: number;
  /** The files linted; without paths and other limits that is the whole project. */
  readonly paths?: readonly string[];
  /** Config file relative to the root, when one was found. */
  readonly configFile?: string;
  readonly preset: Preset;
  /** Ids of the rules that ran (`oma/<rule>`) with their severity. */
  readonly rules: Readonly<Record<string, Severity>>;
  /** Layer of a file, for reports that group by it; `undefined` when it is in none. */
  readonly layerOf?: (file: string) => string | undefined;
  /** Text of a linted file, for code frames and fingerprints; `undefined` when it cannot be read. */
  readonly readText: (file: string) => string | undefined;
}
