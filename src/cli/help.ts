import type { ChalkInstance } from "chalk";
import type { Argument, Command, Option } from "commander";
import { widthOf, wrap } from "#report/terminal-text";

/** The page help is written on. */
export interface Page {
  readonly ink: ChalkInstance;
  readonly width: number;
}

type Row = readonly [term: string, description: string];

const examples: readonly Row[] = [
  ["oma-lint", "check the whole project"],
  ["oma-lint src/orders --preset strict", "check one folder, with every strict rule"],
  ["oma-lint -o sarif:oma-lint.sarif", "report on the terminal, SARIF in a file"],
  ["oma-lint --rule no-circular-dependency:warning", "change one rule for this run"],
  ["oma-lint explain no-raw-sql-interpolation", "understand a finding"],
];

const exitCodes: readonly Row[] = [
  ["0", "no finding at or above the level of --fail-on"],
  ["1", "findings, or more warnings than --max-warnings"],
  ["2", "could not run, or not completely: wrong usage, wrong configuration, no file matched, a file that cannot be read"],
  ["130", "interrupted"],
];

const environment: readonly Row[] = [
  ["NO_COLOR, FORCE_COLOR", "colours off, colours on; --color and --no-color win"],
  ["GITHUB_ACTIONS", "when true and without --format: annotations after the report"],
];

const otherOptions: readonly Row[] = [
  ["-h, --help", "Show help; after a command, the help of that command"],
  ["-v, --version", "Show the version"],
];

const widestTerm = 46;

/** The help of the program (with everything `check` takes) or of one command. */
export function formatHelp(command: Command, page: Page): string {
  const program = command.parent ?? command;
  const isProgram = program === command;
  const sections = [
    [page.ink.bold(isProgram ? "oma-lint" : `oma-lint ${command.name()}`), ...wrap(command.description(), page.width)],
    usage(command, page),
    ...(isProgram ? [table("Commands", program.commands.map(commandRow), page)] : []),
    ...(isProgram ? [] : [table("Arguments", command.registeredArguments.map(argumentRow), page)]),
    ...optionTables(command, page),
    ...(isProgram || command.name() === "check" ? [table("Examples", examples, page)] : []),
    ...(isProgram || command.name() === "check" ? [table("Exit codes", exitCodes, page)] : []),
    ...(isProgram ? [table("Environment", environment, page)] : []),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function usage(command: Command, { ink }: Page): readonly string[] {
  const name = ink.cyan("oma-lint");
  if (command.parent !== null)
    return [
      ink.bold("Usage"),
      `  ${name} ${ink.cyan(command.name())} ${command
        .usage()
        .replace(/^\[options\] ?(.*)$/, "$1 [options]")
        .trim()}`,
    ];
  return [ink.bold("Usage"), `  ${name} ${command.usage()}`, `  ${name} <command> [options]`];
}

function commandRow(command: Command): Row {
  const words = command.registeredArguments.map((argument) => bracketed(argument));
  return [[command.name(), ...words].join(" "), command.description()];
}

function argumentRow(argument: Argument): Row {
  return [bracketed(argument), argument.description];
}

function bracketed(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function optionRow(option: Option): Row {
  const indented = option.short === undefined ? `    ${option.flags}` : option.flags;
  return [indented, option.description];
}

/** All groups share one column, so that the eye can run down the page. */
function optionTables(command: Command, page: Page): readonly (readonly string[])[] {
  const groups = [...optionGroups(command)].map(([group, options]) => ({ group, rows: options.map(optionRow) }));
  groups.push({ group: "Other", rows: [...otherOptions] });
  const column = columnFor(groups.flatMap(({ rows }) => rows));
  return groups.map(({ group, rows }) => table(group, rows, page, column));
}

/** Own options first, then those every command takes. The program shows `check`'s: that is what it runs by default. */
function optionGroups(command: Command): ReadonlyMap<string, readonly Option[]> {
  const program = command.parent ?? command;
  const own = command === program ? (program.commands.find((candidate) => candidate.name() === "check") ?? command) : command;
  const groups = new Map<string, Option[]>();
  const all = own === program ? program.options : [...own.options, ...program.options];
  for (const option of all) {
    if (option.long === "--version") continue;
    const group = option.helpGroupHeading ?? "Options";
    groups.set(group, [...(groups.get(group) ?? []), option]);
  }
  return groups;
}

function columnFor(rows: readonly Row[]): number {
  return Math.min(widestTerm, Math.max(0, ...rows.map(([term]) => widthOf(term))));
}

function table(title: string, rows: readonly Row[], { ink, width }: Page, column = columnFor(rows)): readonly string[] {
  if (rows.length === 0) return [];
  const besides = width - column - 4 >= 24;
  const rest = " ".repeat(besides ? column + 4 : 6);
  const lines = rows.flatMap(([term, description]) => {
    const words = wrap(description, Math.max(20, width - rest.length));
    if (!besides || widthOf(term) > column) return [`  ${ink.cyan(term)}`, ...words.map((line) => rest + line)];
    const start = `  ${ink.cyan(term)}${" ".repeat(column - widthOf(term) + 2)}`;
    return words.map((line, index) => (index === 0 ? start : rest) + line);
  });
  return [ink.bold(title), ...lines];
}
