import { type Command, InvalidArgumentError } from "commander";
import type { ServerRequest, SharedRequest } from "./arguments.ts";
import type { Shell } from "./completion.ts";
import type { ProgramSink } from "./program.ts";

interface Parts {
  readonly sharedRequest: (command: Command) => SharedRequest;
}

/** `oma-lint init`. */
export function addInit(program: Command, sink: Pick<ProgramSink, "choose">, { sharedRequest }: Parts): void {
  program
    .command("init")
    .description("Set oma-lint up here: configuration, ESLint plugin, commit hook, CI; shows every file before it is written")
    .optionsGroup("What")
    .option("--architecture", "Only print layers and laws that hold today, and what the full ladder would break; with --yes write them")
    .option("-y, --yes", "Write without asking")
    .action((flags: { readonly architecture?: true; readonly yes?: true }, command: Command) => {
      sink.choose({ ...sharedRequest(command), command: "init", architecture: flags.architecture === true, yes: flags.yes === true });
    });
}

/** `oma-lint doctor`. */
export function addDoctor(program: Command, sink: Pick<ProgramSink, "choose">, { sharedRequest }: Parts): void {
  program
    .command("doctor")
    .description("Say what the set-up of this project lacks: Node, configuration, imports, cache, git, editor, hook")
    .action((_flags: unknown, command: Command) => {
      sink.choose({ ...sharedRequest(command), command: "doctor" });
    });
}

/** `oma-lint server`. */
export function addServer(program: Command, sink: Pick<ProgramSink, "choose">, { sharedRequest }: Parts): void {
  program
    .command("server")
    .description("Start or end the process that answers --use-server, or say how it is")
    .argument("[action]", "start, status or stop (default: status)", (value): ServerRequest["action"] => {
      if (value === "start" || value === "status" || value === "stop") return value;
      throw new InvalidArgumentError("It must be start, status or stop.");
    })
    .action((action: ServerRequest["action"] | undefined, _flags: unknown, command: Command) => {
      sink.choose({ ...sharedRequest(command), command: "server", action: action ?? "status" });
    });
}

/** `oma-lint completion`. */
export function addCompletion(program: Command, sink: Pick<ProgramSink, "choose">, { sharedRequest }: Parts): void {
  program
    .command("completion")
    .description("Print a completion script for bash, zsh or fish")
    .argument("<shell>", "bash, zsh or fish", (value): Shell => {
      if (value === "bash" || value === "zsh" || value === "fish") return value;
      throw new InvalidArgumentError("It must be bash, zsh or fish.");
    })
    .action((shell: Shell, _flags: unknown, command: Command) => {
      sink.choose({ ...sharedRequest(command), command: "completion", shell });
    });
}
