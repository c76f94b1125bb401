import { readFileSync } from "node:fs";
import path from "node:path";
import type { LintResult } from "#engine/options";
import type { Finding, Notice, ProjectPath, TextEdit } from "#finding";
import { applyEdits, overlap, unifiedDiff } from "#report/diff";
import { writeWhole } from "./write-whole.ts";

/** What applying suggestions would do, or did, to one file. */
export interface FileFix {
  readonly file: ProjectPath;
  readonly absolute: string;
  /** On disk, without a byte order mark. */
  readonly before: string;
  readonly edits: readonly TextEdit[];
  readonly applied: number;
}

/**
 * The suggestions that can be applied: of findings with exactly one (of several a person has to choose), none that touch each other.
 * Files that are not on disk what was linted are left alone.
 * @param leave absolute paths of files not to touch, with the reason
 */
export function planFixes(result: LintResult, leave: ReadonlyMap<string, string>): { readonly fixes: readonly FileFix[]; readonly notices: readonly Notice[] } {
  const byFile = new Map<ProjectPath, Finding[]>();
  for (const finding of result.findings) {
    if (finding.suggestions.length !== 1) continue;
    byFile.set(finding.place.file, [...(byFile.get(finding.place.file) ?? []), finding]);
  }
  const fixes: FileFix[] = [];
  const notices: Notice[] = [];
  for (const [file, findings] of byFile) {
    const absolute = path.join(result.project.root, file);
    const before = readText(absolute);
    const reason =
      leave.get(absolute) ?? (before === undefined || !isSame(before, result.project.readText(file)) ? "is not on disk what was checked" : undefined);
    if (reason !== undefined || before === undefined)
      notices.push({ kind: "skipped-file", file, message: `${reason ?? ""}; its suggestions were not applied.` });
    else fixes.push({ file, absolute, before, ...chosenEdits(findings) });
  }
  return { fixes, notices };
}

/** The diff of all fixes, for `git apply`. */
export function diffOf(fixes: readonly FileFix[]): string {
  return fixes.map(({ file, before, edits }) => unifiedDiff(file, before, edits)).join("");
}

/** Writes the fixes; a byte order mark stays where there was one. */
export function writeFixes(fixes: readonly FileFix[]): void {
  for (const { absolute, before, edits, file } of fixes) {
    const mark = readFileSync(absolute, "utf8").startsWith("\ufeff") ? "\ufeff" : "";
    writeWhole(absolute, mark + applyEdits(before, edits), `fix of ${file}`);
  }
}

function chosenEdits(findings: readonly Finding[]): Pick<FileFix, "edits" | "applied"> {
  const edits: TextEdit[] = [];
  let applied = 0;
  for (const { suggestions } of findings) {
    const own = suggestions[0]?.edits ?? [];
    // Two findings may want the same edit: once is enough. What touches another edit waits for the next run.
    const missing = own.filter((edit) => !edits.some((other) => other.start === edit.start && other.end === edit.end && other.text === edit.text));
    if (overlap([...edits, ...missing])) continue;
    edits.push(...missing);
    applied += 1;
  }
  return { edits, applied };
}

function readText(file: string): string | undefined {
  try {
    const bytes = readFileSync(file);
    const text = bytes.toString("utf8");
    return Buffer.from(text).equals(bytes) ? text.replace(/^\ufeff/, "") : undefined;
  } catch {
    return undefined;
  }
}

/** What was checked may have stretches hidden by stars. */
function isSame(text: string, shown: string | undefined): boolean {
  if (shown?.length !== text.length) return false;
  for (let index = 0; index < text.length; index += 1) if (text[index] !== shown[index] && shown[index] !== "*") return false;
  return true;
}
