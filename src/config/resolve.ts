import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { UserError, type Severity } from "#finding";
import type { Preset } from "#rule";
import { assertArchitecture } from "./check-architecture.ts";
import { findConfig, findProjectRoot } from "./find.ts";
import { loadConfigFile } from "./load.ts";
import { nearestWord } from "./nearest.ts";
import { configurationSchema, configurationSchemaFor, type KnownRule } from "./schema.ts";
import type { Config, RuleSetting, UserConfig } from "./shape.ts";
import { assertValid } from "./validate.ts";

/** What a configuration is made from. */
export interface ResolveOptions {
  /** Absolute folder; the configuration is searched from here upwards. */
  readonly cwd: string;
  /** Explicit file, absolute or relative to `cwd`; `false` looks for none. */
  readonly config?: string | false | undefined;
  /** The rules there are (`rules` of `#rules/index`, or their ids); without it rule ids and options are not checked. */
  readonly knownRules?: readonly string[] | Readonly<Record<string, KnownRule>> | undefined;
  /** Finds the project around a folder when no found configuration marks it; default: the nearest package or repository. */
  readonly findRoot?: ((cwd: string) => string) | undefined;
  /** From the command line; wins over the file. */
  readonly preset?: Preset | undefined;
  /** From the command line; wins over the file and keeps the options given there. */
  readonly rules?: Readonly<Record<string, Severity | "off">> | undefined;
}

/** Finds, loads and checks the configuration, and fills in every default. Rule ids come out as `oma/<rule>`. */
export async function resolveConfig(options: ResolveOptions): Promise<Config> {
  const file = configFileFor(options);
  const user = file === undefined ? {} : await readConfig(file, options);
  const root = rootFor(options, file);
  return {
    ...(file === undefined ? {} : { file }),
    root,
    preset: options.preset ?? user.preset ?? "recommended",
    rules: mergeRules(user.rules ?? {}, checkedOverrides(options)),
    ignores: user.ignores ?? [],
    tests: user.tests ?? [],
    layers: user.layers ?? {},
    knows: user.knows ?? [],
    architecture: user.architecture ?? {},
  };
}

/** A rule id as reports spell it: `oma/<rule>`. */
export function toRuleId(id: string): string {
  return id.startsWith("oma/") ? id : `oma/${id}`;
}

function configFileFor({ cwd, config }: ResolveOptions): string | undefined {
  if (config === false) return undefined;
  if (config === undefined) return findConfig(cwd);
  const file = path.resolve(cwd, config);
  if (!existsSync(file)) throw new UserError(`The config file ${config} does not exist.`, `Looked for ${file}.`);
  if (statSync(file).isDirectory()) throw new UserError(`The config file ${config} is a folder.`, "Name the file itself.");
  return file;
}

/** A found file's folder holds the project; one named with `--config` may live anywhere, then it is the project around `cwd`. */
function rootFor({ cwd, config, findRoot = findProjectRoot }: ResolveOptions, file: string | undefined): string {
  if (file === undefined) return findRoot(cwd);
  const folder = path.dirname(file);
  return config === undefined || isInside(cwd, folder) ? folder : findRoot(cwd);
}

function isInside(folder: string, outer: string): boolean {
  const relative = path.relative(outer, path.resolve(folder));
  return relative === "" || !(relative.startsWith("..") || path.isAbsolute(relative));
}

async function readConfig(file: string, { knownRules }: ResolveOptions): Promise<UserConfig> {
  const value = await loadConfigFile(file);
  const name = path.basename(file);
  const source = name === "package.json" ? "package.json#oma-lint" : name;
  if (value === undefined) throw new UserError(`${source} does not exist.`, "Add an `oma-lint` key to package.json, or name another file.");
  assertValid(knownRules === undefined ? configurationSchema : configurationSchemaFor(knownRules), value, source);
  const user = value as UserConfig;
  assertArchitecture(user, source);
  refuseTwoSpellings(Object.keys(user.rules ?? {}), source);
  refuseEndlessGlobs([...(user.ignores ?? []), ...(user.tests ?? []), ...Object.values(user.layers ?? {}).flat()], source);
  return user;
}

/** Globs become regular expressions, and those end with an overflow when they are thousands of wildcards long. */
function refuseEndlessGlobs(globs: readonly unknown[], source: string): void {
  const endless = globs.find((glob) => typeof glob === "string" && glob.length > 1000);
  if (endless !== undefined)
    throw new UserError(`${source} has a glob of ${String(endless).length} characters.`, "Write several shorter ones; 1,000 are the most.");
}

function refuseTwoSpellings(ids: readonly string[], source: string): void {
  const twice = ids.filter((id) => !id.startsWith("oma/") && ids.includes(toRuleId(id)));
  if (twice.length === 0) return;
  throw new UserError(`${source} sets ${twice.map((id) => `"${id}"`).join(", ")} twice: with and without "oma/".`, "Keep one of the two.");
}

function checkedOverrides({ rules = {}, knownRules }: ResolveOptions): Readonly<Record<string, Severity | "off">> {
  if (knownRules === undefined) return rules;
  const known = (Array.isArray(knownRules) ? (knownRules as readonly string[]) : Object.keys(knownRules)).map(toRuleId);
  for (const id of Object.keys(rules)) {
    if (known.includes(toRuleId(id))) continue;
    const suggestion = nearestWord(toRuleId(id), known);
    throw new UserError(`There is no rule "${id}".${suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`}`, "`oma-lint rules` lists every rule.");
  }
  return rules;
}

function mergeRules(
  settings: Readonly<Record<string, RuleSetting>>,
  overrides: Readonly<Record<string, Severity | "off">>,
): Readonly<Record<string, RuleSetting>> {
  const merged = new Map(Object.entries(settings).map(([id, setting]) => [toRuleId(id), setting]));
  for (const [id, severity] of Object.entries(overrides)) {
    const before = merged.get(toRuleId(id));
    merged.set(toRuleId(id), before === undefined || typeof before === "string" ? severity : [severity, before[1]]);
  }
  return Object.fromEntries([...merged].filter(([, setting]) => setting !== undefined));
}
