import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { nearestWord } from "#config/nearest";
import { configurationSchema } from "#config/schema";
import type { Severity } from "#finding";
import { formats, type ReportFormat } from "#report/report";
import type { Preset } from "#rule";
import { endpointFormats, type EndpointsRequest, type FailLevel, type Output, type Request, type SharedRequest } from "./arguments.ts";
import { formatHelp, type Page } from "./help.ts";
import { version } from "./version.ts";

/** What the program does with what it understood. */
export interface ProgramSink {
  readonly page: Page;
  choose(request: Request): void;
  print(text: string): void;
}

const formatNames = Object.keys(formats) as readonly ReportFormat[];
const presets = configurationSchema.properties.preset.enum as readonly Preset[];
const severities = ["error", "warning", "note", "off"] as const;
const failLevels: readonly FailLevel[] = ["error", "warning", "note", "never"];

/** The commands and options, each with its help. */
export function createProgram(sink: ProgramSink): Command {
  const program = new Command("oma-lint")
    .description("Finds raw SQL, broken layers and import cycles in TypeScript and JavaScript back-ends.")
    .usage("[check] [paths...] [options]")
    .exitOverride()
    .configureOutput({ writeOut: sink.print, writeErr: () => undefined, getOutHelpWidth: () => sink.page.width, getOutHasColors: () => true })
    .configureHelp({ formatHelp: (command) => formatHelp(command, sink.page) })
    .helpOption("-h, --help")
    .version(version, "-v, --version");
  addSharedOptions(program);
  addCheck(program, sink);
  addRules(program, sink);
  addExplain(program, sink);
  addStack(program, sink);
  addEndpoints(program, sink);
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

interface CheckFlags {
  readonly preset?: Preset;
  readonly rule: Readonly<Record<string, Severity | "off">>;
  readonly format?: ReportFormat;
  readonly output: readonly Output[];
  readonly quiet?: true;
  readonly maxWarnings?: number;
  readonly failOn: FailLevel;
  readonly exitZero?: true;
  readonly threads: number | "auto";
  readonly errorOnUnmatchedPattern: boolean;
  readonly timing?: true;
}

function addCheck(program: Command, sink: ProgramSink): void {
  const check = program
    .command("check", { isDefault: true })
    .description("Check files, folders or globs (default: the whole project)")
    .argument("[paths...]", "Files, folders or globs")
    .action((paths: readonly string[], flags: CheckFlags, command: Command) => {
      sink.choose({
        ...sharedRequest(command),
        command: "check",
        paths,
        preset: flags.preset,
        rules: flags.rule,
        format: flags.format,
        outputs: flags.output,
        quiet: flags.quiet === true,
        maxWarnings: flags.maxWarnings,
        failOn: flags.failOn,
        exitZero: flags.exitZero === true,
        threads: flags.threads,
        errorOnUnmatched: flags.errorOnUnmatchedPattern,
        timing: flags.timing === true,
      });
    });
  addCheckOptions(check);
}

function addCheckOptions(check: Command): void {
  check
    .optionsGroup("Rules")
    .option("--preset <name>", `Rules to start from: ${presets.join(", ")}`, oneOf(presets))
    .option("--rule <id:severity>", `Set one rule to ${severities.join(", ")}; repeatable`, collectRule, {})
    .optionsGroup("Report")
    .option("-f, --format <name>", `Report on stdout: ${formatNames.join(", ")} (default: stylish)`, oneOf(formatNames))
    .option("-o, --output <format:file>", "Also write a report to a file; repeatable", collectOutput, [])
    .option("-q, --quiet", "Report errors only")
    .option("--timing", "Say on stderr where the time went")
    .optionsGroup("Verdict")
    .option("--fail-on <level>", `Exit with 1 from this severity on: ${failLevels.join(", ")} (default: error)`, oneOf(failLevels), "error")
    .option("--max-warnings <n>", "Exit with 1 when there are more warnings than this", toMaxWarnings)
    .option("--exit-zero", "Exit with 0 whatever is found")
    .option("--no-error-on-unmatched-pattern", "A path or glob without files is no error")
    .optionsGroup("Speed")
    .option("--threads <n>", "Worker threads: a number, or auto (default: auto)", toThreads, "auto");
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

interface EndpointFlags {
  readonly format: EndpointsRequest["format"];
  readonly method: readonly string[];
  readonly path?: string;
  readonly missing: EndpointsRequest["missing"];
  readonly diff?: string;
  readonly failOn?: "lost-control";
}

const missingWords = ["auth", "rate-limit", "validation"] as const;

function addEndpoints(program: Command, sink: ProgramSink): void {
  program
    .command("endpoints")
    .description("List every endpoint with its controls: authentication, rate limit, validation per input, transaction, layer and handler")
    .argument("[paths...]", "Files, folders or globs in which endpoints are registered or handled (default: the whole project)")
    .optionsGroup("Filters")
    .option("--method <name>", "Only endpoints of this method; repeatable", collectMethod, [])
    .option("--path <glob>", "Only endpoints whose path matches, for example /api/v1/**")
    .addOption(
      new Option("--missing <control>", `Only endpoints proven to be without: ${missingWords.join(", ")}; repeatable`)
        .argParser(collectMissing)
        .default([])
        .conflicts("diff"),
    )
    .optionsGroup("Comparison")
    .option("--diff <ref or file>", "What changed since a git ref, or since an earlier --format json")
    .option("--fail-on <what>", "lost-control: exit with 1 when --diff shows a control that was proven and is now missing", oneOf(["lost-control"]))
    .optionsGroup("Report")
    .option("-f, --format <name>", `Report on stdout: ${endpointFormats.join(", ")} (default: table)`, oneOf(endpointFormats), "table")
    .action((paths: readonly string[], { format, method, path, missing, diff, failOn }: EndpointFlags, command: Command) => {
      if (failOn !== undefined && diff === undefined)
        throw new CommanderError(2, "oma-lint.failOn", "--fail-on lost-control needs something to compare with: --diff.");
      sink.choose({ ...sharedRequest(command), command: "endpoints", paths, format, methods: method, path, missing, diff, failOn });
    });
}

function collectMethod(value: string, before: readonly string[]): readonly string[] {
  return [...before, ...value.toUpperCase().split(",").filter(Boolean)];
}

function collectMissing(value: string, before: EndpointsRequest["missing"]): EndpointsRequest["missing"] {
  return [...before, oneOf(missingWords)(value)];
}

function oneOf<Word extends string>(words: readonly Word[]): (value: string) => Word {
  return (value) => {
    const word = words.find((candidate) => candidate === value);
    if (word !== undefined) return word;
    const near = nearestWord(value, words);
    throw new InvalidArgumentError(`It must be one of ${words.join(", ")}.${near === undefined ? "" : ` Did you mean ${near}?`}`);
  };
}

function collectRule(value: string, before: Readonly<Record<string, Severity | "off">>): Readonly<Record<string, Severity | "off">> {
  const colon = value.lastIndexOf(":");
  if (colon < 1) throw new InvalidArgumentError("Write it as id:severity, for example no-circular-dependency:warning.");
  const id = value.slice(0, colon).trim();
  return { ...before, [id]: oneOf(severities)(value.slice(colon + 1).trim()) };
}

function collectOutput(value: string, before: readonly Output[]): readonly Output[] {
  const colon = value.indexOf(":");
  if (colon < 1 || colon === value.length - 1) throw new InvalidArgumentError("Write it as format:file, for example sarif:oma-lint.sarif.");
  const output: Output = { format: oneOf(formatNames)(value.slice(0, colon)), file: value.slice(colon + 1) };
  if (before.some(({ file }) => file === output.file)) throw new InvalidArgumentError(`${output.file} would be written twice.`);
  return [...before, output];
}

/** -1 means no limit, as in ESLint. */
function toMaxWarnings(value: string): number {
  return value === "-1" ? Number.POSITIVE_INFINITY : toCount(value);
}

function toThreads(value: string): number | "auto" {
  return value === "auto" ? value : toCount(value);
}

function toCount(value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new InvalidArgumentError("It must be a whole number from 0 up.");
}
