import { Command } from "commander";
import type { Request, SharedRequest } from "./arguments.ts";
import { addCheck, type CheckFlags } from "./check-options.ts";
import { addEndpoints } from "./endpoints-options.ts";
import { addGraph } from "./graph-options.ts";
import { formatHelp, type Page } from "./help.ts";
import { collectRule, oneOf, presets, severities, toThreads } from "./option-values.ts";
import { addCompletion, addDoctor, addInit, addServer } from "./setup-options.ts";
import { version } from "./version.ts";

/** What the program does with what it understood. */
export interface ProgramSink {
  readonly page: Page;
  choose(request: Request): void;
  print(text: string): void;
}

/** The commands and options, each with its help. */
export function createProgram(sink: ProgramSink): Command {
  const program = new Command("oma-lint")
    .description("Finds what breaks the safety and the architecture of TypeScript and JavaScript back-ends.")
    .usage("[check] [paths...] [options]")
    .exitOverride()
    .configureOutput({ writeOut: sink.print, writeErr: () => undefined, getOutHelpWidth: () => sink.page.width, getOutHasColors: () => true })
    .configureHelp({ formatHelp: (command) => formatHelp(command, sink.page) })
    .helpOption("-h, --help")
    .version(version, "-v, --version");
  addSharedOptions(program);
  addCheck(program, sink, { sharedRequest });
  addRules(program, sink);
  addExplain(program, sink);
  addStack(program, sink);
  addEndpoints(program, sink, { oneOf, sharedRequest });
  addGraph(program, sink, { oneOf, sharedRequest });
  addInit(program, sink, { sharedRequest });
  addBaseline(program, sink);
  addMerge(program, sink);
  addInputs(program, sink);
  addDoctor(program, sink, { sharedRequest });
  addServer(program, sink, { sharedRequest });
  addCompletion(program, sink, { sharedRequest });
  return program;
}

interface SharedFlags {
  readonly cwd?: string;
  readonly config?: string;
  readonly configLookup: boolean;
}

function addSharedOptions(program: Command): void {
  program
    .optionsGroup("Configuration")
    .option("-c, --config <file>", "Use this configuration file")
    .option("--no-config-lookup", "Do not look for a configuration file")
    .option("--cwd <folder>", "Run as if started in this folder")
    .optionsGroup("Terminal")
    .option("--color", "Always use colours (default: when stdout is a terminal)")
    .option("--no-color", "Never use colours")
    .option("--debug", "Say on stderr what was found and used; stacks for every error");
}

function sharedRequest(command: Command): SharedRequest {
  const { cwd, config, configLookup } = command.optsWithGlobals<SharedFlags>();
  return { cwd, config: config ?? (configLookup ? undefined : false) };
}

function addRules(program: Command, sink: ProgramSink): void {
  program
    .command("rules")
    .description("List every rule")
    .optionsGroup("Report")
    .option("-f, --format <name>", "text or json (default: text)", oneOf(["text", "json"]), "text")
    .action((flags: { readonly format: "text" | "json" }, command: Command) => {
      sink.choose({ ...sharedRequest(command), command: "rules", format: flags.format });
    });
}

function addExplain(program: Command, sink: ProgramSink): void {
  program
    .command("explain")
    .description("Explain a rule: what it finds, why, what is flagged and what is fine")
    .argument("<rule>", "Rule id, with or without oma/")
    .action((rule: string, _flags: unknown, command: Command) => {
      sink.choose({ ...sharedRequest(command), command: "explain", rule });
    });
}

function addStack(program: Command, sink: ProgramSink): void {
  program
    .command("stack")
    .description("Show the libraries, frameworks and layers found in the project")
    .optionsGroup("Report")
    .option("-f, --format <name>", "text or json (default: text)", oneOf(["text", "json"]), "text")
    .action((flags: { readonly format: "text" | "json" }, command: Command) => {
      sink.choose({ ...sharedRequest(command), command: "stack", format: flags.format });
    });
}

type BaselineFlags = Pick<CheckFlags, "preset" | "rule" | "threads"> & { readonly prune?: true; readonly baseline?: string };

function addBaseline(program: Command, sink: ProgramSink): void {
  program
    .command("baseline")
    .description("Accept the findings there are now, so that only new ones are reported")
    .argument("[paths...]", "Files, folders or globs (default: the whole project)")
    .optionsGroup("Baseline")
    .option("--prune", "Only drop entries that accept nothing any more")
    .option("--baseline <file>", "Write this file (default: oma-lint-baseline.json in the project's root)")
    .optionsGroup("Rules")
    .option("--preset <name>", `Rules to start from: ${presets.join(", ")}`, oneOf(presets))
    .option("--rule <id:severity>", `Set one rule to ${severities.join(", ")}; repeatable`, collectRule, {})
    .optionsGroup("Speed")
    .option("--threads <n>", "Worker threads: a number, or auto (default: auto)", toThreads, "auto")
    .action((paths: readonly string[], { preset, rule, threads, prune, baseline }: BaselineFlags, command: Command) => {
      sink.choose({ ...sharedRequest(command), command: "baseline", paths, preset, rules: rule, threads, baseline, prune: prune === true });
    });
}

function addMerge(program: Command, sink: ProgramSink): void {
  program
    .command("merge")
    .description("Join JSON or SARIF reports of shards into one")
    .argument("<files...>", "Reports of one kind, made by one version of oma-lint")
    .optionsGroup("Report")
    .option("-o, --output <file>", "Write this file (default: stdout)")
    .action((files: readonly string[], { output }: { readonly output?: string }, command: Command) => {
      sink.choose({ ...sharedRequest(command), command: "merge", files, output });
    });
}

function addInputs(program: Command, sink: ProgramSink): void {
  program
    .command("inputs")
    .description("List every file a run depends on, for task runners that cache by inputs")
    .optionsGroup("Report")
    .option("-f, --format <name>", "text or json (default: text)", oneOf(["text", "json"]), "text")
    .option("--json", "The same as --format json")
    .action(({ format, json }: { readonly format: "text" | "json"; readonly json?: true }, command: Command) => {
      sink.choose({ ...sharedRequest(command), command: "inputs", format: json ? "json" : format });
    });
}
