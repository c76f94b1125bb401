import type { Severity } from "#finding";
import type { Preset } from "#rule";
import type { LibraryFacts } from "#catalog/facts";
import type { Architecture } from "./architecture.ts";

/** Layer names of the ladder, outermost first, then the layers beside it. */
export const layerNames = [
  "router",
  "service",
  "repository",
  "model",
  "domain",
  "infra",
  "config",
  "middleware",
  "validation",
  "error",
  "job",
  "composition",
] as const;

export type LayerName = (typeof layerNames)[number];

export type RuleSetting = Severity | "off" | readonly [Severity | "off", Readonly<Record<string, unknown>>];

/** What a user may write in `oma-lint.config.*` or under `oma-lint` in package.json. */
export interface UserConfig {
  readonly $schema?: string;
  readonly preset?: Preset;
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** Globs never looked at, beside `.gitignore` and the built-in ones. */
  readonly ignores?: readonly string[];
  /** Globs of test files, beside the built-in ones. */
  readonly tests?: readonly string[];
  /** Layer → globs of the files in it; wins over evidence and conventions. */
  readonly layers?: Readonly<Partial<Record<LayerName, readonly string[]>>>;
  /** Facts about the project's own wrappers, in the catalogue's shape; `packages` may name own modules by project path (`./src/db`). */
  readonly knows?: readonly LibraryFacts[];
  /** The laws of the import graph: layers in order, forbidden and required dependencies, exceptions. */
  readonly architecture?: Architecture;
}

/** A validated configuration with every default filled in. */
export interface Config extends Required<Omit<UserConfig, "$schema">> {
  /** Absolute path of the file it came from. */
  readonly file?: string;
  /** Absolute folder globs are relative to: the config's folder, else the nearest project root. */
  readonly root: string;
}
