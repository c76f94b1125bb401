import { randomBytes } from "node:crypto";
import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findGitRoot } from "#config/find";
import { toRuleId } from "#config/resolve";
import type { LintResult } from "#engine/options";
import { UserError } from "#finding";
import { formats, type ReportFormat, type ReportInput, type ReportOptions, type ReportRule } from "#report/report";
import type { CheckRequest } from "./arguments.ts";
import type { Terminal } from "./terminal.ts";
import { homepage, version } from "./version.ts";

/** Files first: a report on a closed pipe must not cost the file. */
export async function publish(result: LintResult, request: CheckRequest & { readonly cwd: string }, terminal: Terminal): Promise<void> {
  const input = await reportInput(result, request);
  const place = { pathPrefix: pathPrefix(result.project.root) };
  for (const { format, file } of request.outputs) {
    writeReport(path.resolve(request.cwd, file), await formats[format](input, place), file);
  }
  for (const format of stdoutFormats(request.format, terminal)) {
    const options: ReportOptions = { ...place, color: terminal.color, width: terminal.width };
    terminal.print(await formats[format](input, options));
  }
}

/** On GitHub Actions findings also become annotations, unless a format was asked for. */
function stdoutFormats(asked: ReportFormat | undefined, { env }: Terminal): readonly ReportFormat[] {
  if (asked !== undefined) return [asked];
  return env["GITHUB_ACTIONS"] === "true" ? ["stylish", "github"] : ["stylish"];
}

async function reportInput(result: LintResult, { quiet }: CheckRequest): Promise<ReportInput> {
  const { rules } = await import("#rules/index");
  const described = Object.entries(rules).map(([id, { meta }]): [string, ReportRule] => [toRuleId(id), meta]);
  return {
    findings: quiet ? result.findings.filter(({ severity }) => severity === "error") : result.findings,
    notices: result.notices,
    rules: Object.fromEntries(described.filter(([id]) => Object.hasOwn(result.project.rules, id))),
    project: result.project,
    toolVersion: version,
    informationUri: homepage,
  };
}

/** GitHub knows files by their path in the repository, which may be wider than the project. */
function pathPrefix(root: string): string {
  const gitRoot = findGitRoot(root);
  return gitRoot === undefined ? "" : path.relative(gitRoot, root).replaceAll("\\", "/");
}

/**
 * Writes a whole report or nothing: to a temporary file in the same folder, then renamed.
 * @param shown the path as the user typed it
 */
export function writeReport(file: string, text: string, shown: string): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const existing = statSync(file, { throwIfNoEntry: false });
    if (existing === undefined || existing.isFile()) replaceFile(existing === undefined ? file : realpathSync(file), text);
    else writeFileSync(file, text); // a device or pipe (`/dev/stderr`, `>(…)`) cannot be replaced
  } catch (error) {
    throw new UserError(`The report ${shown} could not be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function replaceFile(file: string, text: string): void {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
