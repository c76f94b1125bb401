import { InvalidArgumentError } from "commander";
import { nearestWord } from "#config/nearest";
import { configurationSchema } from "#config/schema";
import type { Shard } from "#engine/options";
import type { Severity } from "#finding";
import { formats, type ReportFormat } from "#report/report";
import type { Preset } from "#rule";
import type { FailLevel, Output } from "./arguments.ts";

/** Formats of a report. */
export const formatNames = Object.keys(formats) as readonly ReportFormat[];
/** Presets a run may start from. */
export const presets = configurationSchema.properties.preset.enum as readonly Preset[];
/** What a rule may be set to. */
export const severities = ["error", "warning", "note", "off"] as const;
/** Severities a run may fail from. */
export const failLevels: readonly FailLevel[] = ["error", "warning", "note", "never"];

/** What may follow a flag, for completion. */
export const flagWords = { "--format": formatNames, "--preset": presets, "--fail-on": failLevels } as const;

/** The part `i/n` of a run that is shared among machines. */
export function toShard(value: string): Shard {
  const [, index = "0", count = "0"] = /^(\d{1,4})\/(\d{1,4})$/.exec(value) ?? [];
  if (Number(index) >= 1 && Number(index) <= Number(count)) return { index: Number(index), count: Number(count) };
  throw new InvalidArgumentError("Write it as i/n, for example 1/4, with i from 1 to n.");
}

/** One of a few words; says which, and which was meant. */
export function oneOf<Word extends string>(words: readonly Word[]): (value: string) => Word {
  return (value) => {
    const word = words.find((candidate) => candidate === value);
    if (word !== undefined) return word;
    const near = nearestWord(value, words);
    throw new InvalidArgumentError(`It must be one of ${words.join(", ")}.${near === undefined ? "" : ` Did you mean ${near}?`}`);
  };
}

/** `--rule id:severity`, once more. */
export function collectRule(value: string, before: Readonly<Record<string, Severity | "off">>): Readonly<Record<string, Severity | "off">> {
  const colon = value.lastIndexOf(":");
  if (colon < 1) throw new InvalidArgumentError("Write it as id:severity, for example no-circular-dependency:warning.");
  const id = value.slice(0, colon).trim();
  return { ...before, [id]: oneOf(severities)(value.slice(colon + 1).trim()) };
}

/** `--output format:file`, once more. */
export function collectOutput(value: string, before: readonly Output[]): readonly Output[] {
  const colon = value.indexOf(":");
  if (colon < 1 || colon === value.length - 1) throw new InvalidArgumentError("Write it as format:file, for example sarif:oma-lint.sarif.");
  const output: Output = { format: oneOf(formatNames)(value.slice(0, colon)), file: value.slice(colon + 1) };
  if (before.some(({ file }) => file === output.file)) throw new InvalidArgumentError(`${output.file} would be written twice.`);
  return [...before, output];
}

/** -1 means no limit, as in ESLint. */
export function toMaxWarnings(value: string): number {
  return value === "-1" ? Number.POSITIVE_INFINITY : toCount(value);
}

/** A number of threads, or `auto`. */
export function toThreads(value: string): number | "auto" {
  return value === "auto" ? value : toCount(value);
}

function toCount(value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new InvalidArgumentError("It must be a whole number from 0 up.");
}
