import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Config } from "#config/shape";
import { UserError } from "#finding";
import { changedSince, treeSnapshot } from "#git/changes";
import { openRepository } from "#git/repository";
import { type EndpointRow, inventoryOf } from "#project/endpoints/inventory";
import { openProject } from "#project/open";

/**
 * The inventory of an earlier time.
 * @param earlier a file written by `--format json`, or else a git ref; neither worktree nor index is touched
 * @throws {UserError} when it is neither
 */
export function endpointsBefore(earlier: string, cwd: string, config: Config): readonly EndpointRow[] {
  const file = path.resolve(cwd, earlier);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) return readInventory(file, earlier);
  if (/\.json$/i.test(earlier)) throw new UserError(`The file ${earlier} does not exist.`, "`oma-lint endpoints --format json > before.json` writes one.");
  return inventoryAt(earlier, config);
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

/** What a commit holds, without touching worktree or index. Today's configuration counts, so that only code differs. */
function inventoryAt(ref: string, config: Config): readonly EndpointRow[] {
  try {
    const repository = openRepository(config.root);
    const { base } = changedSince(repository, ref, "ref");
    const versions = treeSnapshot(repository, { base, renames: new Map() });
    return inventoryOf(openProject(config.root, { ...config, versions }));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const hint = "--diff takes a git ref, or a file written by `oma-lint endpoints --format json`.";
    throw new UserError(error.message, error.hint?.includes("shallow") === true ? error.hint : hint);
  }
}
