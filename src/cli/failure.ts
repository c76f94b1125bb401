import { UserError } from "#finding";
import type { Terminal } from "./terminal.ts";
import { homepage, version } from "./version.ts";

/** Exit code of a run that could not be carried out. */
const exitBroken = 2;

/** Says what went wrong, the user's mistake without a stack, ours with it. Returns the exit code. */
export function reportFailure(error: unknown, terminal: Terminal): number {
  terminal.note(isUserError(error) ? mistake(error, terminal) : bug(error, terminal));
  return exitBroken;
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
