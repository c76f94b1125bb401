import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { configNames, findConfig } from "#config/find";
import { lintProject } from "#engine/lint-project";
import { countImports } from "#engine/law-findings";
import { UserError } from "#finding";
import { gitVersion } from "#git/repository";
import { counted } from "#report/counting";
import { wrap } from "#report/terminal-text";
import { rules } from "#rules/index";
import type { SharedRequest } from "./arguments.ts";
import { defaultCacheFolder } from "./cache-location.ts";
import { configsIn, lookAround, namesIn, type ProjectSetup, textOf } from "./surroundings.ts";
import type { Terminal } from "./terminal.ts";

/** One thing that was looked at; `advice` says what to do about it. */
interface Diagnosis {
  readonly state: "well" | "advice" | "wrong";
  readonly what: string;
  readonly said: string;
  readonly advice?: string;
}

/** `oma-lint doctor`: what the set-up of this project lacks. Exits with 1 when something is wrong, not when something could be better. */
export async function doctor(request: SharedRequest & { readonly cwd: string }, terminal: Terminal): Promise<number> {
  const setup = lookAround(request.cwd);
  const all = [node(), ...configurations(setup, request.cwd), ...(await project(request)), cache(setup.root), git(setup), editor(setup), hook(setup)];
  const marks = { well: terminal.ink.green("✓"), advice: terminal.ink.yellow("▲"), wrong: terminal.ink.red("✗") };
  const widest = Math.max(...all.map(({ what }) => what.length));
  const room = Math.max(20, terminal.width - widest - 4);
  const wrapped = (text: string): string[] => text.split("\n").flatMap((line) => wrap(line, room));
  for (const { state, what, said, advice = "" } of all) {
    const [first = "", ...rest] = [...wrapped(said), ...wrapped(advice).map((line) => terminal.ink.dim(line))];
    terminal.print(`${marks[state]} ${what.padEnd(widest)}  ${first}\n${rest.map((line) => `${" ".repeat(widest + 4)}${line}\n`).join("")}`);
  }
  return all.some(({ state }) => state === "wrong") ? 1 : 0;
}

/** As `engines` of our package.json says. */
function node(): Diagnosis {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isGood = (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24;
  const said = `${process.version} ${process.platform} ${process.arch}`;
  return isGood ? { state: "well", what: "Node", said } : { state: "wrong", what: "Node", said, advice: "oma-lint needs ^20.19, ^22.13 or >=24." };
}

/** More than one configuration in a folder: the first one wins, which nobody sees. */
function configurations({ root, gitRoot }: ProjectSetup, cwd: string): readonly Diagnosis[] {
  const here = configsIn(path.dirname(findConfig(cwd) ?? path.join(root, "package.json")));
  const [first, ...others] = here;
  if (first === undefined) return [{ state: "well", what: "Configuration", said: "none; the preset recommended holds" }];
  if (others.length > 0) {
    const said = `${here.join(" and ")} stand in one folder`;
    return [{ state: "wrong", what: "Configuration", said, advice: `Only ${first} is read: delete the other.` }];
  }
  const above = configNames.find((name) => gitRoot !== undefined && gitRoot !== root && existsSync(path.join(gitRoot, name)));
  if (above === undefined) return [{ state: "well", what: "Configuration", said: first }];
  const advice = "The nearest one alone is read; it does not see files outside of its folder.";
  return [{ state: "advice", what: "Configuration", said: `${first}; ${above} of the repository's root does not count here`, advice }];
}

/** Opens the project as a run would, with every rule off. */
async function project({ cwd, config }: SharedRequest & { readonly cwd: string }): Promise<readonly Diagnosis[]> {
  try {
    const off = Object.fromEntries(Object.keys(rules).map((id) => [id, "off" as const]));
    const { result, analysis } = await lintProject({ cwd, rules: off, errorOnUnmatched: false, ...(config !== undefined && { config }) });
    const { paths } = analysis.project;
    const files: Diagnosis =
      paths.length > 0
        ? { state: "well", what: "Files", said: `${counted(paths.length, "file")} in ${result.project.root}` }
        : { state: "wrong", what: "Files", said: `none in ${result.project.root}`, advice: "See `ignores` in the configuration, and .gitignore." };
    const { own, unresolved } = countImports(analysis, paths);
    const imports: Diagnosis =
      unresolved === 0
        ? { state: "well", what: "Imports", said: `all ${own} of the project's own lead somewhere` }
        : { state: "advice", what: "Imports", said: `${unresolved} of ${own} of the project's own lead nowhere`, advice: firstUnresolved(result.notices) };
    return [files, imports];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ state: "wrong", what: "Configuration", said: error.message, ...(error.hint !== undefined && { advice: error.hint }) }];
  }
}

function firstUnresolved(notices: readonly { readonly kind: string; readonly message: string }[]): string {
  return notices.find(({ kind }) => kind === "unresolved-alias")?.message ?? "Generated code that was not made yet, or an alias that no tsconfig.json names?";
}

function cache(root: string): Diagnosis {
  const folder = defaultCacheFolder(root);
  if (folder === undefined) return { state: "advice", what: "Cache", said: "none: there is no node_modules", advice: "--cache-location names a folder." };
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return { state: "well", what: "Cache", said: path.relative(root, folder) };
  } catch (error) {
    const said = `${path.relative(root, folder)} cannot be written (${(error as NodeJS.ErrnoException).code ?? "unknown"})`;
    return { state: "advice", what: "Cache", said, advice: "Runs work without, and take longer. --cache-location names another folder." };
  }
}

function git({ gitRoot }: ProjectSetup): Diagnosis {
  const version = gitVersion();
  if (version === undefined) return { state: "advice", what: "Git", said: "no program called git", advice: "--staged, --changed and --since need it." };
  if (gitRoot === undefined)
    return { state: "advice", what: "Git", said: `${version}, but no repository here`, advice: "--staged, --changed and --since need one." };
  return { state: "well", what: "Git", said: version };
}

function editor({ eslintConfig, root }: ProjectSetup): Diagnosis {
  const advice = "`oma-lint init` shows what to write.";
  if (eslintConfig === undefined) return { state: "advice", what: "Editor", said: "no flat configuration of ESLint", advice };
  const name = path.relative(root, eslintConfig);
  return textOf(eslintConfig).includes("oma-lint")
    ? { state: "well", what: "Editor", said: `${name} has the plugin` }
    : { state: "advice", what: "Editor", said: `${name} does not have the plugin`, advice };
}

function hook({ gitRoot, root, hooksFolder }: ProjectSetup): Diagnosis {
  const top = gitRoot ?? root;
  const places = [".husky/pre-commit", "lefthook.yml", ".lefthook.yml", "lefthook.yaml", ".pre-commit-config.yaml", "package.json"];
  if (hooksFolder !== undefined) places.push(path.relative(top, path.join(hooksFolder, "pre-commit")).replaceAll("\\", "/"));
  const having = places.find((place) => /\boma-lint\b.*(?:--staged|--no-error-on-unmatched)|id: oma-lint/.test(textOf(path.join(top, place))));
  const workflows = path.join(top, ".github/workflows");
  const inPipeline = [".gitlab-ci.yml", "azure-pipelines.yml"].map((name) => path.join(top, name));
  const isInCi = [...inPipeline, ...namesIn(workflows).map((name) => path.join(workflows, name))].some((file) => textOf(file).includes("oma-lint"));
  const said = `${having ?? "no commit hook"}; ${isInCi ? "checked in CI" : "not in CI"}`;
  if (having !== undefined && isInCi) return { state: "well", what: "Hook and CI", said };
  return { state: "advice", what: "Hook and CI", said, advice: "`oma-lint init` shows what to write." };
}
