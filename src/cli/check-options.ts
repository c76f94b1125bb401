import { type Command, CommanderError, Option } from "commander";
import type { Shard } from "#engine/options";
import type { Severity } from "#finding";
import type { ReportFormat } from "#report/report";
import type { Preset } from "#rule";
import type { FailLevel, Output, Selection, SharedRequest } from "./arguments.ts";
import { collectOutput, collectRule, failLevels, formatNames, oneOf, presets, severities, toMaxWarnings, toShard, toThreads } from "./option-values.ts";
import type { ProgramSink } from "./program.ts";

/** What stands in the arguments of `check`. */
export interface CheckFlags {
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

/** `oma-lint check` and its options. */
export function addCheck(
  program: Command,
  sink: Pick<ProgramSink, "choose">,
  { sharedRequest }: { readonly sharedRequest: (command: Command) => SharedRequest },
): void {
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

function toFix({ fixSuggestions, dryRun }: CheckFlags): "write" | "show" | undefined {
  if (fixSuggestions) return dryRun ? "show" : "write";
  if (dryRun) throw new CommanderError(2, "oma-lint.dryRun", "--dry-run shows what --fix-suggestions would change: give both.");
  return undefined;
}

function toSelection({ staged, changed, since, newOnly }: CheckFlags): Selection | undefined {
  if (staged) return { kind: "staged" };
  if (changed !== undefined) return { kind: "changed", ref: changed === true ? "HEAD" : changed };
  if (since !== undefined) return { kind: "since", ref: since };
  if (newOnly) throw new CommanderError(2, "oma-lint.newOnly", "--new-only needs something to compare with: --staged, --changed or --since.");
  return undefined;
}
