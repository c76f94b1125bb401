import { readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "#finding";
import { mergeJson } from "#report/merge-json";
import { mergeSarif } from "#report/merge-sarif";
import type { MergeRequest } from "./arguments.ts";
import type { Terminal } from "./terminal.ts";
import { writeWhole } from "./write-whole.ts";

/** `oma-lint merge`: reports of shards become the report of the whole. Returns the exit code. */
export function merge({ files, output, cwd }: MergeRequest & { readonly cwd: string }, terminal: Terminal): number {
  const texts = files.map((file) => readReport(path.resolve(cwd, file), file));
  const kinds = new Set(texts.map(kindOf));
  if (kinds.size > 1 || kinds.has("other"))
    throw new UserError("Only reports of one kind can be merged: JSON or SARIF of oma-lint.", "Make them with `-o json:file` or `-o sarif:file`.");
  const merged = joined(texts, kinds.has("sarif") ? mergeSarif : mergeJson);
  if (output === undefined) terminal.print(merged);
  else writeWhole(path.resolve(cwd, output), merged, `report ${output}`);
  return 0;
}

/** What is JSON and begins like a report may still not be one. */
function joined(texts: readonly string[], merge: (texts: readonly string[]) => string): string {
  try {
    return merge(texts);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UserError(`One of the files is not a report as oma-lint writes it: ${error.message}.`, "Make them anew with `-o json:file` or `-o sarif:file`.");
  }
}

function readReport(file: string, shown: string): string {
  try {
    return readFileSync(file, "utf8").replace(/^\ufeff/, "");
  } catch (error) {
    throw new UserError(`${shown} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function kindOf(text: string): "sarif" | "json" | "other" {
  try {
    const content = JSON.parse(text) as { readonly runs?: unknown; readonly schemaVersion?: unknown; readonly findings?: unknown } | null;
    if (Array.isArray(content?.runs)) return "sarif";
    return content?.schemaVersion !== undefined && Array.isArray(content.findings) ? "json" : "other";
  } catch {
    return "other";
  }
}
