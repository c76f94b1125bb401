import type { LintResult } from "#engine/options";
import { compareSeverity } from "#finding";
import { counted } from "#report/counting";
import type { CheckRequest } from "./arguments.ts";

export interface Verdict {
  /** 0 clean, 1 findings that make the run fail, 2 not everything could be checked. */
  readonly exitCode: 0 | 1 | 2;
  /** Why the run fails, where the report alone does not show it. */
  readonly remarks: readonly string[];
}

/** Decides whether a run fails. Findings that `--quiet` hides count too; a file that could not be read may hide some. */
export function judge(
  { findings, notices }: Pick<LintResult, "findings" | "notices">,
  { failOn, maxWarnings, quiet, exitZero }: Pick<CheckRequest, "failOn" | "maxWarnings" | "quiet" | "exitZero">,
): Verdict {
  const failing = failOn === "never" ? [] : findings.filter(({ severity }) => compareSeverity(severity, failOn) <= 0);
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  const tooMany = maxWarnings !== undefined && warnings > maxWarnings;
  const hidden = quiet && failing.length > 0 && failing.every(({ severity }) => severity !== "error");
  const unread = notices.filter(({ kind }) => kind === "unreadable-file").length;
  const exitCode = unread > 0 ? 2 : failing.length > 0 || tooMany ? 1 : 0;
  return {
    exitCode: exitZero ? 0 : exitCode,
    remarks: [
      ...(unread > 0 ? [`${counted(unread, "file")} could not be read: the check is not complete.`] : []),
      ...(tooMany ? [`${counted(warnings, "warning")}, but --max-warnings allows ${maxWarnings}.`] : []),
      ...(hidden ? [`${counted(failing.length, "finding")} reach --fail-on ${failOn}, but --quiet hides them.`] : []),
    ],
  };
}
