import type { Command, Option } from "commander";

export type Shell = "bash" | "zsh" | "fish";

/** Words that may follow a flag or argument: option or argument name → words. */
export type Choices = Readonly<Record<string, readonly string[]>>;

/**
 * A completion script, made from the program's own options.
 * @param choices what may follow `--format` and the like, and the rule ids for `<rule>`
 */
export function completionScript(shell: Shell, program: Command, choices: Choices): string {
  return { bash, zsh, fish }[shell](commandsOf(program), choices);
}

interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly Option[];
  readonly takesRule: boolean;
}

function commandsOf(program: Command): readonly CompletedCommand[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: [...command.options, ...program.options],
    takesRule: command.registeredArguments.some((argument) => argument.name() === "rule"),
  }));
}

function flagsOf({ options }: CompletedCommand): readonly string[] {
  return [...options.flatMap(({ long, short }) => [long, short]).filter((flag) => flag != null), "--help", "-h"];
}

/** Words after a flag that takes a value; `undefined` lets the shell complete files. */
function valuesOf(option: Option, choices: Choices): readonly string[] | undefined {
  return choices[option.long ?? ""];
}

function bash(commands: readonly CompletedCommand[], choices: Choices): string {
  const valued = new Map(commands.flatMap(({ options }) => options.filter(({ required }) => required).map((option) => [option.long ?? "", option])));
  const cases = [...valued].map(([long, option]) => {
    const words = valuesOf(option, choices);
    const flags = [long, option.short].filter((flag) => flag != null).join("|");
    return `    ${flags}) ${words ? `COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$word"))` : 'COMPREPLY=($(compgen -f -- "$word"))'}; return;;`;
  });
  return [
    "# Completion of oma-lint for bash: source <(oma-lint completion bash)",
    "_oma_lint() {",
    '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="check"',
    "  COMPREPLY=()",
    "  local index",
    "  for ((index = 1; index < COMP_CWORD; index++)); do",
    `    case "\${COMP_WORDS[index]}" in ${commands.map(({ name }) => name).join("|")}) command="\${COMP_WORDS[index]}"; break;; esac`,
    "  done",
    '  case "$before" in',
    ...cases,
    "  esac",
    '  if [[ "$word" == -* ]]; then',
    '    case "$command" in',
    ...commands.map((command) => `      ${command.name}) COMPREPLY=($(compgen -W "${flagsOf(command).join(" ")}" -- "$word"));;`),
    "    esac",
    "    return",
    "  fi",
    '  case "$command" in',
    ...commands
      .filter(({ takesRule }) => takesRule)
      .map(({ name }) => `    ${name}) COMPREPLY=($(compgen -W "${(choices["rule"] ?? []).join(" ")}" -- "$word")); return;;`),
    `    completion) COMPREPLY=($(compgen -W "bash zsh fish" -- "$word")); return;;`,
    "  esac",
    '  COMPREPLY=($(compgen -f -- "$word"))',
    `  if ((COMP_CWORD == 1)); then COMPREPLY+=($(compgen -W "${commands.map(({ name }) => name).join(" ")}" -- "$word")); fi`,
    "}",
    "complete -o filenames -F _oma_lint oma-lint",
    "",
  ].join("\n");
}

function zsh(commands: readonly CompletedCommand[], choices: Choices): string {
  const quoted = (text: string): string => text.replace(/'/g, "'\\''").replace(/([[\]:])/g, "\\$1");
  const optionLine = (option: Option): string => {
    const words = valuesOf(option, choices);
    const value = option.required ? `:value:${words ? `(${words.join(" ")})` : "_files"}` : "";
    return `'*${option.long ?? ""}[${quoted(option.description)}]${value}'`;
  };
  const argument = ({ name, takesRule }: CompletedCommand): string =>
    takesRule ? `':rule:(${(choices["rule"] ?? []).join(" ")})'` : name === "completion" ? "':shell:(bash zsh fish)'" : "'*:file:_files'";
  return [
    "#compdef oma-lint",
    "# Completion of oma-lint for zsh: oma-lint completion zsh > a folder of $fpath, named _oma-lint",
    "_oma_lint() {",
    "  local command=check",
    "  local -a commands",
    `  commands=(${commands.map(({ name, description }) => `'${name}:${quoted(description)}'`).join(" ")})`,
    "  if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then _describe command commands; _files; return; fi",
    `  case $words[2] in ${commands.map(({ name }) => name).join("|")}) command=$words[2]; shift words; ((CURRENT--));; esac`,
    "  case $command in",
    ...commands.map((command) => `    ${command.name}) _arguments ${[...command.options.map(optionLine), argument(command)].join(" ")};;`),
    "  esac",
    "}",
    'if [ "$funcstack[1]" = "_oma_lint" ]; then _oma_lint "$@"; else compdef _oma_lint oma-lint; fi',
    "",
  ].join("\n");
}

function fish(commands: readonly CompletedCommand[], choices: Choices): string {
  const quoted = (text: string): string => `'${text.replace(/\\/g, "\\\\").replace(/'/g, "\\'")}'`;
  const names = commands.map(({ name }) => name).join(" ");
  const check = `not __fish_seen_subcommand_from ${names}; or __fish_seen_subcommand_from check`;
  const lines = commands.flatMap((command) => {
    const when = quoted(command.name === "check" ? check : `__fish_seen_subcommand_from ${command.name}`);
    const flags = command.options.map((option) => {
      const words = valuesOf(option, choices);
      const value = option.required ? (words ? ` -x -a ${quoted(words.join(" "))}` : " -r") : "";
      const short = option.short == null ? "" : ` -s ${option.short.slice(1)}`;
      return `complete -c oma-lint -n ${when}${short} -l ${(option.long ?? "").slice(2)}${value} -d ${quoted(option.description)}`;
    });
    const words = command.takesRule ? choices["rule"] : command.name === "completion" ? ["bash", "zsh", "fish"] : undefined;
    return [...flags, ...(words ? [`complete -c oma-lint -n ${when} -f -a ${quoted(words.join(" "))}`] : [])];
  });
  const first = commands.map(({ name, description }) => `complete -c oma-lint -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`);
  return ["# Completion of oma-lint for fish: oma-lint completion fish > ~/.config/fish/completions/oma-lint.fish", ...first, ...lines, ""].join("\n");
}
