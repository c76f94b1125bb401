import { lintProject } from "./lint-project.ts";
import type { LintOptions, LintResult } from "./options.ts";

/**
 * Lints files and returns what was found.
 * @throws {UserError} wrong configuration, a path that does not exist, no file matched
 */
export async function lint(options: LintOptions = {}): Promise<LintResult> {
  return (await lintProject(options)).result;
}
