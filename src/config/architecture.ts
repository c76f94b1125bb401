import type { Severity } from "#finding";

/** One glob or several. `<x>` stands for one part of a path and keeps it: the same `<x>` further on means the same part. */
export type Globs = string | readonly string[];

/** What a law is about. Everything said must hold; a list in one place means any of it. */
export interface Selection {
  /** Globs of files or folders, relative to the folder of the configuration. A folder means everything in it. */
  readonly path?: Globs;
  /** Names of layers: those of `architecture.layers`, and the ones oma-lint recognises. */
  readonly layer?: Globs;
  /** Globs of package names; what the runtime provides is called `node:fs`. */
  readonly package?: Globs;
  /** Decorators on a class in the file: `@nestjs/common#Controller`, or `./src/decorators#Internal` for one of the project. */
  readonly decorator?: Globs;
  /** Only dependencies that are less stable than the file that has them (only in `forbid`). */
  readonly moreUnstable?: true;
  /** Still allowed, but on the way out: reported as a warning and counted (only in `allow`). */
  readonly deprecated?: true;
  /** Except these. */
  readonly not?: Selector;
}

/** A glob of files, a selection, or a list of both. */
export type Selector = string | Selection | readonly (string | Selection)[];

/** One law of the graph: a name, a reason, and exactly one of `forbid`, `allow`, `require`, `onlyFrom`, `public`, `private`, `independent`, `limits`, `licences`. */
export interface Law {
  readonly name: string;
  /** Why; shown in every finding. */
  readonly reason: string;
  /** Default: `error`, the severity of the rule. */
  readonly severity?: Severity;
  /** Whether imports that only bring types count. Default: `count`. */
  readonly types?: "count" | "ignore" | "only";
  /** Also hold test files to the law. Default: false. */
  readonly tests?: boolean;
  /** Who is held to the law; left out: every file. */
  readonly from?: Selector;
  /** What `onlyFrom`, `public` and `limits` are about. */
  readonly of?: Selector;
  /** `from` may not depend on this. */
  readonly forbid?: Selector;
  /** Of the project's files `from` may depend on nothing but this and itself; of packages too, when a package is named here. */
  readonly allow?: Selector;
  /** Each file of `from` has to depend on this. */
  readonly require?: Selector;
  /** `of` may be used by nobody but this. */
  readonly onlyFrom?: Selector;
  /** The entry points of the folders `of`: from outside nothing else in them may be used. */
  readonly public?: Globs;
  /** Folders or files only for what lies in the folder around them. */
  readonly private?: Globs;
  /** Parts that may not know each other: `src/modules/<x>`. */
  readonly independent?: Globs;
  /** How many may use a file of `of`, and how many it may use. */
  readonly limits?: { readonly dependents?: number; readonly dependencies?: number };
  /** Licences of the packages `from` uses, as SPDX ids or globs of them. */
  readonly licences?: { readonly allow?: readonly string[]; readonly forbid?: readonly string[] };
  /** With `forbid` and `require`: over other files too. */
  readonly transitive?: boolean;
}

export interface ArchitectureLayer {
  readonly name: string;
  /** Files of the layer; left out: what oma-lint recognises, for its own layer names. */
  readonly files?: Globs;
  /** May be without files. */
  readonly optional?: boolean;
  /** Layers above may not go past this one. */
  readonly closed?: boolean;
  /** Packages the layer may use, or may not. */
  readonly packages?: { readonly allow?: readonly string[]; readonly forbid?: readonly string[] };
}

/** A violation that is accepted for now. */
export interface ArchitectureException {
  /** Name of the law; left out: any. */
  readonly law?: string;
  readonly from: Globs;
  /** What is used all the same. */
  readonly to?: Selector;
  readonly reason: string;
  /** Last day of the exception: `2027-03-31`. */
  readonly until?: string;
}

/** The laws of the project's import graph. */
export interface Architecture {
  /** Outermost first: each may use what comes after it. Layers in one list stand side by side and may not know each other. */
  readonly layers?: readonly (string | ArchitectureLayer | readonly (string | ArchitectureLayer)[])[];
  /** Every product file must be in a layer, or match one of these globs. */
  readonly exhaustive?: boolean | readonly string[];
  /** Whether imports of types count between layers. Default: `ignore`. */
  readonly types?: "count" | "ignore" | "only";
  readonly laws?: readonly Law[];
  readonly exceptions?: readonly ArchitectureException[];
  /** Files something outside the code starts: nothing needs to import them. For `no-orphan-module`. */
  readonly entries?: readonly string[];
  /** Whether the rules of a `.dependency-cruiser.*` beside the configuration are run. Default: true. */
  readonly dependencyCruiser?: boolean;
  /** Share of the project's own imports that may lead nowhere before the run says that its graph is incomplete. Default: 0.05. */
  readonly unresolved?: number;
}
