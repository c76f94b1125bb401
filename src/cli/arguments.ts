import { CommanderError, type Command } from "commander";
import { UserError, type Severity } from "#finding";
import type { DrawingFormat } from "#drawing/formats";
import type { Shard } from "#engine/options";
import type { ReportFormat } from "#report/report";
import type { Preset } from "#rule";
import type { Shell } from "./completion.ts";
import { createProgram } from "./program.ts";
import type { Terminal } from "./terminal.ts";

/** Level at which findings make a run fail. */
export type FailLevel = Severity | "never";

/** A report written to a file. */
export interface Output {
  readonly format: ReportFormat;
  readonly file: string;
}

/** What every command takes. */
export interface SharedRequest {
  /** Folder to run in, as typed. */
  readonly cwd: string | undefined;
  /** Explicit config file; `false` looks for none. */
  readonly config: string | false | undefined;
}

export interface CheckRequest extends SharedRequest {
  readonly command: "check";
  readonly paths: readonly string[];
  readonly preset: Preset | undefined;
  readonly rules: Readonly<Record<string, Severity | "off">>;
  readonly format: ReportFormat | undefined;
  readonly outputs: readonly Output[];
  readonly quiet: boolean;
  readonly maxWarnings: number | undefined;
  readonly failOn: FailLevel;
  readonly exitZero: boolean;
  readonly threads: number | "auto";
  readonly errorOnUnmatched: boolean;
  readonly timing: boolean;
  /** Which of the files: what is staged, or what changed since a commit; `undefined`: all. */
  readonly selection: Selection | undefined;
  /** Explicit baseline file; `false` uses none, `undefined` the one in the project's root. */
  readonly baseline: string | false | undefined;
  /** Stale entries of the baseline make the run fail. */
  readonly strictBaseline: boolean;
  readonly requireReason: boolean | undefined;
  readonly reportSuppressed: boolean;
  /** Folder to remember results in; `false` remembers nothing, `undefined` decides by the project. */
  readonly cache: string | false | undefined;
  /** Lint only this part of the files. */
  readonly shard: Shard | undefined;
  /** Apply suggestions, or show what would change. */
  readonly fix: "write" | "show" | undefined;
  /** Apply fixes that need no look. */
  readonly safeFixes: boolean;
  /** Check again whenever something changes. */
  readonly watch: boolean;
  /** Report only what the compared commit does not have. */
  readonly newOnly: boolean;
}

/** What git is asked for. */
export type Selection =
  | { readonly kind: "staged" }
  /** Since this branch left `ref`. */
  | { readonly kind: "changed"; readonly ref: string }
  /** Since `ref` itself. */
  | { readonly kind: "since"; readonly ref: string };

export interface RulesRequest extends SharedRequest {
  readonly command: "rules";
  readonly format: "text" | "json";
}

export interface ExplainRequest extends SharedRequest {
  readonly command: "explain";
  readonly rule: string;
}

export interface StackRequest extends SharedRequest {
  readonly command: "stack";
  readonly format: "text" | "json";
}

export interface GraphRequest extends SharedRequest {
  readonly command: "graph";
  readonly format: DrawingFormat | "dependency-cruiser";
  readonly output: string | undefined;
  readonly focus: readonly string[];
  readonly reaches: readonly string[];
  /** Commit to compare with. */
  readonly affected: string | undefined;
  readonly layers: readonly string[];
  readonly collapse: string | undefined;
  readonly cluster: "folders" | "layers";
  readonly laws: boolean;
}

export interface InitRequest extends SharedRequest {
  readonly command: "init";
  readonly architecture: boolean;
  /** Write without asking. */
  readonly yes: boolean;
}

export interface ServerRequest extends SharedRequest {
  readonly command: "server";
  readonly action: "start" | "status" | "stop";
}

export interface DoctorRequest extends SharedRequest {
  readonly command: "doctor";
}

export interface BaselineRequest extends SharedRequest {
  readonly command: "baseline";
  readonly paths: readonly string[];
  readonly preset: Preset | undefined;
  readonly rules: Readonly<Record<string, Severity | "off">>;
  readonly threads: number | "auto";
  readonly baseline: string | undefined;
  /** Only drop what is stale; accept nothing new. */
  readonly prune: boolean;
}

export interface MergeRequest extends SharedRequest {
  readonly command: "merge";
  readonly files: readonly string[];
  /** File to write; default: stdout. */
  readonly output: string | undefined;
}

/** Reports on endpoints. */
export const endpointFormats = ["table", "json", "markdown", "html"] as const;

export interface EndpointsRequest extends SharedRequest {
  readonly command: "endpoints";
  readonly paths: readonly string[];
  readonly format: (typeof endpointFormats)[number];
  /** In upper case; empty for all. */
  readonly methods: readonly string[];
  /** Glob over paths of endpoints. */
  readonly path: string | undefined;
  readonly missing: readonly ("auth" | "rate-limit" | "validation")[];
  /** Git ref, or a file with an earlier inventory. */
  readonly diff: string | undefined;
  readonly failOn: "lost-control" | undefined;
}

export interface InputsRequest extends SharedRequest {
  readonly command: "inputs";
  readonly format: "text" | "json";
}

export interface CompletionRequest extends SharedRequest {
  readonly command: "completion";
  readonly shell: Shell;
}

/** What the arguments ask for; `print` is text that is already made (help, version). */
export type Request =
  | CheckRequest
  | RulesRequest
  | ExplainRequest
  | StackRequest
  | BaselineRequest
  | MergeRequest
  | InputsRequest
  | EndpointsRequest
  | GraphRequest
  | InitRequest
  | DoctorRequest
  | ServerRequest
  | CompletionRequest
  | { readonly command: "print"; readonly text: string };

/** Understands the arguments; anything wrong with them is a `UserError`. */
export function parseArguments(words: readonly string[], terminal: Pick<Terminal, "ink" | "width">): Request {
  let request: Request | undefined;
  let printed = "";
  const program = createProgram({
    page: terminal,
    choose: (chosen) => void (request = chosen),
    print: (text) => void (printed += text),
  });
  try {
    program.parse(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw usageError(error, program);
  }
  return request ?? { command: "print", text: printed };
}

function usageError(error: CommanderError, program: Command): UserError {
  const [first = "", suggestion] = error.message.replace(/^error: /, "").split("\n");
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1)}${/[.?!]$/.test(first) ? "" : "."}`;
  const better = suggestion?.replace(/^\((.*)\)$/, "$1");
  return new UserError(better === undefined ? sentence : `${sentence} ${better}`, `\`${program.name()} --help\` shows every option.`);
}
