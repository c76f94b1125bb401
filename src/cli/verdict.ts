import { compareSeverity, type Finding } from "#finding";
import { counted } from "#report/counting";
import type { CheckRequest } from "./arguments.ts";

export interface Verdict {
  /** 0 clean, 1 findings that make the run fail. */
  readonly exitCode: 0 | 1;
  /** Why the run fails, where the report alone does not show it. */
  readonly remarks: readonly string[];
}

/** Decides whether findings make a run fail. Findings that `--quiet` hides count too. */
export function judge(
  findings: readonly Finding[],
  { failOn, maxWarnings, quiet, exitZero }: Pick<CheckRequest, "failOn" | "maxWarnings" | "quiet" | "exitZero">,
): Verdict {
  const failing = failOn === "never" ? [] : findings.filter(({ severity }) => compareSeverity(severity, failOn) <= 0);
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  const tooMany = maxWarnings !== undefined && warnings > maxWarnings;
  const hidden = quiet && failing.length > 0 && failing.every(({ severity }) => severity !== "error");
  return {
    exitCode: !exitZero && (failing.length > 0 || tooMany) ? 1 : 0,
    remarks: [
      ...(tooMany ? [`${counted(warnings, "warning")}, but --max-warnings allows ${maxWarnings}.`] : []),
      ...(hidden ? [`${counted(failing.length, "finding")} reach --fail-on ${failOn}, but --quiet hides them.`] : []),
    ],
  };
}
