import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { UserError } from "#finding";
import { defineConfig } from "./define.ts";
import { readManifestConfig } from "./find.ts";
import { parseJsonc } from "./jsonc.ts";

/** Reads what a configuration file says, unchecked. */
export async function loadConfigFile(file: string): Promise<unknown> {
  const name = path.basename(file);
  switch (path.extname(file)) {
    case ".json":
    case ".jsonc":
      return name === "package.json" ? readManifestConfig(file) : parseJsonc(readFileSync(file, "utf8"), name);
    case ".ts":
    case ".mts":
    case ".cts":
    case ".js":
    case ".mjs":
    case ".cjs":
      return loadModule(file);
    default:
      throw new UserError(`${name} is not a kind of file a configuration can be in.`, "Use .ts, .mts, .cts, .js, .mjs, .cjs, .json or .jsonc.");
  }
}

async function loadModule(file: string): Promise<unknown> {
  const module = await importNatively(file)
    .catch((error: unknown) => {
      if (mayNeedJiti(error)) return importWithJiti(file);
      throw error;
    })
    .catch((error: unknown) => {
      throw loadFailure(file, error);
    });
  const exported = await defaultExportOf(module);
  if (exported === undefined) {
    throw new UserError(`${path.basename(file)} has no default export.`, "Write `export default defineConfig({ … })`.");
  }
  return exported;
}

/** The time of change in the URL lets a long-lived process (an editor) see a changed file. */
async function importNatively(file: string): Promise<unknown> {
  const url = pathToFileURL(file);
  url.searchParams.set("mtime", String(statSync(file).mtimeMs));
  return (await import(url.href)) as unknown;
}

/**
 * jiti reads TypeScript where Node does not, resolves extensionless imports, and knows our own package even
 * where it is not installed (`npx oma-lint`).
 */
async function importWithJiti(file: string): Promise<unknown> {
  const { createJiti } = await import("jiti");
  const jiti = createJiti(import.meta.url, { moduleCache: false, fsCache: false, virtualModules: { "oma-lint": { defineConfig } } });
  return jiti.import(file);
}

const jitiCodes: ReadonlySet<unknown> = new Set([
  "ERR_UNKNOWN_FILE_EXTENSION",
  "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX",
  "ERR_INVALID_TYPESCRIPT_SYNTAX",
  "ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING",
  "ERR_MODULE_NOT_FOUND",
  "ERR_UNSUPPORTED_DIR_IMPORT",
  "MODULE_NOT_FOUND",
]);

/** These arise before the file's own code runs, so trying again does nothing twice. */
function mayNeedJiti(error: unknown): boolean {
  return error instanceof SyntaxError || (error instanceof Error && "code" in error && jitiCodes.has(error.code));
}

/** `export default`, `module.exports =`, and the shape TypeScript gives CommonJS output. */
async function defaultExportOf(module: unknown): Promise<unknown> {
  const outer = memberOf(module, "default");
  const inner = memberOf(outer, "__esModule") === true ? memberOf(outer, "default") : outer;
  return await inner;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

function loadFailure(file: string, error: unknown): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  const frame = error instanceof Error ? frameIn(file, error.stack ?? "") : undefined;
  const failure = new UserError(`${path.basename(file)} could not be loaded: ${reason}`, frame === undefined ? undefined : `It fails at ${frame}.`);
  failure.cause = error;
  return failure;
}

/** Where in the user's file it went wrong: `oma-lint.config.ts:3:5`. */
function frameIn(file: string, stack: string): string | undefined {
  for (const match of stack.matchAll(/(?:\(|at )(?<place>(?:file:\/\/)?\/?[^()\n]*?):(?<line>\d+):(?<column>\d+)\)?$/gm)) {
    const { place = "", line, column } = match.groups ?? {};
    const plain = (place.startsWith("file://") ? fileURLToPath(place.replace(/\?.*$/, "")) : place).replace(/^async /, "");
    if (plain === file) return `${path.basename(file)}:${line}:${column}`;
  }
  return undefined;
}
