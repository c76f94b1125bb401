import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { nearestWord } from "#config/nearest";
import { configurationSchema } from "#config/schema";
import type { Shard } from "#engine/options";
import type { Severity } from "#finding";
import { formats, type ReportFormat } from "#report/report";
import type { Preset } from "#rule";
import type { FailLevel, Output, Request, Selection, SharedRequest } from "./arguments.ts";
import { addEndpoints } from "./endpoints-options.ts";
import { addGraph } from "./graph-options.ts";
import { formatHelp, type Page } from "./help.ts";
import { addCompletion, addDoctor, addInit, addServer } from "./setup-options.ts";
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

/** What may follow a flag, for completion. */
export const flagWords = { "--format": formatNames, "--preset": presets, "--fail-on": failLevels } as const;

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
  addCheck(program, sink);
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
  readonly staged?: true;
  readonly changed?: string | true;
  readonly since?: string;
  readonly newOnly?: true;
  readonly baseline?: string | false;
  readonly strictBaseline?: true;
  readonly requireReason?: boolean;
  readonly reportSuppressed?: true;
  readonly shard?: Shard;
  readonly fix?: true;
  readonly fixSuggestions?: true;
  readonly watch?: true;
  readonly dryRun?: true;
  readonly cacheLocation?: string;
  readonly cache: boolean;
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
        selection: toSelection(flags),
        newOnly: flags.newOnly === true,
        baseline: flags.baseline,
        strictBaseline: flags.strictBaseline === true,
        requireReason: flags.requireReason,
        reportSuppressed: flags.reportSuppressed === true,
        shard: flags.shard,
        fix: toFix(flags),
        safeFixes: flags.fix === true,
        watch: flags.watch === true,
        cache: flags.cache ? flags.cacheLocation : false,
      });
    });
  addCheckOptions(check);
}

function addCheckOptions(check: Command): void {
  check
    .optionsGroup("Files")
    .addOption(new Option("--staged", "Check what is staged in git, exactly as it will be committed").conflicts(["changed", "since"]))
    .addOption(new Option("--changed [ref]", "Check files changed since this branch left ref (default: HEAD, what is not committed)").conflicts("since"))
    .option("--since <ref>", "Check files that differ from a commit")
    .option("--new-only", "Report only findings that the compared commit does not have")
    .option("--shard <i/n>", "Check the i-th of n parts of the files; `oma-lint merge` joins the reports", toShard)
    .optionsGroup("Rules")
    .option("--preset <name>", `Rules to start from: ${presets.join(", ")}`, oneOf(presets))
    .option("--rule <id:severity>", `Set one rule to ${severities.join(", ")}; repeatable`, collectRule, {})
    .optionsGroup("Fixes")
    .option("--fix", "Apply fixes that are safe without a look; no rule has one today, and a run says so")
    .option("--fix-suggestions", "Apply the suggestion of each finding that has exactly one, then check again; read the changes")
    .option("--dry-run", "With --fix-suggestions: print what would change as a diff, and write nothing")
    .optionsGroup("Accepted findings")
    .option("--baseline <file>", "Use this baseline (default: oma-lint-baseline.json in the project's root)")
    .option("--no-baseline", "Report findings that the baseline accepts too")
    .option("--strict-baseline", "Exit with 1 when the baseline has entries that accept nothing any more")
    .option("--require-reason", "Comments that suppress a rule must say why (default: in the preset strict)")
    .option("--no-require-reason", "They need not")
    .option("--report-suppressed", "SARIF lists suppressed findings too (GitHub opens alerts for them)")
    .optionsGroup("Report")
    .option("-f, --format <name>", `Report on stdout: ${formatNames.join(", ")} (default: stylish)`, oneOf(formatNames))
    .option("-o, --output <format:file>", "Also write a report to a file; repeatable", collectOutput, [])
    .option("-q, --quiet", "Report errors only")
    .addOption(new Option("--watch", "Check again whenever a file changes; Ctrl-C ends").conflicts(["staged", "changed", "since", "fixSuggestions"]))
    .option("--timing", "Say on stderr where the time went")
    .optionsGroup("Verdict")
    .option("--fail-on <level>", `Exit with 1 from this severity on: ${failLevels.join(", ")} (default: error)`, oneOf(failLevels), "error")
    .option("--max-warnings <n>", "Exit with 1 when there are more warnings than this", toMaxWarnings)
    .option("--exit-zero", "Exit with 0 whatever is found")
    .option("--no-error-on-unmatched-pattern", "A path or glob without files is no error")
    .optionsGroup("Speed")
    .option("--cache-location <folder>", "Remember results here (default: node_modules/.cache/oma-lint, where there is a node_modules)")
    .option("--no-cache", "Remember nothing and use nothing remembered")
    .option("--threads <n>", "Worker threads: a number, or auto (default: auto)", toThreads, "auto")
    .option("--use-server", "Ask a process that keeps the project in memory; start one for the next run where there is none");
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

function toFix({ fixSuggestions, dryRun }: CheckFlags): "write" | "show" | undefined {
  if (fixSuggestions) return dryRun ? "show" : "write";
  if (dryRun) throw new CommanderError(2, "oma-lint.dryRun", "--dry-run shows what --fix-suggestions would change: give both.");
  return undefined;
}

function toShard(value: string): Shard {
  const [, index = "0", count = "0"] = /^(\d{1,4})\/(\d{1,4})$/.exec(value) ?? [];
  if (Number(index) >= 1 && Number(index) <= Number(count)) return { index: Number(index), count: Number(count) };
  throw new InvalidArgumentError("Write it as i/n, for example 1/4, with i from 1 to n.");
}

function toSelection({ staged, changed, since, newOnly }: CheckFlags): Selection | undefined {
  if (staged) return { kind: "staged" };
  if (changed !== undefined) return { kind: "changed", ref: changed === true ? "HEAD" : changed };
  if (since !== undefined) return { kind: "since", ref: since };
  if (newOnly) throw new CommanderError(2, "oma-lint.newOnly", "--new-only needs something to compare with: --staged, --changed or --since.");
  return undefined;
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
