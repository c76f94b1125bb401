import { readFileSync } from "node:fs";
import { UserError, type Finding, type Notice, type ProjectPath, type Severity } from "#finding";
import type { LintOptions, LintResult } from "#engine/options";

/** What a test wants the engine to do; given as JSON in STUB. */
interface Play {
  readonly findings?: readonly Severity[];
  readonly notices?: readonly Notice[];
  readonly fail?: "user" | "bug" | "late-bug";
  readonly hang?: boolean;
  readonly many?: number;
}

/** Stands in for `#engine/lint`, so that the command line is tested by itself. */
export async function lint(options: LintOptions): Promise<LintResult> {
  const play = JSON.parse(process.env["STUB"] ?? "{}") as Play;
  if (play.fail === "user") throw new UserError("No file matches src/none.", "Check the path.");
  if (play.fail === "bug") throw new TypeError("layers is not iterable", { cause: new Error("deeper") });
  if (play.fail === "late-bug")
    setTimeout(() => {
      throw new RangeError("too late");
    }, 5);
  if (play.fail === "late-bug") await new Promise((resolve) => setTimeout(resolve, 2000));
  if (play.hang === true) {
    process.stderr.write("hanging\n");
    await new Promise((resolve) => setTimeout(resolve, 30_000));
  }
  options.onProgress?.(1, 2, "lint");
  const severities = play.findings ?? Array.from({ length: play.many ?? 0 }, () => "error" as const);
  return {
    findings: severities.map(toFinding),
    notices: [...(play.notices ?? []), { kind: "config", message: `asked ${JSON.stringify(options)}` }],
    project: {
      root: options.cwd ?? process.cwd(),
      files: 2,
      preset: options.preset ?? "recommended",
      rules: { "oma/no-cycle-of-loans": "error" },
      readText: (file) => readFileSync(`${options.cwd}/${file}`, "utf8"),
    },
    timing: [
      { phase: "parse", milliseconds: 1.25 },
      { phase: "lint", milliseconds: 20 },
    ],
  };
}

function toFinding(severity: Severity, index: number): Finding {
  return {
    ruleId: "oma/no-cycle-of-loans",
    messageId: "cycle",
    severity,
    confidence: "high",
    message: `Loan ${index + 1} goes in a circle. Return it.`,
    place: { file: "loans.ts" as ProjectPath, line: 1, column: 1, endLine: 1, endColumn: 6 },
    route: [],
    suggestions: [],
    fingerprint: `fp${index}`,
  };
}

/** No process under test stays. */
export function lintAgain(options: LintOptions): Promise<LintResult> {
  return lint(options);
}

/** No command under test draws anything. */
export function lintProject(): never {
  throw new Error("The stub has no project.");
}
