import { resolveConfig } from "#config/resolve";
import { findRoot } from "#project/root";
import { describeStack } from "#project/stack";
import { formatStack } from "#project/stack-format";
import { rules } from "#rules/index";
import type { StackRequest } from "./arguments.ts";
import { notices } from "./notes.ts";
import type { Terminal } from "./terminal.ts";

/** `oma-lint stack`: what the project is made of, as oma-lint sees it. */
export async function printStack({ cwd, config, format }: StackRequest & { readonly cwd: string }, terminal: Terminal): Promise<number> {
  const report = describeStack({ cwd, config: await resolveConfig({ cwd, config, knownRules: rules, findRoot }) });
  terminal.note(notices(report.notices, terminal));
  terminal.print(formatStack(report, format, { color: terminal.color > 0, width: terminal.width }));
  return 0;
}
