import { UserError } from "#finding";
import { inWords, isRefusal } from "./system-errors.ts";
import type { Terminal } from "./terminal.ts";
import { homepage, version } from "./version.ts";

/** Exit code of a run that could not be carried out. */
const exitBroken = 2;

/** Says what went wrong, the user's mistake or the machine's without a stack, ours with it. Returns the exit code. */
export function reportFailure(error: unknown, terminal: Terminal): number {
  const foreign = isUserError(error) ? error : refusal(error);
  terminal.note(foreign ? mistake(foreign, terminal) : bug(error, terminal));
  return exitBroken;
}

/** What the operating system refuses on a bad day. A path that does not exist is not among it: not to have looked would be our mistake. */
function refusal(error: unknown): UserError | undefined {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (!(error instanceof Error) || syscall === undefined || !isRefusal(code)) return undefined;
  const isOutput = path === undefined && syscall === "write";
  const what = isOutput ? "The report could not be written to standard output" : `${path ?? `\`${syscall}\``} cannot be used`;
  const refused = new UserError(`${what}: ${inWords(error)}.`);
  refused.stack = error.stack ?? "";
  return refused;
}

function mistake(error: UserError, { noteInk: ink, debug }: Terminal): string {
  const [first = "", ...rest] = error.message.split("\n");
  const lines = [`${ink.red("✖")} ${ink.bold(first)}`, ...rest];
  if (error.hint !== undefined) lines.push(`  ${ink.dim("hint:")} ${error.hint}`);
  if (debug) lines.push("", ink.dim(stackOf(error)));
  return `${lines.join("\n")}\n`;
}

function bug(error: unknown, { noteInk: ink }: Terminal): string {
  return [
    `${ink.red("✖")} ${ink.bold("oma-lint crashed. This is a bug in oma-lint, not in your code.")}`,
    "",
    stackOf(error),
    "",
    `Please report it with the lines above: ${homepage}/issues`,
    ink.dim(`oma-lint ${version} · Node ${process.version} · ${process.platform} ${process.arch}`),
    "",
  ].join("\n");
}

/** Also an error that crossed a thread, where classes are lost. */
function isUserError(error: unknown): error is UserError {
  return error instanceof UserError || (error instanceof Error && error.name === "UserError");
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return `Thrown: ${String(error)}`;
  const stack = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? stack : `${stack}\nCaused by: ${stackOf(error.cause)}`;
}
