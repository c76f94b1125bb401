import { Chalk, type ChalkInstance } from "chalk";
import type { ColorLevel } from "#report/report";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What we need to know of a stream. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  getColorDepth?(env: Environment): number;
  write(text: string): unknown;
  once?(event: "error", listener: () => void): unknown;
}

/** What we need to know of the process. */
export interface Surroundings {
  readonly env: Environment;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  cwd(): string;
}

/** The outside as the commands see it. */
export interface Terminal {
  readonly env: Environment;
  /** Absolute folder the process runs in. */
  readonly cwd: string;
  /** Columns of stdout. */
  readonly width: number;
  /** Colours of stdout. */
  readonly color: ColorLevel;
  /** Paints for stdout. */
  readonly ink: ChalkInstance;
  /** Paints for stderr. */
  readonly noteInk: ChalkInstance;
  /** Whether progress may be shown on stderr. */
  readonly showsProgress: boolean;
  /** The user asked for details about the run. */
  readonly debug: boolean;
  /** Empties the screen, where there is one. */
  clear(): void;
  /** Writes to stdout: the report and nothing else. */
  print(text: string): void;
  /** Calls back when nobody reads stdout any more (`oma-lint --watch | head`). */
  onReaderGone(then: () => void): void;
  /** Writes to stderr: everything that is not the report. */
  note(text: string): void;
}

/** Wide enough for code frames where nobody says how wide the page is. */
const defaultWidth = 100;

/**
 * Describes the terminal a process runs in.
 * @param words the arguments: the flags that change how we speak must count even where the arguments are wrong
 */
export function openTerminal(surroundings: Surroundings, words: readonly string[]): Terminal {
  const { env, stdout, stderr } = surroundings;
  const wanted = colorFlag(words);
  const color = colorLevel(wanted, env, stdout);
  return {
    env,
    cwd: surroundings.cwd(),
    width: stdout.columns !== undefined && stdout.columns > 0 ? stdout.columns : defaultWidth,
    color,
    ink: new Chalk({ level: color }),
    noteInk: new Chalk({ level: colorLevel(wanted, env, stderr) }),
    showsProgress: stderr.isTTY === true && !isSet(env["CI"]) && env["TERM"] !== "dumb",
    debug: options(words).includes("--debug"),
    clear: () => void (stdout.isTTY === true && stdout.write("\u001b[2J\u001b[3J\u001b[H")),
    print: (text) => void (text === "" || stdout.write(text)),
    note: (text) => void stderr.write(text),
    onReaderGone: (then) => void stdout.once?.("error", then),
  };
}

/** How many colours a stream gets: the flag, then NO_COLOR, then FORCE_COLOR, then what the terminal can do. */
export function colorLevel(flag: boolean | undefined, env: Environment, stream: OutputStream): ColorLevel {
  const able = stream.isTTY === true ? levelOfDepth(stream.getColorDepth?.(withoutForce(env)) ?? 4) : 0;
  if (flag === false) return 0;
  if (flag === true) return able === 0 ? 1 : able;
  if (isSet(env["NO_COLOR"])) return 0;
  return forcedLevel(env["FORCE_COLOR"], able) ?? able;
}

/** The last of `--color` and `--no-color`. */
export function colorFlag(words: readonly string[]): boolean | undefined {
  const last = options(words).findLast((word) => word === "--color" || word === "--no-color");
  return last === undefined ? undefined : last === "--color";
}

function options(words: readonly string[]): readonly string[] {
  const end = words.indexOf("--");
  return end === -1 ? words : words.slice(0, end);
}

function forcedLevel(force: string | undefined, able: ColorLevel): ColorLevel | undefined {
  switch (force) {
    case undefined:
      return undefined;
    case "0":
    case "false":
      return 0;
    case "1":
      return 1;
    case "2":
      return 2;
    case "3":
      return 3;
    default:
      return able === 0 ? 1 : able;
  }
}

function levelOfDepth(depth: number): ColorLevel {
  if (depth >= 24) return 3;
  if (depth >= 8) return 2;
  return depth >= 4 ? 1 : 0;
}

/** Node looks at these two itself, and warns on stderr when both are set. */
function withoutForce(env: Environment): Environment {
  const { FORCE_COLOR: _force, NO_COLOR: _no, ...rest } = env;
  return rest;
}

/** https://no-color.org: set and not empty. */
function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}
