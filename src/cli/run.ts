import { statSync } from "node:fs";
import path from "node:path";
import type { ProjectMemory } from "#engine/project-memory";
import { UserError, withUpperDrive } from "#finding";
import { parseArguments, type Request } from "./arguments.ts";
import { reportFailure } from "./failure.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Carries out one command line.
 * @param words the arguments after the program's name
 * @param memory of a process that stays: the projects of earlier runs
 * @returns the exit code: 0 clean, 1 findings, 2 could not run
 */
export async function run(words: readonly string[], terminal: Terminal, memory?: ProjectMemory): Promise<number> {
  try {
    const request = parseArguments(words, terminal);
    return await perform(request, terminal, memory);
  } catch (error) {
    return reportFailure(error, terminal);
  }
}

/** Each command loads its own code, so that none pays for another. */
async function perform(request: Request, terminal: Terminal, memory: ProjectMemory | undefined): Promise<number> {
  if (request.command === "print") {
    terminal.print(request.text);
    return 0;
  }
  const cwd = folderOf(request.cwd, terminal);
  switch (request.command) {
    case "check":
      return (await import("./check.ts")).check({ ...request, cwd, memory }, terminal);
    case "rules":
      return (await import("./rules-command.ts")).printRules(request, terminal);
    case "explain":
      return (await import("./explain.ts")).explain(request, terminal);
    case "graph":
      return (await import("./graph-command.ts")).graph({ ...request, cwd }, terminal);
    case "init":
      return (await import("./init-command.ts")).init({ ...request, cwd }, terminal);
    case "completion":
      return (await import("./completion-command.ts")).printCompletion(request, terminal);
    case "doctor":
      return (await import("./doctor.ts")).doctor({ ...request, cwd }, terminal);
    case "stack":
      return (await import("./stack-command.ts")).printStack({ ...request, cwd }, terminal);
    case "endpoints":
      return (await import("./endpoints-command.ts")).printEndpoints({ ...request, cwd }, terminal);
    case "baseline":
      return (await import("./baseline-command.ts")).updateBaseline({ ...request, cwd }, terminal);
    case "inputs":
      return (await import("./inputs-command.ts")).printInputs({ ...request, cwd }, terminal);
    case "server":
      return (await import("./server-command.ts")).tellServer(request, terminal);
    case "merge":
      return (await import("./merge-command.ts")).merge({ ...request, cwd }, terminal);
  }
}

function folderOf(cwd: string | undefined, terminal: Terminal): string {
  const folder = withUpperDrive(path.resolve(terminal.cwd, cwd ?? "."));
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return folder;
  throw new UserError(`There is no folder ${cwd ?? folder}.`, "--cwd names the folder to run in.");
}
