import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Config } from "#config/shape";
import { UserError } from "#finding";
import { openRepository, type Repository } from "#git/repository";
import { filesAt } from "#git/tree";
import { type EndpointRow, inventoryOf } from "#project/endpoints/inventory";
import { openProject } from "#project/open";

/** What resolution and analysis read: sources, manifests, settings, schemas of data. */
const wanted = /(?:\.(?:[cm]?[jt]sx?|jsonc?|ya?ml|prisma)|\.gitignore)$/i;

/**
 * The inventory of an earlier time.
 * @param earlier a file written by `--format json`, or else a git ref; neither worktree nor index is touched
 * @throws {UserError} when it is neither
 */
export function endpointsBefore(earlier: string, cwd: string, config: Config): readonly EndpointRow[] {
  const file = path.resolve(cwd, earlier);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) return readInventory(file, earlier);
  if (/\.json$/i.test(earlier)) throw new UserError(`The file ${earlier} does not exist.`, "`oma-lint endpoints --format json > before.json` writes one.");
  return inventoryAt(openedRepository(config.root), earlier, config);
}

function readInventory(file: string, shown: string): readonly EndpointRow[] {
  const hint = "It must be the output of `oma-lint endpoints --format json`.";
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(`${shown} is no inventory: ${error instanceof Error ? error.message : String(error)}`, hint);
  }
  if (!isRecord(read) || read["kind"] !== "endpoints" || !Array.isArray(read["endpoints"])) throw new UserError(`${shown} is no inventory of endpoints.`, hint);
  if (read["schemaVersion"] !== 1) throw new UserError(`${shown} has schemaVersion ${String(read["schemaVersion"])}; this version reads 1.`, hint);
  const rows: readonly unknown[] = read["endpoints"];
  if (!rows.every(isRow)) throw new UserError(`${shown} is no inventory of endpoints: an entry is not complete.`, hint);
  return rows;
}

function isRow(value: unknown): value is EndpointRow {
  if (!isRecord(value)) return false;
  const { methods, path: at, registered, authentication, rateLimit, validation } = value;
  return Array.isArray(methods) && typeof at === "string" && [registered, authentication, rateLimit, validation].every(isRecord);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function openedRepository(cwd: string): Repository {
  try {
    return openRepository(cwd);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.message, "--diff takes a git ref, or a file written by `oma-lint endpoints --format json`.");
  }
}

/** Writes what a commit holds into a folder of its own, and asks there. Today's configuration counts, so that only code differs. */
function inventoryAt(repository: Repository, ref: string, config: Config): readonly EndpointRow[] {
  const below = path.relative(repository.top, realpathSync(config.root)).replaceAll("\\", "/");
  const files = filesAt(repository, ref, below, (name) => wanted.test(name));
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "oma-lint-")));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  // Ctrl-C ends the process without unwinding.
  process.once("exit", remove);
  try {
    for (const { name, content } of files) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    const root = path.join(folder, below);
    mkdirSync(root, { recursive: true });
    return inventoryOf(openProject(root, config));
  } finally {
    remove();
    process.off("exit", remove);
  }
}
