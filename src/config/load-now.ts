import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { types } from "node:util";
import { UserError } from "#finding";
import { assertArchitecture } from "./check-architecture.ts";
import { defineConfig } from "./define.ts";
import { readManifestConfig } from "./find.ts";
import { parseJsonc } from "./jsonc.ts";
import { configurationSchema } from "./schema.ts";
import type { UserConfig } from "./shape.ts";
import { assertValid } from "./validate.ts";

/**
 * Reads and checks a configuration file at once, for rules in editors, which cannot wait. What needs waiting (top-level `await`,
 * an exported promise) is refused; rule ids are not checked, ESLint's own configuration says which rules run.
 * @throws {UserError} the file is wrong, or cannot be read without waiting
 */
export function loadConfigNow(file: string): UserConfig {
  const name = path.basename(file);
  const value = readNow(file, name);
  assertValid(configurationSchema, value, name === "package.json" ? "package.json#oma-lint" : name);
  assertArchitecture(value as UserConfig, name);
  return value as UserConfig;
}

function readNow(file: string, name: string): unknown {
  if (name === "package.json") return readManifestConfig(file);
  if (/\.jsonc?$/.test(name)) return parseJsonc(readFileSync(file, "utf8"), name);
  const exported = defaultExportOf(moduleNow(file, name));
  if (exported === undefined) throw new UserError(`${name} has no default export.`, "Write `export default defineConfig({ … })`.");
  if (memberOf(exported, "then") !== undefined)
    throw new UserError(`${name} exports a promise, and rules in an editor cannot wait for it.`, "Export the object itself.");
  return exported;
}

const require = createRequire(import.meta.url);
const loaded = new Set<string>();

function moduleNow(file: string, name: string): unknown {
  try {
    return nativelyOnce(file) ?? withJiti(file);
  } catch (error) {
    throw new UserError(`${name} could not be loaded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Node keeps a module for good, so only the first version of a file is read this way. */
function nativelyOnce(file: string): unknown {
  if (!/\.[cm]?js$/.test(file) || loaded.has(file)) return undefined;
  loaded.add(file);
  try {
    return require(file) as unknown;
  } catch {
    return undefined;
  }
}

function withJiti(file: string): unknown {
  const { createJiti } = require("jiti") as typeof import("jiti");
  const jiti = createJiti(import.meta.url, { moduleCache: false, fsCache: false, virtualModules: { "oma-lint": { defineConfig } } });
  return jiti(file) as unknown;
}

/** `export default`, `module.exports =`, and the shape TypeScript gives CommonJS output. */
function defaultExportOf(module: unknown): unknown {
  const isModule = types.isModuleNamespaceObject(module) || memberOf(module, "__esModule") === true;
  const outer = isModule ? memberOf(module, "default") : module;
  return memberOf(outer, "__esModule") === true ? memberOf(outer, "default") : outer;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}
