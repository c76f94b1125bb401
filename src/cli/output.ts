import path from "node:path";
import { findGitRoot } from "#config/find";
import { toRuleId } from "#config/resolve";
import type { LintResult } from "#engine/options";
import type { Finding } from "#finding";
import { formats, type ReportFormat, type ReportInput, type ReportOptions, type ReportRule } from "#report/report";
import type { CheckRequest } from "./arguments.ts";
import type { Terminal } from "./terminal.ts";
import { homepage, version } from "./version.ts";
import { writeWhole } from "./write-whole.ts";

/**
 * Files first: a report on a closed pipe must not cost the file. A file that cannot be written costs neither the others nor what is
 * printed: the run may have taken minutes.
 * @throws {UserError} for the first file that could not be written, when all else is out
 */
export async function publish(
  result: LintResult,
  known: readonly Finding[] | undefined,
  request: CheckRequest & { readonly cwd: string },
  terminal: Terminal,
): Promise<void> {
  const input = { ...(await reportInput(result, request)), ...(known && { known }) };
  const place = { pathPrefix: pathPrefix(result.project.root), suppressed: request.reportSuppressed };
  const failures: unknown[] = [];
  for (const { format, file } of request.outputs) {
    const text = await formats[format](input, place);
    try {
      writeWhole(path.resolve(request.cwd, file), text, `report ${file}`);
    } catch (error) {
      failures.push(error);
    }
  }
  for (const format of stdoutFormats(request.format, terminal)) {
    const options: ReportOptions = { ...place, color: terminal.color, width: terminal.width };
    terminal.print(await formats[format](input, options));
  }
  if (failures.length > 0) throw failures[0];
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
    ...(result.suppressed && { suppressed: result.suppressed }),
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
