import { resolveConfig } from "#config/resolve";
import { severitiesOf } from "#engine/severities";
import { ladderOf, toStackLadder } from "#project/ladder";
import { openProject } from "#project/open";
import { findRoot } from "#project/root";
import { describeStack } from "#project/stack";
import { formatStack } from "#project/stack-format";
import { rules } from "#rules/index";
import type { StackRequest } from "./arguments.ts";
import { notices } from "./notes.ts";
import type { Terminal } from "./terminal.ts";

/** `oma-lint stack`: what the project is made of, as oma-lint sees it, and which rules follow. */
export async function printStack({ cwd, config: file, format }: StackRequest & { readonly cwd: string }, terminal: Terminal): Promise<number> {
  const config = await resolveConfig({ cwd, config: file, knownRules: rules, findRoot });
  const report = {
    ...describeStack({ cwd, config }),
    ladder: toStackLadder(ladderOf(openProject(config.root, config).layers)),
    rules: { preset: config.preset, active: Object.entries(severitiesOf(config)).map(([id, severity]) => ({ id, severity })) },
  };
  terminal.note(notices(report.notices, terminal));
  terminal.print(formatStack(report, format, { color: terminal.color > 0, width: terminal.width }));
  return 0;
}
