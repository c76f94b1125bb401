#!/usr/bin/env node
import { version } from "./version.ts";

const words = process.argv.slice(2);

process.once("SIGINT", () => {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[2K");
  process.exit(130);
});
// `oma-lint | head` closes our output early: no reason to complain, the verdict stays. Nor does it change with what stderr does not take.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
process.stderr.on("error", () => undefined);

if (words.length === 1 && ["--version", "-v"].includes(words[0] ?? "")) {
  process.stdout.write(`${version}\n`);
} else {
  process.exitCode = (wantsServer(words) ? await (await import("./served.ts")).runServed(words) : undefined) ?? (await runHere());
}

async function runHere(): Promise<number> {
  const [{ run }, { openTerminal }] = await Promise.all([import("./run.ts"), import("./terminal.ts")]);
  const terminal = openTerminal(process, words);
  const crash = async (error: unknown): Promise<void> => {
    const { reportFailure } = await import("./failure.ts");
    process.exit(reportFailure(error, terminal));
  };
  process.on("uncaughtException", crash).on("unhandledRejection", crash);
  return run(words, terminal);
}

function wantsServer(all: readonly string[]): boolean {
  const end = all.indexOf("--");
  return (end === -1 ? all : all.slice(0, end)).includes("--use-server");
}
