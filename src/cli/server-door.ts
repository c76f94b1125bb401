import { createHash } from "node:crypto";
import { lstatSync, mkdirSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { build } from "#version";

/** One stream of the process that asks. */
export interface AskedStream {
  readonly isTTY: boolean;
  readonly columns?: number;
  /** Bits of colour, without what the environment says about it. */
  readonly depth: number;
}

/** A command line to carry out, and what stands around it. */
export interface AskedRun {
  readonly ask: "run";
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdout: AskedStream;
  readonly stderr: AskedStream;
}

/** What is asked of the server: one line of JSON. A run begins at `go`: who lost patience meanwhile has carried it out already. */
export type Ask = AskedRun | { readonly ask: "go" } | { readonly ask: "status" } | { readonly ask: "stop" };

/** What the server says: lines of JSON. `here` comes first and at once; `no`: carry it out yourself. */
export type Answer =
  | { readonly here: true }
  | { readonly out: string }
  | { readonly err: string }
  | { readonly exit: number }
  | { readonly no: true }
  | { readonly status: ServerStatus };

export interface ServerStatus {
  readonly pid: number;
  /** Minutes it has been running. */
  readonly minutes: number;
  readonly runs: number;
  readonly megabytes: number;
}

/**
 * Where the server of this build, this Node and this user listens: a socket in a folder nobody else may enter, on Windows a named pipe.
 * `undefined` where there is no such folder to be had: then there is no server.
 */
export function serverDoor(): string | undefined {
  const name = createHash("sha256")
    .update([build, process.execPath, process.version, import.meta.url].join("\n"))
    .digest("hex")
    .slice(0, 16);
  if (process.platform === "win32") return `\\\\.\\pipe\\oma-lint-${userInfo().username}-${name}`;
  const folder = path.join(tmpdir(), `oma-lint-${String(process.getuid?.() ?? 0)}`);
  return isOurs(folder) ? path.join(folder, `${name}.sock`) : undefined;
}

/** A folder of that name that somebody else made, or may write to, could hold somebody else's server. */
function isOurs(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700, recursive: true });
    const stats = lstatSync(folder);
    return stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o077) === 0;
  } catch {
    return false;
  }
}

/** Lines of JSON out of the pieces a socket brings. */
export function* linesOf(held: { rest: string }, piece: string): Iterable<unknown> {
  const lines = (held.rest + piece).split("\n");
  held.rest = lines.pop() ?? "";
  for (const line of lines) if (line !== "") yield JSON.parse(line);
}
